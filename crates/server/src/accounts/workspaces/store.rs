//! What goes with a workspace.

use sqlx::AnyConnection;

use mycrm_sync::SnapshotId;

use crate::{Database, Id};

/// Places in the blob store that are to be removed.
pub(super) async fn leftovers(database: &Database) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar("SELECT place FROM leftovers").fetch_all(database.readers()).await
}

pub(super) async fn forget_leftover(database: &Database, place: &str) -> sqlx::Result<()> {
    let mut tx = database.write().await?;
    sqlx::query("DELETE FROM leftovers WHERE place = $1").bind(place).execute(&mut *tx).await?;
    tx.commit().await
}

/// The snapshots that are kept of a workspace.
pub(super) async fn snapshots(from: &mut AnyConnection, workspace: Id) -> sqlx::Result<Vec<SnapshotId>> {
    let found: Vec<Id> = sqlx::query_scalar("SELECT id FROM snapshots WHERE workspace = $1")
        .bind(workspace)
        .fetch_all(from)
        .await?;
    Ok(found.into_iter().map(|id| SnapshotId(id.0)).collect())
}

/// `places` are where its files are.
pub(super) async fn delete(to: &mut AnyConnection, workspace: Id, places: &[String]) -> sqlx::Result<()> {
    // Its partitions name no workspace that has to be there, so that writing it stays cheap.
    sqlx::query("DELETE FROM log WHERE workspace = $1").bind(workspace).execute(&mut *to).await?;
    // With their parts, which PostgreSQL would otherwise find without their chunks.
    sqlx::query("DELETE FROM blobs WHERE workspace = $1").bind(workspace).execute(&mut *to).await?;
    let users: Vec<Id> = sqlx::query_scalar("SELECT user_id FROM members WHERE workspace = $1")
        .bind(workspace)
        .fetch_all(&mut *to)
        .await?;
    for place in places {
        sqlx::query("INSERT INTO leftovers (place) VALUES ($1)").bind(place).execute(&mut *to).await?;
    }
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
