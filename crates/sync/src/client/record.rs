//! Writing on this device: each transaction becomes ops that wait.

use std::collections::BTreeMap;

use super::Replica;
use crate::op::{ENVELOPE, MAX_BYTES, MAX_OPS, Wrong};
use crate::{Change, ChangeSetId, Kind, Millis, Op, OpHash, OpId, RowKey, Scope, TxId, Value};

/// New values of a row.
#[derive(Debug, Clone)]
pub struct Edit {
    pub key: RowKey,
    pub scope: Scope,
    pub kind: Kind,
    pub fields: BTreeMap<String, Value>,
}

/// Why a transaction cannot be recorded. Found before anything is kept: nothing that waits is ever unfit to be sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unrecordable {
    #[error("a transaction has at most {MAX_OPS} ops; make several of one change set")]
    TooManyOps,
    #[error("a transaction has at most {MAX_BYTES} bytes; make several of one change set")]
    TooLarge,
    #[error(transparent)]
    Wrong(#[from] Wrong),
}

impl Replica {
    /// Records one transaction at the time `now` of this device. An update of what is there already leaves no op.
    ///
    /// # Errors
    /// [`Unrecordable`]; then nothing was recorded.
    pub fn record(
        &mut self,
        tx_id: TxId,
        change_set_id: ChangeSetId,
        edits: &[Edit],
        now: Millis,
    ) -> Result<Vec<OpId>, Unrecordable> {
        let now = Millis(now.0.saturating_add(self.offset.0));
        let hlc = self.latest_stamp().tick(now);
        let mut ops = Vec::new();
        let mut id = self.outbox.next_id();
        for edit in edits {
            let fields = self.changes(edit);
            if fields.is_empty() && edit.kind == Kind::Update {
                continue;
            }
            let op = Op {
                op_id: id,
                tx_id,
                change_set_id,
                table: edit.key.table.clone(),
                row: edit.key.row,
                scope: edit.scope,
                kind: edit.kind,
                fields,
                hlc,
                effective_at: now,
                schema_version: self.base.schema().version,
                origin: None,
                hash: OpHash::UNSEALED,
            };
            ops.push(op.sealed());
            id.seq = id.seq.next();
        }
        self.wait(ops)
    }

    /// Adds a transaction whose ops are made already, with the numbers that follow: what the change log of the device holds.
    ///
    /// # Errors
    /// [`Unrecordable`]; then none was added.
    pub fn wait(&mut self, ops: Vec<Op>) -> Result<Vec<OpId>, Unrecordable> {
        if ops.len() > MAX_OPS {
            return Err(Unrecordable::TooManyOps);
        }
        if ops.iter().map(|op| op.size() + 1).sum::<usize>() > MAX_BYTES - ENVELOPE {
            return Err(Unrecordable::TooLarge);
        }
        // What came later could be pushed later, and the transaction would be split.
        if ops.iter().any(|op| op.tx_id != ops[0].tx_id || self.outbox.last_tx() == Some(op.tx_id)) {
            return Err(Wrong::new("tx_id", "a transaction is recorded at once").into());
        }
        let mut expected = self.outbox.next_id();
        for op in &ops {
            op.check()?;
            if op.op_id != expected {
                return Err(Wrong::new("op_id", "not the next one of this device").into());
            }
            expected.seq = expected.seq.next();
        }
        let ids = ops.iter().map(|op| op.op_id).collect();
        for op in ops {
            self.outbox.add(op);
        }
        Ok(ids)
    }

    /// The user has exported or done again what was not accepted.
    pub fn dismiss(&mut self, parked: OpId) {
        self.outbox.dismiss(parked);
    }

    fn changes(&self, edit: &Edit) -> BTreeMap<String, Change> {
        let row = self.row(&edit.key).unwrap_or_default();
        let held = |field: &str| row.fields.get(field).map_or(Value::Null, |held| held.value.clone());
        edit.fields
            .iter()
            .map(|(field, new)| (field.clone(), Change(held(field), new.clone())))
            .filter(|(_, Change(old, new))| old != new)
            .collect()
    }
}
