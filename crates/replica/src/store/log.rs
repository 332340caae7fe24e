//! Putting what came from the server into the change log, word by word.

mod books;
mod whole;
mod write;

use std::collections::HashMap;

use books::Books;
use mycrm_store::Timestamp;
use mycrm_sync::client::Kept;
use mycrm_sync::{Action, ChangeSetId, DeviceId, Kind, Logged, MemberId, OpId};
use sqlx::SqliteConnection;
use write::Line;

use super::lanes::{Lane, twin};
use super::rows::document_of;
use crate::{Error, Result};

/// Writes into the log, many lines at a time, and remembers what many ops share. Lives for one transaction of the
/// database.
#[derive(Debug)]
pub(crate) struct Log {
    lanes: HashMap<DeviceId, i64>,
    books: Books,
    /// What is not written yet.
    lines: Vec<Line>,
    counts: HashMap<ChangeSetId, i64>,
}

/// Lines that are written together.
const FULL: usize = 1_024;

impl Log {
    pub(crate) fn new(
        now: Timestamp,
        own: MemberId,
        lanes: &[Lane],
        actions: Vec<Action>,
        names: HashMap<MemberId, String>,
    ) -> Self {
        Self {
            lanes: lanes.iter().map(|lane| (lane.parts.device, lane.row)).collect(),
            books: Books::new(now, own, actions, names),
            lines: Vec::new(),
            counts: HashMap::new(),
        }
    }

    /// Keeps an op. `own` is what this profile has under its name: if it is the same, it gets its number in the log.
    pub(crate) async fn keep(
        &mut self,
        connection: &mut SqliteConnection,
        logged: &Logged,
        own: Option<&Kept>,
    ) -> Result<()> {
        let OpId { device, seq } = logged.op.op_id;
        let lane = self.lanes.get(&device).copied();
        if let (Some(lane), Some(kept)) = (lane, own)
            && is_same(kept, logged)
        {
            if matches!(kept, Kept::Applied { logged: known, .. } if *known == logged.seq) {
                return Ok(());
            }
            return books::settle_own(connection, lane, logged).await;
        }
        // Under an id of this profile, it is from a copy of it.
        let name = if lane.is_some() { twin(device) } else { device.to_string() };
        let device = self.books.device(connection, &name).await?;
        let tx = self.books.transaction(connection, device, logged).await?;
        self.lines.push(Line {
            device,
            seq,
            tx,
            table: logged.op.table.clone(),
            row: logged.op.row,
            kind: logged.op.kind,
            effective_at: logged.op.effective_at,
            fields: serde_json::to_string(&logged.op.fields).map_err(Error::unreadable)?,
            logged: logged.seq,
            scope: document_of(logged.op.scope),
            origin: logged.op.origin,
            whole: None,
            set: Some(logged.op.change_set_id),
        });
        self.write_if_full(connection).await
    }

    async fn write_if_full(&mut self, connection: &mut SqliteConnection) -> Result<()> {
        if self.lines.len() >= FULL { self.write(connection).await } else { Ok(()) }
    }

    /// Writes what is not written yet.
    pub(crate) async fn write(&mut self, connection: &mut SqliteConnection) -> Result<()> {
        let lines = std::mem::take(&mut self.lines);
        write::write(connection, lines, &mut self.counts).await
    }

    /// Writes the rest, and brings the books up to date: how many ops each action from elsewhere has.
    pub(crate) async fn finish(&mut self, connection: &mut SqliteConnection) -> Result<()> {
        self.write(connection).await?;
        for (id, ops) in std::mem::take(&mut self.counts) {
            sqlx::query("UPDATE change_sets SET op_count = op_count + ?1 WHERE id = ?2 AND is_remote = 1")
                .bind(ops)
                .bind(id.to_string())
                .execute(&mut *connection)
                .await?;
        }
        Ok(())
    }
}

fn is_same(kept: &Kept, logged: &Logged) -> bool {
    match kept {
        Kept::Waiting(op) | Kept::Applied { op, .. } => op.hash == logged.op.hash,
        Kept::Parked { .. } => false,
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Insert => "insert",
        Kind::Update => "update",
    }
}
