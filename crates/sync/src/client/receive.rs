//! Taking answers in: each is one transaction, which reads what waits inside of it and so never hides a local edit.

use std::collections::{BTreeMap, BTreeSet};

use super::{Answer, Answered, Replica, Request};
use crate::merge::{Conflict, Row};
use crate::pull::{Delivery, NoPage, Page};
use crate::push::Refused;
use crate::snapshot::{self, AskChunk, BadChunk, Manifest};
use crate::{DeviceId, DeviceSeq, Millis, OpId, RowId, RowKey, Scope};

/// A snapshot of which some chunks are here. The rows in use stay as they are until all are.
#[derive(Debug, Clone)]
pub struct Staging {
    pub(super) manifest: Manifest,
    pub(super) chunks: BTreeMap<usize, Vec<u8>>,
}

impl Staging {
    pub(super) fn missing(&self) -> Option<AskChunk> {
        let index = (0..self.manifest.chunks.len()).find(|index| !self.chunks.contains_key(index))?;
        Some(AskChunk { id: self.manifest.id, index })
    }
}

/// What an answer changed: what the database has to write and the user has to hear.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    pub rows: BTreeSet<RowKey>,
    pub purged: Vec<RowId>,
    pub conflicts: Vec<Conflict>,
    /// Ops that the server did not accept.
    pub parked: Vec<OpId>,
    /// All rows are new.
    pub is_swapped: bool,
    /// Another installation writes under the same id, so this one has a new one.
    pub is_copied: bool,
    /// A chunk was not what the server announced; it is asked for again.
    pub bad_chunk: Option<BadChunk>,
}

impl Replica {
    /// Takes the answer to `request` in, which came at the time `now` of this device. An answer that comes too late to
    /// fit changes nothing. `fresh` is the id to go on under, should it turn out that another installation has this one's.
    pub fn receive(&mut self, request: &Request, answered: Answered, now: Millis, fresh: DeviceId) -> Report {
        let mut report = Report::default();
        self.offset = Millis(answered.now.0.saturating_sub(now.0));
        match (request, answered.answer) {
            (Request::Push(push), Answer::Push(Ok(receipts))) if Some(push.epoch) == self.epoch => {
                report.parked = self.outbox.settle(receipts);
            }
            (Request::Push(push), Answer::Push(Err(refused))) if Some(push.epoch) == self.epoch => {
                self.refused(push.device, refused, fresh, &mut report);
            }
            (Request::Pull(_), Answer::Pull(Ok(page))) => self.turn(page, fresh, &mut report),
            (Request::Pull(pull), Answer::Pull(Err(no_page))) if Some(pull.epoch) == self.epoch => {
                match no_page {
                    NoPage::OtherEpoch { .. } => self.start_over(),
                    NoPage::Gone { .. } if pull.from == self.cursor => self.start_over(),
                    NoPage::Gone { .. } | NoPage::Outdated { .. } => {}
                }
            }
            (Request::Snapshot(_), Answer::Snapshot(Ok(manifest))) if self.needs_snapshot => {
                self.staging = Some(Staging { manifest, chunks: BTreeMap::new() });
                self.swap_if_whole(fresh, &mut report);
            }
            (Request::Chunk(chunk), Answer::Chunk(Ok(bytes))) => {
                self.stage(*chunk, bytes, fresh, &mut report)
            }
            (Request::Chunk(chunk), Answer::Chunk(Err(snapshot::NoSnapshot::Gone))) => {
                self.staging.take_if(|staging| staging.manifest.id == chunk.id);
            }
            // What is too late to fit, and an answer to something else.
            _ => {}
        }
        report
    }

    fn start_over(&mut self) {
        self.needs_snapshot = true;
        self.staging = None;
    }

    fn refused(&mut self, device: DeviceId, refused: Refused, fresh: DeviceId, report: &mut Report) {
        match refused {
            Refused::OtherEpoch { .. } => self.start_over(),
            Refused::Gap { expected } => self.outbox.rewind(device, expected.previous()),
            Refused::Cloned(receipts) => {
                report.parked = self.outbox.settle(receipts);
                self.outbox.reissue(device, fresh);
                report.is_copied = true;
            }
            Refused::Foreign => {
                self.outbox.reissue(device, fresh);
                report.is_copied = true;
            }
            Refused::Outdated { .. } => {}
        }
    }

    /// Applies a page, the cursor and the clock.
    fn turn(&mut self, page: Page, fresh: DeviceId, report: &mut Report) {
        if self.epoch != Some(page.epoch) || self.cursor != page.from || self.needs_snapshot {
            return;
        }
        let mut is_overtaken = self.outbox.is_overtaken(self.device(), page.acked);
        for delivery in page.deliveries {
            match delivery {
                Delivery::Op(logged) => {
                    let is_own = self.outbox.recognise(&logged);
                    is_overtaken |= !is_own && logged.op.op_id.device == self.device();
                    report.rows.insert(logged.op.key());
                    let key = logged.op.key();
                    // Somebody who had seen what was kept has written the field since: that is a choice.
                    self.conflicts.retain(|_, conflict| !conflict.is_settled_by(&logged));
                    let taken = self.base.take(*logged);
                    if taken.is_restored {
                        self.conflicts.retain(|_, conflict| {
                            *conflict.row() != key || !matches!(conflict, Conflict::EditOfDeleted { .. })
                        });
                    }
                    self.conflicts
                        .extend(taken.conflicts.iter().map(|conflict| (conflict.id(), conflict.clone())));
                    report.conflicts.extend(taken.conflicts);
                }
                Delivery::Row { key, row } => {
                    report.rows.insert(key.clone());
                    self.base.join(key, row);
                }
                Delivery::Purge(document) => {
                    self.purge(document);
                    report.purged.push(document);
                }
            }
        }
        self.cursor = page.next;
        self.outbox.forget(page.keep_after, self.cursor);
        if is_overtaken {
            self.outbox.adopt(fresh);
            report.is_copied = true;
        }
    }

    fn purge(&mut self, document: RowId) {
        let base = &self.base;
        self.conflicts.retain(|_, conflict| {
            let scope = |rows: &crate::merge::Rows| rows.get(conflict.row()).map(|row| row.scope);
            scope(base.rows()) != Some(Scope::Document(document))
        });
        self.base.purge(document);
    }

    fn stage(&mut self, chunk: AskChunk, bytes: Vec<u8>, fresh: DeviceId, report: &mut Report) {
        let Some(staging) = self.staging.as_mut().filter(|staging| staging.manifest.id == chunk.id) else {
            return;
        };
        match snapshot::check(&staging.manifest, chunk.index, &bytes) {
            Ok(()) => {
                staging.chunks.insert(chunk.index, bytes);
            }
            Err(bad) => report.bad_chunk = Some(bad),
        }
        self.swap_if_whole(fresh, report);
    }

    /// Swaps the rows once all chunks are here. What waits is kept; what the server does not have waits again.
    fn swap_if_whole(&mut self, fresh: DeviceId, report: &mut Report) {
        let Some(staging) = self.staging.take_if(|staging| staging.missing().is_none()) else { return };
        let mut rows = Vec::new();
        for (index, bytes) in &staging.chunks {
            match snapshot::read(*index, bytes) {
                Ok(some) => rows.extend(some),
                Err(bad) => {
                    report.bad_chunk = Some(bad);
                    return;
                }
            }
        }
        self.swap(&staging.manifest, rows, fresh, report);
    }

    pub(super) fn swap(
        &mut self,
        manifest: &Manifest,
        rows: Vec<(RowKey, Row)>,
        fresh: DeviceId,
        report: &mut Report,
    ) {
        let Manifest { epoch, cursor, acked, .. } = manifest;
        self.base.replace(rows);
        let base = &self.base;
        self.conflicts.retain(|_, conflict| base.rows().get(conflict.row()).is_some());
        self.cursor = *cursor;
        if self.epoch != Some(*epoch) {
            // All that a backup may lack is sent again, whatever number the server has reached: a copy of this profile
            // may have been faster and have put its own ops under the numbers of these.
            self.epoch = Some(*epoch);
            for device in self.outbox.devices().collect::<Vec<_>>() {
                self.outbox.rewind(device, DeviceSeq::ZERO);
            }
        }
        self.needs_snapshot = false;
        report.is_swapped = true;
        let decided = acked.get(&self.device()).copied().unwrap_or(DeviceSeq::ZERO);
        if self.outbox.is_overtaken(self.device(), decided) {
            self.outbox.adopt(fresh);
            report.is_copied = true;
        }
    }
}
