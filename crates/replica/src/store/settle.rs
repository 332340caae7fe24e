//! What the server said of own ops, and what it costs to remember it.

use std::collections::BTreeSet;

use mycrm_sync::{Cursor, DeviceId, DeviceSeq, Hlc, RowKey, TxId};
use sqlx::SqliteConnection;

use super::lanes::twin;
use crate::{Error, Result};

/// The server has them under these numbers.
///
/// What it has up to the cursor is in the rows already: as the twin of the op that came with a snapshot, which gives way
/// to the op itself, or under the name that a copy of this profile gave it, which is the one that counts.
pub(crate) async fn acknowledge(
    connection: &mut SqliteConnection,
    lane: i64,
    device: DeviceId,
    ops: &[(DeviceSeq, Cursor)],
    cursor: Cursor,
) -> Result<()> {
    let pairs: Vec<_> = ops.iter().map(|(seq, logged)| (seq.0, logged.0)).collect();
    sqlx::query(
        // The list comes first, or the planner walks the whole lane for each of its entries.
        "WITH k AS MATERIALIZED (
           SELECT c.seq, j.value ->> 1 AS logged FROM json_each(?1) j
             CROSS JOIN changes c ON c.device = ?2 AND c.device_seq = j.value ->> 0)
         UPDATE changes SET log_seq = k.logged, counts = 1 FROM k WHERE changes.seq = k.seq",
    )
    .bind(serde_json::to_string(&pairs).map_err(Error::unreadable)?)
    .bind(lane)
    .execute(&mut *connection)
    .await?;
    let contained: BTreeSet<u64> =
        ops.iter().filter(|(_, logged)| *logged <= cursor).map(|(seq, _)| seq.0).collect();
    if contained.is_empty() {
        return Ok(());
    }
    let twins: Vec<i64> = sqlx::query_scalar(
        "DELETE FROM changes WHERE device = (SELECT id FROM devices WHERE device_id = ?1)
           AND device_seq IN (SELECT value FROM json_each(?2))
           -- One that says that the row was made stays, unless the op says so too.
           AND (kind = 'update' OR EXISTS (SELECT 1 FROM changes o
             WHERE o.device = ?3 AND o.device_seq = changes.device_seq AND o.kind = 'insert'))
         RETURNING device_seq",
    )
    .bind(twin(device))
    .bind(serde_json::to_string(&contained).map_err(Error::unreadable)?)
    .bind(lane)
    .fetch_all(&mut *connection)
    .await?;
    let twins: BTreeSet<u64> = twins.into_iter().map(i64::cast_unsigned).collect();
    let elsewhere: Vec<_> = contained.difference(&twins).collect();
    sqlx::query(
        "UPDATE changes SET counts = 0 WHERE device = ?1 AND device_seq IN (SELECT value FROM json_each(?2))",
    )
    .bind(lane)
    .bind(serde_json::to_string(&elsewhere).map_err(Error::unreadable)?)
    .execute(connection)
    .await?;
    Ok(())
}

/// The server does not have it any more.
pub(crate) async fn wait_again(connection: &mut SqliteConnection, lane: i64, seq: DeviceSeq) -> Result<()> {
    sqlx::query("UPDATE changes SET log_seq = NULL, counts = 1 WHERE device = ?1 AND device_seq = ?2")
        .bind(lane)
        .bind(seq.0.cast_signed())
        .execute(connection)
        .await?;
    Ok(())
}

/// Notes what the server took the stamp of an own transaction for.
pub(crate) async fn admit(connection: &mut SqliteConnection, tx: TxId, admitted: Hlc) -> Result<()> {
    sqlx::query("UPDATE transactions SET admitted = ?1 WHERE tx_id = ?2")
        .bind(admitted.0)
        .bind(tx.to_string())
        .execute(connection)
        .await?;
    Ok(())
}

/// A row came whole: it contains the log up to `as_of`, of which the rest is still to come.
pub(crate) async fn note_backfill(
    connection: &mut SqliteConnection,
    key: &RowKey,
    as_of: Cursor,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO sync_backfills (table_name, row_id, as_of) VALUES (?1, ?2, ?3)
         ON CONFLICT (table_name, row_id) DO UPDATE SET as_of = max(as_of, excluded.as_of)",
    )
    .bind(&key.table)
    .bind(key.row.to_string())
    .bind(as_of.0.cast_signed())
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets what is only of use until the cursor has passed it, and the own words in documents that are closed to this
/// member once no backup of the server can lack them.
pub(crate) async fn forget(
    connection: &mut SqliteConnection,
    cursor: Cursor,
    keep_after: Cursor,
) -> Result<()> {
    sqlx::query("DELETE FROM sync_backfills WHERE as_of <= ?1")
        .bind(cursor.0.cast_signed())
        .execute(&mut *connection)
        .await?;
    sqlx::query("DELETE FROM changes WHERE scope IS NOT NULL AND counts = 0 AND log_seq <= ?1")
        .bind(cursor.min(keep_after).0.cast_signed())
        .execute(connection)
        .await?;
    Ok(())
}

/// New stamps come after all that came, and after what this device wrote. Once nothing waits, a clock that ran ahead is
/// forgotten: what counts is what the server took its stamps for.
pub(crate) async fn set_clock(connection: &mut SqliteConnection, latest: Hlc) -> Result<()> {
    sqlx::query(
        "UPDATE devices SET last_hlc = max(?1,
           CASE WHEN EXISTS (SELECT 1 FROM devices WHERE lane IS NOT NULL AND settled < last_seq) THEN last_hlc
           ELSE coalesce((SELECT max(t.admitted) FROM devices d JOIN changes c ON c.seq = (
               SELECT x.seq FROM changes x WHERE x.device = d.id AND x.log_seq IS NOT NULL
               ORDER BY x.device_seq DESC LIMIT 1)
             JOIN transactions t ON t.id = c.tx WHERE d.lane IS NOT NULL), 0) END)
         WHERE is_self = 1",
    )
    .bind(latest.0)
    .execute(connection)
    .await?;
    Ok(())
}
