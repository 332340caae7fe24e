//! Headers compared by their words: case, accents, punctuation, camel case and the object's own name in front do not count.

use super::Kind;

/// The words of a header, lower-cased, without accents, divided by single spaces: `Close_Date`, `closeDate` and
/// `Close date:` are `close date`; `Währung` is `waehrung`.
#[must_use]
pub fn normalise(header: &str) -> String {
    let mut words = String::with_capacity(header.len() + 4);
    let mut last = ' ';
    let mut characters = header.chars().peekable();
    while let Some(c) = characters.next() {
        if c.is_alphanumeric() {
            let next_is_lower = characters.peek().is_some_and(|next| next.is_lowercase());
            // `closeDate` and the last capital of `CRMOwner` begin a word.
            let begins = c.is_uppercase() && (last.is_lowercase() || (last.is_uppercase() && next_is_lower));
            if (begins || !last.is_alphanumeric()) && !words.is_empty() {
                words.push(' ');
            }
            fold(c, &mut words);
        }
        last = c;
    }
    words
}

fn fold(c: char, out: &mut String) {
    for lower in c.to_lowercase() {
        let folded = match lower {
            'ä' | 'æ' => "ae",
            'ö' | 'œ' => "oe",
            'ü' => "ue",
            'ß' => "ss",
            'à' | 'á' | 'â' | 'ã' | 'å' => "a",
            'ç' | 'č' | 'ć' => "c",
            'è' | 'é' | 'ê' | 'ë' | 'ě' => "e",
            'ì' | 'í' | 'î' | 'ï' => "i",
            'ñ' | 'ń' => "n",
            'ò' | 'ó' | 'ô' | 'õ' | 'ø' => "o",
            'š' | 'ś' => "s",
            'ù' | 'ú' | 'û' => "u",
            'ý' | 'ÿ' => "y",
            'ž' | 'ź' | 'ż' => "z",
            'ł' => "l",
            // Combining marks are not alphanumeric and never come here; the dot of `İ` would.
            '\u{307}' => "",
            _ => {
                out.push(lower);
                continue;
            }
        };
        out.push_str(folded);
    }
}

/// What the objects are called in front of their fields: `Deal - Stage`, `Opportunity Name`.
fn own_names(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Opportunities => &["deal", "opportunity", "opp", "verkaufschance", "chance"],
        Kind::Contacts => &["contact", "person", "kontakt", "ansprechpartner"],
        Kind::Leads => &["lead"],
        Kind::Companies => {
            &["company", "organization", "organisation", "account", "firma", "firmen", "unternehmen"]
        }
    }
}

/// Whether a header begins with the kind's own name.
pub(super) fn is_named_after(kind: Kind, normalised: &str) -> bool {
    own_names(kind).iter().any(|own| normalised.split(' ').next() == Some(own))
}

/// The ways to read a header: as it is, and without the object's name in front or a currency behind. Pipedrive repeats
/// the object (`Deal - Deal created`).
fn readings(kind: Kind, header: &str) -> Vec<String> {
    let whole = normalise(header);
    let mut readings = vec![whole.clone()];
    let mut rest = whole.as_str();
    if let Some((before, last)) = rest.rsplit_once(' ')
        && CURRENCIES.contains(&last)
    {
        rest = before;
        readings.push(rest.to_owned());
    }
    while let Some((first, after)) = rest.split_once(' ') {
        if !own_names(kind).contains(&first) {
            break;
        }
        rest = after;
        readings.push(rest.to_owned());
    }
    readings
}

/// Currencies seen behind the names of amounts. Others are read from the values or chosen.
const CURRENCIES: &[&str] =
    &["eur", "euro", "usd", "gbp", "chf", "cad", "aud", "jpy", "sek", "nok", "dkk", "pln", "czk"];

/// The currency a header names: `Amount (EUR)` is in EUR.
#[must_use]
pub fn currency_in(header: &str) -> Option<String> {
    if header.trim_end_matches([')', ']']).ends_with('€') {
        return Some("EUR".into());
    }
    let words = normalise(header);
    let last = words.rsplit(' ').next().filter(|last| CURRENCIES.contains(last) && *last != words)?;
    Some(if last == "euro" { "EUR".into() } else { last.to_uppercase() })
}

pub(super) fn is_known(kind: Kind, header: &str) -> bool {
    let readings = readings(kind, header);
    kind.targets()
        .iter()
        .any(|target| readings.iter().any(|reading| target.names.contains(&reading.as_str())))
}

/// How well a header names a field, 0 to 1: 1 for one of its names, less for one inside a longer header.
pub(super) fn fit(kind: Kind, header: &str, names: &[&str]) -> f32 {
    let readings = readings(kind, header);
    let mut best: f32 = 0.0;
    for (stripped, reading) in readings.iter().enumerate() {
        for (rank, name) in names.iter().enumerate() {
            let fit = if reading == name {
                // What was stripped, and a rarer name, break ties.
                #[allow(clippy::cast_precision_loss)] // a few dozen names at most
                let tie = 0.01 * stripped as f32 + 0.001 * rank as f32;
                1.0 - tie
            } else {
                inside(reading, name)
            };
            best = best.max(fit);
        }
    }
    best
}

fn inside(header: &str, name: &str) -> f32 {
    let (header, name): (Vec<&str>, Vec<&str>) = (header.split(' ').collect(), name.split(' ').collect());
    if !header.windows(name.len()).any(|window| window == name) {
        return 0.0;
    }
    #[allow(clippy::cast_precision_loss)] // words of a header
    let covered = name.len() as f32 / header.len() as f32;
    if covered < 0.5 { 0.0 } else { 0.35 + 0.4 * covered }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Kind, currency_in, fit, normalise};

    #[test]
    fn a_header_is_its_words() {
        for header in ["close_date", "closeDate", "CloseDate", " Close   date: ", "CLOSE-DATE"] {
            assert_eq!(normalise(header), "close date", "{header}");
        }
        assert_eq!(normalise("Währung (Straße)"), "waehrung strasse");
        assert_eq!(normalise("CRMOwnerId"), "crm owner id");
        assert_eq!(normalise("E-Mail-Adresse"), "e mail adresse");
        assert_eq!(normalise("Probability (%)"), "probability");
    }

    #[test]
    fn the_objects_name_and_a_currency_around_a_header_do_not_count() {
        assert!(fit(Kind::Opportunities, "Deal - Deal created", &["created"]) > 0.9);
        assert!(fit(Kind::Opportunities, "Betrag (EUR)", &["betrag"]) > 0.9);
        assert!(fit(Kind::Contacts, "Person - Email - Work", &["email"]) > 0.5);
        assert!(fit(Kind::Contacts, "Deal Stage", &["stage"]) < 0.9);
        assert_eq!(fit(Kind::Contacts, "Emails sent in the last month", &["email"]), 0.0);
        assert_eq!(currency_in("Amount (EUR)").as_deref(), Some("EUR"));
        assert_eq!(currency_in("Wert in €").as_deref(), Some("EUR"));
        assert_eq!(currency_in("Amount"), None);
        assert_eq!(currency_in("EUR"), None);
    }

    proptest! {
        #[test]
        fn words_stay_the_words_they_are(header in "\\PC*") {
            let once = normalise(&header);
            prop_assert!(!once.starts_with(' ') && !once.ends_with(' ') && !once.contains("  "));
            let _ = currency_in(&header);
        }
    }
}
