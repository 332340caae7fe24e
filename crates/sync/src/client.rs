//! A replica: what a device keeps, and how each message changes it in one transaction.
//!
//! Every method of [`Replica`] that takes `&mut self` is one transaction of the device's database: all of it is kept or
//! nothing. What a crash may lose is in [`Session`].

mod base;
mod connection;
mod outbox;
mod parts;
mod receive;
mod record;
mod session;

use std::borrow::Cow;
use std::collections::BTreeMap;

pub use base::Base;
pub use connection::{Connection, Event};
pub use outbox::{Kept, Lane, Outbox};
pub use parts::{LaneParts, Parts};
pub use receive::{Report, Staging};
pub use record::{Edit, Unrecordable};
pub use session::{Answer, Answered, Request, Session};

use crate::merge::{Conflict, ConflictKey, Row, Rows, Write};
use crate::{Cursor, DeviceId, Epoch, Hlc, Kind, MemberId, Millis, OpHash, RowKey, Scope, Stamp};

/// What a device keeps for sync.
#[derive(Debug, Clone)]
pub struct Replica {
    member: MemberId,
    /// The hash of the secret of this installation, which is kept outside of the profile.
    install: OpHash,
    /// `None` before the first snapshot.
    epoch: Option<Epoch>,
    cursor: Cursor,
    base: Base,
    outbox: Outbox,
    conflicts: BTreeMap<ConflictKey, Conflict>,
    needs_snapshot: bool,
    staging: Option<Staging>,
    /// How far the server's clock is ahead of this device's.
    offset: Millis,
}

impl Replica {
    /// A device that has not synced yet; what is recorded waits.
    #[must_use]
    pub fn new(member: MemberId, device: DeviceId, install: OpHash, schema: base::Schema) -> Self {
        Self {
            member,
            install,
            epoch: None,
            cursor: Cursor::ZERO,
            base: Base::new(schema),
            outbox: Outbox::new(device),
            conflicts: BTreeMap::new(),
            needs_snapshot: true,
            staging: None,
            offset: Millis(0),
        }
    }

    /// To be called at every start. A profile that meets another secret was copied or restored to another machine: it
    /// writes under the id `fresh` from now on. What waits keeps its names, so that it takes effect once even if the
    /// original sends it as well. Returns whether that was so.
    pub fn open(&mut self, install: OpHash, fresh: DeviceId) -> bool {
        let is_copy = self.install != install;
        if is_copy {
            self.install = install;
            self.outbox.adopt(fresh);
        }
        is_copy
    }

    /// The program knows more tables and fields than before: what was laid aside becomes rows.
    pub fn upgrade(&mut self, schema: base::Schema) {
        self.base.upgrade(schema);
    }

    #[must_use]
    pub fn member(&self) -> MemberId {
        self.member
    }

    /// The id that new ops get.
    #[must_use]
    pub fn device(&self) -> DeviceId {
        self.outbox.device()
    }

    #[must_use]
    pub fn epoch(&self) -> Option<Epoch> {
        self.epoch
    }

    #[must_use]
    pub fn cursor(&self) -> Cursor {
        self.cursor
    }

    #[must_use]
    pub fn base(&self) -> &Base {
        &self.base
    }

    #[must_use]
    pub fn outbox(&self) -> &Outbox {
        &self.outbox
    }

    /// What waits for somebody to choose, or to say that it is fine.
    pub fn conflicts(&self) -> impl Iterator<Item = &Conflict> {
        self.conflicts.values()
    }

    /// The user has seen it.
    pub fn close_conflict(&mut self, conflict: &ConflictKey) {
        self.conflicts.remove(conflict);
    }

    /// A row as the user sees it: the server's, with what this device has written since.
    #[must_use]
    pub fn row(&self, key: &RowKey) -> Option<Row> {
        let mut row = self.base.rows().get(key).cloned();
        for (op, stamp) in
            self.outbox.unseen(self.cursor).filter(|(op, _)| op.table == key.table && op.row == key.row)
        {
            if self.is_open(op.scope) {
                row.get_or_insert_with(Row::default).apply(key, &self.pending(op, stamp));
            }
        }
        row
    }

    /// Some rows as the user sees them: in one pass over what this device has written, however many they are.
    pub fn rows(&self, keys: impl IntoIterator<Item = RowKey>) -> BTreeMap<RowKey, Option<Cow<'_, Row>>> {
        let base = |key: RowKey| {
            let row = self.base.rows().get(&key).map(Cow::Borrowed);
            (key, row)
        };
        let mut rows: BTreeMap<RowKey, Option<Cow<'_, Row>>> = keys.into_iter().map(base).collect();
        for (op, stamp) in self.outbox.unseen(self.cursor) {
            let key = op.key();
            if let Some(row) = rows.get_mut(&key)
                && self.is_open(op.scope)
            {
                row.get_or_insert_default().to_mut().apply(&key, &self.pending(op, stamp));
            }
        }
        rows
    }

    /// All rows as the user sees them.
    #[must_use]
    pub fn view(&self) -> Rows {
        let mut rows = self.base.rows().clone();
        for (op, stamp) in self.outbox.unseen(self.cursor) {
            if self.is_open(op.scope) {
                rows.apply(&op.key(), &self.pending(op, stamp));
            }
        }
        rows
    }

    fn pending<'a>(&self, op: &'a crate::Op, stamp: Stamp) -> Write<'a> {
        Write {
            stamp,
            by: self.member,
            scope: op.scope,
            kind: op.kind,
            fields: op
                .fields
                .iter()
                .filter(|(field, _)| self.base.schema().knows(&op.table, field))
                .collect(),
            seq: None,
        }
    }

    /// What was written into a document that is no longer to be seen is not shown either, though it waits for its
    /// verdict.
    fn is_open(&self, scope: Scope) -> bool {
        match scope {
            Scope::Workspace => true,
            Scope::Document(document) => {
                self.base.has_document(document)
                    || self
                        .outbox
                        .unseen(self.cursor)
                        .any(|(op, _)| op.kind == Kind::Insert && op.row == document && op.scope == scope)
            }
        }
    }

    /// The latest stamp that a new one has to be after. Once nothing waits, a clock that was wrong is forgotten.
    fn latest_stamp(&self) -> Hlc {
        let waiting = self.outbox.unseen(self.cursor).map(|(_, stamp)| stamp.hlc).max();
        self.base.latest().max(waiting.unwrap_or_default())
    }
}

pub use base::Schema;

#[cfg(test)]
mod tests;
