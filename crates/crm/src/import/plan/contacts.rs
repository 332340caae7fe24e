//! Contacts: matched by id, address, number or name and company.

use crate::message;
use mycrm_store::Id;
use uuid::Uuid;

use super::companies::duplicate;
use super::keys::{Clue, Entry, Found, Key, KeyKind, Names, folded, name_hash};
use super::{Current, Fields, Outcome, Planner, Refusal, Write, push, uuid};
use crate::import::rows::{Address, ContactDraft};
use crate::import::source::Place;
use crate::store::lookup::phone_key;

/// Mailboxes that belong to a desk and not to a person: the address alone does not say who is meant.
const DESKS: &[&str] = &[
    "accounting",
    "admin",
    "billing",
    "buchhaltung",
    "contact",
    "einkauf",
    "empfang",
    "hello",
    "help",
    "hr",
    "info",
    "invoice",
    "jobs",
    "kontakt",
    "mail",
    "marketing",
    "noreply",
    "no-reply",
    "office",
    "post",
    "purchasing",
    "reception",
    "rechnung",
    "sales",
    "service",
    "support",
    "team",
    "verkauf",
    "vertrieb",
    "webmaster",
    "zentrale",
];

/// How far an address tells a person.
pub(super) fn email_clue(email: &str) -> Clue {
    let is_desk = email.split('@').next().is_some_and(|local| DESKS.contains(&local));
    Clue::new(KeyKind::Email, email, if is_desk { Names::Required } else { Names::Preferred })
}

/// A number together with a name: a switchboard's number, or 000000, is that of thousands.
pub(super) fn phone_clue(key: &str, name: &str) -> Clue {
    Clue::new(KeyKind::Phone, &phone_name_key(key, name), Names::Required)
}

pub(crate) fn phone_name_key(key: &str, name: &str) -> String {
    format!("{key}\u{1f}{}", folded(name))
}

/// Name and company as one key; the company is its id or, for leads, its name.
pub(crate) fn name_key(name: &str, company: &str) -> String {
    format!("{}\u{1f}{company}", folded(name))
}

/// `company` is [`Planner::company_key`]'s, or the company's id.
fn clues(draft: &ContactDraft, company: &str) -> Vec<Clue> {
    let mut clues = Vec::new();
    if let Some(external_id) = &draft.external_id {
        clues.push(Clue::new(KeyKind::ExternalId, external_id, Names::Free));
    }
    clues.extend(draft.emails.iter().map(|email| email_clue(email)));
    for phone in [&draft.mobile, &draft.phone].into_iter().flatten() {
        if let Some(key) = phone_key(phone) {
            clues.push(phone_clue(&key, &draft.person.full_name()));
        }
    }
    let name = draft.person.full_name();
    if !name.is_empty() {
        let key = name_key(&name, company);
        let mut clue = Clue::new(KeyKind::Name, &key, Names::Required);
        clue.only_without_address = !draft.emails.is_empty();
        clues.push(clue);
    }
    clues
}

fn name_of(draft: &ContactDraft) -> u64 {
    name_hash(&folded(&draft.person.full_name()))
}

pub(super) fn push_address(fields: &mut Fields, address: &Address) {
    push(fields, "address_line_1", address.line_1.clone());
    push(fields, "address_line_2", address.line_2.clone());
    push(fields, "city", address.city.clone());
    push(fields, "state", address.state.clone());
    push(fields, "postal_code", address.postal_code.clone());
    push(fields, "country", address.country.clone());
}

impl Planner {
    pub(super) fn possible_contacts(&self, draft: &ContactDraft) -> Vec<Uuid> {
        let company = self.company_key(draft.company_name.as_deref(), draft.company_domain.as_deref());
        self.world.contacts.possible(&clues(draft, &company), name_of(draft))
    }

    pub(super) fn contact(
        &mut self,
        place: Place,
        draft: &ContactDraft,
        current: &Current,
    ) -> Result<Outcome, Refusal> {
        let (company_name, domain) = (draft.company_name.as_deref(), draft.company_domain.as_deref());
        let clues = clues(draft, &self.company_key(company_name, domain));
        let at = match self.world.contacts.find(&clues, name_of(draft), draft.external_id.is_some(), false) {
            Found::Duplicate { row, by } => return Ok(duplicate(row, by)),
            Found::Record(at) => Some(at),
            Found::Nothing => None,
        };
        let owner = self.owner(draft.owner.as_deref())?;
        let company = self.named_company(company_name, domain)?;
        let fields = Self::contact_fields(draft, company.clone());

        if let Some(at) = at {
            let Some(id) = self.mean(at, place.row, |world| &mut world.contacts) else {
                return Ok(Outcome::Unchanged);
            };
            return Ok(self.update_contact(at, &id, draft, fields, owner, current));
        }
        let id = Id::new();
        let mut fields = fields;
        push(&mut fields, "email", draft.emails.first().cloned());
        push(&mut fields, "owner_id", owner);
        for (column, default) in
            [("contact_type", "prospect"), ("status", "active"), ("email_consent", "unknown")]
        {
            if !fields.iter().any(|(name, _)| *name == column) {
                fields.push((column, default.into()));
            }
        }
        self.insert("contacts", ("contact", "contact.created"), &id, fields);
        for email in draft.emails.iter().skip(1) {
            self.further_email(&id, email);
        }
        self.tag("contact", &id, &draft.tags, current);
        let entry = Entry {
            id: uuid(&id),
            name: name_of(draft),
            row: place.row,
            has_external_id: draft.external_id.is_some(),
            has_address: !draft.emails.is_empty(),
        };
        let at = self.world.contacts.add(entry);
        self.link_contact(at, draft, company.as_ref());
        Ok(Outcome::Created)
    }

    fn contact_fields(draft: &ContactDraft, company: Option<Id>) -> Fields {
        let mut fields = Fields::new();
        push(&mut fields, "salutation", draft.salutation);
        push(&mut fields, "first_name", draft.person.first_name.clone());
        push(&mut fields, "last_name", draft.person.last_name.clone());
        push(&mut fields, "phone", draft.phone.clone());
        push(&mut fields, "phone_key", draft.phone.as_deref().and_then(phone_key));
        push(&mut fields, "mobile", draft.mobile.clone());
        push(&mut fields, "mobile_key", draft.mobile.as_deref().and_then(phone_key));
        push(&mut fields, "company_id", company);
        push(&mut fields, "job_title", draft.job_title.clone());
        push(&mut fields, "department", draft.department.clone());
        push_address(&mut fields, &draft.address);
        push(&mut fields, "contact_type", draft.contact_type);
        push(&mut fields, "lifecycle_stage", draft.lifecycle_stage.clone());
        push(&mut fields, "source", draft.source.clone());
        push(&mut fields, "status", draft.status.clone());
        push(&mut fields, "website", draft.website.clone());
        push(&mut fields, "linkedin", draft.linkedin.clone());
        push(&mut fields, "twitter", draft.twitter.clone());
        push(&mut fields, "notes", draft.notes.clone());
        push(&mut fields, "external_id", draft.external_id.clone());
        fields
    }

    fn update_contact(
        &mut self,
        at: usize,
        id: &Id,
        draft: &ContactDraft,
        mut fields: Fields,
        owner: Option<Id>,
        current: &Current,
    ) -> Outcome {
        if draft.owner.is_some() {
            push(&mut fields, "owner_id", owner);
        }
        // An id that another program gave stays: the next file of that program finds the contact by it.
        if current.text(id, "external_id").is_some() {
            fields.retain(|(column, _)| *column != "external_id");
        }
        let primary = current.text(id, "email").map(str::to_lowercase);
        let holds = |email: &String| {
            primary.as_deref() == Some(email) || current.points.contains(&(uuid(id), email.clone()))
        };
        let new: Vec<&String> = draft.emails.iter().filter(|email| !holds(email)).collect();
        let further = match new.split_first() {
            // None of the row's addresses is known: the first one is where the contact is reached now.
            Some((first, rest)) if primary.is_none() || new.len() == draft.emails.len() => {
                fields.push(("email", first.as_str().into()));
                rest.to_vec()
            }
            _ => new,
        };
        let any_further = !further.is_empty() && current.rows.contains_key(&uuid(id));
        let changed = self.change("contacts", id, fields, current);
        if any_further {
            for email in further {
                self.further_email(id, email);
            }
        }
        let company = self.known_company(draft.company_name.as_deref(), draft.company_domain.as_deref());
        self.link_contact(at, draft, company.as_ref());
        self.finish("contact", "contact.updated", id, changed || any_further, &draft.tags, current)
    }

    fn further_email(&mut self, contact: &Id, email: &str) {
        let fields: Fields = vec![
            ("contact_id", contact.clone().into()),
            ("kind", "email".into()),
            ("value", email.into()),
            ("value_key", email.into()),
        ];
        self.writes.push(Write::Insert { table: "contact_points", id: Id::new(), fields });
    }

    /// Lets everything the row says about the contact lead to it from now on.
    fn link_contact(&mut self, at: usize, draft: &ContactDraft, company: Option<&Id>) {
        for clue in clues(draft, company.map_or("", Id::as_str)) {
            self.world.contacts.link(at, clue.key);
        }
        if let Some(entry) = self.world.contacts.entry_mut(at) {
            entry.has_address |= !draft.emails.is_empty();
            entry.has_external_id |= draft.external_id.is_some();
            entry.name = if name_of(draft) == 0 { entry.name } else { name_of(draft) };
        }
    }

    /// The contact a deal names, made where it is missing.
    pub(super) fn named_contact(
        &mut self,
        name: Option<&str>,
        email: Option<&str>,
        company: Option<&Id>,
    ) -> Result<Option<Id>, Refusal> {
        if name.is_none() && email.is_none() {
            return Ok(None);
        }
        let mut draft = ContactDraft {
            emails: email.map(str::to_owned).into_iter().collect(),
            ..ContactDraft::default()
        };
        if let Some(name) = name {
            let parts = crate::import::values::names::split(name);
            let part = |text: String| (!text.is_empty()).then_some(text);
            draft.salutation = parts.salutation;
            (draft.person.first_name, draft.person.last_name) = (part(parts.first), part(parts.last));
        }
        let by_address = email.map(|email| Key::new(KeyKind::Email, email));
        let by_name = name.map(|_| {
            Key::new(KeyKind::Name, &name_key(&draft.person.full_name(), company.map_or("", Id::as_str)))
        });
        let found =
            [by_address, by_name].into_iter().flatten().find_map(|key| self.world.contacts.first(key));
        if let Some(entry) = found {
            return Ok(entry.id.to_string().parse().ok());
        }
        self.may_create(|| {
            message!(
                "There is no contact called “{name}”, and what is missing is not to be created",
                name = name.or(email).unwrap_or_default()
            )
        })?;
        let id = Id::new();
        let mut fields = Self::contact_fields(&draft, company.cloned());
        push(&mut fields, "email", email);
        push(&mut fields, "owner_id", self.ground.me.clone());
        for (column, default) in
            [("contact_type", "prospect"), ("status", "active"), ("email_consent", "unknown")]
        {
            fields.push((column, default.into()));
        }
        self.insert("contacts", ("contact", "contact.created"), &id, fields);
        let entry = Entry {
            id: uuid(&id),
            name: name_of(&draft),
            row: 0,
            has_external_id: false,
            has_address: email.is_some(),
        };
        let at = self.world.contacts.add(entry);
        self.link_contact(at, &draft, company);
        self.made.contacts += 1;
        Ok(Some(id))
    }
}
