//! What users do: make rows, change fields, delete and restore, write into documents.

use std::collections::BTreeMap;

use mycrm_sync::client::Edit;
use mycrm_sync::op::DELETED_AT;
use mycrm_sync::{ChangeSetId, Kind, RowId, RowKey, Scope, TxId, Value};
use uuid::Uuid;

use super::World;

impl World {
    /// A user does something on a device.
    pub(crate) fn edit(&mut self, node: usize) {
        match self.random.u8(..20) {
            0..5 => {
                self.make(node, "contacts", Scope::Workspace);
            }
            5 => {
                self.make(node, "gadgets", Scope::Workspace);
            }
            6 | 7 => {
                self.make_document(node);
            }
            8 | 9 => self.comment(node),
            10..12 => self.delete_or_restore(node),
            _ => self.change(node),
        }
    }

    pub(crate) fn make(&mut self, node: usize, table: &str, scope: Scope) -> Option<RowKey> {
        let key = RowKey { table: table.to_owned(), row: self.row() };
        self.insert(node, key, scope)
    }

    pub(crate) fn make_document(&mut self, node: usize) -> Option<RowId> {
        let row = self.row();
        let key = RowKey { table: "documents".to_owned(), row };
        self.insert(node, key, Scope::Document(row)).map(|key| key.row)
    }

    fn insert(&mut self, node: usize, key: RowKey, scope: Scope) -> Option<RowKey> {
        let field = self.some_field(node, &key.table)?;
        let value = Value::Text(self.token(scope));
        self.record(node, vec![edit(&key, scope, Kind::Insert, &field, value)]);
        self.known.push((key.clone(), scope));
        Some(key)
    }

    fn comment(&mut self, node: usize) {
        let documents: Vec<RowId> =
            self.known.iter().filter(|(key, _)| key.table == "documents").map(|(key, _)| key.row).collect();
        let Some(document) = self.random.choice(documents) else { return };
        let root = RowKey { table: "documents".to_owned(), row: document };
        if self.nodes[node].replica.row(&root).is_some_and(|row| row.is_live()) {
            self.make(node, "comments", Scope::Document(document));
        }
    }

    fn some_field(&mut self, node: usize, table: &str) -> Option<String> {
        let fields = self.nodes[node].replica.base().schema().tables.get(table)?;
        let fields: Vec<&String> = fields.iter().filter(|field| *field != DELETED_AT).collect();
        self.random.choice(fields).cloned()
    }

    /// A row that the device shows.
    fn some_row(&mut self, node: usize, is_live: bool) -> Option<(RowKey, Scope)> {
        for _ in 0..4 {
            let (key, scope) = self.random.choice(&self.known)?.clone();
            let row = self.nodes[node].replica.row(&key);
            if row.is_some_and(|row| row.is_inserted && row.is_live() == is_live) {
                return Some((key, scope));
            }
        }
        None
    }

    pub(crate) fn change(&mut self, node: usize) {
        let rows = self.random.usize(1..4);
        let mut edits = Vec::new();
        for _ in 0..rows {
            let Some((key, scope)) = self.some_row(node, true) else { continue };
            let Some(field) = self.some_field(node, &key.table) else { continue };
            let value = Value::Text(self.token(scope));
            edits.push(edit(&key, scope, Kind::Update, &field, value));
        }
        self.record(node, edits);
    }

    pub(crate) fn write(&mut self, node: usize, key: &RowKey, scope: Scope, field: &str) -> String {
        let token = self.token(scope);
        self.record(node, vec![edit(key, scope, Kind::Update, field, Value::Text(token.clone()))]);
        token
    }

    fn delete_or_restore(&mut self, node: usize) {
        let deletes = self.random.bool();
        if let Some((key, scope)) = self.some_row(node, deletes) {
            self.set_deleted(node, &key, scope, deletes);
        }
    }

    pub(crate) fn set_deleted(&mut self, node: usize, key: &RowKey, scope: Scope, is_deleted: bool) {
        let value = if is_deleted { Value::Int(self.now.0) } else { Value::Null };
        self.record(node, vec![edit(key, scope, Kind::Update, DELETED_AT, value)]);
    }

    pub(crate) fn record(&mut self, node: usize, edits: Vec<Edit>) {
        let tx = TxId(Uuid::from_u128(self.random.u128(..)));
        let set = ChangeSetId(Uuid::from_u128(self.random.u128(..)));
        let node = &mut self.nodes[node];
        let now = node.clock(self.now);
        node.replica.record(tx, set, &edits, now).expect("a small transaction can be recorded");
        for edit in edits {
            node.naive.entry(edit.key).or_default().extend(edit.fields);
        }
        node.session.note(mycrm_sync::client::Event::Stir);
    }
}

fn edit(key: &RowKey, scope: Scope, kind: Kind, field: &str, value: Value) -> Edit {
    Edit { key: key.clone(), scope, kind, fields: BTreeMap::from([(field.to_owned(), value)]) }
}
