//! Companies: rows of their own, and those that other rows name.

use std::collections::HashMap;

use mycrm_store::Id;
use uuid::Uuid;

use super::keys::{Clue, Entry, Found, Index, Key, KeyKind, Names, folded, name_hash};
use super::{Current, Fields, Outcome, Planner, Refusal, push, touched, uuid};
use crate::import::rows::CompanyDraft;
use crate::import::source::Place;
use crate::import::values::contact_points::is_public_mailbox;
use crate::message;
use crate::store::lookup::phone_key;

/// The companies there are, by id of another program, domain and name.
#[derive(Debug, Default)]
pub(crate) struct Companies {
    index: Index,
    /// Which company belongs to which.
    parents: HashMap<Uuid, Uuid>,
}

impl Companies {
    pub(crate) fn add(
        &mut self,
        id: &Id,
        name: &str,
        domain: Option<&str>,
        external_id: Option<&str>,
        row: u64,
    ) {
        let name = folded(name);
        let domain = domain.filter(|domain| !is_public_mailbox(domain));
        let entry = Entry {
            id: uuid(id),
            name: name_hash(&name),
            row,
            has_external_id: external_id.is_some(),
            has_address: domain.is_some(),
        };
        let place = self.index.add(entry);
        for (kind, text) in [
            (KeyKind::ExternalId, external_id),
            (KeyKind::Domain, domain),
            (KeyKind::Name, Some(name.as_str())),
        ] {
            if let Some(text) = text {
                self.index.link(place, Key::new(kind, text));
            }
        }
    }

    pub(crate) fn belongs(&mut self, id: &Id, parent: &Id) {
        self.parents.insert(uuid(id), uuid(parent));
    }

    /// Whether `company` is `top` or belongs to it through parents.
    fn is_at_or_below(&self, company: &Id, top: &Id) -> bool {
        let (mut at, top) = (uuid(company), uuid(top));
        // No way up is longer than there are parents, unless two devices closed a circle together.
        for _ in 0..=self.parents.len() {
            match self.parents.get(&at) {
                _ if at == top => return true,
                Some(parent) => at = *parent,
                None => return false,
            }
        }
        false
    }

    /// Lets what a row says about a company lead to it from now on.
    fn learn(&mut self, at: usize, draft: &CompanyDraft) {
        for clue in clues(draft) {
            self.index.link(at, clue.key);
        }
        if let Some(entry) = self.index.entry_mut(at) {
            entry.has_address |= clues(draft).iter().any(|clue| clue.kind == KeyKind::Domain);
            entry.has_external_id |= draft.external_id.is_some();
            if draft.is_named {
                entry.name = name_hash(&folded(&draft.name));
            }
        }
    }

    /// The company another row names.
    fn named(&self, name: &str, domain: Option<&str>) -> Option<Id> {
        let by_domain = domain
            .filter(|domain| !is_public_mailbox(domain))
            .map(|domain| Key::new(KeyKind::Domain, domain));
        let found = by_domain
            .and_then(|key| self.index.first(key))
            .or_else(|| self.index.first(Key::new(KeyKind::Name, &folded(name))));
        found.and_then(|entry| entry.id.to_string().parse().ok())
    }
}

fn clues(draft: &CompanyDraft) -> Vec<Clue> {
    let mut clues = Vec::new();
    if let Some(external_id) = &draft.external_id {
        clues.push(Clue::new(KeyKind::ExternalId, external_id, Names::Free));
    }
    let domain = draft.domain.as_deref().filter(|domain| !is_public_mailbox(domain));
    if let Some(domain) = domain {
        clues.push(Clue::new(KeyKind::Domain, domain, Names::Preferred));
    }
    let mut by_name = Clue::new(KeyKind::Name, &folded(&draft.name), Names::Required);
    by_name.only_without_address = domain.is_some();
    clues.push(by_name);
    clues
}

impl Planner {
    pub(super) fn possible_companies(&self, draft: &CompanyDraft) -> Vec<uuid::Uuid> {
        self.world.companies.index.possible(&clues(draft), name_hash(&folded(&draft.name)))
    }

    pub(super) fn company(
        &mut self,
        place: Place,
        draft: &CompanyDraft,
        current: &Current,
    ) -> Result<Outcome, Refusal> {
        let name = name_hash(&folded(&draft.name));
        let found = self.world.companies.index.find(&clues(draft), name, draft.external_id.is_some(), false);
        let at = match found {
            Found::Duplicate { row, by } => return Ok(duplicate(row, by)),
            Found::Record(at) => Some(at),
            Found::Nothing => None,
        };
        let parent = match draft.parent_name.as_deref() {
            Some(parent) if folded(parent) != folded(&draft.name) => {
                self.named_company(Some(parent), None)?
            }
            _ => None,
        };
        let mut fields = Fields::new();
        push(&mut fields, "domain", draft.domain.clone());
        push(&mut fields, "website", draft.website.clone());
        push(&mut fields, "industry", draft.industry.clone());
        push(&mut fields, "size", draft.size.clone());
        push(&mut fields, "phone", draft.phone.clone());
        push(&mut fields, "phone_key", draft.phone.as_deref().and_then(phone_key));
        super::contacts::push_address(&mut fields, &draft.address);
        push(&mut fields, "parent_id", parent.clone());
        push(&mut fields, "notes", draft.notes.clone());
        push(&mut fields, "external_id", draft.external_id.clone());

        if let Some(at) = at {
            let Some(id) = self.mean(at, place.row, |world| &mut world.companies.index) else {
                return Ok(Outcome::Unchanged);
            };
            if let Some(parent) = &parent {
                if self.world.companies.is_at_or_below(parent, &id) {
                    return Err(message!("The parent company is this company itself or belongs to it"));
                }
                self.world.companies.belongs(&id, parent);
            }
            // A name that was made of the domain is none to replace another one by.
            if draft.is_named {
                fields.push(("name", draft.name.as_str().into()));
            }
            if current.text(&id, "external_id").is_some() {
                fields.retain(|(column, _)| *column != "external_id");
            }
            let changed = self.change("companies", &id, fields, current);
            self.world.companies.learn(at, draft);
            return Ok(self.finish("company", "company.updated", &id, changed, &draft.tags, current));
        }
        let id = Id::new();
        if let Some(parent) = &parent {
            self.world.companies.belongs(&id, parent);
        }
        fields.push(("name", draft.name.as_str().into()));
        push(&mut fields, "owner_id", self.ground.me.clone());
        self.insert("companies", ("company", "company.created"), &id, fields);
        self.tag("company", &id, &draft.tags, current);
        let (domain, external_id) = (draft.domain.as_deref(), draft.external_id.as_deref());
        self.world.companies.add(&id, &draft.name, domain, external_id, place.row);
        Ok(Outcome::Created)
    }

    /// The company a row names, made where it is missing.
    pub(super) fn named_company(
        &mut self,
        name: Option<&str>,
        domain: Option<&str>,
    ) -> Result<Option<Id>, Refusal> {
        let Some(name) = name.or(domain) else { return Ok(None) };
        if let Some(id) = self.world.companies.named(name, domain) {
            return Ok(Some(id));
        }
        self.may_create(|| {
            message!("There is no company called “{name}”, and what is missing is not to be created", name)
        })?;
        let id = Id::new();
        let mut fields: Fields = vec![("name", name.into())];
        push(&mut fields, "domain", domain);
        push(&mut fields, "owner_id", self.ground.me.clone());
        self.insert("companies", ("company", "company.created"), &id, fields);
        self.world.companies.add(&id, name, domain, None, 0);
        self.named.insert(uuid(&id));
        self.made.companies += 1;
        Ok(Some(id))
    }

    /// The company a row names, where it exists.
    pub(super) fn known_company(&self, name: Option<&str>, domain: Option<&str>) -> Option<Id> {
        self.world.companies.named(name.or(domain)?, domain)
    }

    /// The company a row names as a part of match keys: its id, or its name where it is yet to be made.
    pub(super) fn company_key(&self, name: Option<&str>, domain: Option<&str>) -> String {
        match (self.known_company(name, domain), name.or(domain)) {
            (Some(id), _) => id.to_string(),
            (None, Some(name)) => format!("?{}", folded(name)),
            (None, None) => String::new(),
        }
    }

    /// Notes that the row means the record at `at`; its id.
    pub(super) fn mean(
        &mut self,
        at: usize,
        row: u64,
        index: impl Fn(&mut super::World) -> &mut Index,
    ) -> Option<Id> {
        let entry = index(&mut self.world).entry_mut(at)?;
        entry.row = row;
        entry.id.to_string().parse().ok()
    }

    /// Tags and event of a record that exists; what became of its row.
    pub(super) fn finish(
        &mut self,
        record: &'static str,
        event: &'static str,
        id: &Id,
        changed: bool,
        tags: &[String],
        current: &Current,
    ) -> Outcome {
        let tagged = self.tag(record, id, tags, current);
        if changed || tagged {
            self.writes.push(super::Write::Event { name: event, record, id: id.clone() });
        }
        touched(changed || tagged)
    }
}

/// The outcome of a row that repeats an earlier one.
pub(super) fn duplicate(row: u64, by: KeyKind) -> Outcome {
    Outcome::Duplicate(by.repeated(row))
}
