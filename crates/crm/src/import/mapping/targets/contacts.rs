//! Fields of contacts.

use super::{Holds, Target, target};
use crate::import::values::choices;

#[rustfmt::skip] // a table: one field in a line
pub(super) const TARGETS: &[Target] = &[
    target("salutation", "person", Holds::Choice(choices::SALUTATIONS), 0.8, &["salutation", "anrede", "prefix", "courtesy title"]),
    target("first_name", "person", Holds::Text, 1.0, &["first name", "firstname", "given name", "forename", "vorname", "rufname"]),
    target("last_name", "person", Holds::Text, 1.0, &["last name", "lastname", "surname", "family name", "nachname", "familienname", "zuname"]),
    target("name", "person", Holds::Person, 0.8, &["name", "full name", "contact name", "display name", "contact", "person", "vollstaendiger name", "kontaktname", "ansprechpartner"]),
    target("email", "reach", Holds::Email, 1.5, &["email", "e mail", "email address", "e mail address", "e mail adresse", "email adresse", "mail", "primary email", "work email", "email work", "e mail 1 value", "business email", "mailadresse"]),
    target("additional_emails", "reach", Holds::Email, 0.5, &["additional emails", "additional email addresses", "other email", "secondary email", "email 2", "e mail 2", "e mail 2 value", "e mail 2 address", "email home", "email other", "private email", "weitere e mail"]),
    target("phone", "reach", Holds::Phone, 0.5, &["phone", "phone number", "telephone", "tel", "work phone", "business phone", "office phone", "phone work", "phone 1 value", "telefon", "telefonnummer", "telefon geschaeftlich", "rufnummer"]),
    target("mobile", "reach", Holds::Phone, 1.0, &["mobile", "mobile phone", "mobile phone number", "cell", "cell phone", "phone mobile", "mobil", "mobiltelefon", "mobilnummer", "handy", "handynummer"]),
    target("website", "reach", Holds::Website, 0.0, &["website", "website url", "web site", "web page", "homepage", "url", "webseite"]),
    target("linkedin", "reach", Holds::Website, 0.5, &["linkedin", "linked in", "linkedin url", "linkedin profile", "person linkedin url"]),
    target("twitter", "reach", Holds::Text, 0.3, &["twitter", "x", "twitter username", "twitter handle", "x handle"]),
    target("company_name", "work", Holds::Text, 0.3, &["company", "company name", "account", "account name", "organization", "organisation", "organization name", "associated company", "primary associated company", "employer", "firma", "firmenname", "unternehmen", "arbeitgeber", "organization 1 name"]),
    target("company_domain", "work", Holds::Website, 0.2, &["company domain", "company domain name", "domain", "email domain"]),
    target("job_title", "work", Holds::Text, 1.0, &["job title", "title", "position", "role", "function", "funktion", "berufsbezeichnung", "stelle", "jobtitel", "organization 1 title"]),
    target("department", "work", Holds::Text, 0.8, &["department", "abteilung"]),
    target("address_line_1", "address", Holds::Text, 0.2, &["address", "street", "street address", "address line 1", "address 1", "mailing street", "business street", "home street", "strasse", "anschrift", "adresse", "strasse und hausnummer"]),
    target("address_line_2", "address", Holds::Text, 0.0, &["address line 2", "address 2", "street 2", "adresszusatz"]),
    target("city", "address", Holds::Text, 0.2, &["city", "town", "mailing city", "business city", "home city", "ort", "stadt", "wohnort"]),
    target("state", "address", Holds::Text, 0.1, &["state", "state region", "region", "province", "mailing state", "mailing state province", "business state", "bundesland", "kanton"]),
    target("postal_code", "address", Holds::Text, 0.2, &["postal code", "zip", "zip code", "postcode", "mailing postal code", "mailing zip postal code", "zip postal code", "business postal code", "plz", "postleitzahl"]),
    target("country", "address", Holds::Text, 0.1, &["country", "country region", "mailing country", "business country region", "land"]),
    target("contact_type", "more", Holds::Choice(choices::CONTACT_TYPES), 0.5, &["contact type", "type", "kontaktart", "typ"]),
    target("lifecycle_stage", "more", Holds::Category, 0.8, &["lifecycle stage", "lifecycle"]),
    target("source", "more", Holds::Category, 0.2, &["source", "lead source", "original source", "quelle", "herkunft", "original traffic source"]),
    target("status", "more", Holds::Category, 0.1, &["status", "contact status"]),
    target("owner", "more", Holds::Person, 0.1, &["owner", "contact owner", "owner name", "assigned to", "assignee", "responsible", "sales rep", "account owner", "besitzer", "verantwortlich", "zustaendig", "betreuer"]),
    target("notes", "more", Holds::Prose, 0.0, &["notes", "note", "comment", "comments", "description", "associated note", "remarks", "notizen", "notiz", "bemerkung", "bemerkungen", "kommentar", "beschreibung"]),
    target("tags", "more", Holds::Tags, 0.0, &["tags", "tag", "label", "labels", "categories", "category", "groups", "group membership", "kategorien", "kategorie", "gruppe", "schlagworte", "schlagwoerter"]),
    target("external_id", "more", Holds::Id, 0.2, &["contact id", "person id", "id", "record id", "external id", "external key", "kundennummer", "customer number", "nr", "nummer"]),
];
