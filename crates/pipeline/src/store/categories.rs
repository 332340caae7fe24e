//! How users overrode the forecast category of deals, and when.

use mycrm_store::{Id, Result, Timestamp};
use sqlx::SqliteConnection;

/// One override, or the end of one.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct CategoryChange {
    /// Its place in the order, for the page after it.
    pub no: i64,
    pub opportunity_id: Id,
    pub opportunity_name: String,
    /// Nothing where the forecast told the category itself.
    pub old_value: Option<String>,
    pub new_value: Option<String>,
    pub effective_at: Timestamp,
    pub created_by: Option<String>,
}

/// Overrides of a pipeline's deals, the newest first, those before `before` where it is given.
///
/// # Errors
/// When the database cannot be read.
pub async fn category_changes(
    connection: &mut SqliteConnection,
    pipeline: &Id,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<CategoryChange>> {
    Ok(sqlx::query_as(
        "SELECT h.no, h.opportunity_id, o.name AS opportunity_name, h.old_value, h.new_value, h.effective_at, h.created_by
         FROM opportunity_history h CROSS JOIN opportunities o ON o.id = h.opportunity_id
         WHERE h.field = 'category' AND h.deleted_at IS NULL AND h.no < ?2
           AND o.pipeline_id = ?1 AND o.deleted_at IS NULL
         ORDER BY h.no DESC LIMIT ?3",
    )
    .bind(pipeline)
    .bind(before.unwrap_or(i64::MAX))
    .bind(limit)
    .fetch_all(connection)
    .await?)
}
