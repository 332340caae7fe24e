//! Names that lead to one id: people, products, tags.

use std::collections::HashMap;

use mycrm_store::Id;

use super::keys::folded;

/// Ids by name, case aside; the first of a name stays.
#[derive(Debug, Default)]
pub(crate) struct Book(HashMap<String, Id>);

impl Book {
    pub(crate) fn add(&mut self, name: &str, id: &Id) {
        self.0.entry(folded(name)).or_insert_with(|| id.clone());
    }

    pub(crate) fn find(&self, name: &str) -> Option<Id> {
        self.0.get(&folded(name)).cloned()
    }
}
