//! The merge rules: the last writer of a field wins, a deletion is a field like any other, and what lost is not lost.

mod compact;
mod conflict;
mod rows;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use conflict::{Conflict, ConflictKey, Side};
pub use rows::Rows;

use crate::op::{DELETED_AT, is_incidental};
use crate::{Change, Cursor, Kind, Logged, MemberId, RowKey, Scope, Stamp, Value};

/// A row as the ops so far have made it. States of one row can be joined in any order, any number of times.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "compact::Compact", from = "compact::Compact")]
pub struct Row {
    pub scope: Scope,
    /// An update may arrive before the insert, after a restore of the server: then there is no row to show yet.
    pub is_inserted: bool,
    /// Every entry of the log up to here is in this state.
    pub as_of: Cursor,
    pub fields: BTreeMap<String, Register>,
}

/// Bytes of a register beside its values, roughly.
const REGISTER: usize = 128;

impl Row {
    /// Bytes that it takes in a message, about.
    #[must_use]
    pub fn size(&self) -> usize {
        let values = |register: &Register| register.old.size() + register.value.size();
        self.fields.iter().map(|(name, register)| REGISTER + name.len() + values(register)).sum()
    }
}

/// The value that holds, and the write it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Register {
    pub stamp: Stamp,
    pub by: MemberId,
    /// What the writer saw before.
    pub old: Value,
    pub value: Value,
}

/// One write of a row, or the part of it that a replica knows.
#[derive(Debug, Clone)]
pub struct Write<'a> {
    pub stamp: Stamp,
    pub by: MemberId,
    pub scope: Scope,
    pub kind: Kind,
    pub fields: Vec<(&'a String, &'a Change)>,
    /// `None` for what only this device knows of as yet.
    pub seq: Option<Cursor>,
}

impl<'a> Write<'a> {
    /// The fields of a logged op that `wanted` names.
    pub fn of(logged: &'a Logged, wanted: impl Fn(&str) -> bool) -> Self {
        let op = &logged.op;
        Self {
            stamp: logged.stamp(),
            by: logged.member,
            scope: op.scope,
            kind: op.kind,
            fields: op.fields.iter().filter(|(name, _)| wanted(name)).collect(),
            seq: Some(logged.seq),
        }
    }
}

/// What a write brought about besides the row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    pub conflicts: Vec<Conflict>,
    /// The row is back: what was written into it while it was deleted needs nobody's choice any more.
    pub is_restored: bool,
}

impl Row {
    /// Whether a user finds it in a list.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.is_inserted && self.deletion().is_none()
    }

    /// The write that deleted it, as long as it is.
    #[must_use]
    pub fn deletion(&self) -> Option<&Register> {
        self.fields.get(DELETED_AT).filter(|register| !register.value.is_null())
    }

    /// Takes a write in. The row that results depends on which writes there are, not on their order; conflicts are
    /// found when writes come in an order in which each follows those its author had seen, which the log's is.
    pub fn apply(&mut self, key: &RowKey, write: &Write<'_>) -> Outcome {
        let is_known = write.seq.is_some_and(|seq| seq <= self.as_of);
        let outcome = if is_known { Outcome::default() } else { conflict::find(self, key, write) };
        self.scope = self.scope.max(write.scope);
        self.is_inserted |= write.kind == Kind::Insert;
        self.as_of = self.as_of.max(write.seq.unwrap_or_default());
        for (name, Change(old, new)) in &write.fields {
            let holds = self.fields.get(*name).is_some_and(|held| held.stamp >= write.stamp);
            if !holds {
                let register =
                    Register { stamp: write.stamp, by: write.by, old: old.clone(), value: new.clone() };
                self.fields.insert((*name).clone(), register);
            }
        }
        outcome
    }

    /// Takes the state of the same row in.
    pub fn join(&mut self, other: Self) {
        self.scope = self.scope.max(other.scope);
        self.is_inserted |= other.is_inserted;
        self.as_of = self.as_of.max(other.as_of);
        for (name, register) in other.fields {
            let holds = self.fields.get(&name).is_some_and(|held| held.stamp >= register.stamp);
            if !holds {
                self.fields.insert(name, register);
            }
        }
    }

    /// The values that hold. What was never written is not there.
    pub fn values(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.fields.iter().map(|(name, register)| (name.as_str(), &register.value))
    }
}

/// Whether a write holds something that a user edited.
fn is_edit(write: &Write<'_>) -> bool {
    write.fields.iter().any(|(name, _)| !is_incidental(name))
}

#[cfg(test)]
mod tests;
