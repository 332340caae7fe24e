//! Taking an answer in: one transaction, which reads what waits inside of it and so never hides a local edit.

use std::collections::{BTreeMap, BTreeSet};

use mycrm_store::{QuietTx, Timestamp};
use mycrm_sync::client::{Answer, Answered, Connection, Event, Kept, LaneParts, Replica, Report, Request};
use mycrm_sync::pull::{Delivery, Page};
use mycrm_sync::snapshot::{self, AskChunk, Manifest};
use mycrm_sync::{Cursor, Millis, Op, OpId, RowKey};

use super::{Device, fresh, write_back};
use crate::store::{self, Applier, Lane, Log, State};
use crate::{Result, assemble};

/// What an answer brought.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Received {
    /// Ops and rows that came.
    pub came: usize,
    /// Ops of this device that the server did not accept.
    pub rejected: usize,
    pub conflicts: usize,
    /// Another installation writes under the same id, so this one has a new one.
    pub is_copied: bool,
    /// A document left, because this member may no longer see it.
    pub has_purged: bool,
    /// All rows are new.
    pub is_swapped: bool,
    /// A part of the snapshot was damaged: another one is asked for, better not at once.
    pub is_damaged: bool,
}

impl Device {
    /// Takes the answer to `request` in. One that comes too late to fit changes nothing.
    ///
    /// # Errors
    /// When the database cannot be read or written; then nothing was changed.
    pub async fn receive(
        &mut self,
        request: &Request,
        answered: Answered,
        now: Timestamp,
    ) -> Result<Received> {
        let session = self.session.clone();
        let received = self.receive_in_one(request, answered, now).await;
        // What was not kept was not heard either.
        if received.is_err() {
            self.session = session;
        }
        received
    }

    async fn receive_in_one(
        &mut self,
        request: &Request,
        answered: Answered,
        now: Timestamp,
    ) -> Result<Received> {
        let own_store = self.store.clone();
        let mut tx = own_store.begin_quiet().await?;
        let Some(mut state) = store::read_state(tx.conn()).await? else { return Ok(Received::default()) };
        let received = match (request, &answered.answer) {
            (Request::Snapshot(_), Answer::Snapshot(Ok(manifest))) => {
                state.offset = Millis(answered.now.0.saturating_sub(now.millis()));
                self.announce(&mut tx, state, manifest, now).await?
            }
            (Request::Chunk(chunk), Answer::Chunk(Ok(bytes))) => {
                self.stage(&mut tx, state, *chunk, bytes, now).await?
            }
            _ => self.take(&mut tx, state, request, answered, now).await?,
        };
        tx.commit().await?;
        if self.session.connection() == Connection::Synced {
            store::note_synced(&mut *self.store.bookkeeping().acquire().await?, now).await?;
        }
        Ok(received)
    }

    async fn take(
        &mut self,
        tx: &mut QuietTx<'_>,
        mut state: State,
        request: &Request,
        answered: Answered,
        now: Timestamp,
    ) -> Result<Received> {
        let (parts, lanes) = assemble::for_answer(tx.conn(), &state, request, &answered.answer).await?;
        let (mut came, mut has_purged) = (0, false);
        if let Answer::Pull(Ok(page)) = &answered.answer
            && state.epoch == Some(page.epoch)
            && state.cursor == page.from
            && !state.needs_snapshot
        {
            came = page.deliveries.len();
            has_purged = page.deliveries.iter().any(|delivery| matches!(delivery, Delivery::Purge(_)));
            self.keep(tx, &state, &parts.lanes, &lanes, page, now).await?;
            state.keep_after = page.keep_after;
        }
        let mut touched = moved(&state, request, &answered.answer, &parts.lanes);
        let before = parts.clone();
        let cursor = state.cursor;
        let mut replica = Replica::from(parts);
        let report = self.session.receive(&mut replica, request, answered, Millis(now.millis()), fresh());
        let parked = parked(&report, &before.lanes);
        touched.extend(report.rows.iter().cloned());
        touched.extend(parked.iter().map(|op| op.key()));
        let rows = replica.rows(touched);
        let mut applier = Applier::new(tx.conn()).await?;
        applier.write(tx, rows.iter().map(|(key, row)| (key, row.as_deref())).collect()).await?;
        store::note_taken_back(tx.conn(), &parked, &rows, now).await?;
        let after = mycrm_sync::client::Parts::from(replica);
        write_back::lanes(tx.conn(), &lanes, &before, &after, cursor, now).await?;
        let member = state.membership.member;
        write_back::conflicts(tx.conn(), &before.conflicts, &after.conflicts, member, now).await?;
        write_back::state(&mut state, &after);
        if state.manifest.is_none() {
            store::forget_chunks(tx.conn()).await?;
        }
        store::forget(tx.conn(), state.cursor, state.keep_after).await?;
        store::set_clock(tx.conn(), state.latest).await?;
        store::write_state(tx.conn(), &state).await?;
        Ok(Received { has_purged, ..summary(&report, came) })
    }

    /// Puts what came into the log, in its order: a document may be purged and given back within one page.
    async fn keep(
        &mut self,
        tx: &mut QuietTx<'_>,
        state: &State,
        own: &[LaneParts],
        lanes: &[Lane],
        page: &Page,
        now: Timestamp,
    ) -> Result<()> {
        let member = state.membership.member;
        let mut log = Log::new(now, member, lanes, page.actions.clone(), self.names.clone());
        for delivery in &page.deliveries {
            match delivery {
                Delivery::Op(logged) => {
                    let OpId { device, seq } = logged.op.op_id;
                    let lane = own.iter().find(|lane| lane.device == device);
                    log.keep(tx.conn(), logged, lane.and_then(|lane| lane.items.get(&seq))).await?;
                }
                Delivery::Row { key, row } => {
                    log.keep_row(tx.conn(), key, row, page.next).await?;
                    store::note_backfill(tx.conn(), key, row.as_of).await?;
                }
                Delivery::Purge(document) => {
                    log.write(tx.conn()).await?;
                    store::purge(tx, *document).await?;
                }
            }
        }
        log.finish(tx.conn()).await
    }

    /// A snapshot is there to be fetched.
    async fn announce(
        &mut self,
        tx: &mut QuietTx<'_>,
        mut state: State,
        manifest: &Manifest,
        now: Timestamp,
    ) -> Result<Received> {
        if !state.needs_snapshot {
            return Ok(Received::default());
        }
        store::forget_chunks(tx.conn()).await?;
        self.session.note(Event::NeedSnapshot);
        // A workspace without a row has a snapshot without a chunk.
        if manifest.chunks.is_empty() {
            return self.swap(tx, state, manifest, now).await;
        }
        state.manifest = Some(manifest.clone());
        store::write_state(tx.conn(), &state).await?;
        Ok(Received::default())
    }

    /// Keeps a chunk, and swaps once all are here.
    async fn stage(
        &mut self,
        tx: &mut QuietTx<'_>,
        mut state: State,
        chunk: AskChunk,
        bytes: &[u8],
        now: Timestamp,
    ) -> Result<Received> {
        let Some(manifest) = state.manifest.clone().filter(|manifest| manifest.id == chunk.id) else {
            return Ok(Received::default());
        };
        // What is damaged on the server stays so: another snapshot is asked for.
        if let Err(bad) = snapshot::check(&manifest, chunk.index, bytes) {
            tracing::warn!(%bad, "a chunk of the snapshot was refused");
            store::forget_chunks(tx.conn()).await?;
            state.manifest = None;
            store::write_state(tx.conn(), &state).await?;
            return Ok(Received { is_damaged: true, ..Received::default() });
        }
        store::keep_chunk(tx.conn(), chunk.index, bytes).await?;
        if store::chunks_here(tx.conn()).await?.len() < manifest.chunks.len() {
            return Ok(Received::default());
        }
        self.swap(tx, state, &manifest, now).await
    }

    async fn swap(
        &mut self,
        tx: &mut QuietTx<'_>,
        mut state: State,
        manifest: &Manifest,
        now: Timestamp,
    ) -> Result<Received> {
        let is_other_epoch = state.epoch != Some(manifest.epoch);
        state.manifest = Some(manifest.clone());
        let lanes = store::lanes(tx.conn()).await?;
        let before = assemble::with_rows(tx.conn(), &state, &BTreeSet::new()).await?;
        let cursor_before = state.cursor;
        let mut replica = Replica::from(before.clone());
        let report = replica.swapped(fresh());
        let after = mycrm_sync::client::Parts::from(replica);
        write_back::lanes(tx.conn(), &lanes, &before, &after, cursor_before, now).await?;
        write_back::state(&mut state, &after);
        // With the new lanes: what waits under an id is found by it.
        let lanes = store::lanes(tx.conn()).await?;
        let mut log = Log::new(now, state.membership.member, &lanes, Vec::new(), self.names.clone());
        let chunks = manifest.chunks.len();
        state.latest = store::swap(tx, &state, cursor_before, chunks, is_other_epoch, &mut log).await?;
        if is_other_epoch {
            // Numbers of the log that is gone say nothing about backups of this one.
            state.keep_after = Cursor::ZERO;
        }
        store::set_clock(tx.conn(), state.latest).await?;
        store::write_state(tx.conn(), &state).await?;
        self.session.note(Event::Swap);
        self.session.note(Event::Stir);
        Ok(summary(&report, 0))
    }
}

fn summary(report: &Report, came: usize) -> Received {
    Received {
        came,
        rejected: report.parked.len(),
        conflicts: report.conflicts.len(),
        is_copied: report.is_copied,
        is_swapped: report.is_swapped,
        ..Received::default()
    }
}

fn waiting(lanes: &[LaneParts]) -> BTreeMap<OpId, &Op> {
    let items = lanes.iter().flat_map(|lane| lane.items.values());
    items
        .filter_map(|kept| match kept {
            Kept::Waiting(op) => Some((op.op_id, op)),
            Kept::Applied { .. } | Kept::Parked { .. } => None,
        })
        .collect()
}

fn parked<'a>(report: &Report, before: &'a [LaneParts]) -> Vec<&'a Op> {
    let ops = waiting(before);
    report.parked.iter().filter_map(|id| ops.get(id).copied()).collect()
}

/// Rows that the answer to a push shows otherwise.
fn moved(state: &State, request: &Request, answer: &Answer, lanes: &[LaneParts]) -> BTreeSet<RowKey> {
    let (Request::Push(push), Answer::Push(answer)) = (request, answer) else { return BTreeSet::new() };
    let lane = lanes.iter().find(|lane| lane.device == push.device);
    lane.map(|lane| assemble::moved_by(state, push, answer, &lane.items)).unwrap_or_default()
}

/// The lanes of a profile by their row.
pub(super) fn row_of(lanes: &[Lane], device: mycrm_sync::DeviceId) -> Option<i64> {
    lanes.iter().find(|lane| lane.parts.device == device).map(|lane| lane.row)
}
