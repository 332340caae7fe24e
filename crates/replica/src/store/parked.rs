//! Ops that the server did not accept.

use mycrm_store::Timestamp;
use mycrm_sync::merge::Row;
use mycrm_sync::push::Reason;
use mycrm_sync::{DeviceSeq, Op, Value};
use sqlx::SqliteConnection;
use uuid::Uuid;

use super::ops::{LogRow, SELECT};
use crate::{Error, Result};

/// Keeps an op for the user, out of the way of the others.
pub(crate) async fn park(
    connection: &mut SqliteConnection,
    lane: i64,
    seq: DeviceSeq,
    reason: &Reason,
    now: Timestamp,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO sync_parked (device, device_seq, reason, parked_at) VALUES (?1, ?2, ?3, ?4)
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

/// Notes in the history that an edit was taken back, for those who follow the log: the row is again what it was.
pub(crate) async fn note_taken_back(
    connection: &mut SqliteConnection,
    op: &Op,
    now_holds: Option<&Row>,
    now: Timestamp,
) -> Result<()> {
    let held = |field: &str| {
        now_holds.and_then(|row| row.fields.get(field)).map_or(Value::Null, |register| register.value.clone())
    };
    let fields: serde_json::Map<_, _> = op
        .fields
        .iter()
        .map(|(field, change)| (field.clone(), serde_json::json!([change.1, held(field)])))
        .collect();
    let (device, seq): (i64, i64) = sqlx::query_as(
        "INSERT INTO devices (device_id, last_seq) VALUES (?1, 1)
         ON CONFLICT (device_id) DO UPDATE SET last_seq = last_seq + 1 RETURNING id, last_seq",
    )
    .bind(TAKEN_BACK)
    .fetch_one(&mut *connection)
    .await?;
    let set = Uuid::now_v7().to_string();
    sqlx::query(
        "INSERT INTO change_sets (id, label, actor, started_at, undoes, is_remote)
         VALUES (?1, 'Not accepted by the server', 'MyCRM', ?2, ?1, 1)",
    )
    .bind(&set)
    .bind(now)
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        "INSERT INTO transactions (tx_id, change_set_id, device, hlc, recorded_at, actor, origin, schema_version)
         VALUES (?1, ?2, ?3, 0, ?4, 'MyCRM', 'remote', ?5)",
    )
    .bind(Uuid::now_v7().to_string())
    .bind(&set)
    .bind(device)
    .bind(now)
    .bind(mycrm_store::SCHEMA_VERSION)
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        "INSERT INTO changes (tx, device, device_seq, table_name, row_id, kind, effective_at, fields)
         VALUES ((SELECT max(id) FROM transactions), ?1, ?2, ?3, ?4, 'update', ?5, ?6)",
    )
    .bind(device)
    .bind(seq)
    .bind(&op.table)
    .bind(op.row.to_string())
    .bind(now)
    .bind(serde_json::Value::Object(fields).to_string())
    .execute(connection)
    .await?;
    Ok(())
}
