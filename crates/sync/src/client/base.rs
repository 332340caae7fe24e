//! What the server has told this device: rows it knows, fields it does not know yet, and each row's history.

use std::collections::{BTreeMap, BTreeSet};

use crate::merge::{Conflict, Row, Rows, Write};
use crate::{Hlc, Kind, Logged, OpId, RowId, RowKey, SchemaVersion, Scope};

/// The tables and fields that a program knows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Schema {
    pub version: SchemaVersion,
    pub tables: BTreeMap<String, BTreeSet<String>>,
}

impl Schema {
    #[must_use]
    pub fn knows(&self, table: &str, field: &str) -> bool {
        self.tables.get(table).is_some_and(|fields| fields.contains(field))
    }
}

#[derive(Debug, Clone, Default)]
pub struct Base {
    schema: Schema,
    rows: Rows,
    /// Tables and fields of a newer schema, word by word.
    aside: Rows,
    history: BTreeMap<RowKey, BTreeMap<OpId, Logged>>,
    /// The documents of which something is here.
    documents: BTreeSet<RowId>,
    latest: Hlc,
}

/// What an op brought about.
#[derive(Debug, Default)]
pub(super) struct Taken {
    pub(super) conflicts: Vec<Conflict>,
    pub(super) is_restored: bool,
}

impl Base {
    pub(super) fn new(schema: Schema) -> Self {
        Self { schema, ..Self::default() }
    }

    pub(super) fn of(schema: Schema, rows: Rows, documents: BTreeSet<RowId>, latest: Hlc) -> Self {
        Self { schema, rows, documents, latest, ..Self::default() }
    }

    pub(super) fn into_parts(self) -> (Schema, Rows, BTreeSet<RowId>) {
        (self.schema, self.rows, self.documents)
    }

    #[must_use]
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    #[must_use]
    pub fn rows(&self) -> &Rows {
        &self.rows
    }

    #[must_use]
    pub fn aside(&self) -> &Rows {
        &self.aside
    }

    pub(super) fn has_document(&self, document: RowId) -> bool {
        self.documents.contains(&document)
    }

    /// The latest stamp of all that came.
    #[must_use]
    pub fn latest(&self) -> Hlc {
        self.latest
    }

    /// The ops of a row that came, in the order in which they count: also those whose values did not last.
    #[must_use]
    pub fn history(&self, key: &RowKey) -> Vec<&Logged> {
        let mut ops: Vec<&Logged> = self.history.get(key).into_iter().flat_map(BTreeMap::values).collect();
        ops.sort_by_key(|logged| logged.stamp());
        ops
    }

    pub(super) fn take(&mut self, logged: Logged) -> Taken {
        let key = logged.op.key();
        let knows_table = self.schema.tables.contains_key(&key.table);
        let knows = |field: &str| self.schema.knows(&key.table, field);
        let known = Write::of(&logged, knows);
        let unknown = Write::of(&logged, |field| !knows(field));
        let mut taken = Taken::default();
        if knows_table && (!known.fields.is_empty() || known.kind == Kind::Insert) {
            let outcome = self.rows.apply(&key, &known);
            taken = Taken { conflicts: outcome.conflicts, is_restored: outcome.is_restored };
        }
        if !unknown.fields.is_empty() || !knows_table {
            self.aside.apply(&key, &unknown);
        }
        self.note(logged.op.scope, logged.admitted);
        self.history.entry(key).or_default().insert(logged.op.op_id, logged);
        taken
    }

    pub(super) fn join(&mut self, key: RowKey, row: Row) {
        self.note(row.scope, row.fields.values().map(|held| held.stamp.hlc).max().unwrap_or_default());
        let (known, unknown): (BTreeMap<_, _>, BTreeMap<_, _>) =
            row.fields.into_iter().partition(|(field, _)| self.schema.knows(&key.table, field));
        let part = |fields| Row {
            fields,
            ..Row {
                scope: row.scope,
                is_inserted: row.is_inserted,
                as_of: row.as_of,
                fields: BTreeMap::new(),
            }
        };
        if !unknown.is_empty() {
            self.aside.join(key.clone(), part(unknown));
        }
        if self.schema.tables.contains_key(&key.table) {
            self.rows.join(key, part(known));
        }
    }

    fn note(&mut self, scope: Scope, stamp: Hlc) {
        if let Scope::Document(document) = scope {
            self.documents.insert(document);
        }
        self.latest = self.latest.max(stamp);
    }

    /// Forgets a document, word for word.
    pub(super) fn purge(&mut self, document: RowId) {
        self.rows.purge(document);
        self.aside.purge(document);
        self.documents.remove(&document);
        self.history.retain(|_, ops| ops.values().all(|logged| logged.op.scope != Scope::Document(document)));
    }

    /// Everything anew from a snapshot. The history of what is still to be seen stays.
    pub(super) fn replace(&mut self, rows: Vec<(RowKey, Row)>) {
        let mut fresh = Self::new(std::mem::take(&mut self.schema));
        for (key, row) in rows {
            fresh.join(key, row);
        }
        fresh.history = std::mem::take(&mut self.history);
        fresh.history.retain(|key, _| fresh.rows.get(key).is_some() || fresh.aside.get(key).is_some());
        *self = fresh;
    }

    pub(super) fn upgrade(&mut self, schema: Schema) {
        self.schema = schema;
        for (key, row) in Vec::from(std::mem::take(&mut self.aside)) {
            self.join(key, row);
        }
    }
}
