//! What this device has written: what waits for the server, what it acknowledged, and what it did not accept.
//!
//! A profile that was copied or restored goes on under a new id but still owes the server what it wrote under the old
//! one. So there is a lane for each id; the last one takes new ops, the others are only emptied.

use std::collections::BTreeMap;

use crate::action::MAX_ACTION;
use crate::op::{ENVELOPE, MAX_BYTES, MAX_OPS};
use crate::push::{Item, Push, Reason, Receipts, Verdict};
use crate::{Cursor, DeviceId, DeviceSeq, Epoch, Logged, Op, OpId, SchemaVersion, Stamp, TxId};

#[derive(Debug, Clone)]
pub struct Outbox {
    /// Never empty: the last one is the current.
    pub(super) lanes: Vec<Lane>,
    pub(super) current: DeviceId,
}

#[derive(Debug, Clone)]
pub struct Lane {
    pub(super) device: DeviceId,
    /// Decided up to here, as far as the device knows.
    pub(super) settled: DeviceSeq,
    pub(super) last: DeviceSeq,
    pub(super) items: BTreeMap<DeviceSeq, Kept>,
}

/// An op that this device wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    Waiting(Op),
    /// Acknowledged. It is part of the view until the cursor has passed `seq`, and is kept until no backup of the
    /// server can lack it.
    Applied {
        op: Op,
        logged: Cursor,
        stamp: Stamp,
    },
    /// Not accepted. It stays for the user to export, or to do again.
    Parked {
        op: Op,
        reason: Reason,
    },
}

impl Outbox {
    pub(super) fn new(device: DeviceId) -> Self {
        Self { lanes: vec![Lane::new(device)], current: device }
    }

    /// The id that new ops get.
    #[must_use]
    pub fn device(&self) -> DeviceId {
        self.current
    }

    /// Every id under which this profile has written.
    pub fn devices(&self) -> impl Iterator<Item = DeviceId> {
        self.lanes.iter().map(|lane| lane.device)
    }

    /// How many ops the server has not decided yet.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.lanes
            .iter()
            .flat_map(|lane| lane.items.values())
            .filter(|kept| matches!(kept, Kept::Waiting(_)))
            .count()
    }

    /// Whether there is something to send, be it a number that only has to be taken.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.lanes.iter().all(|lane| lane.settled >= lane.last)
    }

    /// What was not accepted, and why.
    pub fn parked(&self) -> impl Iterator<Item = (&Op, &Reason)> {
        self.lanes.iter().flat_map(|lane| lane.items.values()).filter_map(|kept| match kept {
            Kept::Parked { op, reason } => Some((op, reason)),
            Kept::Waiting(_) | Kept::Applied { .. } => None,
        })
    }

    /// The user does not need it any more. Should its number ever be asked for, a void stands for it.
    pub(super) fn dismiss(&mut self, id: OpId) {
        if let Some(lane) = self.lane(id.device)
            && matches!(lane.items.get(&id.seq), Some(Kept::Parked { .. }))
        {
            lane.items.remove(&id.seq);
        }
    }

    /// All that is kept, by number.
    pub fn kept(&self) -> impl Iterator<Item = &Kept> {
        self.lanes.iter().flat_map(|lane| lane.items.values())
    }

    /// Ops that the server's rows do not contain yet, with the stamp they have or will get unless the clock was wrong.
    pub fn unseen(&self, cursor: Cursor) -> impl Iterator<Item = (&Op, Stamp)> {
        self.lanes.iter().flat_map(|lane| lane.items.values()).filter_map(move |kept| match kept {
            Kept::Waiting(op) => Some((op, Stamp::new(op.hlc, op.op_id))),
            Kept::Applied { op, logged, stamp } => (*logged > cursor).then_some((op, *stamp)),
            Kept::Parked { .. } => None,
        })
    }

    pub(super) fn next_id(&self) -> OpId {
        let last = self.lanes.last().map_or(DeviceSeq::ZERO, |lane| lane.last);
        OpId { device: self.current, seq: last.next() }
    }

    /// The transaction of the last op.
    pub(super) fn last_tx(&self) -> Option<TxId> {
        let (_, kept) = self.lanes.last()?.items.last_key_value()?;
        match kept {
            Kept::Waiting(op) | Kept::Applied { op, .. } | Kept::Parked { op, .. } => Some(op.tx_id),
        }
    }

    /// Adds an op named [`Outbox::next_id`].
    pub(super) fn add(&mut self, op: Op) {
        if let Some(lane) = self.lanes.last_mut() {
            lane.last = op.op_id.seq;
            lane.items.insert(op.op_id.seq, Kept::Waiting(op));
        }
    }

    /// Goes on under another id.
    pub(super) fn adopt(&mut self, fresh: DeviceId) {
        self.lanes.push(Lane::new(fresh));
        self.current = fresh;
    }

    fn lane(&mut self, device: DeviceId) -> Option<&mut Lane> {
        self.lanes.iter_mut().find(|lane| lane.device == device)
    }

    /// The next push: older lanes first, because what is written under the new id builds on them.
    pub(super) fn next_push(&self, epoch: Epoch, schema: SchemaVersion) -> Option<Push> {
        self.lanes.iter().find(|lane| lane.settled < lane.last).map(|lane| lane.push(epoch, schema))
    }

    /// Takes verdicts in; returns the ops that were not accepted.
    pub(super) fn settle(&mut self, receipts: Receipts) -> Vec<OpId> {
        let mut parked = Vec::new();
        let Some(lane) = self.lane(receipts.device) else { return parked };
        for (seq, verdict) in (receipts.first.0..).map(DeviceSeq).zip(receipts.verdicts) {
            if let Some(kept) = lane.items.get_mut(&seq)
                && let Kept::Waiting(op) = kept
            {
                let op = op.clone();
                *kept = match verdict {
                    Verdict::Applied { seq: logged, admitted } => {
                        Kept::Applied { stamp: Stamp::new(admitted, op.op_id), op, logged }
                    }
                    Verdict::Rejected(reason) => {
                        parked.push(op.op_id);
                        Kept::Parked { op, reason }
                    }
                };
            }
            lane.settled = lane.settled.max(seq).min(lane.last);
        }
        parked
    }

    /// An op of one of this profile's ids came from the server. Returns `false` if this profile did not write it: then
    /// another one writes under the same id.
    pub(super) fn recognise(&mut self, logged: &Logged) -> bool {
        let OpId { device, seq } = logged.op.op_id;
        let Some(lane) = self.lane(device) else { return true };
        match lane.items.get_mut(&seq) {
            Some(Kept::Waiting(op)) if op.hash == logged.op.hash => {
                let op = op.clone();
                lane.items.insert(seq, Kept::Applied { op, logged: logged.seq, stamp: logged.stamp() });
                lane.settle_applied();
                true
            }
            Some(Kept::Waiting(op) | Kept::Applied { op, .. } | Kept::Parked { op, .. }) => {
                op.hash == logged.op.hash
            }
            // Forgotten, or never written.
            None => seq <= lane.last,
        }
    }

    /// Whether the server has decided more of the current id than this profile ever wrote.
    pub(super) fn is_overtaken(&self, device: DeviceId, acked: DeviceSeq) -> bool {
        self.lanes.iter().any(|lane| lane.device == device && device == self.current && acked > lane.last)
    }

    /// The server knows of nothing after `acked`: what it had acknowledged after that waits again.
    pub(super) fn rewind(&mut self, device: DeviceId, acked: DeviceSeq) {
        let Some(lane) = self.lane(device) else { return };
        let after = acked.min(lane.last).next();
        for kept in lane.items.range_mut(after..).map(|(_, kept)| kept) {
            if let Kept::Applied { op, .. } = kept {
                *kept = Kept::Waiting(op.clone());
            }
        }
        // What waits before that was decided without this device having heard how.
        let first_waiting =
            lane.items.iter().find(|(_, kept)| matches!(kept, Kept::Waiting(_))).map(|(seq, _)| *seq);
        lane.settled = acked.min(lane.last);
        if let Some(first) = first_waiting {
            lane.settled = lane.settled.min(first.previous());
        }
    }

    /// The server has other ops under the numbers of what waits in a lane: it is issued anew, in the lane of another id.
    pub(super) fn reissue(&mut self, device: DeviceId, fresh: DeviceId) {
        let Some(at) = self.lanes.iter().position(|lane| lane.device == device) else { return };
        // What was written under the current id since builds on what waits here, and is sent after it.
        self.lanes.insert(at + 1, Lane::new(fresh));
        if device == self.current {
            self.current = fresh;
        }
        let lane = &mut self.lanes[at];
        let waiting: Vec<Op> = lane
            .items
            .extract_if(lane.settled.next().., |_, kept| matches!(kept, Kept::Waiting(_)))
            .filter_map(|(_, kept)| match kept {
                Kept::Waiting(op) => Some(op),
                Kept::Applied { .. } | Kept::Parked { .. } => None,
            })
            .collect();
        lane.last = lane.settled;
        let anew = &mut self.lanes[at + 1];
        for op in waiting {
            anew.last = anew.last.next();
            let id = OpId { device: fresh, seq: anew.last };
            anew.items.insert(id.seq, Kept::Waiting(op.renamed(id)));
        }
    }

    /// Forgets acknowledged ops that every backup of the server contains.
    pub(super) fn forget(&mut self, keep_after: Cursor, cursor: Cursor) {
        for lane in &mut self.lanes {
            let settled = lane.settled;
            lane.items.retain(|seq, kept| match kept {
                Kept::Applied { logged, .. } => *logged > keep_after || *logged > cursor || *seq > settled,
                Kept::Waiting(_) | Kept::Parked { .. } => true,
            });
        }
    }
}

/// Bytes of a number that stands for nothing: `null,`.
const VOID: usize = 5;

impl Lane {
    fn new(device: DeviceId) -> Self {
        Self { device, settled: DeviceSeq::ZERO, last: DeviceSeq::ZERO, items: BTreeMap::new() }
    }

    fn settle_applied(&mut self) {
        while let Some(Kept::Applied { .. }) = self.items.get(&self.settled.next()) {
            self.settled = self.settled.next();
        }
    }

    /// As many whole transactions as fit, from the first op that is not decided.
    fn push(&self, epoch: Epoch, schema: SchemaVersion) -> Push {
        let from = self.settled.next();
        // Forgotten numbers at the front, be they millions, are given up in one word.
        let first = self.items.range(from..=self.last).next().map_or(self.last, |(seq, _)| *seq);
        let given_up = if first > from { first.previous() } else { DeviceSeq::ZERO };
        let numbers = (first.0..=self.last.0).map(DeviceSeq);
        // A transaction goes on behind a number of its own that stands for nothing any more.
        let mut ends: BTreeMap<TxId, DeviceSeq> = BTreeMap::new();
        for seq in numbers.clone().take(2 * MAX_OPS) {
            if let Some(Kept::Waiting(op) | Kept::Applied { op, .. }) = self.items.get(&seq) {
                ends.insert(op.tx_id, seq);
            }
        }
        let mut items: Vec<Item> = Vec::new();
        // Where the last whole transaction ends.
        let mut whole = 0;
        let mut bytes = ENVELOPE;
        let mut tx = None;
        for seq in numbers.take(MAX_OPS) {
            let item = match self.items.get(&seq) {
                Some(Kept::Waiting(op) | Kept::Applied { op, .. }) => {
                    if tx != Some(op.tx_id) {
                        // The name of its action. That of the first is in the envelope.
                        bytes += if tx.is_some() { MAX_ACTION } else { 0 };
                        tx = Some(op.tx_id);
                    }
                    bytes += op.size() + 1;
                    Item::Op(Box::new(op.clone()))
                }
                Some(Kept::Parked { .. }) | None => {
                    bytes += VOID;
                    Item::Void
                }
            };
            if bytes > MAX_BYTES {
                break;
            }
            items.push(item);
            if tx.and_then(|tx| ends.get(&tx)).is_none_or(|end| *end <= seq) {
                whole = items.len();
            }
        }
        items.truncate(whole);
        Push { epoch, schema, device: self.device, first, given_up, items, actions: Vec::new() }
    }
}
