//! Fetching a snapshot chunk by chunk, and swapping it in: the rows in use stay until all of it is here.

use std::collections::{BTreeMap, BTreeSet};

use mycrm_store::QuietTx;
use mycrm_store::registry::TABLES;
use mycrm_sync::client::Replica;
use mycrm_sync::merge::Row;
use mycrm_sync::{Cursor, Hlc, RowKey, snapshot};
use sqlx::{AssertSqlSafe, SqliteConnection};

use super::{Applier, Log, State};
use crate::{Error, Result};

pub(crate) async fn keep_chunk(connection: &mut SqliteConnection, index: usize, bytes: &[u8]) -> Result<()> {
    sqlx::query("INSERT INTO sync_chunks (position, bytes) VALUES (?1, ?2) ON CONFLICT (position) DO UPDATE SET bytes = ?2")
        .bind(position(index))
        .bind(bytes)
        .execute(connection)
        .await?;
    Ok(())
}

pub(crate) async fn chunks_here(connection: &mut SqliteConnection) -> Result<BTreeSet<usize>> {
    let positions: Vec<i64> =
        sqlx::query_scalar("SELECT position FROM sync_chunks").fetch_all(connection).await?;
    Ok(positions.into_iter().filter_map(|position| usize::try_from(position).ok()).collect())
}

async fn chunk(connection: &mut SqliteConnection, index: usize) -> Result<Vec<u8>> {
    Ok(sqlx::query_scalar("SELECT bytes FROM sync_chunks WHERE position = ?1")
        .bind(position(index))
        .fetch_one(connection)
        .await?)
}

pub(crate) async fn forget_chunks(connection: &mut SqliteConnection) -> Result<()> {
    sqlx::query("DELETE FROM sync_chunks").execute(connection).await?;
    Ok(())
}

fn position(index: usize) -> i64 {
    i64::try_from(index).unwrap_or(i64::MAX)
}

/// The snapshot counts as number 0 of the log: every cursor has passed it.
const LOGGED: Cursor = Cursor::ZERO;

/// Puts the rows of all chunks into log and tables, with what waits on top, and takes out what the snapshot does not
/// have. Returns the latest stamp of the snapshot. `is_other_epoch`: the server was restored, and numbers of the log
/// mean something else than before.
pub(crate) async fn swap(
    tx: &mut QuietTx<'_>,
    state: &State,
    cursor_before: Cursor,
    chunks: usize,
    is_other_epoch: bool,
    log: &mut Log,
) -> Result<Hlc> {
    if is_other_epoch {
        forget_numbers(tx.conn(), state.keep_after.min(cursor_before)).await?;
    }
    for sql in [
        "CREATE TEMP TABLE IF NOT EXISTS sync_present (row_id TEXT PRIMARY KEY) WITHOUT ROWID",
        "DELETE FROM sync_present",
        "DELETE FROM sync_backfills",
    ] {
        sqlx::query(sql).execute(tx.conn()).await?;
    }
    let mut applier = Applier::new(tx.conn()).await?;
    let mut latest = Hlc::ZERO;
    for index in 0..chunks {
        let bytes = chunk(tx.conn(), index).await?;
        let rows = snapshot::read(index, &bytes).map_err(Error::unreadable)?;
        let stamps = rows.iter().flat_map(|(_, row)| row.fields.values()).map(|held| held.stamp.hlc);
        latest = latest.max(stamps.max().unwrap_or_default());
        take(tx, state, rows, log, &mut applier).await?;
    }
    remove_absent(tx).await?;
    forget_chunks(tx.conn()).await?;
    Ok(latest)
}

async fn take(
    tx: &mut QuietTx<'_>,
    state: &State,
    rows: Vec<(RowKey, Row)>,
    log: &mut Log,
    applier: &mut Applier,
) -> Result<()> {
    let ids: Vec<String> = rows.iter().map(|(key, _)| key.row.to_string()).collect();
    let ids = serde_json::Value::from(ids).to_string();
    sqlx::query("INSERT OR IGNORE INTO sync_present SELECT value FROM json_each(?1)")
        .bind(&ids)
        .execute(tx.conn())
        .await?;
    let known: BTreeSet<String> = sqlx::query_scalar(
        "SELECT DISTINCT c.row_id FROM json_each(?1) k CROSS JOIN changes c ON c.row_id = k.value",
    )
    .bind(&ids)
    .fetch_all(tx.conn())
    .await?
    .into_iter()
    .collect();
    let mut met: BTreeSet<RowKey> = BTreeSet::new();
    for (key, row) in &rows {
        log.keep_row(tx.conn(), key, row, LOGGED).await?;
        if known.contains(&key.row.to_string()) {
            met.insert(key.clone());
        } else {
            applier.write(tx, key, Some(row)).await?;
        }
    }
    // The others have ops of this device as well.
    for (key, row) in view(tx.conn(), state, &met).await? {
        applier.write(tx, &key, row.as_ref()).await?;
    }
    Ok(())
}

/// Rows with what waits on top.
pub(crate) async fn view(
    connection: &mut SqliteConnection,
    state: &State,
    keys: &BTreeSet<RowKey>,
) -> Result<BTreeMap<RowKey, Option<Row>>> {
    let replica = crate::assemble::with_rows(connection, state, keys).await?;
    let replica = Replica::from(replica);
    Ok(keys.iter().map(|key| (key.clone(), replica.row(key))).collect())
}

/// What was acknowledged waits again, but for what every backup contains; what others wrote is history until it comes
/// once more.
async fn forget_numbers(connection: &mut SqliteConnection, kept_by_all: Cursor) -> Result<()> {
    sqlx::query(
        "UPDATE changes SET log_seq =
           CASE WHEN log_seq <= ?1 AND device IN (SELECT id FROM devices WHERE lane IS NOT NULL) THEN 0 END
         WHERE log_seq IS NOT NULL",
    )
    .bind(kept_by_all.0.cast_signed())
    .execute(connection)
    .await?;
    Ok(())
}

/// Removes rows that are neither in the snapshot nor waiting here, with their history: a member that lost the right to
/// see a document while it was away keeps nothing of it.
async fn remove_absent(tx: &mut QuietTx<'_>) -> Result<()> {
    tx.allow_removal().await?;
    for table in TABLES {
        let sql = format!(
            "DELETE FROM {0} WHERE id NOT IN (SELECT row_id FROM sync_present) AND NOT EXISTS (
               SELECT 1 FROM changes c JOIN devices d ON d.id = c.device
               WHERE c.row_id = {0}.id AND c.log_seq IS NULL AND d.lane IS NOT NULL AND NOT EXISTS (
                 SELECT 1 FROM sync_parked p WHERE p.device = c.device AND p.device_seq = c.device_seq))
             RETURNING id",
            table.name
        );
        let gone: Vec<String> = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(tx.conn()).await?;
        for row in gone {
            tx.touch(table.name, &row);
        }
    }
    for sql in [
        "DELETE FROM changes WHERE scope IS NOT NULL AND row_id NOT IN (SELECT row_id FROM sync_present)
           AND device NOT IN (SELECT id FROM devices WHERE lane IS NOT NULL)",
        "DELETE FROM sync_conflicts WHERE row_id NOT IN (SELECT row_id FROM sync_present)",
        "DELETE FROM sync_unfit WHERE row_id NOT IN (SELECT row_id FROM sync_present)",
    ] {
        sqlx::query(sql).execute(tx.conn()).await?;
    }
    Ok(())
}

/// Forgets a document, word for word. What this device wrote into it and still waits for its verdict stays, unseen.
pub(crate) async fn purge(tx: &mut QuietTx<'_>, document: mycrm_sync::RowId) -> Result<()> {
    let rows = super::rows::rows_of(tx.conn(), document).await?;
    for (table, row) in &rows {
        if let Some(table) = mycrm_store::registry::table(table) {
            super::apply::remove(tx, table, row).await?;
        }
        for sql in
            ["DELETE FROM sync_conflicts WHERE row_id = ?1", "DELETE FROM sync_unfit WHERE row_id = ?1"]
        {
            sqlx::query(sql).bind(row).execute(tx.conn()).await?;
        }
    }
    sqlx::query(
        "DELETE FROM changes WHERE scope = ?1
           AND NOT (log_seq IS NULL AND device IN (SELECT id FROM devices WHERE lane IS NOT NULL))",
    )
    .bind(document.to_string())
    .execute(tx.conn())
    .await?;
    Ok(())
}
