//! Reading as much of the replica as a message concerns.

use std::collections::{BTreeMap, BTreeSet};

use mycrm_sync::client::{Answer, Kept, Parts, Request};
use mycrm_sync::merge::Rows;
use mycrm_sync::pull::{Delivery, Page};
use mycrm_sync::push::Refused;
use mycrm_sync::{DeviceSeq, OpId, RowKey};
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
    let touched = store::base_rows(connection, keys, state.cursor, state.membership.member).await?;
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
                    store::waiting_of(connection, &lanes[at], state.keep_after).await?
                }
                Ok(_) | Err(Refused::OtherEpoch { .. } | Refused::Outdated { .. }) => {
                    let last = DeviceSeq(push.first.0.saturating_add(push.items.len() as u64));
                    store::items(connection, &lanes[at], push.first, last).await?
                }
            };
            // What is not accepted leaves the view.
            let keys = parts.lanes[at].items.values().filter_map(waiting_row).collect();
            let is_all_well = matches!(answer, Ok(receipts) if receipts.verdicts.iter().all(is_applied));
            if !is_all_well {
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

fn waiting_row(kept: &Kept) -> Option<RowKey> {
    match kept {
        Kept::Waiting(op) => Some(op.key()),
        Kept::Applied { .. } | Kept::Parked { .. } => None,
    }
}

fn is_applied(verdict: &mycrm_sync::push::Verdict) -> bool {
    matches!(verdict, mycrm_sync::push::Verdict::Applied { .. })
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
