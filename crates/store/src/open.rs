//! Opening the database: lock, version checks, backup before a migration, migrations, triggers, connections.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AssertSqlSafe, SqlSafeStr, SqliteConnection, SqlitePool};
use tokio::sync::broadcast;

use crate::lock::FolderLock;
use crate::{Error, Id, Notice, Result, backup, private, sqlite, triggers};

const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "log", include_str!("../../../migrations/0001_log.sql")),
    (2, "records", include_str!("../../../migrations/0002_records.sql")),
    (3, "books", include_str!("../../../migrations/0003_books.sql")),
    (4, "analytics", include_str!("../../../migrations/0004_analytics.sql")),
    (5, "sync", include_str!("../../../migrations/0005_sync.sql")),
    (6, "pins", include_str!("../../../migrations/0006_pins.sql")),
];

/// The version this build writes; every op carries it.
pub const SCHEMA_VERSION: i64 = MIGRATIONS[MIGRATIONS.len() - 1].0;

/// Where a database is, and how it is opened.
#[derive(Debug, Clone)]
pub struct OpenOptions {
    /// The data folder; made when it is missing.
    pub folder: PathBuf,
}

/// The open database. Cheap to clone; the last clone frees the folder.
#[derive(Debug, Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    folder: PathBuf,
    writer: SqlitePool,
    readers: SqlitePool,
    notices: broadcast::Sender<Notice>,
    _lock: FolderLock,
}

impl Store {
    /// Opens the database of a folder, making or migrating it as needed.
    ///
    /// # Errors
    /// [`Error::InUse`], [`Error::Newer`], [`Error::Damaged`], [`Error::NotWritable`], [`Error::DiskFull`]; in each
    /// case the file is as it was.
    pub async fn open(options: OpenOptions) -> Result<Self> {
        let folder = options.folder;
        prepare_folder(&folder)?;
        let lock = FolderLock::acquire(&folder)?;
        let file = database_file(&folder);
        make_private(&file, &folder)?;
        let damaged = |error: sqlx::Error| {
            if Error::is_damage(&error) {
                Error::Damaged {
                    path: file.clone(),
                    reason: error.to_string(),
                    backups: backup::folder(&folder),
                }
            } else {
                match Error::from(error) {
                    Error::Database(source) => {
                        Error::NotWritable { path: folder.clone(), reason: source.to_string() }
                    }
                    other => other,
                }
            }
        };
        let writer = sqlite::writer(&file).await.map_err(damaged)?;
        let version: String = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(&writer).await?;
        if !sqlite::is_new_enough(&version) {
            return Err(Error::SqliteTooOld { found: version, needed: sqlite::NEEDED });
        }
        migrate(&writer, &folder).await.map_err(|error| match error {
            Error::Database(source) => damaged(source),
            other => other,
        })?;
        let mut connection = writer.acquire().await?;
        rebuild_triggers(&mut connection).await?;
        name_device(&mut connection).await?;
        drop(connection);
        let (notices, _) = broadcast::channel(1024);
        let readers = sqlite::readers(&file);
        let inner = Inner { folder, writer, readers, notices, _lock: lock };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Read-only connections; each sees one consistent state per statement or transaction.
    pub fn readers(&self) -> &SqlitePool {
        &self.inner.readers
    }

    pub fn folder(&self) -> &Path {
        &self.inner.folder
    }

    /// The id that new ops are written under. It changes when this profile turns out to be a copy.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn device_id(&self) -> Result<Id> {
        Ok(sqlx::query_scalar("SELECT device_id FROM devices WHERE is_self = 1")
            .fetch_one(self.readers())
            .await?)
    }

    /// Told once per commit.
    pub fn notices(&self) -> broadcast::Receiver<Notice> {
        self.inner.notices.subscribe()
    }

    /// The one writing connection: bookkeeping of this installation only; synced tables refuse writes through it.
    pub fn bookkeeping(&self) -> &SqlitePool {
        &self.inner.writer
    }

    pub(crate) fn publish(&self, notice: Notice) {
        // Nobody listening is fine: the command line has no window.
        let _ = self.inner.notices.send(notice);
    }

    /// Finishes what is under way and closes every connection.
    pub async fn close(&self) {
        // Statistics for the query planner; a database that cannot take them closes all the same.
        if let Err(error) = sqlx::query("PRAGMA optimize").execute(&self.inner.writer).await {
            tracing::debug!(%error, "no statistics were kept");
        }
        self.inner.readers.close().await;
        self.inner.writer.close().await;
    }
}

/// The version of the SQLite that is linked.
///
/// # Errors
/// When the database cannot be asked.
pub async fn sqlite_version(store: &Store) -> Result<String> {
    Ok(sqlx::query_scalar("SELECT sqlite_version()").fetch_one(store.readers()).await?)
}

pub(crate) fn database_file(folder: &Path) -> PathBuf {
    folder.join("mycrm.db")
}

fn prepare_folder(folder: &Path) -> Result<()> {
    let unwritable =
        |source: std::io::Error| Error::NotWritable { path: folder.to_owned(), reason: source.to_string() };
    if folder.is_dir() {
        // Somebody else's choice of folder keeps its mode; what is written in it is private all the same.
        return Ok(());
    }
    private::folder(folder).map_err(unwritable)
}

/// Makes the database, its journal and the backups private, also where an older version or a copy left them open; a new
/// journal gets the mode of the database from SQLite.
fn make_private(file: &Path, folder: &Path) -> Result<()> {
    let opened = if file.exists() { File::options().write(true).open(file) } else { private::create(file) };
    opened.map_err(|source| Error::NotWritable { path: file.to_owned(), reason: source.to_string() })?;
    private::narrow(file);
    for suffix in ["-wal", "-shm"] {
        private::narrow(&backup::with_suffix(file, suffix));
    }
    private::narrow(&backup::folder(folder));
    Ok(())
}

async fn migrate(writer: &SqlitePool, folder: &Path) -> Result<()> {
    let known = SCHEMA_VERSION;
    let has_table: bool =
        sqlx::query_scalar("SELECT count(*) > 0 FROM sqlite_schema WHERE name = '_sqlx_migrations'")
            .fetch_one(writer)
            .await?;
    let found: i64 = if has_table {
        sqlx::query_scalar("SELECT coalesce(max(version), 0) FROM _sqlx_migrations").fetch_one(writer).await?
    } else {
        0
    };
    if found > known {
        return Err(Error::Newer { found, known, backups: backup::folder(folder) });
    }
    if found == known {
        return Ok(());
    }
    if found > 0 {
        backup::before_migration(writer, folder, found).await?;
    }
    let migrations = MIGRATIONS
        .iter()
        .map(|&(version, name, sql)| {
            Migration::new(
                version,
                name.into(),
                MigrationType::Simple,
                AssertSqlSafe(sql).into_sql_str(),
                false,
            )
        })
        .collect();
    Migrator::with_migrations(migrations).run(writer).await.map_err(|error| match error {
        sqlx::migrate::MigrateError::Execute(source)
        | sqlx::migrate::MigrateError::ExecuteMigration(source, _) => source.into(),
        other => Error::Database(sqlx::Error::Migrate(Box::new(other))),
    })
}

/// Rebuilds the generated triggers when the registry of this build differs from the one they were made from.
async fn rebuild_triggers(connection: &mut SqliteConnection) -> Result<()> {
    use sha2::{Digest as _, Sha256};
    use sqlx::Connection as _;

    let statements = triggers::statements();
    let hash =
        Sha256::digest(statements.join("\n")).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let known: Option<String> = sqlx::query_scalar("SELECT value FROM settings WHERE key = 'triggers'")
        .fetch_optional(&mut *connection)
        .await?;
    if known.as_deref() == Some(hash.as_str()) {
        return Ok(());
    }
    let mut tx = connection.begin().await?;
    let old: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND (name LIKE 'log\\_%' ESCAPE '\\' OR name LIKE 'search\\_%' ESCAPE '\\')",
    )
    .fetch_all(&mut *tx)
    .await?;
    for name in old {
        sqlx::query(AssertSqlSafe(format!("DROP TRIGGER \"{name}\"")))
            .persistent(false)
            .execute(&mut *tx)
            .await?;
    }
    for statement in statements {
        sqlx::query(AssertSqlSafe(statement)).persistent(false).execute(&mut *tx).await?;
    }
    sqlx::query("INSERT INTO settings (key, value) VALUES ('triggers', ?1) ON CONFLICT (key) DO UPDATE SET value = ?1")
        .bind(hash)
        .execute(&mut *tx)
        .await?;
    Ok(tx.commit().await?)
}

async fn name_device(connection: &mut SqliteConnection) -> Result<()> {
    sqlx::query(
        "INSERT INTO devices (device_id, is_self, lane)
         SELECT ?1, 1, coalesce(max(lane), 0) + 1 FROM devices HAVING coalesce(max(is_self), 0) = 0",
    )
    .bind(Id::new())
    .execute(connection)
    .await?;
    Ok(())
}
