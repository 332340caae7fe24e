//! One change of one row, as it travels and is kept: what it holds, its hash, and what bounds it.

mod bounds;
mod hash;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use bounds::{ENVELOPE, MAX_BYTES, MAX_FIELDS, MAX_NAME, MAX_OPS, MAX_ROW, MAX_TEXT};
pub use hash::OpHash;

use crate::{ChangeSetId, Hlc, Millis, OpId, RowId, RowKey, SchemaVersion, TxId, Value};

/// The field whose value says that a row is deleted.
pub const DELETED_AT: &str = "deleted_at";

/// What the store keeps up by itself: nobody edits it, so it is never a reason for a conflict. Who made a row and when
/// differs where two devices made the same row apart, as they do with what every new profile begins with.
#[must_use]
pub fn is_bookkeeping(field: &str) -> bool {
    matches!(field, "updated_at" | "created_at" | "created_by")
}

/// What follows from other edits or is a matter of arrangement: where a card lies, when its stage began, what happened last.
/// The last one wins as everywhere, but nobody is asked to choose.
#[must_use]
pub fn is_incidental(field: &str) -> bool {
    is_bookkeeping(field)
        || matches!(
            field,
            "rank"
                | "position"
                | "stage_entered_at"
                | "last_activity_at"
                | "last_contact_at"
                | "phone_key"
                | "mobile_key"
        )
}

/// A change of one row in one transaction.
///
/// Fields travel as old and new value. The old one is what the author saw: it tells an edit that took another one into
/// account from one that did not know of it, without a vector clock, and it is what the history shows and an undo on
/// another device puts back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Op {
    pub op_id: OpId,
    pub tx_id: TxId,
    pub change_set_id: ChangeSetId,
    pub table: String,
    pub row: RowId,
    /// What the row hangs on. It travels with every op, so that a server knows who may see a row of a table that is
    /// newer than itself, and an update that arrives before its insert.
    #[serde(default, skip_serializing_if = "Scope::is_workspace")]
    pub scope: Scope,
    pub kind: Kind,
    pub fields: BTreeMap<String, Change>,
    pub hlc: Hlc,
    /// Since when it holds, which may be long before it was written.
    pub effective_at: Millis,
    pub schema_version: SchemaVersion,
    /// The hash it had under its first name. Copies of a profile may hold one op and give it different new names: it
    /// takes effect once all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<OpHash>,
    pub hash: OpHash,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Insert,
    /// Of a row that is there; deleting and restoring are updates of [`DELETED_AT`].
    Update,
}

/// The old and the new value of a field.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Change(pub Value, pub Value);

/// Who may see a row: the whole workspace, or those who may see the document that it is or hangs on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "Option<RowId>", into = "Option<RowId>")]
pub enum Scope {
    #[default]
    Workspace,
    Document(RowId),
}

impl Scope {
    fn is_workspace(&self) -> bool {
        *self == Self::Workspace
    }
}

impl From<Option<RowId>> for Scope {
    fn from(document: Option<RowId>) -> Self {
        document.map_or(Self::Workspace, Self::Document)
    }
}

impl From<Scope> for Option<RowId> {
    fn from(scope: Scope) -> Self {
        match scope {
            Scope::Workspace => None,
            Scope::Document(row) => Some(row),
        }
    }
}

impl Op {
    #[must_use]
    pub fn key(&self) -> RowKey {
        RowKey { table: self.table.clone(), row: self.row }
    }

    /// The op with the hash of what it holds.
    #[must_use]
    pub fn sealed(mut self) -> Self {
        self.hash = self.computed_hash();
        self
    }

    /// The same change under another name, when the first one turned out to be another device's.
    #[must_use]
    pub fn renamed(mut self, op_id: OpId) -> Self {
        self.origin = Some(self.identity());
        self.op_id = op_id;
        self.sealed()
    }

    /// What stays the same under every name.
    #[must_use]
    pub fn identity(&self) -> OpHash {
        self.origin.unwrap_or(self.hash)
    }

    /// How many bytes it takes in a push.
    #[must_use]
    pub fn size(&self) -> usize {
        struct Count(usize);
        impl std::io::Write for Count {
            fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
                self.0 += bytes.len();
                Ok(bytes.len())
            }

            fn flush(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }
        let mut count = Count(0);
        // Counting never fails, and no value of an op lacks a form in JSON.
        serde_json::to_writer(&mut count, self).map_or(usize::MAX, |()| count.0)
    }

    /// Finds what makes the op unfit to be applied anywhere.
    ///
    /// # Errors
    /// The first field that is wrong, and why.
    pub fn check(&self) -> Result<(), Wrong> {
        bounds::check(self)
    }
}

/// A field of an op or a push that is not as it has to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{field}: {problem}")]
pub struct Wrong {
    /// Its path: `ops[3].fields.name`.
    pub field: String,
    pub problem: String,
}

/// What is quoted of a hostile message at most.
const QUOTED: usize = 200;

impl Wrong {
    pub(crate) fn new(field: impl Into<String>, problem: impl Into<String>) -> Self {
        Self { field: cut(field.into()), problem: cut(problem.into()) }
    }
}

fn cut(mut text: String) -> String {
    if text.len() > QUOTED {
        let end = (0..=QUOTED).rev().find(|&at| text.is_char_boundary(at)).unwrap_or_default();
        text.truncate(end);
    }
    text
}
