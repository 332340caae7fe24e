//! Which column of a file is which field: guessed from headers and values, decided by the user, remembered for the next
//! file with the same headers.

mod automatic;
mod evidence;
mod headers;
mod remembered;
pub mod targets;

use serde::{Deserialize, Serialize};

pub use automatic::{Suggestion, detect_kind, suggest};
pub use evidence::ColumnEvidence;
pub use headers::{currency_in, normalise};
pub use remembered::{Remembered, header_key};
pub use targets::{Holds, Target};

/// What one row of a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Opportunities,
    Contacts,
    Leads,
    Companies,
}

impl Kind {
    /// The first one wins where a file fits two equally well.
    pub const ALL: [Self; 4] = [Self::Opportunities, Self::Contacts, Self::Leads, Self::Companies];

    /// The name on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Opportunities => "opportunities",
            Self::Contacts => "contacts",
            Self::Leads => "leads",
            Self::Companies => "companies",
        }
    }

    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// The fields a column can be mapped to.
    #[must_use]
    pub fn targets(self) -> &'static [Target] {
        targets::of(self)
    }

    #[must_use]
    pub fn target(self, key: &str) -> Option<&'static Target> {
        self.targets().iter().find(|target| target.key == key)
    }
}

/// The field each column goes to; `None` leaves a column out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    pub kind: Kind,
    pub columns: Vec<Option<String>>,
}

/// Why a mapping cannot be imported with.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MappingError {
    #[error("“{0}” is not a field of what is being imported")]
    UnknownTarget(String),
    #[error("Two columns are mapped to “{0}”; choose one of them")]
    TargetTwice(String),
    #[error("The mapping has {found} columns and the file {expected}")]
    ColumnCount { found: usize, expected: usize },
    #[error("Map at least one of these columns: {0}. Without it the rows have no name")]
    NothingToNameBy(String),
}

impl Mapping {
    /// The mapping of the suggestions as they are.
    #[must_use]
    pub fn from_suggestions(kind: Kind, suggestions: &[Suggestion]) -> Self {
        let columns = suggestions.iter().map(|suggestion| suggestion.target.map(str::to_owned)).collect();
        Self { kind, columns }
    }

    /// Checks that the mapping fits a file of `columns` columns and names the records it makes.
    pub fn check(&self, columns: usize) -> Result<(), MappingError> {
        if self.columns.len() != columns {
            return Err(MappingError::ColumnCount { found: self.columns.len(), expected: columns });
        }
        let mut seen = std::collections::HashSet::new();
        for key in self.columns.iter().flatten() {
            if self.kind.target(key).is_none() {
                return Err(MappingError::UnknownTarget(key.clone()));
            }
            if !seen.insert(key.as_str()) {
                return Err(MappingError::TargetTwice(key.clone()));
            }
        }
        let naming = targets::naming(self.kind);
        if naming.iter().any(|key| seen.contains(key)) {
            Ok(())
        } else {
            Err(MappingError::NothingToNameBy(naming.join(", ")))
        }
    }

    /// The column mapped to a field.
    #[must_use]
    pub fn column_of(&self, key: &str) -> Option<usize> {
        self.columns.iter().position(|target| target.as_deref() == Some(key))
    }
}

/// Whether a header names any field of any kind.
#[must_use]
pub fn knows_header(header: &str) -> bool {
    Kind::ALL.into_iter().any(|kind| headers::is_known(kind, header))
}

#[cfg(test)]
mod tests {
    use super::{Kind, Mapping, MappingError};

    fn mapping(kind: Kind, columns: &[Option<&str>]) -> Mapping {
        Mapping { kind, columns: columns.iter().map(|key| key.map(str::to_owned)).collect() }
    }

    #[test]
    fn a_mapping_that_cannot_work_is_refused_with_its_reason() {
        let check = |columns: &[Option<&str>]| mapping(Kind::Opportunities, columns).check(columns.len());
        assert_eq!(check(&[Some("product"), None, Some("stage")]), Ok(()));
        assert_eq!(check(&[Some("name"), Some("name")]), Err(MappingError::TargetTwice("name".into())));
        assert_eq!(check(&[Some("job_title")]), Err(MappingError::UnknownTarget("job_title".into())));
        assert!(matches!(check(&[Some("stage")]), Err(MappingError::NothingToNameBy(_))));
        assert!(matches!(mapping(Kind::Contacts, &[]).check(2), Err(MappingError::ColumnCount { .. })));
    }

    #[test]
    fn a_mapping_survives_being_written_down() {
        let before = mapping(Kind::Leads, &[Some("email"), None]);
        let text = serde_json::to_string(&before).unwrap();
        assert_eq!(text, r#"{"kind":"leads","columns":["email",null]}"#);
        assert_eq!(serde_json::from_str::<Mapping>(&text).unwrap(), before);
    }
}
