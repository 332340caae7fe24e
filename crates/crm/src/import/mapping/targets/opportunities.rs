//! Fields of opportunities. `close_date` is the expected one of an open deal and the actual one of a closed deal, as
//! most programs export it.

use super::{Holds, Target, target};
use crate::import::values::choices;

#[rustfmt::skip] // a table: one field in a line
pub(super) const TARGETS: &[Target] = &[
    target("name", "deal", Holds::Text, 1.0, &["name", "title", "subject", "deal", "opportunity", "titel", "bezeichnung", "projekt", "project", "verkaufschance", "betreff"]),
    target("stage", "deal", Holds::Category, 3.0, &["stage", "stage name", "pipeline stage", "sales stage", "phase", "stufe", "verkaufsphase", "vertriebsphase", "vertriebsstufe", "dealphase", "step"]),
    target("status", "deal", Holds::Choice(choices::OUTCOMES), 1.0, &["status", "outcome", "won lost", "result", "ergebnis"]),
    target("pipeline", "deal", Holds::Category, 1.5, &["pipeline", "pipeline name", "sales pipeline", "vertriebspipeline"]),
    target("amount", "deal", Holds::Amount, 2.0, &["amount", "value", "close value", "closed amount", "total", "total amount", "price", "revenue", "expected revenue amount", "betrag", "wert", "auftragswert", "dealwert", "umsatz", "volumen", "summe", "contract value", "acv", "tcv", "budget"]),
    target("currency", "deal", Holds::Currency, 0.5, &["currency", "currency of value", "amount currency", "currency iso code", "currency code", "waehrung"]),
    target("probability", "deal", Holds::Percent, 1.0, &["probability", "win probability", "close probability", "wahrscheinlichkeit", "abschlusswahrscheinlichkeit", "confidence"]),
    target("engage_date", "dates", Holds::Date, 1.5, &["engage date", "engaged", "engaged on", "open date", "opened", "opened on", "start date", "created", "created at", "created on", "create date", "created date", "creation date", "erstellt", "erstellt am", "erstelldatum", "angelegt am", "startdatum", "beginn"]),
    target("close_date", "dates", Holds::Date, 2.0, &["close date", "closed", "closed on", "closed date", "closed at", "closing date", "date closed", "actual close date", "won time", "abschlussdatum", "abgeschlossen am", "abschluss", "geschlossen am"]),
    target("expected_close_date", "dates", Holds::Date, 2.0, &["expected close date", "expected close", "estimated close date", "forecast close date", "target close date", "erwartetes abschlussdatum", "voraussichtliches abschlussdatum", "geplanter abschluss"]),
    target("company_name", "people", Holds::Text, 0.3, &["account", "account name", "company", "company name", "organization", "organisation", "organization name", "customer", "customer name", "client", "associated company", "primary associated company", "firma", "firmenname", "unternehmen", "kunde", "kundenname"]),
    target("contact_name", "people", Holds::Person, 0.2, &["contact", "contact name", "contact person", "primary contact", "associated contact", "person", "ansprechpartner", "kontakt", "kontaktperson"]),
    target("contact_email", "people", Holds::Email, 0.0, &["contact email", "email", "e mail", "contact person email", "person email"]),
    target("owner", "people", Holds::Person, 0.3, &["owner", "owner name", "sales agent", "sales rep", "agent", "rep", "representative", "salesperson", "sales person", "seller", "account executive", "assigned to", "assignee", "responsible", "user", "besitzer", "inhaber", "verantwortlich", "verantwortlicher", "zustaendig", "bearbeiter", "verkaeufer", "vertriebsmitarbeiter"]),
    target("product", "products", Holds::Category, 1.0, &["product", "product name", "products", "item", "service", "produkt", "produktname", "artikel", "leistung"]),
    target("next_step", "more", Holds::Text, 1.0, &["next step", "next steps", "next action", "next activity", "naechster schritt", "naechste schritte"]),
    target("loss_reason", "more", Holds::Text, 1.0, &["loss reason", "lost reason", "closed lost reason", "reason lost", "reason for loss", "verlustgrund", "grund"]),
    target("forecast_category", "more", Holds::Choice(choices::FORECAST_CATEGORIES), 1.0, &["forecast category", "forecast category name", "forecast", "prognosekategorie"]),
    target("description", "more", Holds::Prose, 0.0, &["description", "details", "beschreibung"]),
    target("notes", "more", Holds::Prose, 0.0, &["notes", "note", "comment", "comments", "remarks", "notizen", "notiz", "bemerkung", "bemerkungen", "kommentar"]),
    target("tags", "more", Holds::Tags, 0.0, &["tags", "tag", "label", "labels", "schlagworte", "schlagwoerter", "type"]),
    target("external_id", "more", Holds::Id, 0.2, &["opportunity id", "deal id", "id", "record id", "external id", "external key", "key", "number", "nr", "nummer", "reference", "ref"]),
];
