//! Ops that the server did not accept.

use std::borrow::Borrow;
use std::collections::BTreeMap;

use mycrm_store::Timestamp;
use mycrm_sync::merge::Row;
use mycrm_sync::push::Reason;
use mycrm_sync::{Change, DeviceSeq, Op, RowKey, Value};
use sqlx::SqliteConnection;
use uuid::Uuid;

use super::ops::{LogRow, SELECT};
use crate::{Error, Result};

/// Keeps an op for the user, out of the way of the others. What a profile begins with by itself is nothing that a user has
/// to deal with: such a change set is one that undoes itself.
pub(crate) async fn park(
    connection: &mut SqliteConnection,
    lane: i64,
    seq: DeviceSeq,
    reason: &Reason,
    now: Timestamp,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO sync_parked (device, device_seq, reason, parked_at, dismissed)
         VALUES (?1, ?2, ?3, ?4, EXISTS (
           SELECT 1 FROM changes c JOIN transactions t ON t.id = c.tx JOIN change_sets s ON s.id = t.change_set_id
           WHERE c.device = ?1 AND c.device_seq = ?2 AND s.undoes = s.id))
         ON CONFLICT (device, device_seq) DO NOTHING",
    )
    .bind(lane)
    .bind(seq.0.cast_signed())
    .bind(serde_json::to_string(reason).map_err(Error::unreadable)?)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// The user does not need it any more: `no` is its place in the change log.
pub(crate) async fn dismiss(connection: &mut SqliteConnection, no: i64) -> Result<bool> {
    let done = sqlx::query(
        "UPDATE sync_parked SET dismissed = 1 WHERE dismissed = 0
           AND (device, device_seq) = (SELECT device, device_seq FROM changes WHERE seq = ?1)",
    )
    .bind(no)
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// A parked op by its place in the change log.
pub(crate) async fn parked_op(connection: &mut SqliteConnection, no: i64) -> Result<Option<Op>> {
    let sql = format!("{SELECT} WHERE c.seq = ?1 AND p.dismissed = 0");
    let row: Option<LogRow> =
        sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(no).fetch_optional(connection).await?;
    row.map(|row| row.op()).transpose()
}

/// The device under which this profile notes what it takes back: it is nobody's, so nothing of it counts in a merge.
const TAKEN_BACK: &str = "taken back";

/// Notes in the history that edits were taken back, for those who follow the log: the rows are again what they were.
pub(crate) async fn note_taken_back(
    connection: &mut SqliteConnection,
    ops: &[&Op],
    rows: &BTreeMap<RowKey, Option<impl Borrow<Row>>>,
    now: Timestamp,
) -> Result<()> {
    if ops.is_empty() {
        return Ok(());
    }
    let count = i64::try_from(ops.len()).unwrap_or(i64::MAX);
    let (device, last): (i64, i64) = sqlx::query_as(
        "INSERT INTO devices (device_id, last_seq) VALUES (?1, ?2)
         ON CONFLICT (device_id) DO UPDATE SET last_seq = last_seq + ?2 RETURNING id, last_seq",
    )
    .bind(TAKEN_BACK)
    .bind(count)
    .fetch_one(&mut *connection)
    .await?;
    let tx = transaction(connection, device, now).await?;
    for (op, seq) in ops.iter().zip(last - count + 1..) {
        let held = |field: &str| {
            let row = rows.get(&op.key()).and_then(Option::as_ref).map(Borrow::borrow);
            row.and_then(|row: &Row| row.fields.get(field))
                .map_or(Value::Null, |register| register.value.clone())
        };
        let fields: BTreeMap<_, _> = op
            .fields
            .iter()
            .map(|(field, change)| (field, Change(change.1.clone(), held(field))))
            .filter(|(_, Change(old, new))| old != new)
            .collect();
        sqlx::query(
            "INSERT INTO changes (tx, device, device_seq, table_name, row_id, kind, effective_at, fields, counts)
             VALUES (?1, ?2, ?3, ?4, ?5, 'update', ?6, ?7, 0)",
        )
        .bind(tx)
        .bind(device)
        .bind(seq)
        .bind(&op.table)
        .bind(op.row.to_string())
        .bind(now)
        .bind(serde_json::to_string(&fields).map_err(Error::unreadable)?)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// The transaction of what is taken back at once, in an action that undoes itself: no user's.
async fn transaction(connection: &mut SqliteConnection, device: i64, now: Timestamp) -> Result<i64> {
    let set = Uuid::now_v7().to_string();
    sqlx::query(
        "INSERT INTO change_sets (id, label, actor, started_at, undoes, is_remote)
         VALUES (?1, 'Not accepted by the server', 'MyCRM', ?2, ?1, 1)",
    )
    .bind(&set)
    .bind(now)
    .execute(&mut *connection)
    .await?;
    Ok(sqlx::query_scalar(
        "INSERT INTO transactions (tx_id, change_set_id, device, hlc, recorded_at, actor, origin, schema_version)
         VALUES (?1, ?2, ?3, 0, ?4, 'MyCRM', 'remote', ?5) RETURNING id",
    )
    .bind(Uuid::now_v7().to_string())
    .bind(&set)
    .bind(device)
    .bind(now)
    .bind(mycrm_store::SCHEMA_VERSION)
    .fetch_one(connection)
    .await?)
}
