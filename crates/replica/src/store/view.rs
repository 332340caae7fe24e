//! What waits, what was not accepted and what is in conflict, as the user reads it.

use std::collections::BTreeMap;

use mycrm_store::Timestamp;
use mycrm_sync::Change;
use mycrm_sync::merge::Conflict;
use mycrm_sync::push::Reason;
use sqlx::SqliteConnection;
use sqlx::types::Json;

use super::ops::reason_of;
use crate::{Error, Result};

/// How many there are of each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Counts {
    pub waiting: i64,
    pub rejected: i64,
    pub conflicts: i64,
    /// Rows whose merged values the tables refuse.
    pub unfit: i64,
}

/// Which part of a list: after an entry, at most so many.
#[derive(Debug, Clone, Copy)]
pub struct Cut {
    pub after: i64,
    pub limit: i64,
}

/// An op that the server has not decided yet.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct WaitingRow {
    pub no: i64,
    pub table_name: String,
    pub row_id: String,
    pub kind: String,
    pub fields: Json<BTreeMap<String, Change>>,
    /// What the action is called in the history.
    pub label: String,
    pub recorded_at: Timestamp,
}

/// An op that the server did not accept.
#[derive(Debug, Clone)]
pub struct ParkedRow {
    pub no: i64,
    pub op: WaitingRow,
    pub reason: Reason,
    pub parked_at: Timestamp,
}

/// A conflict that waits for a choice.
#[derive(Debug, Clone)]
pub struct ConflictRow {
    pub no: i64,
    pub conflict: Conflict,
    pub found_at: Timestamp,
}

/// A row whose merged values the tables refuse.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct UnfitRow {
    pub table_name: String,
    pub row_id: String,
    pub problem: String,
}

pub(crate) async fn counts(connection: &mut SqliteConnection) -> Result<Counts> {
    Ok(sqlx::query_as(
        "SELECT
           (SELECT count(*) FROM devices d CROSS JOIN changes c ON c.device = d.id AND c.device_seq > d.settled
            WHERE d.lane IS NOT NULL AND c.log_seq IS NULL AND EXISTS (SELECT 1 FROM sync_state) AND NOT EXISTS (
              SELECT 1 FROM sync_parked p WHERE p.device = c.device AND p.device_seq = c.device_seq)) AS waiting,
           (SELECT count(*) FROM sync_parked WHERE dismissed = 0) AS rejected,
           (SELECT count(*) FROM sync_conflicts) AS conflicts,
           (SELECT count(*) FROM sync_unfit) AS unfit",
    )
    .fetch_one(connection)
    .await?)
}

pub(crate) async fn waiting_rows(connection: &mut SqliteConnection, cut: Cut) -> Result<Vec<WaitingRow>> {
    Ok(sqlx::query_as(
        "SELECT c.seq AS no, c.table_name, c.row_id, c.kind, c.fields, s.label, t.recorded_at
         FROM devices d CROSS JOIN changes c ON c.device = d.id AND c.device_seq > d.settled
           JOIN transactions t ON t.id = c.tx JOIN change_sets s ON s.id = t.change_set_id
         WHERE d.lane IS NOT NULL AND c.log_seq IS NULL AND c.seq > ?1
           AND NOT EXISTS (SELECT 1 FROM sync_parked p WHERE p.device = c.device AND p.device_seq = c.device_seq)
         ORDER BY c.seq LIMIT ?2",
    )
    .bind(cut.after)
    .bind(cut.limit)
    .fetch_all(connection)
    .await?)
}

#[derive(sqlx::FromRow)]
struct Parked {
    #[sqlx(flatten)]
    op: WaitingRow,
    reason: String,
    parked_at: Timestamp,
}

pub(crate) async fn parked_rows(connection: &mut SqliteConnection, cut: Cut) -> Result<Vec<ParkedRow>> {
    let rows: Vec<Parked> = sqlx::query_as(
        "SELECT c.seq AS no, c.table_name, c.row_id, c.kind, c.fields, s.label, t.recorded_at, p.reason, p.parked_at
         FROM sync_parked p JOIN changes c ON c.device = p.device AND c.device_seq = p.device_seq
           JOIN transactions t ON t.id = c.tx JOIN change_sets s ON s.id = t.change_set_id
         WHERE p.dismissed = 0 AND c.seq > ?1 ORDER BY c.seq LIMIT ?2",
    )
    .bind(cut.after)
    .bind(cut.limit)
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|Parked { op, reason, parked_at }| {
            Ok(ParkedRow { no: op.no, op, reason: reason_of(&reason)?, parked_at })
        })
        .collect()
}

pub(crate) async fn conflict_rows(connection: &mut SqliteConnection, cut: Cut) -> Result<Vec<ConflictRow>> {
    let rows: Vec<(i64, String, Timestamp)> = sqlx::query_as(
        "SELECT no, conflict, found_at FROM sync_conflicts WHERE no > ?1 ORDER BY no LIMIT ?2",
    )
    .bind(cut.after)
    .bind(cut.limit)
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|(no, json, found_at)| {
            let conflict = serde_json::from_str(&json).map_err(Error::unreadable)?;
            Ok(ConflictRow { no, conflict, found_at })
        })
        .collect()
}

pub(crate) async fn unfit_rows(connection: &mut SqliteConnection) -> Result<Vec<UnfitRow>> {
    Ok(sqlx::query_as(
        "SELECT table_name, row_id, problem FROM sync_unfit ORDER BY table_name, row_id LIMIT 100",
    )
    .fetch_all(connection)
    .await?)
}
