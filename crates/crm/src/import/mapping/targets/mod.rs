//! The fields of each kind with the names other programs and people give them: data, in the order the user sees them.

mod companies;
mod contacts;
mod leads;
mod opportunities;

use super::Kind;
use crate::import::values::choices::Choices;

/// What a field's values look like.
#[derive(Clone, Copy, Debug)]
pub enum Holds {
    Text,
    /// Paragraphs.
    Prose,
    /// Something that is there once for every row.
    Id,
    /// A name of a person, in one piece.
    Person,
    Email,
    Phone,
    Website,
    Date,
    Amount,
    /// A currency's code or sign.
    Currency,
    Percent,
    Count,
    Choice(Choices),
    /// A few values that come again and again.
    Category,
    Tags,
}

/// A field a column can be mapped to.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// The name on the wire.
    pub key: &'static str,
    /// Under which heading the field is offered.
    pub group: &'static str,
    pub holds: Holds,
    /// How much a column of this field says about the kind of the file.
    pub telling: f32,
    /// Names of the column, normalised; the most common first.
    pub names: &'static [&'static str],
}

impl Target {
    /// The key of the field's label among the interface's texts.
    #[must_use]
    pub fn label_key(&self) -> String {
        format!("import.field.{}", self.key)
    }
}

pub(super) fn of(kind: Kind) -> &'static [Target] {
    match kind {
        Kind::Opportunities => opportunities::TARGETS,
        Kind::Contacts => contacts::TARGETS,
        Kind::Leads => leads::TARGETS,
        Kind::Companies => companies::TARGETS,
    }
}

/// The fields of which a record needs at least one to be called something.
#[must_use]
pub fn naming(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Opportunities => &["name", "product", "company_name"],
        Kind::Contacts | Kind::Leads => &["last_name", "name", "first_name", "email", "company_name"],
        Kind::Companies => &["name", "domain", "website"],
    }
}

const fn target(
    key: &'static str,
    group: &'static str,
    holds: Holds,
    telling: f32,
    names: &'static [&'static str],
) -> Target {
    Target { key, group, holds, telling, names }
}

#[cfg(test)]
mod tests {
    use super::{Kind, naming};
    use crate::import::mapping::normalise;

    #[test]
    fn every_name_is_normalised_and_means_one_field() {
        for kind in Kind::ALL {
            let mut seen = std::collections::HashMap::new();
            let mut keys = std::collections::HashSet::new();
            for target in kind.targets() {
                assert!(keys.insert(target.key), "{} twice", target.key);
                for name in target.names {
                    assert_eq!(normalise(name), *name);
                    if let Some(other) = seen.insert(*name, target.key) {
                        panic!("{name} is both {other} and {} of {}", target.key, kind.key());
                    }
                }
            }
            assert!(naming(kind).iter().all(|key| keys.contains(key)));
        }
    }
}
