//! What actions are called in the history: kept in parts, so that each language can put them into its own words.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ActionVerb)]
#[serde(rename_all = "snake_case")]
pub enum Verb {
    Created,
    Changed,
    Deleted,
    /// Into another stage.
    Moved,
    Completed,
    Reopened,
    Converted,
    Imported,
    LoadedSample,
    SetQuota,
    SettledConflict,
    /// What the workspace had not accepted was done again.
    Repeated,
}

/// What an action is called, in parts: for saying it in another language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Action)]
pub struct Label {
    pub verb: Verb,
    /// The kind of record that it was done to: `company`, `opportunity`, …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub record: Option<Cow<'static, str>>,
    /// What the record is called, or the file, or the pipeline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// How many records it was done to, where that is what there is to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<usize>,
}

/// Bytes of a label as it is kept: what is longer would be cut on its way to other devices.
const MOST: usize = 200;

impl Label {
    #[must_use]
    pub fn new(verb: Verb) -> Self {
        Self { verb, record: None, name: None, count: None }
    }

    /// Done to a record of this kind.
    #[must_use]
    pub fn record(self, record: &'static str) -> Self {
        Self { record: Some(Cow::Borrowed(record)), ..self }
    }

    #[must_use]
    pub fn named(self, name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..self }
    }

    #[must_use]
    pub fn count(self, count: usize) -> Self {
        Self { count: Some(count), ..self }
    }

    /// What was kept; `None` for words of their own, as older versions and other programs kept them.
    #[must_use]
    pub fn parse(kept: &str) -> Option<Self> {
        serde_json::from_str(kept).ok()
    }
}

/// As it is kept. A long name is cut.
impl From<Label> for String {
    fn from(mut label: Label) -> Self {
        loop {
            let kept = serde_json::to_string(&label).unwrap_or_default();
            if kept.len() <= MOST {
                return kept;
            }
            let Some(name) = &mut label.name else { return kept };
            // The ellipsis of the cut before, and at least one letter of the name.
            let left = name.trim_end_matches('…').chars().count().saturating_sub(1 + (kept.len() - MOST) / 6);
            *name = name.chars().take(left).chain((left > 0).then_some('…')).collect();
            if name.is_empty() {
                label.name = None;
            }
        }
    }
}

/// In English.
impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verb = match self.verb {
            Verb::Created => "New",
            Verb::Changed => "Changed",
            Verb::Deleted => "Deleted",
            Verb::Moved => "Moved",
            Verb::Completed => "Completed",
            Verb::Reopened => "Reopened",
            Verb::Converted => "Converted",
            Verb::Imported => "Import of",
            Verb::LoadedSample => "Sample data",
            Verb::SetQuota => "Quota of",
            Verb::SettledConflict => "Settled a conflict",
            Verb::Repeated => "Did again what was not accepted",
        };
        f.write_str(verb)?;
        if let Some(record) = &self.record {
            let noun = record.replace('_', " ");
            match (self.count, noun.as_str()) {
                (None, _) => write!(f, " {noun}")?,
                (Some(_), "person") => f.write_str(" people")?,
                (Some(_), _) => match noun.strip_suffix('y') {
                    Some(stem) => write!(f, " {stem}ies")?,
                    None => write!(f, " {noun}s")?,
                },
            }
        }
        match (&self.record, &self.name) {
            (_, None) => {}
            (Some(_), Some(name)) => write!(f, " “{name}”")?,
            (None, Some(name)) => write!(f, " {name}")?,
        }
        self.count.map_or(Ok(()), |count| write!(f, " ({count})"))
    }
}

/// What an action is called in English, and in parts where it was kept in parts.
#[must_use]
pub(crate) fn read(kept: &str) -> (String, Option<Label>) {
    let label = Label::parse(kept);
    (label.as_ref().map_or_else(|| kept.to_owned(), Label::to_string), label)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_action_is_said_in_english() {
        let changed = Label::new(Verb::Changed).record("company").named("Acme");
        assert_eq!(changed.to_string(), "Changed company “Acme”");
        assert_eq!(
            Label::new(Verb::Created).record("opportunity").count(3).to_string(),
            "New opportunities (3)"
        );
        assert_eq!(Label::new(Verb::Deleted).record("person").count(2).to_string(), "Deleted people (2)");
        assert_eq!(Label::new(Verb::Created).record("currency_rate").to_string(), "New currency rate");
        assert_eq!(Label::new(Verb::Imported).named("leads.csv").to_string(), "Import of leads.csv");
        assert_eq!(
            read(&String::from(changed.clone())),
            ("Changed company “Acme”".to_owned(), Some(changed))
        );
    }

    #[test]
    fn what_is_no_label_is_said_as_it_is() {
        for words in ["Changed company “Acme”", "", "{", "{\"verb\":\"danced\"}", "null", "[1]"] {
            assert_eq!(read(words), (words.to_owned(), None));
        }
    }

    proptest! {
        #[test]
        fn a_label_fits_and_comes_back(name in ".{0,300}") {
            let label = Label::new(Verb::Changed).record("opportunity").named(name.clone());
            let kept = String::from(label.clone());
            prop_assert!(kept.len() <= MOST);
            let back = Label::parse(&kept).expect("a label");
            match back.name {
                Some(cut) if cut == name => {}
                Some(cut) => prop_assert!(name.starts_with(cut.trim_end_matches('…')) && cut.ends_with('…')),
                None => prop_assert!(false, "a name was lost"),
            }
        }
    }
}
