//! What goes with a workspace.

use mycrm_sync::SnapshotId;
use sqlx::AnyConnection;

use crate::Id;

/// The snapshots that are kept of a workspace.
pub(super) async fn snapshots(from: &mut AnyConnection, workspace: Id) -> sqlx::Result<Vec<SnapshotId>> {
    let found: Vec<Id> = sqlx::query_scalar("SELECT id FROM snapshots WHERE workspace = $1")
        .bind(workspace)
        .fetch_all(from)
        .await?;
    Ok(found.into_iter().map(|id| SnapshotId(id.0)).collect())
}

pub(super) async fn delete(to: &mut AnyConnection, workspace: Id) -> sqlx::Result<()> {
    // Its partitions name no workspace that has to be there, so that writing it stays cheap.
    sqlx::query("DELETE FROM log WHERE workspace = $1").bind(workspace).execute(&mut *to).await?;
    // With their parts, which PostgreSQL would otherwise find without their chunks.
    sqlx::query("DELETE FROM blobs WHERE workspace = $1").bind(workspace).execute(&mut *to).await?;
    let users: Vec<Id> = sqlx::query_scalar("SELECT user_id FROM members WHERE workspace = $1")
        .bind(workspace)
        .fetch_all(&mut *to)
        .await?;
    sqlx::query("DELETE FROM workspaces WHERE id = $1").bind(workspace).execute(&mut *to).await?;
    for user in users {
        sqlx::query(
            "DELETE FROM users WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM members WHERE user_id = $1)",
        )
        .bind(user)
        .execute(&mut *to)
        .await?;
    }
    Ok(())
}
