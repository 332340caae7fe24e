//! Reading tags and what they are on.

use mycrm_store::Id;
use sqlx::SqliteConnection;

use crate::Result;

pub(crate) async fn by_name(connection: &mut SqliteConnection, name: &str) -> Result<Option<Id>> {
    Ok(sqlx::query_scalar(
        "SELECT id FROM tags WHERE name = ?1 COLLATE NOCASE AND deleted_at IS NULL LIMIT 1",
    )
    .bind(name)
    .fetch_optional(connection)
    .await?)
}

/// The links of a record and the names they lead to.
pub(crate) async fn of_record(connection: &mut SqliteConnection, record: &Id) -> Result<Vec<(Id, String)>> {
    Ok(sqlx::query_as(
        "SELECT rt.id, g.name FROM record_tags rt JOIN tags g ON g.id = rt.tag_id AND g.deleted_at IS NULL
         WHERE rt.record_id = ?1 AND rt.deleted_at IS NULL",
    )
    .bind(record)
    .fetch_all(connection)
    .await?)
}
