//! Pruning the log.

use mycrm_sync::Millis;

use crate::{Database, DatabaseError, Id};

pub(super) async fn workspaces(database: &Database) -> Result<Vec<Id>, DatabaseError> {
    Ok(sqlx::query_scalar("SELECT workspace FROM logs").fetch_all(database.readers()).await?)
}

/// Entries removed in one transaction.
const STEP: i64 = 5_000;

/// Removes entries that were written before an instant, a step of them; returns whether there may be more.
pub(super) async fn prune(database: &Database, workspace: Id, before: Millis) -> Result<bool, DatabaseError> {
    let mut tx = database.write().await?;
    // Entries come in the order of time, so the first that is young enough ends it.
    let (last, looked_at): (Option<i64>, i64) = sqlx::query_as(
        "SELECT MAX(CASE WHEN logged_at < $2 THEN seq END), COUNT(*) FROM \
         (SELECT seq, logged_at FROM log WHERE workspace = $1 ORDER BY seq LIMIT $3) AS oldest",
    )
    .bind(workspace)
    .bind(before.0)
    .bind(STEP)
    .fetch_one(&mut *tx)
    .await?;
    let Some(last) = last else { return Ok(false) };
    sqlx::query("UPDATE logs SET min_retained = $2 WHERE workspace = $1 AND min_retained < $2")
        .bind(workspace)
        .bind(last)
        .execute(&mut *tx)
        .await?;
    let removed = sqlx::query("DELETE FROM log WHERE workspace = $1 AND seq <= $2")
        .bind(workspace)
        .bind(last)
        .execute(&mut *tx)
        .await?
        .rows_affected();
    tx.commit().await?;
    Ok(looked_at == STEP && removed > 0)
}
