//! The server: a database that is durable, and what a crash takes.

use std::collections::{BTreeMap, BTreeSet};

use mycrm_sync::access::{Consequence, consequence};
use mycrm_sync::client::{Answer, Request};
use mycrm_sync::merge::{Rows, Write};
use mycrm_sync::op::OpHash;
use mycrm_sync::pull::{self, Limits, LogState, Pull};
use mycrm_sync::push::{self, Decision, Device, Item, Push, Receipt, Refused, Standing, Verdict};
use mycrm_sync::snapshot::{self, Ask, AskChunk, Manifest, NoSnapshot};
use mycrm_sync::{
    Access, Cursor, DeviceId, DeviceSeq, Entry, Epoch, Logged, MemberId, Millis, OpId, Rights, RowId, RowKey,
    SchemaVersion, Scope, SnapshotId,
};
use uuid::Uuid;

use super::Sabotage;

/// What is on the disk of the server, and in its backups.
#[derive(Clone)]
pub(crate) struct Database {
    pub(crate) epoch: Epoch,
    pub(crate) head: Cursor,
    pub(crate) min_retained: Cursor,
    entries: Vec<Entry>,
    /// Every op that is in effect, also those that were pruned: for the checks alone.
    pub(crate) archive: Vec<Logged>,
    pub(crate) devices: BTreeMap<DeviceId, Device>,
    receipts: BTreeMap<OpId, Receipt>,
    in_effect: BTreeMap<(MemberId, OpHash), Verdict>,
    rows: Rows,
    scopes: BTreeMap<RowKey, Scope>,
    pub(crate) members: BTreeMap<MemberId, Rights>,
    documents: BTreeMap<RowId, BTreeMap<MemberId, Rights>>,
    pub(crate) minimum: SchemaVersion,
}

#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) disk: Database,
    pub(crate) backups: Vec<Database>,
    /// Pushes that are decided but not committed: one, as the head is locked.
    open: Vec<Open>,
    snapshots: BTreeMap<SnapshotId, Snapshot>,
    sabotage: Sabotage,
    remembered: BTreeMap<MemberId, Access>,
    /// How large pages and chunks are.
    pub(crate) page: usize,
    pub(crate) chunk: usize,
}

#[derive(Clone)]
struct Open {
    member: MemberId,
    push: Push,
    decision: Decision,
    /// Whom to answer, and under which nonce.
    pub(crate) to: (usize, u64),
}

#[derive(Clone)]
struct Snapshot {
    member: MemberId,
    access: Access,
    epoch: Epoch,
    chunks: Vec<Vec<u8>>,
}

impl Server {
    pub(crate) fn new(members: BTreeMap<MemberId, Rights>, sabotage: Sabotage) -> Self {
        let disk = Database {
            epoch: Epoch(1),
            head: Cursor::ZERO,
            min_retained: Cursor::ZERO,
            entries: Vec::new(),
            archive: Vec::new(),
            devices: BTreeMap::new(),
            receipts: BTreeMap::new(),
            in_effect: BTreeMap::new(),
            rows: Rows::default(),
            scopes: BTreeMap::new(),
            members,
            documents: BTreeMap::new(),
            minimum: SchemaVersion(1),
        };
        Self {
            disk,
            backups: Vec::new(),
            open: Vec::new(),
            snapshots: BTreeMap::new(),
            sabotage,
            remembered: BTreeMap::new(),
            page: 5,
            chunk: 600,
        }
    }

    pub(crate) fn is_locked(&self) -> bool {
        !self.open.is_empty() && self.sabotage != Sabotage::NoHeadLock
    }

    /// Decides over a push, holding the lock. Nothing is durable before [`Server::commit`].
    pub(crate) fn begin(&mut self, member: MemberId, push: Push, to: (usize, u64), now: Millis) {
        let mut standing = self.standing(member, &push, now);
        if self.sabotage == Sabotage::NoHeadLock {
            let given =
                self.open.iter().filter_map(|open| open.decision.effects.log.last()).map(|logged| logged.seq);
            standing.head = standing.head.max(given.max().unwrap_or_default());
        }
        let decision = push::decide(&push, &standing);
        let is_rejected = |verdict: &Verdict| matches!(verdict, Verdict::Rejected(_));
        let all_accepted =
            decision.answer.as_ref().is_ok_and(|receipts| !receipts.verdicts.iter().any(is_rejected));
        if self.sabotage == Sabotage::AllOrNothing && !all_accepted {
            return;
        }
        self.open.push(Open { member, push, decision, to });
    }

    /// Commits an open push; without a lock not always the first one.
    pub(crate) fn commit(&mut self, random: &mut fastrand::Rng) -> Option<((usize, u64), Answer)> {
        if self.open.is_empty() {
            return None;
        }
        let at = random.usize(..self.open.len());
        let Open { push, decision, to, .. } = self.open.remove(at);
        let answer = Answer::Push(decision.answer.clone());
        self.disk.carry_out(&push, decision);
        Some((to, answer))
    }

    /// What whoever answers too early would say.
    pub(crate) fn promise(&self) -> Option<((usize, u64), Answer)> {
        self.open.first().map(|open| (open.to, Answer::Push(open.decision.answer.clone())))
    }

    /// Power off: what was not committed did not happen, and snapshots are gone.
    pub(crate) fn crash(&mut self) {
        if self.sabotage == Sabotage::NumberApart {
            for Open { push, mut decision, .. } in std::mem::take(&mut self.open) {
                decision.effects.device = None;
                decision.effects.receipts.clear();
                let in_effect = self.disk.in_effect.clone();
                self.disk.carry_out(&push, decision);
                self.disk.in_effect = in_effect;
            }
        }
        self.open.clear();
        self.snapshots.clear();
    }

    pub(crate) fn has_open(&self, member: MemberId) -> bool {
        self.open.iter().any(|open| open.member == member)
    }

    fn standing(&self, member: MemberId, push: &Push, now: Millis) -> Standing {
        let disk = &self.disk;
        let numbers = push.first.0..push.first.0.saturating_add(push.items.len() as u64);
        let receipt = |seq: u64| {
            let id = OpId { device: push.device, seq: DeviceSeq(seq) };
            disk.receipts.get(&id).map(|receipt| (DeviceSeq(seq), receipt.clone()))
        };
        let in_effect = |item: &Item| match item {
            Item::Op(op) => {
                disk.in_effect.get(&(member, op.identity())).map(|found| (op.identity(), found.clone()))
            }
            Item::Void | Item::Bad { .. } => None,
        };
        Standing {
            in_effect: push.items.iter().filter_map(in_effect).collect(),
            now,
            epoch: disk.epoch,
            minimum: disk.minimum,
            head: disk.head,
            member,
            device: disk.devices.get(&push.device).cloned(),
            receipts: numbers.filter_map(receipt).collect(),
            access: disk.access(member),
            blobs: BTreeSet::new(),
            scopes: disk.scopes.clone(),
            sizes: BTreeMap::new(),
        }
    }

    /// Answers what only reads.
    pub(crate) fn read(&mut self, member: MemberId, request: &Request, id: SnapshotId) -> Answer {
        match request {
            Request::Push(_) => Answer::Push(Err(Refused::Foreign)),
            Request::Pull(pull) => Answer::Pull(self.pull(member, pull)),
            Request::Snapshot(ask) => Answer::Snapshot(self.snapshot(member, ask, id)),
            Request::Chunk(chunk) => Answer::Chunk(self.chunk(member, *chunk)),
        }
    }

    fn pull(&mut self, member: MemberId, pull: &Pull) -> Result<pull::Page, pull::NoPage> {
        let disk = &self.disk;
        let mut access = disk.access(member);
        if self.sabotage == Sabotage::RememberedRights {
            let remembered = self.remembered.entry(member).or_insert_with(|| access.clone());
            for (document, rights) in &access.documents {
                let before = remembered.documents.entry(*document).or_default();
                *before = (*before).max(*rights);
            }
            access = remembered.clone();
        }
        let state = LogState {
            epoch: disk.epoch,
            minimum: disk.minimum,
            head: disk.head,
            min_retained: disk.min_retained,
            keep_after: self.backups.iter().map(|backup| backup.head).min().unwrap_or_default(),
            member,
            acked: disk.acked(pull.device),
            access,
        };
        let limits = Limits { deliveries: self.page, bytes: 1 << 20, scanned: 4 * self.page };
        let tail = disk.entries.iter().filter(|entry| entry.seq() > pull.from);
        pull::page(pull, &state, limits, tail, |key| disk.rows.get(key).cloned())
    }

    fn snapshot(&mut self, member: MemberId, ask: &Ask, id: SnapshotId) -> Result<Manifest, NoSnapshot> {
        let disk = &self.disk;
        if ask.schema < disk.minimum {
            return Err(NoSnapshot::Outdated { minimum: disk.minimum });
        }
        let access = disk.access(member);
        let chunks = snapshot::chunks(&disk.rows, &access, disk.head, self.chunk);
        let manifest = Manifest {
            id,
            epoch: disk.epoch,
            cursor: disk.head,
            chunks: chunks.iter().map(|chunk| OpHash::of(chunk)).collect(),
            acked: ask.devices.iter().map(|device| (*device, disk.acked(*device))).collect(),
        };
        self.snapshots.insert(id, Snapshot { member, access, epoch: disk.epoch, chunks });
        Ok(manifest)
    }

    fn chunk(&self, member: MemberId, ask: AskChunk) -> Result<Vec<u8>, NoSnapshot> {
        let kept = self.snapshots.get(&ask.id).filter(|kept| {
            kept.member == member && kept.epoch == self.disk.epoch && kept.access == self.disk.access(member)
        });
        kept.and_then(|kept| kept.chunks.get(ask.index)).cloned().ok_or(NoSnapshot::Gone)
    }

    /// Changes the rights of a member to a document, in a transaction of its own.
    pub(crate) fn entitle(&mut self, member: MemberId, document: RowId, rights: Rights) {
        let disk = &mut self.disk;
        let Some(members) = disk.documents.get_mut(&document) else { return };
        let before = members.insert(member, rights).unwrap_or_default();
        match consequence(before, rights) {
            Consequence::Nothing => {}
            Consequence::Purge => {
                disk.head = disk.head.next();
                disk.entries.push(Entry::Purge { seq: disk.head, from: member, document });
            }
            Consequence::Backfill => {
                let scope = Scope::Document(document);
                for key in disk.scopes.iter().filter(|(_, of)| **of == scope).map(|(key, _)| key.clone()) {
                    disk.head = disk.head.next();
                    disk.entries.push(Entry::Backfill { seq: disk.head, to: member, key, scope });
                }
            }
        }
    }

    pub(crate) fn documents(&self) -> Vec<RowId> {
        self.disk.documents.keys().copied().collect()
    }

    pub(crate) fn back_up(&mut self) {
        if self.backups.len() == 2 {
            self.backups.remove(0);
        }
        self.backups.push(self.disk.clone());
    }

    /// Puts a backup back. Later ones belong to a past that is given up: they may lack what devices then forget.
    pub(crate) fn restore(&mut self, at: usize, now: Millis) {
        self.crash();
        self.backups.truncate(at + 1);
        let gone = self.disk.epoch;
        self.disk = self.backups[at].clone();
        if self.sabotage == Sabotage::SilentRestore {
            self.disk.epoch = gone;
        } else {
            self.disk.epoch = self.disk.epoch.after_restore(now);
        }
    }

    pub(crate) fn prune(&mut self, up_to: Cursor) {
        let disk = &mut self.disk;
        disk.min_retained = disk.min_retained.max(up_to.min(disk.head));
        let from = disk.min_retained;
        disk.entries.retain(|entry| entry.seq() > from);
    }
}

impl Database {
    pub(crate) fn access(&self, member: MemberId) -> Access {
        let documents = self.documents.iter();
        Access {
            workspace: self.members.get(&member).copied().unwrap_or_default(),
            documents: documents
                .map(|(document, members)| (*document, members.get(&member).copied().unwrap_or_default()))
                .collect(),
        }
    }

    fn acked(&self, device: DeviceId) -> DeviceSeq {
        self.devices.get(&device).map_or(DeviceSeq::ZERO, |device| device.last_seq)
    }

    fn carry_out(&mut self, push: &Push, decision: Decision) {
        let effects = decision.effects;
        for document in effects.documents {
            let author = effects.log.first().map(|logged| logged.member);
            self.documents.entry(document).or_default().extend(author.map(|author| (author, Rights::Write)));
        }
        self.scopes.extend(effects.scopes);
        let receipts = effects.receipts.into_iter();
        self.receipts.extend(receipts.map(|(seq, receipt)| (OpId { device: push.device, seq }, receipt)));
        for logged in effects.log {
            let verdict = Verdict::Applied { seq: logged.seq, admitted: logged.admitted };
            self.in_effect.insert((logged.member, logged.op.identity()), verdict);
            self.rows.apply(&logged.op.key(), &Write::of(&logged, |_| true));
            self.archive.push(logged.clone());
            self.head = self.head.max(logged.seq);
            self.entries.push(Entry::Op(Box::new(logged)));
        }
        self.entries.sort_by_key(Entry::seq);
        if let Some(device) = effects.device {
            self.devices.insert(push.device, device);
        }
    }
}

/// A name for a snapshot.
pub(crate) fn snapshot_id(random: &mut fastrand::Rng) -> SnapshotId {
    SnapshotId(Uuid::from_u128(random.u128(..)))
}
