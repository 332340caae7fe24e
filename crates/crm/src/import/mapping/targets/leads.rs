//! Fields of leads.

use super::{Holds, Target, target};
use crate::import::values::choices;

#[rustfmt::skip] // a table: one field in a line
pub(super) const TARGETS: &[Target] = &[
    target("first_name", "person", Holds::Text, 0.8, &["first name", "firstname", "given name", "forename", "vorname"]),
    target("last_name", "person", Holds::Text, 0.8, &["last name", "lastname", "surname", "family name", "nachname", "familienname"]),
    target("name", "person", Holds::Person, 0.6, &["name", "full name", "lead", "title of lead", "contact name", "contact person", "ansprechpartner", "vollstaendiger name"]),
    target("email", "reach", Holds::Email, 1.3, &["email", "e mail", "email address", "e mail address", "e mail adresse", "email adresse", "mail", "work email", "business email", "mailadresse"]),
    target("phone", "reach", Holds::Phone, 0.5, &["phone", "phone number", "telephone", "tel", "mobile", "mobile phone", "telefon", "telefonnummer", "handy", "mobil", "rufnummer"]),
    target("company_name", "work", Holds::Text, 0.3, &["company", "company name", "company account", "account", "account name", "organization", "organisation", "organization name", "firma", "firmenname", "unternehmen"]),
    target("job_title", "work", Holds::Text, 0.8, &["job title", "title", "position", "role", "funktion", "jobtitel"]),
    target("lead_source", "lead", Holds::Choice(choices::LEAD_SOURCES), 2.0, &["lead source", "source", "original source", "campaign source", "quelle", "leadquelle", "herkunft", "kanal", "channel"]),
    target("status", "lead", Holds::Choice(choices::LEAD_STATUSES), 1.5, &["lead status", "status", "leadstatus"]),
    target("priority", "lead", Holds::Choice(choices::PRIORITIES), 1.0, &["priority", "rating", "prioritaet", "lead rating"]),
    target("lead_score", "lead", Holds::Count, 1.5, &["lead score", "score", "hubspot score", "punkte", "bewertung", "leadscore"]),
    target("estimated_value", "lead", Holds::Amount, 0.8, &["estimated value", "value", "amount", "budget", "expected value", "potential", "geschaetzter wert", "wert", "potenzial"]),
    target("currency", "lead", Holds::Currency, 0.2, &["currency", "waehrung"]),
    target("last_contact_date", "lead", Holds::Date, 1.0, &["last contact", "last contact date", "last contacted", "last activity date", "last activity", "letzter kontakt"]),
    target("next_follow_up", "lead", Holds::Date, 1.2, &["next follow up", "follow up", "follow up date", "next contact", "next activity date", "wiedervorlage", "naechster kontakt"]),
    target("owner", "more", Holds::Person, 0.1, &["owner", "lead owner", "owner name", "assigned to", "assignee", "responsible", "sales rep", "besitzer", "verantwortlich", "zustaendig"]),
    target("notes", "more", Holds::Prose, 0.0, &["notes", "note", "comment", "comments", "description", "message", "remarks", "notizen", "notiz", "bemerkung", "bemerkungen", "kommentar", "nachricht"]),
    target("tags", "more", Holds::Tags, 0.0, &["tags", "tag", "label", "labels", "kategorien", "schlagworte", "schlagwoerter"]),
    target("external_id", "more", Holds::Id, 0.2, &["lead id", "id", "record id", "external id", "external key", "nr", "nummer"]),
];
