//! What was chosen for a file, kept for the next one with the same headers in whatever order.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::headers::normalise;
use super::{Kind, Mapping};

/// Which files a remembered mapping is for: the same for the same set of headers.
#[must_use]
pub fn header_key(headers: &[String]) -> String {
    let mut names: Vec<String> = headers.iter().map(|header| normalise(header)).collect();
    names.sort_unstable();
    names.join("\u{1f}")
}

/// A mapping by the names of its columns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remembered {
    kind: Kind,
    fields: BTreeMap<String, String>,
}

impl Remembered {
    #[must_use]
    pub fn new(mapping: &Mapping, headers: &[String]) -> Self {
        let fields = headers
            .iter()
            .zip(&mapping.columns)
            .filter_map(|(header, target)| Some((normalise(header), target.clone()?)))
            .collect();
        Self { kind: mapping.kind, fields }
    }

    /// The mapping for columns in this order. Fields that are no longer there are left out.
    #[must_use]
    pub fn mapping(&self, headers: &[String]) -> Mapping {
        let target = |header: &String| {
            self.fields.get(&normalise(header)).filter(|key| self.kind.target(key).is_some())
        };
        Mapping { kind: self.kind, columns: headers.iter().map(|header| target(header).cloned()).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Mapping, Remembered, header_key};

    #[test]
    fn a_choice_is_found_again_for_the_same_headers_in_another_order() {
        let headers = ["Mail", "Wer", "Rest"].map(str::to_owned);
        let chosen =
            Mapping { kind: Kind::Contacts, columns: vec![Some("email".into()), Some("name".into()), None] };
        let text = serde_json::to_string(&Remembered::new(&chosen, &headers)).unwrap();
        let remembered: Remembered = serde_json::from_str(&text).unwrap();
        assert_eq!(remembered.mapping(&headers), chosen);
        let turned = ["Rest", "mail", "WER"].map(str::to_owned);
        assert_eq!(header_key(&turned), header_key(&headers));
        assert_eq!(remembered.mapping(&turned).columns, [None, Some("email".into()), Some("name".into())]);
    }
}
