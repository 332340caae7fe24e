//! Fields of companies.

use super::{Holds, Target, target};

#[rustfmt::skip] // a table: one field in a line
pub(super) const TARGETS: &[Target] = &[
    target("name", "company", Holds::Text, 1.0, &["name", "company", "company name", "account", "account name", "organization", "organisation", "organization name", "customer", "firma", "firmenname", "unternehmen", "unternehmensname", "kunde"]),
    target("domain", "company", Holds::Website, 2.0, &["domain", "company domain name", "domain name", "company domain", "email domain"]),
    target("website", "company", Holds::Website, 1.0, &["website", "website url", "web site", "url", "homepage", "webseite", "internet"]),
    target("industry", "company", Holds::Category, 2.0, &["industry", "sector", "branche", "vertical"]),
    target("size", "company", Holds::Text, 2.0, &["size", "employees", "number of employees", "no of employees", "employee count", "company size", "headcount", "mitarbeiter", "mitarbeiterzahl", "anzahl mitarbeiter", "groesse", "unternehmensgroesse"]),
    target("phone", "reach", Holds::Phone, 0.3, &["phone", "phone number", "telephone", "tel", "main phone", "telefon", "telefonnummer", "zentrale"]),
    target("address_line_1", "address", Holds::Text, 0.3, &["address", "street", "street address", "address line 1", "billing street", "billing address", "shipping street", "strasse", "anschrift", "adresse"]),
    target("address_line_2", "address", Holds::Text, 0.0, &["address line 2", "street address 2", "address 2", "adresszusatz"]),
    target("city", "address", Holds::Text, 0.3, &["city", "billing city", "town", "ort", "stadt", "sitz"]),
    target("state", "address", Holds::Text, 0.2, &["state", "state region", "billing state", "billing state province", "region", "province", "bundesland", "kanton"]),
    target("postal_code", "address", Holds::Text, 0.3, &["postal code", "zip", "zip code", "postcode", "billing postal code", "billing zip postal code", "plz", "postleitzahl"]),
    target("country", "address", Holds::Text, 0.2, &["country", "country region", "billing country", "office location", "land"]),
    target("parent_name", "more", Holds::Text, 1.0, &["parent", "parent company", "parent account", "subsidiary of", "muttergesellschaft", "konzern"]),
    target("notes", "more", Holds::Prose, 0.0, &["notes", "note", "comment", "comments", "description", "about us", "remarks", "notizen", "notiz", "bemerkung", "bemerkungen", "beschreibung"]),
    target("tags", "more", Holds::Tags, 0.0, &["tags", "tag", "label", "labels", "type", "typ", "kategorien", "schlagworte", "schlagwoerter"]),
    target("external_id", "more", Holds::Id, 0.2, &["company id", "account id", "organization id", "id", "record id", "external id", "external key", "kundennummer", "customer number", "account number", "nr", "nummer"]),
];
