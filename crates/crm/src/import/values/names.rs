//! A person's full name taken apart.

/// The parts of a full name; what is not there is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonName {
    /// One of the salutations of the wire: mr, mrs, ms, dr, prof.
    pub salutation: Option<&'static str>,
    pub first: String,
    pub last: String,
}

/// Takes `First Last`, `Last, First` and `Dr. First von Last` apart. One word alone is a last name: it is what a record
/// is filed under.
#[must_use]
pub fn split(text: &str) -> PersonName {
    let mut name = PersonName::default();
    let (text, first_behind) = match text.split_once(',') {
        Some((last, first)) if !first.trim().is_empty() && !is_suffix(first.trim()) => (last, Some(first)),
        _ => (text, None),
    };
    let mut words: Vec<&str> = text.split_whitespace().collect();
    take_salutation(&mut words, &mut name);
    if let Some(first) = first_behind {
        let mut firsts: Vec<&str> = first.split_whitespace().collect();
        take_salutation(&mut firsts, &mut name);
        name.first = firsts.join(" ");
        name.last = words.join(" ");
        return name;
    }
    // A particle belongs to the last name: Ludwig van Beethoven, Ursula von der Leyen. One in front has no first name
    // before it.
    let last_from = match words.iter().skip(1).position(|word| PARTICLES.contains(word)) {
        Some(particle) => particle + 1,
        None => {
            let suffixes = words.iter().rev().take_while(|word| is_suffix(word)).count();
            words.len().saturating_sub(1 + suffixes)
        }
    };
    name.first = words[..last_from].join(" ");
    name.last = words[last_from..].join(" ");
    name
}

/// The salutation a word stands for.
#[must_use]
pub fn salutation(word: &str) -> Option<&'static str> {
    match word.trim().trim_end_matches('.').to_lowercase().as_str() {
        "mr" | "mister" | "herr" | "hr" => Some("mr"),
        "mrs" | "frau" | "fr" => Some("mrs"),
        "ms" | "miss" => Some("ms"),
        "dr" | "doctor" | "doktor" => Some("dr"),
        "prof" | "professor" | "professorin" => Some("prof"),
        _ => None,
    }
}

/// Lower case only: `Van Morrison` and `De Niro` are their bearers' own.
const PARTICLES: &[&str] = &[
    "al", "bin", "da", "de", "del", "della", "den", "der", "di", "du", "el", "la", "ten", "ter", "van",
    "vom", "von", "zu", "zum", "zur",
];

fn is_suffix(word: &str) -> bool {
    matches!(word.trim_end_matches('.'), "Jr" | "Sr" | "II" | "III" | "IV" | "MBA" | "PhD" | "MD")
}

fn take_salutation(words: &mut Vec<&str>, name: &mut PersonName) {
    // At least one word has to stay: `Frau` alone is a name someone typed.
    while words.len() > 1
        && let Some(found) = words.first().and_then(|word| salutation(word))
    {
        // The academic title says more than Mr or Mrs before it.
        if name.salutation.is_none() || matches!(found, "dr" | "prof") && name.salutation != Some("prof") {
            name.salutation = Some(found);
        }
        words.remove(0);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{PersonName, split};

    #[test]
    fn names_come_apart_where_people_would_cut_them() {
        for (text, salutation, first, last) in [
            ("Anna Berg", None, "Anna", "Berg"),
            ("Anna Maria Berg", None, "Anna Maria", "Berg"),
            ("Berg, Anna", None, "Anna", "Berg"),
            ("Dr. Anna Berg", Some("dr"), "Anna", "Berg"),
            ("Herr Prof. Dr. Max Planck", Some("prof"), "Max", "Planck"),
            ("Berg, Dr. Anna", Some("dr"), "Anna", "Berg"),
            ("Ludwig van Beethoven", None, "Ludwig", "van Beethoven"),
            ("Ursula von der Leyen", None, "Ursula", "von der Leyen"),
            ("von Bülow", None, "von", "Bülow"),
            ("Martin King Jr.", None, "Martin", "King Jr."),
            ("Martin King, Jr.", None, "Martin", "King, Jr."),
            ("Cher", None, "", "Cher"),
            ("  ", None, "", ""),
        ] {
            let expected = PersonName { salutation, first: first.into(), last: last.into() };
            assert_eq!(split(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_word_is_lost(words in proptest::collection::vec("[A-Z][a-z]{3,8}", 1..5)) {
            let name = split(&words.join(" "));
            let together = format!("{} {}", name.first, name.last);
            if name.salutation.is_none() {
                prop_assert_eq!(together.trim(), words.join(" "));
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC*") {
            let _ = split(&text);
        }
    }
}
