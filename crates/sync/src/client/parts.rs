//! A replica out of what a message concerns: a database holds the rest.
//!
//! A device with a million rows reads those that an answer touches, lets [`Replica::receive`] change them, and writes
//! them back in the same transaction.

use std::collections::{BTreeMap, BTreeSet};

use super::outbox::{Kept, Lane, Outbox};
use super::receive::Staging;
use super::{Base, Replica, Report, Schema};
use crate::merge::{Conflict, Rows};
use crate::snapshot::Manifest;
use crate::{Cursor, DeviceId, DeviceSeq, Epoch, Hlc, MemberId, Millis, OpHash, RowId};

/// What a replica is made of. Rows, items, documents and conflicts are those that the next message concerns.
#[derive(Debug, Clone)]
pub struct Parts {
    pub member: MemberId,
    pub install: OpHash,
    pub epoch: Option<Epoch>,
    pub cursor: Cursor,
    pub needs_snapshot: bool,
    pub offset: Millis,
    /// The latest stamp of all that came from the server.
    pub latest: Hlc,
    pub schema: Schema,
    /// In the order in which they are emptied.
    pub lanes: Vec<LaneParts>,
    /// The lane that takes new ops.
    pub current: DeviceId,
    /// As the server has them.
    pub rows: Rows,
    pub documents: BTreeSet<RowId>,
    pub conflicts: Vec<Conflict>,
    /// A snapshot that is being fetched, and which of its chunks are here and checked. What is in them is nobody's
    /// business until the swap.
    pub staging: Option<(Manifest, BTreeSet<usize>)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaneParts {
    pub device: DeviceId,
    pub settled: DeviceSeq,
    pub last: DeviceSeq,
    pub items: BTreeMap<DeviceSeq, Kept>,
}

impl From<Parts> for Replica {
    fn from(parts: Parts) -> Self {
        let staging = parts.staging.map(|(manifest, here)| Staging {
            manifest,
            chunks: here.into_iter().map(|index| (index, Vec::new())).collect(),
        });
        Self {
            member: parts.member,
            install: parts.install,
            epoch: parts.epoch,
            cursor: parts.cursor,
            base: Base::of(parts.schema, parts.rows, parts.documents, parts.latest),
            outbox: Outbox {
                lanes: parts.lanes.into_iter().map(Lane::from).collect(),
                current: parts.current,
            },
            conflicts: parts.conflicts.into_iter().map(|conflict| (conflict.id(), conflict)).collect(),
            needs_snapshot: parts.needs_snapshot,
            staging,
            offset: parts.offset,
        }
    }
}

impl From<Replica> for Parts {
    fn from(replica: Replica) -> Self {
        let staging = replica.staging.map(|staging| (staging.manifest, staging.chunks.into_keys().collect()));
        let latest = replica.base.latest();
        let (schema, rows, documents) = replica.base.into_parts();
        Self {
            member: replica.member,
            install: replica.install,
            epoch: replica.epoch,
            cursor: replica.cursor,
            needs_snapshot: replica.needs_snapshot,
            offset: replica.offset,
            latest,
            schema,
            lanes: replica.outbox.lanes.into_iter().map(LaneParts::from).collect(),
            current: replica.outbox.current,
            rows,
            documents,
            conflicts: replica.conflicts.into_values().collect(),
            staging,
        }
    }
}

impl From<LaneParts> for Lane {
    fn from(LaneParts { device, settled, last, items }: LaneParts) -> Self {
        Self { device, settled, last, items }
    }
}

impl From<Lane> for LaneParts {
    fn from(Lane { device, settled, last, items }: Lane) -> Self {
        Self { device, settled, last, items }
    }
}

impl Replica {
    /// Goes over to a snapshot whose rows the database has swapped in by itself, in the same transaction.
    pub fn swapped(&mut self, fresh: DeviceId) -> Report {
        let mut report = Report::default();
        if let Some(staging) = self.staging.take_if(|staging| staging.missing().is_none()) {
            self.swap(&staging.manifest, Vec::new(), fresh, &mut report);
        }
        report
    }
}
