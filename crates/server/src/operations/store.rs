//! Whether the database answers.

use crate::Database;

pub(super) async fn answers(database: &Database) -> sqlx::Result<()> {
    sqlx::query("SELECT 1").execute(database.readers()).await?;
    Ok(())
}
