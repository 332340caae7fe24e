//! Writing single fields when a user settles what sync could not.

use mycrm_store::{Id, Value};
use mycrm_sync::RowKey;
use sqlx::{AssertSqlSafe, SqliteConnection};

use crate::Result;

pub(crate) async fn is_there(connection: &mut SqliteConnection, table: &str, row: &Id) -> Result<bool> {
    let sql = format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE id = ?1)");
    Ok(sqlx::query_scalar(AssertSqlSafe(sql)).bind(row).fetch_one(connection).await?)
}

/// Sets fields of a row, deleted or not.
pub(crate) async fn set_fields(
    connection: &mut SqliteConnection,
    table: &str,
    row: &Id,
    fields: Vec<(&'static str, Value)>,
) -> Result<()> {
    let sets = fields.iter().map(|(name, _)| format!("{name} = ?")).collect::<Vec<_>>().join(", ");
    let mut query = sqlx::query(AssertSqlSafe(format!("UPDATE {table} SET {sets} WHERE id = ?")));
    for (_, value) in fields {
        query = value.bind(query);
    }
    query.bind(row).execute(connection).await?;
    Ok(())
}

/// What was written into a row while it was deleted needs nobody's choice once it is back.
pub(crate) async fn forget_of_row(connection: &mut SqliteConnection, key: &RowKey) -> Result<()> {
    sqlx::query(
        "DELETE FROM sync_conflicts WHERE table_name = ?1 AND row_id = ?2 AND conflict ->> 'conflict' = 'edit_of_deleted'",
    )
    .bind(&key.table)
    .bind(key.row.to_string())
    .execute(connection)
    .await?;
    Ok(())
}
