//! Leads: matched as contacts are, with the company by its name.

use crate::message;
use mycrm_store::Id;
use uuid::Uuid;

use super::companies::duplicate;
use super::contacts::{email_clue, name_key, phone_clue};
use super::keys::{Clue, Entry, Found, KeyKind, Names, folded, name_hash};
use super::{Current, Fields, Outcome, Planner, Refusal, push, uuid};
use crate::import::rows::LeadDraft;
use crate::import::source::Place;
use crate::store::lookup::phone_key;

fn clues(draft: &LeadDraft) -> Vec<Clue> {
    let mut clues = Vec::new();
    if let Some(external_id) = &draft.external_id {
        clues.push(Clue::new(KeyKind::ExternalId, external_id, Names::Free));
    }
    if let Some(email) = &draft.email {
        clues.push(email_clue(email));
    }
    if let Some(key) = draft.phone.as_deref().and_then(phone_key) {
        clues.push(phone_clue(&key, &draft.person.full_name()));
    }
    let company = draft.company_name.as_deref().map(folded).unwrap_or_default();
    let name = draft.person.full_name();
    if !name.is_empty() || !company.is_empty() {
        let mut clue = Clue::new(KeyKind::Name, &name_key(&name, &company), Names::Required);
        clue.only_without_address = draft.email.is_some();
        clues.push(clue);
    }
    clues
}

fn name_of(draft: &LeadDraft) -> u64 {
    name_hash(&folded(&draft.person.full_name()))
}

impl Planner {
    pub(super) fn possible_leads(&self, draft: &LeadDraft) -> Vec<Uuid> {
        self.world.leads.possible(&clues(draft), name_of(draft))
    }

    pub(super) fn lead(
        &mut self,
        place: Place,
        draft: &LeadDraft,
        current: &Current,
    ) -> Result<Outcome, Refusal> {
        let clues = clues(draft);
        let at = match self.world.leads.find(&clues, name_of(draft), draft.external_id.is_some(), false) {
            Found::Duplicate { row, by } => return Ok(duplicate(row, by)),
            Found::Record(at) => Some(at),
            Found::Nothing => None,
        };
        if draft.estimated_value_minor.is_some_and(|minor| minor < 0) {
            return Err(message!("The estimated value is negative"));
        }
        let owner = self.owner(draft.owner.as_deref())?;
        let mut fields = Fields::new();
        push(&mut fields, "first_name", draft.person.first_name.clone());
        push(&mut fields, "last_name", draft.person.last_name.clone());
        push(&mut fields, "email", draft.email.clone());
        push(&mut fields, "phone", draft.phone.clone());
        push(&mut fields, "phone_key", draft.phone.as_deref().and_then(phone_key));
        push(&mut fields, "company_name", draft.company_name.clone());
        push(&mut fields, "job_title", draft.job_title.clone());
        push(&mut fields, "lead_source", draft.lead_source);
        // Only converting makes a lead converted: it links what the lead became.
        push(
            &mut fields,
            "status",
            draft.status.map(|status| if status == "converted" { "qualified" } else { status }),
        );
        push(&mut fields, "priority", draft.priority);
        push(&mut fields, "estimated_value_minor", draft.estimated_value_minor);
        if draft.estimated_value_minor.is_some() || draft.currency.is_some() {
            fields.push(("currency", draft.currency.unwrap_or(self.ground.currency).code().into()));
        }
        push(
            &mut fields,
            "last_contact_at",
            draft.last_contact_date.map(|day| day.start_in(&self.ground.zone)),
        );
        push(&mut fields, "next_follow_up", draft.next_follow_up);
        push(&mut fields, "notes", draft.notes.clone());
        push(&mut fields, "external_id", draft.external_id.clone());

        if let Some(at) = at {
            let Some(id) = self.mean(at, place.row, |world| &mut world.leads) else {
                return Ok(Outcome::Unchanged);
            };
            // A converted lead is history; what it became is edited on its own.
            if current.number(&id, "converted_at").is_some()
                || current.text(&id, "status") == Some("converted")
            {
                return Ok(Outcome::Unchanged);
            }
            if draft.owner.is_some() {
                push(&mut fields, "owner_id", owner);
            }
            if let (None, Some(currency)) = (draft.estimated_value_minor, draft.currency) {
                let value = current.in_currency(&id, "estimated_value_minor", currency)?;
                push(&mut fields, "estimated_value_minor", value);
            }
            if current.text(&id, "external_id").is_some() {
                fields.retain(|(column, _)| *column != "external_id");
            }
            let changed = self.change("leads", &id, fields, current);
            for clue in clues {
                self.world.leads.link(at, clue.key);
            }
            if let Some(entry) = self.world.leads.entry_mut(at) {
                entry.has_address |= draft.email.is_some();
                entry.has_external_id |= draft.external_id.is_some();
                entry.name = if name_of(draft) == 0 { entry.name } else { name_of(draft) };
            }
            return Ok(self.finish("lead", "lead.updated", &id, changed, &draft.tags, current));
        }
        let id = Id::new();
        push(&mut fields, "owner_id", owner);
        for (column, default) in [("lead_source", "other"), ("status", "new"), ("priority", "medium")] {
            if !fields.iter().any(|(name, _)| *name == column) {
                fields.push((column, default.into()));
            }
        }
        self.insert("leads", ("lead", "lead.created"), &id, fields);
        self.tag("lead", &id, &draft.tags, current);
        let at = self.world.leads.add(Entry {
            id: uuid(&id),
            name: name_of(draft),
            row: place.row,
            has_external_id: draft.external_id.is_some(),
            has_address: draft.email.is_some(),
        });
        for clue in clues {
            self.world.leads.link(at, clue.key);
        }
        Ok(Outcome::Created)
    }
}
