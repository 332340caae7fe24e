//! Reading as much of the replica as a message concerns.

use std::collections::{BTreeMap, BTreeSet};

use mycrm_sync::client::{Answer, Kept, Parts, Request};
use mycrm_sync::merge::Rows;
use mycrm_sync::pull::{Delivery, Page};
use mycrm_sync::push::{Push, Receipts, Refused, Verdict};
use mycrm_sync::{DeviceSeq, Op, OpId, RowKey};
use sqlx::SqliteConnection;

use crate::store::{self, Lane, State};
use crate::{Result, schema};

/// The replica without rows and items.
async fn bare(connection: &mut SqliteConnection, state: &State) -> Result<(Parts, Vec<Lane>)> {
    let lanes = store::lanes(connection).await?;
    let current = lanes.iter().find(|lane| lane.is_self).or(lanes.last()).map(|lane| lane.parts.device);
    let staging = match &state.manifest {
        Some(manifest) => Some((manifest.clone(), store::chunks_here(connection).await?)),
        None => None,
    };
    let parts = Parts {
        member: state.membership.member,
        install: state.install,
        epoch: state.epoch,
        cursor: state.cursor,
        needs_snapshot: state.needs_snapshot,
        offset: state.offset,
        latest: state.latest,
        schema: schema(),
        lanes: lanes.iter().map(|lane| lane.parts.clone()).collect(),
        current: current.ok_or(crate::Error::NoDevice)?,
        rows: Rows::default(),
        documents: BTreeSet::new(),
        conflicts: Vec::new(),
        staging,
    };
    Ok((parts, lanes))
}

/// What [`mycrm_sync::client::Session::next`] needs: the items of the next push.
pub(crate) async fn for_next(connection: &mut SqliteConnection, state: &State) -> Result<Parts> {
    let (mut parts, lanes) = bare(connection, state).await?;
    let unsettled = lanes.iter().position(|lane| lane.parts.settled < lane.parts.last);
    if let Some(at) = unsettled.filter(|_| !state.needs_snapshot) {
        parts.lanes[at].items =
            store::next_items(connection, &lanes[at], state.keep_after, state.cursor).await?;
    }
    Ok(parts)
}

/// Rows, and what this device has written of them since.
pub(crate) async fn with_rows(
    connection: &mut SqliteConnection,
    state: &State,
    keys: &BTreeSet<RowKey>,
) -> Result<Parts> {
    let (mut parts, lanes) = bare(connection, state).await?;
    add_rows(connection, state, &mut parts, &lanes, keys).await?;
    Ok(parts)
}

async fn add_rows(
    connection: &mut SqliteConnection,
    state: &State,
    parts: &mut Parts,
    lanes: &[Lane],
    keys: &BTreeSet<RowKey>,
) -> Result<()> {
    let touched =
        store::base_rows(connection, &parts.schema, keys, state.cursor, state.membership.member).await?;
    parts.rows = touched.rows;
    for (row, items) in touched.unseen {
        if let Some(at) = lanes.iter().position(|lane| lane.row == row) {
            parts.lanes[at].items.extend(items);
        }
    }
    parts.documents = store::documents(connection).await?;
    Ok(())
}

/// What an answer changes.
pub(crate) async fn for_answer(
    connection: &mut SqliteConnection,
    state: &State,
    request: &Request,
    answer: &Answer,
) -> Result<(Parts, Vec<Lane>)> {
    let (mut parts, lanes) = bare(connection, state).await?;
    match (request, answer) {
        (Request::Push(push), Answer::Push(answer)) => {
            let Some(at) = lanes.iter().position(|lane| lane.parts.device == push.device) else {
                return Ok((parts, lanes));
            };
            parts.lanes[at].items = match answer {
                // All that waits in the lane gets a new name, or waits again.
                Err(Refused::Cloned(_) | Refused::Foreign | Refused::Gap { .. }) => {
                    store::waiting_of(connection, &lanes[at], state.keep_after.min(state.cursor)).await?
                }
                Ok(_) | Err(Refused::OtherEpoch { .. } | Refused::Outdated { .. }) => {
                    let last = DeviceSeq(push.first.0.saturating_add(push.items.len() as u64));
                    store::items(connection, &lanes[at], push.first, last).await?
                }
            };
            let keys = moved_by(state, push, answer, &parts.lanes[at].items);
            if !keys.is_empty() {
                let items = std::mem::take(&mut parts.lanes[at].items);
                add_rows(connection, state, &mut parts, &lanes, &keys).await?;
                parts.lanes[at].items.extend(items);
            }
        }
        (Request::Pull(_), Answer::Pull(Ok(page))) => {
            let keys = keys_of(page);
            add_rows(connection, state, &mut parts, &lanes, &keys).await?;
            for (at, items) in own_items(connection, &lanes, page).await? {
                parts.lanes[at].items.extend(items);
            }
            parts.conflicts = store::conflicts_of(connection, &keys).await?;
        }
        _ => {}
    }
    Ok((parts, lanes))
}

/// The rows that an answer to a push may show otherwise: an op is not accepted, gets another name or stamp than it had
/// while it waited, or is in the server's rows already.
pub(crate) fn moved_by(
    state: &State,
    push: &Push,
    answer: &Result<Receipts, Refused>,
    items: &BTreeMap<DeviceSeq, Kept>,
) -> BTreeSet<RowKey> {
    let stays = |seq: DeviceSeq, op: &Op| {
        let Ok(receipts) = answer else { return false };
        let at = seq.0.checked_sub(receipts.first.0).and_then(|at| usize::try_from(at).ok());
        match at.and_then(|at| receipts.verdicts.get(at)) {
            Some(Verdict::Applied { seq, admitted }) => *admitted == op.hlc && *seq > state.cursor,
            Some(Verdict::Rejected(_)) => false,
            // One behind the end of the push.
            None => true,
        }
    };
    if Some(push.epoch) != state.epoch {
        return BTreeSet::new();
    }
    let moved = |(seq, kept): (&DeviceSeq, &Kept)| match kept {
        Kept::Waiting(op) if !stays(*seq, op) => Some(op.key()),
        // What was acknowledged waits again.
        Kept::Applied { op, .. } if answer.is_err() => Some(op.key()),
        Kept::Waiting(_) | Kept::Applied { .. } | Kept::Parked { .. } => None,
    };
    match answer {
        Err(Refused::OtherEpoch { .. } | Refused::Outdated { .. }) => BTreeSet::new(),
        Ok(_) | Err(Refused::Gap { .. } | Refused::Cloned(_) | Refused::Foreign) => {
            items.iter().filter_map(moved).collect()
        }
    }
}

pub(crate) fn keys_of(page: &Page) -> BTreeSet<RowKey> {
    let key = |delivery: &Delivery| match delivery {
        Delivery::Op(logged) => Some(logged.op.key()),
        Delivery::Row { key, .. } => Some(key.clone()),
        Delivery::Purge(_) => None,
    };
    page.deliveries.iter().filter_map(key).collect()
}

/// The own ops that a page brings back: one read for each lane.
async fn own_items(
    connection: &mut SqliteConnection,
    lanes: &[Lane],
    page: &Page,
) -> Result<Vec<(usize, BTreeMap<DeviceSeq, Kept>)>> {
    let mut ranges: BTreeMap<usize, (DeviceSeq, DeviceSeq)> = BTreeMap::new();
    for delivery in &page.deliveries {
        let Delivery::Op(logged) = delivery else { continue };
        let OpId { device, seq } = logged.op.op_id;
        if let Some(at) = lanes.iter().position(|lane| lane.parts.device == device) {
            let range = ranges.entry(at).or_insert((seq, seq));
            *range = (range.0.min(seq), range.1.max(seq));
        }
    }
    let mut items = Vec::new();
    for (at, (first, last)) in ranges {
        items.push((at, store::items(connection, &lanes[at], first, last).await?));
    }
    Ok(items)
}
