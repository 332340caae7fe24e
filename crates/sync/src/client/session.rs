//! What a running device knows beside what it keeps: the connection, and what to ask next. A crash may lose all of it.

use serde::{Deserialize, Serialize};

use super::{Connection, Event, Replica, Report};
use crate::pull::{NoPage, Page, Pull};
use crate::push::{Push, Receipts, Refused};
use crate::snapshot::{Ask, AskChunk, Manifest, NoSnapshot};
use crate::{Cursor, DeviceId, Millis};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    Push(Push),
    Pull(Pull),
    Snapshot(Ask),
    Chunk(AskChunk),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    Push(Result<Receipts, Refused>),
    Pull(Result<Page, NoPage>),
    Snapshot(Result<Manifest, NoSnapshot>),
    Chunk(Result<Vec<u8>, NoSnapshot>),
}

/// An answer, and when the server gave it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    pub now: Millis,
    pub answer: Answer,
}

/// One request is under way at a time; an answer that belongs to another one is not for this session.
#[derive(Debug, Clone)]
pub struct Session {
    connection: Connection,
    /// The newest entry of the server's log that was heard of.
    head: Option<Cursor>,
    /// Pushes and pulls take turns, so that neither waits for the other to end.
    has_pushed: bool,
}

impl Session {
    /// After a start: nothing is known of the server.
    #[must_use]
    pub const fn new(connection: Connection) -> Self {
        Self { connection, head: None, has_pushed: false }
    }

    #[must_use]
    pub const fn connection(&self) -> Connection {
        self.connection
    }

    /// Notes what happened; what cannot happen now changes nothing. Returns whether it could.
    pub fn note(&mut self, event: Event) -> bool {
        let to = self.connection.transition(event);
        // Whatever the head is by then, it has to be asked for again.
        if matches!(event, Event::Stir | Event::Lose) {
            self.head = None;
        }
        self.connection = to.unwrap_or(self.connection);
        to.is_some()
    }

    /// What to ask the server next; `None` when there is nothing to do until something happens.
    #[must_use]
    pub fn next(&self, replica: &Replica) -> Option<Request> {
        if !self.connection.is_active() {
            return None;
        }
        let schema = replica.base.schema().version;
        let Some(epoch) = replica.epoch.filter(|_| !replica.needs_snapshot) else {
            return Some(match replica.staging.as_ref().and_then(super::Staging::missing) {
                Some(chunk) => Request::Chunk(chunk),
                None => Request::Snapshot(Ask { schema, devices: replica.outbox.devices().collect() }),
            });
        };
        let push = replica.outbox.next_push(epoch, schema);
        let pull = self
            .is_behind(replica)
            .then(|| Request::Pull(Pull { epoch, schema, device: replica.device(), from: replica.cursor }));
        match push {
            Some(push) if pull.is_none() || !self.has_pushed => Some(Request::Push(push)),
            Some(_) | None => pull,
        }
    }

    fn is_behind(&self, replica: &Replica) -> bool {
        self.head.is_none_or(|head| replica.cursor < head)
    }

    /// Takes an answer into the replica and notes where that leads.
    pub fn receive(
        &mut self,
        replica: &mut Replica,
        request: &Request,
        answered: Answered,
        now: Millis,
        fresh: DeviceId,
    ) -> Report {
        self.has_pushed = matches!(request, Request::Push(_));
        match &answered.answer {
            Answer::Push(Err(Refused::Outdated { minimum }))
            | Answer::Pull(Err(NoPage::Outdated { minimum }))
            | Answer::Snapshot(Err(NoSnapshot::Outdated { minimum })) => {
                self.note(Event::Outgrow { minimum: *minimum });
            }
            Answer::Pull(Ok(page)) => self.head = Some(page.head),
            Answer::Push(Ok(receipts)) => self.hear(receipts),
            Answer::Push(Err(_)) | Answer::Pull(Err(_)) | Answer::Snapshot(_) | Answer::Chunk(_) => {}
        }
        let report = replica.receive(request, answered, now, fresh);
        if report.is_swapped {
            self.note(Event::Swap);
            self.head = None;
        } else if replica.needs_snapshot {
            self.note(Event::NeedSnapshot);
        } else if replica.outbox.is_settled() && !self.is_behind(replica) {
            self.note(Event::CatchUp);
        }
        report
    }

    /// The device's own ops are part of the log too.
    fn hear(&mut self, receipts: &Receipts) {
        let last = receipts.verdicts.iter().filter_map(|verdict| match verdict {
            crate::push::Verdict::Applied { seq, .. } => Some(*seq),
            crate::push::Verdict::Rejected(_) => None,
        });
        if let (Some(head), Some(last)) = (self.head, last.max()) {
            self.head = Some(head.max(last));
        }
    }
}
