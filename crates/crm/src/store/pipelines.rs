//! Reading pipelines and stages.

use mycrm_store::{Id, Timestamp};
use serde::Deserialize;
use sqlx::SqliteConnection;

use super::list::{Kind, Listing, field, sorted};
use crate::{Result, StageKind};

/// A stage of a pipeline.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow, Deserialize)]
pub struct Stage {
    pub id: Id,
    pub slug: String,
    pub name: String,
    pub kind: StageKind,
    /// 0 to 100.
    pub probability: i64,
    pub stalled_after_days: Option<i64>,
    pub position: String,
}

impl<'de> Deserialize<'de> for StageKind {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

pub(crate) static PIPELINES: Listing = Listing {
    table: "pipelines",
    select: "t.id, t.name, t.is_default, t.created_at, t.created_by, t.updated_at,
         (SELECT json_group_array(json_object('id', s.id, 'slug', s.slug, 'name', s.name, 'kind', s.kind, 'probability',
            s.probability, 'stalled_after_days', s.stalled_after_days, 'position', s.position) ORDER BY s.position, s.id)
           FROM stages s WHERE s.pipeline_id = t.id AND s.deleted_at IS NULL) AS stages,
         (SELECT count(*) FROM opportunities o WHERE o.pipeline_id = t.id AND o.deleted_at IS NULL) AS opportunity_count
         FROM pipelines t",
    fields: &[
        sorted("name", "t.name", Kind::Text),
        sorted("position", "t.position", Kind::Exact),
        field("is_default", "t.is_default", Kind::Bool),
        sorted("created_at", "t.created_at", Kind::Instant),
        sorted("updated_at", "t.updated_at", Kind::Instant),
    ],
    default_ordering: "position",
    text: "t.name",
};

pub(crate) async fn default(connection: &mut SqliteConnection) -> Result<Option<Id>> {
    Ok(sqlx::query_scalar(
        "SELECT id FROM pipelines WHERE deleted_at IS NULL ORDER BY is_default DESC, position, id LIMIT 1",
    )
    .fetch_optional(connection)
    .await?)
}

pub(crate) async fn defaults(connection: &mut SqliteConnection) -> Result<Vec<Id>> {
    Ok(sqlx::query_scalar("SELECT id FROM pipelines WHERE is_default = 1 AND deleted_at IS NULL")
        .fetch_all(connection)
        .await?)
}

pub(crate) async fn another(connection: &mut SqliteConnection, but: &Id) -> Result<Option<Id>> {
    Ok(sqlx::query_scalar(
        "SELECT id FROM pipelines WHERE id <> ?1 AND deleted_at IS NULL ORDER BY position, id LIMIT 1",
    )
    .bind(but)
    .fetch_optional(connection)
    .await?)
}

pub(crate) async fn last_position(connection: &mut SqliteConnection) -> Result<Option<String>> {
    Ok(sqlx::query_scalar("SELECT max(position) FROM pipelines WHERE deleted_at IS NULL")
        .fetch_one(connection)
        .await?)
}

pub(crate) async fn stages(connection: &mut SqliteConnection, pipeline: &Id) -> Result<Vec<Stage>> {
    Ok(sqlx::query_as(
        "SELECT id, slug, name, kind, probability, stalled_after_days, position FROM stages
         WHERE pipeline_id = ?1 AND deleted_at IS NULL ORDER BY position, id",
    )
    .bind(pipeline)
    .fetch_all(connection)
    .await?)
}

pub(crate) async fn deals_in(connection: &mut SqliteConnection, stage: &Id) -> Result<i64> {
    Ok(sqlx::query_scalar("SELECT count(*) FROM opportunities WHERE stage_id = ?1 AND deleted_at IS NULL")
        .bind(stage)
        .fetch_one(connection)
        .await?)
}

/// Deals in a stage that have no close date, and since when they are in it.
pub(crate) async fn undated_in(
    connection: &mut SqliteConnection,
    stage: &Id,
) -> Result<Vec<(Id, Timestamp)>> {
    Ok(sqlx::query_as(
        "SELECT id, stage_entered_at FROM opportunities
         WHERE stage_id = ?1 AND actual_close_date IS NULL AND deleted_at IS NULL ORDER BY no",
    )
    .bind(stage)
    .fetch_all(connection)
    .await?)
}
