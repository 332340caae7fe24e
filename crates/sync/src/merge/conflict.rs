//! Finding what two people changed without knowing of each other, so that they can choose.

use serde::{Deserialize, Serialize};

use super::{Outcome, Register, Row, Write, is_edit};
use crate::op::{DELETED_AT, is_incidental};
use crate::{Change, Logged, MemberId, OpId, RowKey, Stamp, Value};

/// One of the two sides: what was written, by whom and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    pub stamp: Stamp,
    pub by: MemberId,
    pub value: Value,
}

/// What the inbox shows. The merge went on without waiting for an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "conflict")]
pub enum Conflict {
    /// Two devices changed a field, neither knowing of the other.
    Field { key: RowKey, field: String, kept: Side, lost: Side },
    /// A field of a row was changed that was deleted before: the value is kept, the row stays deleted.
    EditOfDeleted { key: RowKey, field: String, edit: Side, deletion: Side },
}

/// A conflict is there once, however often it is found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConflictKey {
    pub key: RowKey,
    pub field: String,
    pub first: OpId,
    pub second: OpId,
}

impl Conflict {
    #[must_use]
    pub fn row(&self) -> &RowKey {
        match self {
            Self::Field { key, .. } | Self::EditOfDeleted { key, .. } => key,
        }
    }

    /// Whether a member wrote one of the two sides: only they know which is right, so only they are asked.
    #[must_use]
    pub fn concerns(&self, member: MemberId) -> bool {
        let (Self::Field { kept: a, lost: b, .. } | Self::EditOfDeleted { edit: a, deletion: b, .. }) = self;
        a.by == member || b.by == member
    }

    /// What tells it from others.
    #[must_use]
    pub fn id(&self) -> ConflictKey {
        let (key, field, a, b) = match self {
            Self::Field { key, field, kept, lost } => (key, field, kept, lost),
            Self::EditOfDeleted { key, field, edit, deletion } => (key, field, edit, deletion),
        };
        let (a, b) = (a.stamp.op(), b.stamp.op());
        ConflictKey { key: key.clone(), field: field.clone(), first: a.min(b), second: a.max(b) }
    }

    /// Whether an op is somebody's choice, made on whatever device: a later edit of the field by one who had seen the
    /// value that was kept.
    #[must_use]
    pub fn is_settled_by(&self, logged: &Logged) -> bool {
        let Self::Field { key, field, kept, .. } = self else { return false };
        logged.op.table == key.table
            && logged.op.row == key.row
            && logged.stamp() > kept.stamp
            && logged.op.fields.get(field).is_some_and(|Change(old, _)| *old == kept.value)
    }

    /// The change that the other choice is: the field and the value to write as a new edit.
    #[must_use]
    pub fn reversal(&self) -> (&RowKey, &str, &Value) {
        match self {
            Self::Field { key, field, lost, .. } => (key, field, &lost.value),
            Self::EditOfDeleted { key, .. } => (key, DELETED_AT, &Value::Null),
        }
    }
}

/// What the write has against the row as it is before it.
pub(super) fn find(row: &Row, key: &RowKey, write: &Write<'_>) -> Outcome {
    let mut outcome = Outcome::default();
    for (field, Change(old, new)) in write.fields.iter().filter(|(field, _)| !is_incidental(field)) {
        let Some(held) = row.fields.get(*field).filter(|held| held.stamp != write.stamp) else { continue };
        let wins = write.stamp > held.stamp;
        // A device knows its own writes. Of another's, the later write knew if it says that it replaced that very value,
        // in whichever order the two come.
        let replaced = if wins { *old == held.value } else { held.old == *new };
        let knew = held.stamp.device == write.stamp.device || replaced;
        if knew || held.value == *new {
            continue;
        }
        let mine = Side { stamp: write.stamp, by: write.by, value: new.clone() };
        let (kept, lost) = if wins { (mine, side(held)) } else { (side(held), mine) };
        outcome.conflicts.push(Conflict::Field { key: key.clone(), field: (*field).clone(), kept, lost });
    }
    match write.fields.iter().find(|(field, _)| *field == DELETED_AT) {
        Some((_, change)) => deleting(row, key, write, change, &mut outcome),
        None => editing(row, key, write, &mut outcome),
    }
    outcome
}

fn editing(row: &Row, key: &RowKey, write: &Write<'_>, outcome: &mut Outcome) {
    if let Some(deletion) = row.deletion().filter(|deletion| deletion.stamp < write.stamp)
        && is_edit(write)
    {
        let edits = write.fields.iter().filter(|(field, _)| !is_incidental(field));
        outcome.conflicts.extend(edits.map(|(field, change)| Conflict::EditOfDeleted {
            key: key.clone(),
            field: (*field).clone(),
            edit: Side { stamp: write.stamp, by: write.by, value: change.1.clone() },
            deletion: side(deletion),
        }));
    }
}

/// A deletion that arrives after edits which came later than it meets the same conflict from the other side.
fn deleting(row: &Row, key: &RowKey, write: &Write<'_>, change: &Change, outcome: &mut Outcome) {
    if row.fields.get(DELETED_AT).is_some_and(|held| held.stamp >= write.stamp) {
        return;
    }
    if change.1.is_null() {
        outcome.is_restored = true;
        return;
    }
    let deletion = Side { stamp: write.stamp, by: write.by, value: change.1.clone() };
    let later = row.fields.iter().filter(|(field, held)| {
        held.stamp > write.stamp && !is_incidental(field) && field.as_str() != DELETED_AT
    });
    outcome.conflicts.extend(later.map(|(field, held)| Conflict::EditOfDeleted {
        key: key.clone(),
        field: field.clone(),
        edit: side(held),
        deletion: deletion.clone(),
    }));
}

fn side(register: &Register) -> Side {
    Side { stamp: register.stamp, by: register.by, value: register.value.clone() }
}
