//! A device: a replica that is durable, a session and a request under way that are not, and a clock that is wrong.

use std::collections::BTreeMap;

use mycrm_sync::client::{Answer, Answered, Connection, Event, Replica, Report, Request, Schema, Session};
use mycrm_sync::op::OpHash;
use mycrm_sync::pull::Delivery;
use mycrm_sync::{DeviceId, MemberId, Millis, RowKey, Stamp, Value};

#[derive(Clone)]
pub(crate) struct Node {
    pub(crate) member: MemberId,
    /// On the disk.
    pub(crate) replica: Replica,
    /// In memory.
    pub(crate) session: Session,
    pub(crate) asked: Option<(u64, Request)>,
    /// How wrong the clock is, in milliseconds.
    pub(crate) skew: i64,
    pub(crate) is_online: bool,
    /// What a device shows that takes what comes for what holds.
    pub(crate) naive: BTreeMap<RowKey, BTreeMap<String, Value>>,
    pub(crate) copies_found: usize,
    pub(crate) swaps: usize,
}

impl Node {
    pub(crate) fn new(member: MemberId, device: DeviceId, schema: Schema) -> Self {
        Self {
            member,
            replica: Replica::new(member, device, OpHash::of(b"first"), schema),
            session: Session::new(Connection::Offline),
            asked: None,
            skew: 0,
            is_online: true,
            naive: BTreeMap::new(),
            copies_found: 0,
            swaps: 0,
        }
    }

    pub(crate) fn clock(&self, now: Millis) -> Millis {
        Millis(now.0 + self.skew)
    }

    /// The process dies: what is on the disk stays.
    pub(crate) fn crash(&mut self) {
        self.session = Session::new(Connection::Offline);
        self.asked = None;
    }

    /// What it asks now, if nothing is under way.
    pub(crate) fn ask(&mut self, nonce: u64) -> Option<Request> {
        if self.session.connection() == Connection::Offline {
            self.session.note(Event::Reach);
        }
        if self.asked.is_some() {
            return None;
        }
        let request = self.session.next(&self.replica)?;
        self.asked = Some((nonce, request.clone()));
        Some(request)
    }

    /// Takes the answer in if it is for what was asked. Returns whether a local edit is now shown older than it is.
    pub(crate) fn hear(
        &mut self,
        nonce: u64,
        answered: Answered,
        now: Millis,
        fresh: DeviceId,
        is_naive: bool,
    ) -> bool {
        let Some((_, request)) = self.asked.take_if(|(asked, _)| *asked == nonce) else { return false };
        self.note_naive(&answered.answer);
        let now = self.clock(now);
        let Report { is_copied, is_swapped, .. } =
            self.session.receive(&mut self.replica, &request, answered, now, fresh);
        self.copies_found += usize::from(is_copied);
        self.swaps += usize::from(is_swapped);
        if is_naive { self.naive_hides() } else { self.shows_older() }
    }

    /// The last op that waits: whatever is shown in its fields was written then or later.
    fn shows_older(&self) -> bool {
        let Some((op, stamp)) = self.replica.outbox().unseen(self.replica.cursor()).last() else {
            return false;
        };
        let Some(row) = self.replica.row(&op.key()) else { return false };
        let later = |held: Stamp| held >= stamp;
        op.fields.keys().any(|field| row.fields.get(field).is_some_and(|held| !later(held.stamp)))
    }

    /// The same of a device that takes what comes for what holds: the value that was written last is not there.
    fn naive_hides(&self) -> bool {
        let Some((op, _)) = self.replica.outbox().unseen(self.replica.cursor()).last() else { return false };
        let row = self.naive.get(&op.key());
        op.fields.iter().any(|(field, change)| row.and_then(|row| row.get(field)) != Some(&change.1))
    }

    fn note_naive(&mut self, answer: &Answer) {
        let Answer::Pull(Ok(page)) = answer else { return };
        for delivery in &page.deliveries {
            match delivery {
                Delivery::Op(logged) => {
                    let row = self.naive.entry(logged.op.key()).or_default();
                    row.extend(
                        logged.op.fields.iter().map(|(field, change)| (field.clone(), change.1.clone())),
                    );
                }
                Delivery::Row { key, row } => {
                    let values = row.values().map(|(field, value)| (field.to_owned(), value.clone()));
                    self.naive.entry(key.clone()).or_default().extend(values);
                }
                Delivery::Purge(_) => {}
            }
        }
    }

    /// What a user sees: every row that was made, with its values.
    pub(crate) fn shown(&self, is_naive: bool) -> BTreeMap<RowKey, BTreeMap<String, Value>> {
        let view = self.replica.view();
        let rows = view.iter().filter(|(_, row)| row.is_inserted);
        rows.map(|(key, row)| {
            let values = match self.naive.get(key) {
                Some(values) if is_naive => values.clone(),
                Some(_) | None => {
                    row.values().map(|(field, value)| (field.to_owned(), value.clone())).collect()
                }
            };
            (key.clone(), values)
        })
        .collect()
    }
}
