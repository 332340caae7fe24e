//! The peer: the same work as plain SQL on a copy of the file, without the app, its log and its index.

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};
use tokio::sync::{Mutex, MutexGuard};

use crate::Result;
use crate::figures::p95;

pub(crate) struct Peer {
    _folder: tempfile::TempDir,
    connection: Mutex<SqliteConnection>,
}

impl Peer {
    /// Copies the database of a data folder that nobody has open.
    pub(crate) async fn copy_of(data: &Path) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("peer.db");
        std::fs::copy(data.join("mycrm.db"), &file)?;
        let options = SqliteConnectOptions::new()
            .filename(&file)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .pragma("cache_size", "-16384");
        let mut connection = SqliteConnection::connect_with(&options).await?;
        let triggers: Vec<String> =
            sqlx::query_scalar("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
                .fetch_all(&mut connection)
                .await?;
        for trigger in triggers {
            sqlx::query(AssertSqlSafe(format!("DROP TRIGGER {trigger}"))).execute(&mut connection).await?;
        }
        Ok(Self { _folder: folder, connection: Mutex::new(connection) })
    }

    pub(crate) async fn connection(&self) -> MutexGuard<'_, SqliteConnection> {
        self.connection.lock().await
    }

    /// Runs reading statements, all of them each time.
    pub(crate) async fn read(&self, runs: usize, statements: &[&str]) -> Result<Duration> {
        let mut connection = self.connection().await;
        Ok(p95(runs, async |_| -> sqlx::Result<()> {
            for statement in statements {
                sqlx::query(AssertSqlSafe((*statement).to_owned())).fetch_all(&mut *connection).await?;
            }
            Ok(())
        })
        .await?)
    }
}
