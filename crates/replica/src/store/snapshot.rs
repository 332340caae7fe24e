//! Fetching a snapshot chunk by chunk, and swapping it in: the rows in use stay until all of it is here.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use mycrm_store::QuietTx;
use mycrm_store::registry::TABLES;
use mycrm_sync::client::Replica;
use mycrm_sync::merge::Row;
use mycrm_sync::{Cursor, Hlc, RowKey, snapshot};
use sqlx::{AssertSqlSafe, SqliteConnection};
use uuid::Uuid;

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
        "CREATE TEMP TABLE IF NOT EXISTS sync_present (
           table_name TEXT, row_id TEXT, PRIMARY KEY (table_name, row_id)) WITHOUT ROWID",
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
    log.finish(tx.conn()).await?;
    remove_absent(tx, state.cursor, state.membership.workspace).await?;
    view_waiting(tx, state, &mut applier).await?;
    for sql in ["DELETE FROM sync_present", "DELETE FROM sync_chunks"] {
        sqlx::query(sql).execute(tx.conn()).await?;
    }
    Ok(latest)
}

async fn take(
    tx: &mut QuietTx<'_>,
    state: &State,
    rows: Vec<(RowKey, Row)>,
    log: &mut Log,
    applier: &mut Applier,
) -> Result<()> {
    let keys: Vec<_> = rows.iter().map(|(key, _)| (&key.table, key.row)).collect();
    let keys = serde_json::to_string(&keys).map_err(Error::unreadable)?;
    sqlx::query(
        "INSERT OR IGNORE INTO sync_present SELECT value ->> 0, value ->> 1 FROM json_each(?1) ORDER BY 1, 2",
    )
    .bind(&keys)
    .execute(tx.conn())
    .await?;
    let known: BTreeSet<String> = sqlx::query_scalar(
        "SELECT DISTINCT c.row_id FROM json_each(?1) k CROSS JOIN changes c ON c.row_id = k.value ->> 1",
    )
    .bind(&keys)
    .fetch_all(tx.conn())
    .await?
    .into_iter()
    .collect();
    for (key, row) in &rows {
        log.keep_row(tx.conn(), key, row, LOGGED).await?;
    }
    log.write(tx.conn()).await?;
    let (met, new): (Vec<_>, Vec<_>) = rows.iter().partition(|(key, _)| known.contains(&key.row.to_string()));
    applier.write(tx, new.into_iter().map(|(key, row)| (key, Some(row))).collect()).await?;
    // The others have a history here, and maybe ops of this device that wait.
    let met = met.into_iter().map(|(key, _)| key.clone()).collect();
    write_view(tx, state, &met, applier).await
}

/// Rows with what waits on top.
async fn write_view(
    tx: &mut QuietTx<'_>,
    state: &State,
    keys: &BTreeSet<RowKey>,
    applier: &mut Applier,
) -> Result<()> {
    if keys.is_empty() {
        return Ok(());
    }
    let rows = view(tx.conn(), state, keys).await?;
    applier.write(tx, rows.iter().map(|(key, row)| (key, row.as_ref())).collect()).await
}

/// Rows with what waits on top.
pub(crate) async fn view(
    connection: &mut SqliteConnection,
    state: &State,
    keys: &BTreeSet<RowKey>,
) -> Result<BTreeMap<RowKey, Option<Row>>> {
    let replica = crate::assemble::with_rows(connection, state, keys).await?;
    let replica = Replica::from(replica);
    let owned = |(key, row): (RowKey, Option<Cow<'_, Row>>)| (key, row.map(Cow::into_owned));
    Ok(replica.rows(keys.iter().cloned()).into_iter().map(owned).collect())
}

/// What was acknowledged waits again, but for what every backup contains; what others wrote is history until it comes
/// once more.
async fn forget_numbers(connection: &mut SqliteConnection, kept_by_all: Cursor) -> Result<()> {
    sqlx::query(
        "UPDATE changes SET counts = 0, log_seq = NULL WHERE counts = 1
           AND device NOT IN (SELECT id FROM devices WHERE lane IS NOT NULL)",
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        "UPDATE changes SET log_seq = 0 WHERE log_seq <= ?1
           AND device IN (SELECT id FROM devices WHERE lane IS NOT NULL)",
    )
    .bind(kept_by_all.0.cast_signed())
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        "UPDATE changes SET log_seq = NULL, counts = 1 WHERE log_seq > ?1
           AND device IN (SELECT id FROM devices WHERE lane IS NOT NULL)",
    )
    .bind(kept_by_all.0.cast_signed())
    .execute(connection)
    .await?;
    Ok(())
}

/// An op of a lane, called `c`, that the snapshot up to the number ?1 may not contain.
const WAITS: &str = "(c.log_seq IS NULL OR c.log_seq > ?1)
  AND c.device IN (SELECT id FROM devices WHERE lane IS NOT NULL)
  AND NOT EXISTS (SELECT 1 FROM sync_parked p WHERE p.device = c.device AND p.device_seq = c.device_seq)";

/// Removes rows that are neither in the snapshot nor waiting here, with their history: a member that lost the right to
/// see a document while it was away keeps nothing of it.
async fn remove_absent(tx: &mut QuietTx<'_>, cursor: Cursor, workspace: Uuid) -> Result<()> {
    tx.allow_removal().await?;
    for table in TABLES {
        let sql = format!(
            "DELETE FROM {0} WHERE id NOT IN (SELECT row_id FROM sync_present WHERE table_name = '{0}')
               AND NOT EXISTS (SELECT 1 FROM changes c WHERE c.row_id = {0}.id AND {WAITS})
             RETURNING id",
            table.name
        );
        let gone: Vec<String> =
            sqlx::query_scalar(AssertSqlSafe(sql)).bind(cursor.0.cast_signed()).fetch_all(tx.conn()).await?;
        for row in gone {
            tx.touch(table.name, &row);
        }
    }
    for sql in [
        "DELETE FROM changes WHERE scope IS NOT NULL AND (table_name, row_id) NOT IN (SELECT * FROM sync_present)
           AND device NOT IN (SELECT id FROM devices WHERE lane IS NOT NULL)",
        "UPDATE changes SET counts = 0 WHERE scope IS NOT NULL AND log_seq IS NOT NULL
           AND (table_name, row_id) NOT IN (SELECT * FROM sync_present)",
        "DELETE FROM sync_conflicts WHERE (table_name, row_id) NOT IN (SELECT * FROM sync_present)",
        "DELETE FROM sync_unfit WHERE (table_name, row_id) NOT IN (SELECT * FROM sync_present)",
    ] {
        sqlx::query(sql).execute(tx.conn()).await?;
    }
    super::forget_unseen(tx.conn(), workspace).await
}

/// Rows that are looked at together.
const BATCH: usize = 500;

/// Rows that the snapshot does not have, and that wait here on top of what it has no more.
async fn view_waiting(tx: &mut QuietTx<'_>, state: &State, applier: &mut Applier) -> Result<()> {
    let sql = format!(
        "SELECT DISTINCT c.table_name, c.row_id FROM changes x CROSS JOIN changes c ON c.row_id = x.row_id
         WHERE x.counts = 0 AND (c.table_name, c.row_id) NOT IN (SELECT * FROM sync_present) AND {WAITS}"
    );
    let rows: Vec<(String, String)> =
        sqlx::query_as(AssertSqlSafe(sql)).bind(state.cursor.0.cast_signed()).fetch_all(tx.conn()).await?;
    for some in rows.chunks(BATCH) {
        let key = |(table, row): &(String, String)| {
            Ok(RowKey { table: table.clone(), row: super::rows::row_id(row)? })
        };
        let keys = some.iter().map(key).collect::<Result<BTreeSet<_>>>()?;
        write_view(tx, state, &keys, applier).await?;
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
            ["DELETE FROM sync_conflicts WHERE row_id = ?1", "DELETE FROM sync_backfills WHERE row_id = ?1"]
        {
            sqlx::query(sql).bind(row).execute(tx.conn()).await?;
        }
    }
    // An op of this profile that a backup of the server may lack may have to be sent once more.
    for sql in [
        "DELETE FROM changes WHERE scope = ?1 AND device NOT IN (SELECT id FROM devices WHERE lane IS NOT NULL)",
        "UPDATE changes SET counts = 0 WHERE scope = ?1 AND log_seq IS NOT NULL",
    ] {
        sqlx::query(sql).bind(document.to_string()).execute(tx.conn()).await?;
    }
    super::unpin_document(tx.conn(), document).await
}
