//! Writing back what an answer changed of the replica.

use std::collections::{BTreeMap, BTreeSet};

use mycrm_store::{QuietTx, Timestamp};
use mycrm_sync::client::{Kept, LaneParts, Parts};
use mycrm_sync::merge::Conflict;
use mycrm_sync::{Cursor, DeviceSeq, MemberId, RowKey, TxId};
use sqlx::SqliteConnection;

use super::receive::row_of;
use crate::store::{self, Applier, Lane, State};
use crate::{Error, Result, schema};

/// What the replica keeps once.
pub(super) fn state(state: &mut State, after: &Parts) {
    state.epoch = after.epoch;
    state.cursor = after.cursor;
    state.needs_snapshot = after.needs_snapshot;
    state.offset = after.offset;
    state.latest = after.latest;
    state.manifest = after.staging.as_ref().map(|(manifest, _)| manifest.clone());
}

/// The verdicts over own ops, new names for those whose number is taken, and the lanes themselves.
pub(super) async fn lanes(
    connection: &mut SqliteConnection,
    known: &[Lane],
    before: &Parts,
    after: &Parts,
    cursor: Cursor,
    now: Timestamp,
) -> Result<()> {
    let mut behind: Option<(i64, &LaneParts)> = None;
    for lane in &after.lanes {
        let old = before.lanes.iter().find(|old| old.device == lane.device);
        let row = match (row_of(known, lane.device), old) {
            (Some(row), Some(old)) => {
                verdicts(connection, row, old, lane, cursor, now).await?;
                if (old.settled, old.last) != (lane.settled, lane.last) {
                    store::write_lane(connection, row, lane).await?;
                }
                row
            }
            _ => {
                let after_row = behind.map(|(row, _)| row);
                let is_self = lane.device == after.current;
                let row = store::adopt(connection, lane.device, after_row, is_self).await?;
                if let Some((from, emptied)) = behind.filter(|_| !lane.items.is_empty()) {
                    rename(connection, from, before, emptied, row, lane).await?;
                }
                store::write_lane(connection, row, lane).await?;
                row
            }
        };
        behind = Some((row, lane));
    }
    Ok(())
}

async fn verdicts(
    connection: &mut SqliteConnection,
    row: i64,
    old: &LaneParts,
    lane: &LaneParts,
    cursor: Cursor,
    now: Timestamp,
) -> Result<()> {
    let mut admitted: Option<TxId> = None;
    let mut acknowledged = Vec::new();
    for (seq, kept) in lane.items.iter().filter(|(seq, kept)| old.items.get(seq) != Some(kept)) {
        match kept {
            Kept::Waiting(_) => store::wait_again(connection, row, *seq).await?,
            Kept::Applied { op, logged, stamp } => {
                acknowledged.push((*seq, *logged));
                if admitted.replace(op.tx_id) != Some(op.tx_id) {
                    store::admit(connection, op.tx_id, stamp.hlc).await?;
                }
            }
            Kept::Parked { reason, .. } => store::park(connection, row, *seq, reason, now).await?,
        }
    }
    store::acknowledge(connection, row, lane.device, &acknowledged, cursor).await
}

/// What waited in the lane in front is in this one now, in the same order.
async fn rename(
    connection: &mut SqliteConnection,
    from: i64,
    before: &Parts,
    emptied: &LaneParts,
    to: i64,
    lane: &LaneParts,
) -> Result<()> {
    let old = before.lanes.iter().find(|old| old.device == emptied.device).ok_or(Error::NoDevice)?;
    let moved: Vec<DeviceSeq> =
        old.items.keys().filter(|seq| !emptied.items.contains_key(seq)).copied().collect();
    for (seq, kept) in moved.into_iter().zip(lane.items.values()) {
        let (Kept::Waiting(op) | Kept::Applied { op, .. } | Kept::Parked { op, .. }) = kept;
        store::reissue(connection, from, seq, to, op).await?;
    }
    Ok(())
}

pub(super) async fn conflicts(
    connection: &mut SqliteConnection,
    before: &[Conflict],
    after: &[Conflict],
    member: MemberId,
    now: Timestamp,
) -> Result<()> {
    let by_id = |all: &[Conflict]| -> BTreeMap<_, _> {
        all.iter().map(|conflict| (conflict.id(), conflict.clone())).collect()
    };
    let (before, after) = (by_id(before), by_id(after));
    for (id, conflict) in &after {
        if before.get(id) != Some(conflict) && conflict.concerns(member) {
            store::keep_conflict(connection, conflict, now).await?;
        }
    }
    for id in before.keys().filter(|id| !after.contains_key(id)) {
        store::forget_conflict(connection, id).await?;
    }
    Ok(())
}

/// Rows that are read again at once.
const BATCH: usize = 500;

/// The program knows more tables and fields than the one before it: what was laid aside in the log becomes rows.
pub(super) async fn upgrade(tx: &mut QuietTx<'_>, state: &mut State) -> Result<()> {
    let keys: Vec<RowKey> = store::newer_rows(tx.conn(), state.schema).await?;
    let mut applier = Applier::new(tx.conn()).await?;
    for some in keys.chunks(BATCH) {
        let some: BTreeSet<RowKey> = some.iter().cloned().collect();
        let rows = store::view(tx.conn(), state, &some).await?;
        applier.write(tx, rows.iter().map(|(key, row)| (key, row.as_ref())).collect()).await?;
    }
    state.schema = schema().version;
    Ok(())
}
