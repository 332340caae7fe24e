//! The notes of backups, writing one with SQLite, and what changes when one was put back.

use std::path::Path;

use mycrm_sync::{Epoch, Millis};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _};

use super::BackupError;
use crate::{Database, DatabaseError, Id};

/// A backup that may still be put back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub id: Id,
    pub made_at: Millis,
    /// Where it was written.
    pub place: String,
}

pub(super) async fn note(database: &Database, id: Id, place: &str, now: Millis) -> Result<(), DatabaseError> {
    let mut tx = database.write().await?;
    sqlx::query("INSERT INTO backups (id, made_at, place) VALUES ($1, $2, $3)")
        .bind(id)
        .bind(now.0)
        .bind(place)
        .execute(&mut *tx)
        .await?;
    sqlx::query("INSERT INTO backup_heads (backup, workspace, head) SELECT $1, workspace, head FROM logs")
        .bind(id)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

pub(super) async fn list(database: &Database) -> Result<Vec<Known>, DatabaseError> {
    let rows: Vec<(Id, i64, String)> =
        sqlx::query_as("SELECT id, made_at, place FROM backups ORDER BY made_at, id")
            .fetch_all(database.readers())
            .await?;
    Ok(rows.into_iter().map(|(id, made_at, place)| Known { id, made_at: Millis(made_at), place }).collect())
}

/// Whether there was one.
pub(super) async fn forget(database: &Database, id: Id) -> Result<bool, DatabaseError> {
    let mut tx = database.write().await?;
    let gone = sqlx::query("DELETE FROM backups WHERE id = $1").bind(id).execute(&mut *tx).await?;
    tx.commit().await?;
    Ok(gone.rows_affected() > 0)
}

/// Every log gets an epoch that no earlier one can have been.
pub(super) async fn begin_epoch(database: &Database, now: Millis) -> Result<(), DatabaseError> {
    let mut tx = database.write().await?;
    let logs: Vec<(Id, i64)> =
        sqlx::query_as("SELECT workspace, epoch FROM logs").fetch_all(&mut *tx).await?;
    for (workspace, epoch) in logs {
        let epoch = Epoch(u64::try_from(epoch).unwrap_or_default()).after_restore(now);
        sqlx::query("UPDATE logs SET epoch = $2 WHERE workspace = $1")
            .bind(workspace)
            .bind(i64::try_from(epoch.0).unwrap_or(i64::MAX))
            .execute(&mut *tx)
            .await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Writes a consistent copy of the whole database into a new file.
pub(super) async fn write(database: &Database, to: &Path) -> Result<(), DatabaseError> {
    let path = to.to_string_lossy();
    sqlx::query("VACUUM INTO $1").bind(path.as_ref()).execute(database.readers()).await?;
    Ok(())
}

/// Checks that a file is a whole database of this server.
pub(super) async fn check(file: &Path) -> Result<(), BackupError> {
    let wrong = |reason: String| BackupError::NotABackup { path: file.to_owned(), reason };
    let options = SqliteConnectOptions::new().filename(file).create_if_missing(false);
    let mut connection = options.connect().await.map_err(|error| wrong(error.to_string()))?;
    let found: String = sqlx::query_scalar("PRAGMA integrity_check(1)")
        .fetch_one(&mut connection)
        .await
        .map_err(|error| wrong(error.to_string()))?;
    if found != "ok" {
        return Err(wrong(found));
    }
    let tables: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM sqlite_master WHERE name IN ('logs', 'receipts')")
            .fetch_one(&mut connection)
            .await
            .map_err(|error| wrong(error.to_string()))?;
    if tables != 2 {
        return Err(wrong("it has other tables".to_owned()));
    }
    connection.close().await.map_err(|error| wrong(error.to_string()))
}
