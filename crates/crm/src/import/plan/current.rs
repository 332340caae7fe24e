//! The values of the records that a batch of rows may mean, as they are before it.

use std::collections::{HashMap, HashSet};

use mycrm_store::{Id, Value};
use serde_json::Map;
use uuid::Uuid;

use super::{Fields, uuid};

/// A product on a deal, as far as an import looks at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CurrentLine {
    pub(crate) id: Id,
    pub(crate) product: Option<Id>,
    pub(crate) quantity_milli: i64,
    pub(crate) unit_price_minor: Option<i64>,
}

#[derive(Debug, Default)]
pub(crate) struct Current {
    pub(crate) rows: HashMap<Uuid, Map<String, serde_json::Value>>,
    /// Record and tag.
    pub(crate) tags: HashSet<(Uuid, Uuid)>,
    /// Contact and the key of a further address or number.
    pub(crate) points: HashSet<(Uuid, String)>,
    pub(crate) lines: HashMap<Uuid, Vec<CurrentLine>>,
}

impl Current {
    pub(crate) fn text(&self, id: &Id, column: &str) -> Option<&str> {
        self.rows.get(&uuid(id))?.get(column)?.as_str()
    }

    pub(crate) fn number(&self, id: &Id, column: &str) -> Option<i64> {
        self.rows.get(&uuid(id))?.get(column)?.as_i64()
    }

    pub(crate) fn has_tag(&self, record: &Id, tag: &Id) -> bool {
        self.tags.contains(&(uuid(record), uuid(tag)))
    }

    /// The fields of `wanted` that the row does not hold. A row that is not here was deleted meanwhile: nothing of it
    /// is written.
    pub(crate) fn differing(&self, id: &Id, wanted: Fields) -> Fields {
        let Some(row) = self.rows.get(&uuid(id)) else { return Vec::new() };
        let same = |column: &str, value: &Value| {
            let held = row.get(column).unwrap_or(&serde_json::Value::Null);
            match value {
                Value::Null => held.is_null(),
                Value::Int(wanted) => held.as_i64() == Some(*wanted),
                Value::Text(wanted) => held.as_str() == Some(wanted),
            }
        };
        wanted.into_iter().filter(|(column, value)| !same(column, value)).collect()
    }
}
