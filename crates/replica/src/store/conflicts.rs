//! Conflicts that wait for somebody to choose.

use std::collections::BTreeSet;

use mycrm_store::Timestamp;
use mycrm_sync::RowKey;
use mycrm_sync::merge::{Conflict, ConflictKey};
use sqlx::SqliteConnection;

use crate::{Error, Result};

/// A conflict is there once, however often it is found.
fn identity(id: &ConflictKey) -> String {
    let ConflictKey { key, field, first, second } = id;
    format!(
        "{} {} {field} {} {} {} {}",
        key.table, key.row, first.device, first.seq, second.device, second.seq
    )
}

pub(crate) async fn keep_conflict(
    connection: &mut SqliteConnection,
    conflict: &Conflict,
    now: Timestamp,
) -> Result<()> {
    let key = conflict.row();
    sqlx::query(
        "INSERT INTO sync_conflicts (identity, table_name, row_id, conflict, found_at) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (identity) DO UPDATE SET conflict = excluded.conflict",
    )
    .bind(identity(&conflict.id()))
    .bind(&key.table)
    .bind(key.row.to_string())
    .bind(serde_json::to_string(conflict).map_err(Error::unreadable)?)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

pub(crate) async fn forget_conflict(connection: &mut SqliteConnection, id: &ConflictKey) -> Result<()> {
    sqlx::query("DELETE FROM sync_conflicts WHERE identity = ?1")
        .bind(identity(id))
        .execute(connection)
        .await?;
    Ok(())
}

/// Those of some rows.
pub(crate) async fn conflicts_of(
    connection: &mut SqliteConnection,
    keys: &BTreeSet<RowKey>,
) -> Result<Vec<Conflict>> {
    let ids: Vec<String> = keys.iter().map(|key| key.row.to_string()).collect();
    let found: Vec<String> = sqlx::query_scalar(
        "SELECT conflict FROM sync_conflicts WHERE row_id IN (SELECT value FROM json_each(?1))",
    )
    .bind(serde_json::Value::from(ids).to_string())
    .fetch_all(connection)
    .await?;
    found.iter().map(|json| serde_json::from_str(json).map_err(Error::unreadable)).collect()
}

pub(crate) async fn conflict(connection: &mut SqliteConnection, no: i64) -> Result<Option<Conflict>> {
    let json: Option<String> = sqlx::query_scalar("SELECT conflict FROM sync_conflicts WHERE no = ?1")
        .bind(no)
        .fetch_optional(connection)
        .await?;
    json.map(|json| serde_json::from_str(&json).map_err(Error::unreadable)).transpose()
}

/// The user has chosen.
pub(crate) async fn close(connection: &mut SqliteConnection, no: i64) -> Result<bool> {
    let done = sqlx::query("DELETE FROM sync_conflicts WHERE no = ?1").bind(no).execute(connection).await?;
    Ok(done.rows_affected() > 0)
}
