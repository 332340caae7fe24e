//! Rows by their key: all that a replica has, or those of them that a page touches.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Outcome, Row, Write};
use crate::{RowId, RowKey, Scope};

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Vec<(RowKey, Row)>", from = "Vec<(RowKey, Row)>")]
pub struct Rows(BTreeMap<RowKey, Row>);

impl Rows {
    #[must_use]
    pub fn get(&self, key: &RowKey) -> Option<&Row> {
        self.0.get(key)
    }

    pub fn apply(&mut self, key: &RowKey, write: &Write<'_>) -> Outcome {
        self.0.entry(key.clone()).or_default().apply(key, write)
    }

    pub fn join(&mut self, key: RowKey, row: Row) {
        self.0.entry(key).or_default().join(row);
    }

    /// Forgets every row that is or hangs on the document.
    pub fn purge(&mut self, document: RowId) {
        self.0.retain(|_, row| row.scope != Scope::Document(document));
    }

    pub fn remove(&mut self, key: &RowKey) -> Option<Row> {
        self.0.remove(key)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&RowKey, &Row)> {
        self.0.iter()
    }
}

impl From<Vec<(RowKey, Row)>> for Rows {
    fn from(rows: Vec<(RowKey, Row)>) -> Self {
        let mut all = Self::default();
        for (key, row) in rows {
            all.join(key, row);
        }
        all
    }
}

impl From<Rows> for Vec<(RowKey, Row)> {
    fn from(rows: Rows) -> Self {
        rows.0.into_iter().collect()
    }
}
