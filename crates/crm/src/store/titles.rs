//! What rows of any table are called.

use mycrm_store::Id;
use sqlx::{AssertSqlSafe, SqliteConnection};

use crate::Result;

pub(crate) async fn title(
    connection: &mut SqliteConnection,
    table: &'static str,
    expression: &str,
    row: &str,
) -> Result<Option<String>> {
    let sql = AssertSqlSafe(format!("SELECT CAST({expression} AS TEXT) FROM {table} t WHERE t.id = ?1"));
    let title: Option<Option<String>> = sqlx::query_scalar(sql).bind(row).fetch_optional(connection).await?;
    Ok(title.flatten())
}

/// A field that holds a text: an id, a code.
pub(crate) async fn text(
    connection: &mut SqliteConnection,
    table: &'static str,
    field: &'static str,
    row: &str,
) -> Result<Option<String>> {
    let sql = AssertSqlSafe(format!("SELECT {field} FROM {table} WHERE id = ?1"));
    let text: Option<Option<String>> = sqlx::query_scalar(sql).bind(row).fetch_optional(connection).await?;
    Ok(text.flatten())
}

pub(crate) async fn is_there(
    connection: &mut SqliteConnection,
    table: &'static str,
    row: &str,
) -> Result<bool> {
    let sql = AssertSqlSafe(format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE id = ?1)"));
    Ok(sqlx::query_scalar(sql).bind(row).fetch_one(connection).await?)
}

pub(crate) async fn writer(connection: &mut SqliteConnection, row: &Id) -> Result<Option<String>> {
    Ok(sqlx::query_scalar(
        "SELECT t.actor FROM changes c JOIN transactions t ON t.id = c.tx
         WHERE c.row_id = ?1 AND c.kind = 'insert' ORDER BY c.seq LIMIT 1",
    )
    .bind(row)
    .fetch_optional(connection)
    .await?)
}

/// Gives all that belongs to one person to another, in a table with such a link. What is deleted stays as it is: an edit of
/// it would be a conflict for whoever deleted it.
pub(crate) async fn hand_over(
    connection: &mut SqliteConnection,
    table: &'static str,
    field: &'static str,
    people: (&Id, &Id),
    most: i64,
) -> Result<u64> {
    let sql = AssertSqlSafe(format!(
        "UPDATE {table} SET {field} = ?1
         WHERE no IN (SELECT no FROM {table} WHERE {field} = ?2 AND deleted_at IS NULL LIMIT ?3)"
    ));
    let (from, to) = people;
    let done = sqlx::query(sql).bind(to).bind(from).bind(most).execute(connection).await?;
    Ok(done.rows_affected())
}
