//! A server in memory: carries out what the protocol decides, and fails where a test wants it to.

use std::collections::{BTreeMap, BTreeSet};

use mycrm_sync::access::{Consequence, consequence};
use mycrm_sync::client::{Answer, Answered, Request};
use mycrm_sync::merge::{Rows, Write};
use mycrm_sync::pull::{self, Limits, LogState, Pull};
use mycrm_sync::push::{self, Decision, Device, Item, Push, Receipt, Standing, Verdict};
use mycrm_sync::snapshot::{self, Ask, AskChunk, Manifest, NoSnapshot};
use mycrm_sync::{
    Access, Action, ChangeSetId, Cursor, DeviceId, DeviceSeq, Entry, Epoch, Logged, MemberId, Millis, OpHash,
    OpId, Rights, RowId, RowKey, SchemaVersion, Scope, SnapshotId, Value,
};
use uuid::Uuid;

/// What is on its disk, and in its backups.
#[derive(Clone)]
pub(crate) struct Database {
    pub(crate) epoch: Epoch,
    pub(crate) head: Cursor,
    min_retained: Cursor,
    entries: Vec<Entry>,
    devices: BTreeMap<DeviceId, Device>,
    receipts: BTreeMap<OpId, Receipt>,
    in_effect: BTreeMap<(MemberId, OpHash), Verdict>,
    pub(crate) rows: Rows,
    scopes: BTreeMap<RowKey, Scope>,
    pub(crate) members: BTreeMap<MemberId, Rights>,
    documents: BTreeMap<RowId, BTreeMap<MemberId, Rights>>,
    actions: BTreeMap<ChangeSetId, Action>,
    /// How often an op took effect, by identity, and what was ever written; also of what was pruned.
    pub(crate) effects: BTreeMap<OpHash, usize>,
    pub(crate) written: BTreeSet<Value>,
}

pub(crate) struct Server {
    pub(crate) disk: Database,
    backups: Vec<Database>,
    snapshots: BTreeMap<SnapshotId, Snapshot>,
    next_snapshot: u128,
    /// How large pages and chunks are.
    pub(crate) limits: Limits,
    pub(crate) chunk: usize,
    pub(crate) now: Millis,
}

struct Snapshot {
    member: MemberId,
    access: Access,
    epoch: Epoch,
    chunks: Vec<Vec<u8>>,
}

/// A Tuesday in November 2023.
pub(crate) const START: Millis = Millis(1_700_000_000_000);

impl Server {
    pub(crate) fn new() -> Self {
        let disk = Database {
            epoch: Epoch(1),
            head: Cursor::ZERO,
            min_retained: Cursor::ZERO,
            entries: Vec::new(),
            devices: BTreeMap::new(),
            receipts: BTreeMap::new(),
            in_effect: BTreeMap::new(),
            rows: Rows::default(),
            scopes: BTreeMap::new(),
            members: BTreeMap::new(),
            documents: BTreeMap::new(),
            actions: BTreeMap::new(),
            effects: BTreeMap::new(),
            written: BTreeSet::new(),
        };
        Self {
            disk,
            backups: Vec::new(),
            snapshots: BTreeMap::new(),
            next_snapshot: 1,
            limits: Limits { deliveries: 7, bytes: 1 << 20, scanned: 28 },
            chunk: 2_000,
            now: START,
        }
    }

    /// Answers as it would over a network: what travels is written and read.
    pub(crate) fn answer(&mut self, member: MemberId, request: &Request) -> Answered {
        let answer = match request {
            Request::Push(push) => {
                let bytes = serde_json::to_vec(push).unwrap();
                Answer::Push(self.push(member, &push::decode(&bytes).expect("a push can be read")))
            }
            Request::Pull(pull) => Answer::Pull(self.pull(member, pull)),
            Request::Snapshot(ask) => Answer::Snapshot(self.snapshot(member, ask)),
            Request::Chunk(ask) => Answer::Chunk(self.chunk(member, *ask)),
        };
        let answered = Answered { now: self.now, answer };
        if matches!(answered.answer, Answer::Chunk(_)) {
            return answered;
        }
        serde_json::from_slice(&serde_json::to_vec(&answered).unwrap()).unwrap()
    }

    pub(crate) fn push(&mut self, member: MemberId, push: &Push) -> Result<push::Receipts, push::Refused> {
        let decision = push::decide(push, &self.standing(member, push));
        let answer = decision.answer.clone();
        self.disk.actions.extend(push.actions.iter().map(|action| (action.id, action.clone())));
        self.disk.carry_out(push, decision);
        answer
    }

    fn standing(&self, member: MemberId, push: &Push) -> Standing {
        let disk = &self.disk;
        let numbers = push.first.0..push.first.0.saturating_add(push.items.len() as u64);
        let receipt = |seq: u64| {
            let id = OpId { device: push.device, seq: DeviceSeq(seq) };
            disk.receipts.get(&id).map(|receipt| (DeviceSeq(seq), receipt.clone()))
        };
        let ops =
            || push.items.iter().filter_map(|item| if let Item::Op(op) = item { Some(op) } else { None });
        Standing {
            now: self.now,
            epoch: disk.epoch,
            minimum: SchemaVersion(1),
            head: disk.head,
            member,
            device: disk.devices.get(&push.device).cloned(),
            receipts: numbers.filter_map(receipt).collect(),
            in_effect: ops()
                .filter_map(|op| Some((op.identity(), disk.in_effect.get(&(member, op.identity()))?.clone())))
                .collect(),
            access: disk.access(member),
            blobs: BTreeSet::new(),
            scopes: ops().filter_map(|op| Some((op.key(), *disk.scopes.get(&op.key())?))).collect(),
            sizes: BTreeMap::new(),
        }
    }

    fn pull(&self, member: MemberId, pull: &Pull) -> Result<pull::Page, pull::NoPage> {
        let disk = &self.disk;
        let state = LogState {
            epoch: disk.epoch,
            minimum: SchemaVersion(1),
            head: disk.head,
            min_retained: disk.min_retained,
            keep_after: self.backups.iter().map(|backup| backup.head).min().unwrap_or_default(),
            member,
            acked: disk.acked(pull.device),
            access: disk.access(member),
        };
        let from = disk.entries.partition_point(|entry| entry.seq() <= pull.from);
        let tail = &disk.entries[from..];
        let mut page = pull::page(pull, &state, self.limits, tail, |key| disk.rows.get(key).cloned())?;
        let sets = page.deliveries.iter().filter_map(|delivery| match delivery {
            pull::Delivery::Op(logged) => disk.actions.get(&logged.op.change_set_id),
            pull::Delivery::Row { .. } | pull::Delivery::Purge(_) => None,
        });
        let sets: BTreeMap<_, _> = sets.map(|action| (action.id, action.clone())).collect();
        page.actions = sets.into_values().collect();
        Ok(page)
    }

    fn snapshot(&mut self, member: MemberId, ask: &Ask) -> Result<Manifest, NoSnapshot> {
        let disk = &self.disk;
        let access = disk.access(member);
        let chunks = snapshot::chunks(&disk.rows, &access, disk.head, self.chunk);
        let id = SnapshotId(Uuid::from_u128(self.next_snapshot));
        self.next_snapshot += 1;
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

    /// Changes the rights of a member to a document.
    pub(crate) fn entitle(&mut self, member: MemberId, document: RowId, rights: Rights) {
        let disk = &mut self.disk;
        let before = disk.documents.entry(document).or_default().insert(member, rights).unwrap_or_default();
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

    pub(crate) fn back_up(&mut self) {
        if self.backups.len() == 2 {
            self.backups.remove(0);
        }
        self.backups.push(self.disk.clone());
    }

    /// Puts a backup back; later ones belong to a past that is gone.
    pub(crate) fn restore(&mut self, at: usize) {
        self.backups.truncate(at + 1);
        let members = self.disk.members.clone();
        self.disk = self.backups[at].clone();
        self.disk.members = members;
        self.disk.epoch = self.disk.epoch.after_restore(self.now);
        self.snapshots.clear();
    }

    pub(crate) fn backups(&self) -> usize {
        self.backups.len()
    }

    /// Forgets the log up to here.
    pub(crate) fn prune(&mut self) {
        self.disk.min_retained = self.disk.head;
        self.disk.entries.clear();
    }

    /// Snapshots are no longer kept.
    pub(crate) fn forget_snapshots(&mut self) {
        self.snapshots.clear();
    }
}

impl Database {
    fn access(&self, member: MemberId) -> Access {
        let rights = |members: &BTreeMap<MemberId, Rights>| members.get(&member).copied().unwrap_or_default();
        Access {
            workspace: rights(&self.members),
            documents: self
                .documents
                .iter()
                .map(|(document, members)| (*document, rights(members)))
                .collect(),
        }
    }

    fn acked(&self, device: DeviceId) -> DeviceSeq {
        self.devices.get(&device).map_or(DeviceSeq::ZERO, |device| device.last_seq)
    }

    fn carry_out(&mut self, push: &Push, decision: Decision) {
        let effects = decision.effects;
        let author = effects.log.first().map(|logged| logged.member);
        for document in effects.documents {
            self.documents.entry(document).or_default().extend(author.map(|author| (author, Rights::Write)));
        }
        self.scopes.extend(effects.scopes);
        let receipts = effects.receipts.into_iter();
        self.receipts.extend(receipts.map(|(seq, receipt)| (OpId { device: push.device, seq }, receipt)));
        for logged in effects.log {
            self.log(logged);
        }
        if let Some(device) = effects.device {
            self.devices.insert(push.device, device);
        }
    }

    fn log(&mut self, logged: Logged) {
        let identity = logged.op.identity();
        let verdict = Verdict::Applied { seq: logged.seq, admitted: logged.admitted };
        self.in_effect.insert((logged.member, identity), verdict);
        *self.effects.entry(identity).or_default() += 1;
        self.written.extend(logged.op.fields.values().map(|change| change.1.clone()));
        self.rows.apply(&logged.op.key(), &Write::of(&logged, |_| true));
        self.head = logged.seq;
        self.entries.push(Entry::Op(Box::new(logged)));
    }
}
