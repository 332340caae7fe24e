//! What a pipeline looked like on a day, as it was shown then: kept once a day, never changed afterwards.

use mycrm_store::{Currency, Date, Id, Result, Store, Timestamp};
use sqlx::types::Json;

use crate::daily::DaySnapshot;

/// One day that was kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    pub day: Date,
    pub taken_at: Timestamp,
    pub currency: Currency,
    pub snapshot: DaySnapshot,
}

/// Keeps a day, unless it is kept already.
///
/// # Errors
/// When the database cannot be written.
pub async fn keep_snapshot(store: &Store, pipeline: &Id, kept: &Kept) -> Result<()> {
    sqlx::query(
        "INSERT INTO pipeline_snapshots (pipeline_id, day, taken_at, currency, body) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (pipeline_id, day) DO NOTHING",
    )
    .bind(pipeline)
    .bind(kept.day)
    .bind(kept.taken_at)
    .bind(kept.currency.code())
    .bind(Json(&kept.snapshot))
    .execute(store.bookkeeping())
    .await?;
    Ok(())
}

/// The days that were kept from one on, the oldest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn kept_since(store: &Store, pipeline: &Id, since: Date) -> Result<Vec<Kept>> {
    let rows: Vec<(Date, Timestamp, String, Json<DaySnapshot>)> = sqlx::query_as(
        "SELECT day, taken_at, currency, body FROM pipeline_snapshots WHERE pipeline_id = ?1 AND day >= ?2 ORDER BY day",
    )
    .bind(pipeline)
    .bind(since)
    .fetch_all(store.readers())
    .await?;
    rows.into_iter()
        .map(|(day, taken_at, currency, Json(snapshot))| {
            Ok(Kept { day, taken_at, currency: currency.parse()?, snapshot })
        })
        .collect()
}

/// The last day that was kept.
///
/// # Errors
/// When the database cannot be read.
pub async fn last_kept(store: &Store, pipeline: &Id) -> Result<Option<Date>> {
    Ok(sqlx::query_scalar("SELECT max(day) FROM pipeline_snapshots WHERE pipeline_id = ?1")
        .bind(pipeline)
        .fetch_one(store.readers())
        .await?)
}
