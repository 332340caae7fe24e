//! Pushing: what a device sends, and what it is told.

mod decide;
mod decode;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

pub use decide::{Decision, Effects, decide};
pub use decode::decode;

use crate::op::{OpHash, Wrong};
use crate::{
    Access, Action, Cursor, DeviceId, DeviceSeq, Epoch, Hlc, MemberId, Millis, Op, RowKey, SchemaVersion,
    Scope, TxId,
};

/// Ops of one device in the order of their numbers, whole transactions only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Push {
    pub epoch: Epoch,
    pub schema: SchemaVersion,
    pub device: DeviceId,
    /// The number of the first item; the others follow without a gap.
    pub first: DeviceSeq,
    /// Numbers up to here that the server does not know will never come: the device has forgotten them.
    pub given_up: DeviceSeq,
    #[serde(rename = "ops")]
    pub items: Vec<Item>,
    /// What the change sets of the ops are called. One that is left out or cannot be read costs a name, nothing else.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<Action>,
}

/// What stands for a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Item {
    Op(Box<Op>),
    /// `null`: the op was rejected before a restore of the server, and must not come back through the restore.
    Void,
    /// Cannot be read. It takes its number all the same, so that the ops behind it are not stuck.
    #[serde(skip)]
    Bad {
        hash: OpHash,
        wrong: Wrong,
    },
}

impl Item {
    fn hash(&self) -> Option<OpHash> {
        match self {
            Self::Op(op) => Some(op.hash),
            Self::Void => None,
            Self::Bad { hash, .. } => Some(*hash),
        }
    }
}

/// What the server keeps about an op for ever: 41 bytes that make resending safe at any age.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// `None` for a void.
    pub hash: Option<OpHash>,
    pub verdict: Verdict,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Applied {
        seq: Cursor,
        /// What the server took the op's stamp for.
        admitted: Hlc,
    },
    Rejected(Reason),
}

/// Why an op does not take effect. It has its number and is kept by its device, which can export it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    Wrong(Wrong),
    /// The member may not change the row; the same for one that is not there, so that nobody can find out by asking.
    Forbidden,
    Void,
}

/// The answer to a push that was carried out, now or before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipts {
    pub device: DeviceId,
    /// The number that the first verdict is for.
    pub first: DeviceSeq,
    pub verdicts: Vec<Verdict>,
}

/// Why a push was not carried out; nothing of it took effect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refused {
    /// The server was restored: bootstrap, then push what it does not have.
    OtherEpoch { epoch: Epoch },
    /// The program is too old for this workspace.
    Outdated { minimum: SchemaVersion },
    /// 409: send from this number on.
    Gap { expected: DeviceSeq },
    /// Two installations write under one id. What matches is acknowledged; the rest needs a new id.
    Cloned(Receipts),
    /// The device belongs to another member.
    Foreign,
}

/// What the server knows about a device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    pub member: MemberId,
    /// Ops up to this number are decided; it is committed together with their effects.
    pub last_seq: DeviceSeq,
    pub last_hlc: Hlc,
    pub last_tx: Option<TxId>,
    /// Another op came under a number that was taken: the user is told that the profile was copied.
    pub is_cloned: bool,
}

impl Device {
    /// A device that has pushed nothing.
    #[must_use]
    pub const fn new(member: MemberId) -> Self {
        Self { member, last_seq: DeviceSeq::ZERO, last_hlc: Hlc::ZERO, last_tx: None, is_cloned: false }
    }
}

/// What the server reads, holding the lock of the workspace, before it decides.
#[derive(Debug, Clone)]
pub struct Standing {
    pub now: Millis,
    pub epoch: Epoch,
    pub minimum: SchemaVersion,
    /// The last number of the log.
    pub head: Cursor,
    /// Who pushes.
    pub member: MemberId,
    /// `None` for a device that was never seen.
    pub device: Option<Device>,
    /// Those of the numbers in the push.
    pub receipts: BTreeMap<DeviceSeq, Receipt>,
    /// By identity, what is in effect of the ops in the push, as far as it is this member's: a copy of the profile may
    /// have sent it under another name.
    pub in_effect: BTreeMap<OpHash, Verdict>,
    /// To the workspace and the documents that the push names.
    pub access: Access,
    /// The files that the push names and that were verified, each for what it hangs on.
    pub blobs: BTreeSet<(Scope, OpHash)>,
    /// What the rows in the push hang on, as far as they are known.
    pub scopes: BTreeMap<RowKey, Scope>,
    /// How large those rows are, see [`Row::size`](crate::merge::Row::size).
    pub sizes: BTreeMap<RowKey, usize>,
}

#[cfg(test)]
mod tests;
