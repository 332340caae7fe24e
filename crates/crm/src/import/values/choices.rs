//! Values of the product's own lists, found under the words other programs and people use for them.

use crate::import::mapping::normalise;

/// One list: each wire value with the other words for it, normalised as headers are.
pub type Choices = &'static [(&'static str, &'static [&'static str])];

#[rustfmt::skip] // a table: one value in a line
pub const LEAD_SOURCES: Choices = &[
    ("website", &["web", "web site", "internet", "organic search", "direct traffic", "web form", "webseite", "homepage", "online", "offline sources"]),
    ("referral", &["referrals", "partner referral", "employee referral", "customer referral", "external referral", "word of mouth", "empfehlung", "partner"]),
    ("social_media", &["social", "organic social", "paid social", "linkedin", "facebook", "twitter", "soziale medien"]),
    ("email_campaign", &["email", "e mail", "email marketing", "newsletter", "mailing"]),
    ("cold_call", &["cold calling", "phone", "phone inquiry", "telefon", "kaltakquise"]),
    ("trade_show", &["event", "conference", "seminar", "messe", "veranstaltung"]),
    ("advertisement", &["ad", "ads", "advertising", "paid search", "google ads", "anzeige", "werbung"]),
    ("other", &["others", "sonstige", "sonstiges", "andere"]),
];

#[rustfmt::skip] // a table: one value in a line
pub const LEAD_STATUSES: Choices = &[
    ("new", &["open", "open not contacted", "neu", "offen", "unworked"]),
    ("contacted", &["attempted to contact", "connected", "working", "working contacted", "in progress", "open deal", "kontaktiert", "in bearbeitung"]),
    ("qualified", &["hot", "warm", "nurturing", "sales qualified lead", "marketing qualified lead", "qualifiziert"]),
    ("unqualified", &["not qualified", "disqualified", "junk", "bad timing", "cold", "unqualifiziert", "nicht qualifiziert"]),
    ("converted", &["closed converted", "customer", "konvertiert", "umgewandelt", "kunde"]),
    ("lost", &["closed not converted", "dead", "verloren"]),
];

#[rustfmt::skip] // a table: one value in a line
pub const PRIORITIES: Choices = &[
    ("low", &["cold", "niedrig", "gering"]),
    ("medium", &["normal", "warm", "mittel"]),
    ("high", &["hot", "hoch"]),
    ("urgent", &["critical", "very high", "dringend", "sehr hoch"]),
];

#[rustfmt::skip] // a table: one value in a line
pub const CONTACT_TYPES: Choices = &[
    ("customer", &["client", "existing customer", "kunde", "kundin", "evangelist"]),
    ("prospect", &["lead", "potential customer", "opportunity", "subscriber", "marketing qualified lead", "sales qualified lead", "interessent", "other", "sonstige"]),
    ("vendor", &["supplier", "lieferant"]),
    ("partner", &["reseller", "channel partner"]),
];

#[rustfmt::skip] // a table: one value in a line
pub const SALUTATIONS: Choices = &[
    ("mr", &["mister", "herr", "hr"]),
    ("mrs", &["frau", "fr"]),
    ("ms", &["miss"]),
    ("dr", &["doctor", "doktor"]),
    ("prof", &["professor", "professorin"]),
];

#[rustfmt::skip] // a table: one value in a line
pub const FORECAST_CATEGORIES: Choices = &[
    ("omitted", &["omit", "not forecasted"]),
    ("pipeline", &[]),
    ("best_case", &["upside"]),
    ("commit", &["most likely", "forecast"]),
    ("closed", &["closed won"]),
];

/// What became of a deal.
#[rustfmt::skip] // a table: one value in a line
pub const OUTCOMES: Choices = &[
    ("open", &["offen", "active", "in progress"]),
    ("won", &["closed won", "gewonnen"]),
    ("lost", &["closed lost", "verloren", "abandoned", "deleted"]),
];

/// The wire value the text stands for; `None` where no word of the list matches.
#[must_use]
pub fn find(text: &str, choices: Choices) -> Option<&'static str> {
    let wanted = normalise(text);
    choices
        .iter()
        .find(|(wire, words)| normalise(wire) == wanted || words.contains(&wanted.as_str()))
        .map(|(wire, _)| *wire)
}

/// The wire values, for a message: `low, medium, high, urgent`.
#[must_use]
pub fn list(choices: Choices) -> String {
    choices.iter().map(|(wire, _)| *wire).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::{
        CONTACT_TYPES, FORECAST_CATEGORIES, LEAD_SOURCES, LEAD_STATUSES, OUTCOMES, PRIORITIES, SALUTATIONS,
        find,
    };
    use crate::import::mapping::normalise;

    #[test]
    fn words_of_other_programs_find_their_value() {
        assert_eq!(find("Open - Not Contacted", LEAD_STATUSES), Some("new"));
        assert_eq!(find("ORGANIC_SEARCH", LEAD_SOURCES), Some("website"));
        assert_eq!(find("Gewonnen", OUTCOMES), Some("won"));
        assert_eq!(find("social media", LEAD_SOURCES), Some("social_media"));
        assert_eq!(find("whatever", PRIORITIES), None);
    }

    #[test]
    fn every_word_is_normalised_and_in_one_place() {
        for list in [
            LEAD_SOURCES,
            LEAD_STATUSES,
            PRIORITIES,
            CONTACT_TYPES,
            SALUTATIONS,
            FORECAST_CATEGORIES,
            OUTCOMES,
        ] {
            let mut seen = std::collections::HashSet::new();
            for (wire, words) in list {
                assert!(seen.insert(normalise(wire)), "{wire} twice");
                for word in *words {
                    assert_eq!(normalise(word), *word);
                    assert!(seen.insert((*word).to_owned()), "{word} twice");
                }
            }
        }
    }
}
