//! What the server said of own ops, and what it costs to remember it.

use mycrm_sync::{Cursor, DeviceSeq, Hlc, RowKey, TxId};
use sqlx::SqliteConnection;

use crate::Result;

/// The server has it under this number.
pub(crate) async fn acknowledge(
    connection: &mut SqliteConnection,
    lane: i64,
    seq: DeviceSeq,
    logged: Cursor,
) -> Result<()> {
    number(connection, lane, seq, Some(logged.0.cast_signed())).await
}

/// The server does not have it any more.
pub(crate) async fn wait_again(connection: &mut SqliteConnection, lane: i64, seq: DeviceSeq) -> Result<()> {
    number(connection, lane, seq, None).await
}

async fn number(
    connection: &mut SqliteConnection,
    lane: i64,
    seq: DeviceSeq,
    logged: Option<i64>,
) -> Result<()> {
    sqlx::query("UPDATE changes SET log_seq = ?1 WHERE device = ?2 AND device_seq = ?3")
        .bind(logged)
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

pub(crate) async fn forget_backfills(connection: &mut SqliteConnection, cursor: Cursor) -> Result<()> {
    sqlx::query("DELETE FROM sync_backfills WHERE as_of <= ?1")
        .bind(cursor.0.cast_signed())
        .execute(connection)
        .await?;
    Ok(())
}

/// New stamps come after all that came and all that waits. Once nothing waits, a clock that ran ahead is forgotten.
pub(crate) async fn set_clock(connection: &mut SqliteConnection, latest: Hlc) -> Result<()> {
    sqlx::query(
        "UPDATE devices SET last_hlc = CASE WHEN settled < last_seq THEN max(last_hlc, ?1) ELSE ?1 END
         WHERE is_self = 1",
    )
    .bind(latest.0)
    .execute(connection)
    .await?;
    Ok(())
}
