//! Reading what a timeline is made of.

use mycrm_store::{Id, Timestamp};
use sqlx::{AssertSqlSafe, SqliteConnection};

use super::activities::ACTIVITIES;
use crate::Result;
use crate::activities::Activity;
use crate::timeline::{Entry, What};

/// Activities linked to a record by a column, before a place, newest first.
pub(crate) async fn activities(
    connection: &mut SqliteConnection,
    link: &'static str,
    id: &Id,
    before: (Timestamp, &str),
    limit: usize,
) -> Result<Vec<Activity>> {
    let sql = format!(
        "SELECT {} WHERE t.deleted_at IS NULL AND t.{link} = ?1 AND (t.occurred_at, t.id) < (?2, ?3) ORDER BY t.occurred_at DESC, t.id DESC LIMIT {}",
        ACTIVITIES.select,
        limit + 1
    );
    Ok(sqlx::query_as(AssertSqlSafe(sql))
        .bind(id)
        .bind(before.0)
        .bind(before.1)
        .fetch_all(connection)
        .await?)
}

/// Id, since when, who, from, to.
type StageRow = (Id, Timestamp, Option<String>, Option<String>, Option<String>);

/// Moves of a deal between stages, by the time since when they hold.
pub(crate) async fn stages(
    connection: &mut SqliteConnection,
    id: &Id,
    before: (Timestamp, &str),
    limit: usize,
) -> Result<Vec<Entry>> {
    let rows: Vec<StageRow> = sqlx::query_as(
        "SELECT h.id, h.effective_at, h.created_by, old.name, new.name FROM opportunity_history h
         LEFT JOIN stages old ON old.id = h.old_value LEFT JOIN stages new ON new.id = h.new_value
         WHERE h.opportunity_id = ?1 AND h.field = 'stage' AND h.deleted_at IS NULL 
           AND (h.effective_at, h.id) < (?2, ?3) ORDER BY h.effective_at DESC, h.id DESC LIMIT ?4",
    )
    .bind(id)
    .bind(before.0)
    .bind(before.1)
    .bind(limit as i64 + 1)
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|(id, at, actor, from, to)| Entry {
            id: id.to_string(),
            at,
            actor: actor.unwrap_or_default(),
            what: What::Stage { from, to },
        })
        .collect())
}

/// The name of a linked row; the id where there is none any more.
pub(crate) async fn name_of(
    connection: &mut SqliteConnection,
    table: &'static str,
    id: serde_json::Value,
) -> Result<serde_json::Value> {
    let Some(text) = id.as_str() else { return Ok(id) };
    let sql = AssertSqlSafe(format!(
        "SELECT {} FROM {table} WHERE id = ?1",
        if table == "tasks" { "title" } else { "name" }
    ));
    let name: Option<String> = sqlx::query_scalar(sql).bind(text).fetch_optional(connection).await?;
    Ok(name.map_or(id, Into::into))
}
