//! Taking an answer in: one transaction, which reads what waits inside of it and so never hides a local edit.

use std::collections::{BTreeMap, BTreeSet};

use mycrm_store::{QuietTx, Timestamp};
use mycrm_sync::client::{Answer, Answered, Connection, Event, Kept, LaneParts, Replica, Report, Request};
use mycrm_sync::pull::{Delivery, Page};
use mycrm_sync::snapshot::{self, AskChunk};
use mycrm_sync::{Millis, Op, OpId};

use super::{Device, fresh, keys, write_back};
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
    /// All rows are new.
    pub is_swapped: bool,
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
        let own_store = self.store.clone();
        let mut tx = own_store.begin_quiet().await?;
        let Some(state) = store::read_state(tx.conn()).await? else { return Ok(Received::default()) };
        let received = match (request, &answered.answer) {
            (Request::Chunk(chunk), Answer::Chunk(Ok(bytes))) => {
                self.stage(&mut tx, state, *chunk, bytes, now).await?
            }
            _ => self.take(&mut tx, state, request, answered, now).await?,
        };
        tx.commit().await?;
        self.note_synced(now).await?;
        Ok(received)
    }

    async fn note_synced(&self, now: Timestamp) -> Result<()> {
        if self.session.connection() == Connection::Synced {
            store::note_synced(&mut *self.store.bookkeeping().acquire().await?, now).await?;
        }
        Ok(())
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
        let mut came = 0;
        if let Answer::Pull(Ok(page)) = &answered.answer
            && state.epoch == Some(page.epoch)
            && state.cursor == page.from
            && !state.needs_snapshot
        {
            came = page.deliveries.len();
            self.keep(tx, &state, page, now).await?;
            state.keep_after = page.keep_after;
        }
        let before = parts.clone();
        let mut replica = Replica::from(parts);
        let had_snapshot = state.manifest.is_some();
        let report = self.session.receive(&mut replica, request, answered, Millis(now.millis()), fresh());
        let touched = rows_of(&report, &before.lanes);
        let mut applier = Applier::new(tx.conn()).await?;
        for key in &touched {
            applier.write(tx, key, replica.row(key).as_ref()).await?;
        }
        for op in parked(&report, &before.lanes) {
            store::note_taken_back(tx.conn(), op, replica.row(&op.key()).as_ref(), now).await?;
        }
        let after = mycrm_sync::client::Parts::from(replica);
        write_back::lanes(tx.conn(), &lanes, &before, &after, now).await?;
        write_back::conflicts(tx.conn(), &before.conflicts, &after.conflicts, now).await?;
        write_back::state(&mut state, &after);
        if had_snapshot && state.manifest.is_none() || matches!(request, Request::Snapshot(_)) {
            store::forget_chunks(tx.conn()).await?;
        }
        store::forget_backfills(tx.conn(), state.cursor).await?;
        write_back::clock(tx.conn(), &state).await?;
        store::write_state(tx.conn(), &state).await?;
        let mut received = summary(&report, came);
        // A workspace without a row has a snapshot without a chunk.
        if let Some(manifest) = state.manifest.clone().filter(|manifest| manifest.chunks.is_empty()) {
            received = self.swap(tx, state, &manifest, now).await?;
        }
        Ok(received)
    }

    /// Puts what came into the log, in its order: a document may be purged and given back within one page.
    async fn keep(&mut self, tx: &mut QuietTx<'_>, state: &State, page: &Page, now: Timestamp) -> Result<()> {
        let own = state.membership.member;
        let mut log = Log::new(now, own, page.actions.clone(), self.names.clone());
        for delivery in &page.deliveries {
            match delivery {
                Delivery::Op(logged) => log.keep(tx.conn(), logged).await?,
                Delivery::Row { key, row } => {
                    log.keep_row(tx.conn(), key, row, page.next).await?;
                    store::note_backfill(tx.conn(), key, row.as_of).await?;
                }
                Delivery::Purge(document) => store::purge(tx, *document).await?,
            }
        }
        log.finish(tx.conn()).await
    }

    /// Keeps a chunk, and swaps once all are here.
    async fn stage(
        &mut self,
        tx: &mut QuietTx<'_>,
        state: State,
        chunk: AskChunk,
        bytes: &[u8],
        now: Timestamp,
    ) -> Result<Received> {
        let Some(manifest) = state.manifest.clone().filter(|manifest| manifest.id == chunk.id) else {
            return Ok(Received::default());
        };
        // A damaged one is asked for again.
        if let Err(bad) = snapshot::check(&manifest, chunk.index, bytes) {
            tracing::warn!(%bad, "a chunk of the snapshot was refused");
            return Ok(Received::default());
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
        manifest: &snapshot::Manifest,
        now: Timestamp,
    ) -> Result<Received> {
        let is_other_epoch = state.epoch != Some(manifest.epoch);
        let mut log = Log::new(now, state.membership.member, Vec::new(), self.names.clone());
        let before = assemble::with_rows(tx.conn(), &state, &BTreeSet::new()).await?;
        let lanes = store::lanes(tx.conn()).await?;
        let mut replica = Replica::from(before.clone());
        let report = replica.swapped(fresh());
        let after = mycrm_sync::client::Parts::from(replica);
        // Lanes first: what waits under an id is found by it.
        write_back::lanes(tx.conn(), &lanes, &before, &after, now).await?;
        write_back::state(&mut state, &after);
        let cursor_before = before.cursor;
        let chunks = manifest.chunks.len();
        state.latest = store::swap(tx, &state, cursor_before, chunks, is_other_epoch, &mut log).await?;
        state.manifest = None;
        write_back::clock(tx.conn(), &state).await?;
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

fn rows_of(report: &Report, before: &[LaneParts]) -> BTreeSet<mycrm_sync::RowKey> {
    let mut rows = report.rows.clone();
    rows.extend(keys(parked(report, before)));
    rows
}

/// The lanes of a profile by their row.
pub(super) fn row_of(lanes: &[Lane], device: mycrm_sync::DeviceId) -> Option<i64> {
    lanes.iter().find(|lane| lane.parts.device == device).map(|lane| lane.row)
}
