//! The stages of a pipeline.

use mycrm_store::{Id, Result};
use sqlx::SqliteConnection;

use crate::deals::{Stage, StageKind};

/// Stages in order; the ones removed, which histories still name, after the others.
pub(super) async fn read(connection: &mut SqliteConnection, pipeline: &Id) -> Result<(Vec<Id>, Vec<Stage>)> {
    type Row = (Id, String, String, String, i64, Option<i64>, bool);
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT id, slug, name, kind, probability, stalled_after_days, deleted_at IS NOT NULL FROM stages
         WHERE pipeline_id = ?1 ORDER BY deleted_at IS NOT NULL, position, id",
    )
    .bind(pipeline)
    .fetch_all(connection)
    .await?;
    let stage = |(id, key, name, kind, probability, stalled, removed): Row| {
        let kind = match kind.as_str() {
            "won" => StageKind::Won,
            "lost" => StageKind::Lost,
            _ => StageKind::Open,
        };
        let probability = u8::try_from(probability.clamp(0, 100)).unwrap_or(0);
        let stalled_after_days = stalled.and_then(|days| u32::try_from(days).ok());
        (id, Stage { key, name, kind, probability, stalled_after_days, removed })
    };
    Ok(rows.into_iter().map(stage).unzip())
}
