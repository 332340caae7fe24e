//! The ids under which this profile has written, in the order in which they are emptied.

use std::collections::BTreeMap;

use mycrm_sync::client::LaneParts;
use mycrm_sync::{DeviceId, DeviceSeq, Op};
use sqlx::SqliteConnection;
use uuid::Uuid;

use crate::{Error, Result};

/// A lane and its row in `devices`.
#[derive(Debug, Clone)]
pub(crate) struct Lane {
    pub(crate) row: i64,
    pub(crate) is_self: bool,
    pub(crate) parts: LaneParts,
}

/// The name in `devices` of another installation that writes, or wrote, under an id of this profile. A lane holds what
/// this profile wrote and nothing else, because it may have to send all of it once more.
pub(super) fn twin(device: DeviceId) -> String {
    format!("{device}/other")
}

/// All lanes, without items.
pub(crate) async fn lanes(connection: &mut SqliteConnection) -> Result<Vec<Lane>> {
    let rows: Vec<(i64, String, i64, i64, bool)> = sqlx::query_as(
        "SELECT id, device_id, settled, last_seq, is_self FROM devices WHERE lane IS NOT NULL ORDER BY lane",
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|(row, device, settled, last, is_self)| {
            let parts = LaneParts {
                device: DeviceId(Uuid::try_parse(&device).map_err(Error::unreadable)?),
                settled: DeviceSeq(settled.cast_unsigned()),
                last: DeviceSeq(last.cast_unsigned()),
                items: BTreeMap::new(),
            };
            Ok(Lane { row, is_self, parts })
        })
        .collect()
}

pub(crate) async fn write_lane(connection: &mut SqliteConnection, row: i64, lane: &LaneParts) -> Result<()> {
    sqlx::query("UPDATE devices SET settled = ?1, last_seq = ?2 WHERE id = ?3")
        .bind(lane.settled.0.cast_signed())
        .bind(lane.last.0.cast_signed())
        .bind(row)
        .execute(connection)
        .await?;
    Ok(())
}

/// Makes the lane of a new id, right behind `after` or at the end; `is_self`: new ops are written under it. The clock
/// goes on from where it is. Returns its row.
pub(crate) async fn adopt(
    connection: &mut SqliteConnection,
    fresh: DeviceId,
    after: Option<i64>,
    is_self: bool,
) -> Result<i64> {
    let lane: i64 = match after {
        Some(row) => {
            // The order of lanes only has to be an order: those behind make room.
            sqlx::query(
                "UPDATE devices SET lane = lane + 1 WHERE lane > (SELECT lane FROM devices WHERE id = ?1)",
            )
            .bind(row)
            .execute(&mut *connection)
            .await?;
            sqlx::query_scalar("SELECT lane + 1 FROM devices WHERE id = ?1")
                .bind(row)
                .fetch_one(&mut *connection)
                .await?
        }
        None => {
            sqlx::query_scalar("SELECT coalesce(max(lane), 0) + 1 FROM devices")
                .fetch_one(&mut *connection)
                .await?
        }
    };
    let stamp: i64 = sqlx::query_scalar("SELECT coalesce(max(last_hlc), 0) FROM devices WHERE is_self = 1")
        .fetch_one(&mut *connection)
        .await?;
    if is_self {
        sqlx::query("UPDATE devices SET is_self = 0 WHERE is_self = 1").execute(&mut *connection).await?;
    }
    Ok(sqlx::query_scalar(
        "INSERT INTO devices (device_id, is_self, last_hlc, lane) VALUES (?1, ?2, ?3, ?4) RETURNING id",
    )
    .bind(fresh.to_string())
    .bind(is_self)
    .bind(stamp)
    .bind(lane)
    .fetch_one(connection)
    .await?)
}

/// Gives an op of the lane `from` the name that it has now, in the lane `to`.
pub(crate) async fn reissue(
    connection: &mut SqliteConnection,
    from: i64,
    seq: DeviceSeq,
    to: i64,
    op: &Op,
) -> Result<()> {
    sqlx::query(
        "UPDATE changes SET device = ?1, device_seq = ?2, origin = ?3 WHERE device = ?4 AND device_seq = ?5",
    )
    .bind(to)
    .bind(op.op_id.seq.0.cast_signed())
    .bind(op.origin.map(|origin| origin.0.to_vec()))
    .bind(from)
    .bind(seq.0.cast_signed())
    .execute(connection)
    .await?;
    Ok(())
}
