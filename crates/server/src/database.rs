//! The database of the server: SQLite in the data folder or PostgreSQL, behind one set of statements.
//!
//! Statements are written once, with `$1` for parameters; [`Dialect`] is what differs. See decision 0017.

pub(crate) mod bulk;
mod id;
mod role;
mod store;

use std::path::{Path, PathBuf};

use sqlx::any::AnyPoolOptions;
use sqlx::{AnyConnection, AnyPool, Connection as _, Transaction};

pub use id::{Id, UnknownId};
pub(crate) use role::role_of;

use crate::operations::Pool;

/// An open transaction of either database.
pub(crate) type Tx = Transaction<'static, sqlx::Any>;

/// Which of the two it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

/// Connections to the database. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Database {
    dialect: Dialect,
    /// One connection with SQLite, which has one writer: waiting for it is fair in the pool.
    writers: AnyPool,
    readers: AnyPool,
    /// Where PostgreSQL is, for what listens beside the pools.
    url: Option<String>,
}

/// The database of a data folder.
pub(crate) fn file_of(data: &Path) -> PathBuf {
    data.join("mycrm-server.db")
}

/// What the database answered instead.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    #[error("the database failed: {0}")]
    Sql(#[from] sqlx::Error),
    #[error("the database cannot be brought to this version of the program: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    #[error("SQLite {found} has known errors; {needed} or newer is needed")]
    SqliteTooOld { found: String, needed: &'static str },
    #[error(
        "{} cannot be read ({reason}). It was left as it is: put a backup back with `mycrm-server restore`, which keeps it too",
        .file.display()
    )]
    Damaged { file: PathBuf, reason: String },
    /// What is in a column is not what this program writes there.
    #[error("the database holds something that cannot be read: {0}")]
    Unreadable(String),
}

impl DatabaseError {
    /// Whether trying again later may succeed: the database is away, restarting or in the middle of a conflict.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        let Self::Sql(error) = self else { return false };
        match error {
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => true,
            // PostgreSQL: connection (08), transaction rollback (40), resources (53), operator intervention (57).
            // SQLite: busy (5), locked (6).
            sqlx::Error::Database(error) => error.code().is_some_and(|code| {
                ["08", "40", "53", "57"].iter().any(|class| code.len() == 5 && code.starts_with(class))
                    || matches!(code.as_ref(), "5" | "6")
            }),
            _ => false,
        }
    }
}

impl Database {
    /// Opens the database and brings its tables up to date: PostgreSQL where there is a URL, else SQLite in `data`.
    ///
    /// # Errors
    /// When it cannot be reached, is newer than this program, or refuses a migration.
    pub async fn open(data: &Path, url: Option<&str>) -> Result<Self, DatabaseError> {
        sqlx::any::install_default_drivers();
        let database = match url {
            Some(url) => {
                let pool = AnyPoolOptions::new().max_connections(16).connect(url).await?;
                Self {
                    dialect: Dialect::Postgres,
                    writers: pool.clone(),
                    readers: pool,
                    url: Some(url.to_owned()),
                }
            }
            None => return Self::open_file(&file_of(data)).await,
        };
        store::migrate(&database.writers, database.dialect).await?;
        Ok(database)
    }

    /// Opens a file of SQLite and brings its tables up to date.
    pub(crate) async fn open_file(file: &Path) -> Result<Self, DatabaseError> {
        sqlx::any::install_default_drivers();
        let url = store::sqlite_url(file);
        // The pool would try a damaged file again and again, and in the end say that it took too long.
        let mut first = AnyConnection::connect(&url).await?;
        let prepared = store::prepare_sqlite(&mut first).await;
        prepared.map_err(|error| if_damaged(error, file))?;
        first.close().await?;
        let options = || AnyPoolOptions::new().after_connect(|to, _| Box::pin(store::prepare_sqlite(to)));
        let writers = options().max_connections(1).connect(&url).await?;
        store::check_sqlite(&writers).await?;
        let readers = options().max_connections(4).connect_lazy(&url)?;
        let database = Self { dialect: Dialect::Sqlite, writers, readers, url: None };
        store::migrate(&database.writers, database.dialect).await?;
        Ok(database)
    }

    /// Begins a transaction that writes. With SQLite it holds the only place for writers from here on.
    pub(crate) async fn write(&self) -> sqlx::Result<Tx> {
        self.writers.begin_with(store::begin_writing(self.dialect)).await
    }

    /// Begins a transaction that sees one state of the database and writes nothing.
    pub(crate) async fn read(&self) -> sqlx::Result<Tx> {
        self.readers.begin_with(store::begin_reading(self.dialect)).await
    }

    /// For single statements that read.
    pub(crate) fn readers(&self) -> &AnyPool {
        &self.readers
    }

    /// How the connections are used now.
    pub(crate) fn pools(&self) -> Vec<Pool> {
        let pool = |name, pool: &AnyPool| Pool {
            name,
            open: pool.size(),
            idle: u32::try_from(pool.num_idle()).unwrap_or(u32::MAX),
        };
        match self.dialect {
            Dialect::Sqlite => vec![pool("writers", &self.writers), pool("readers", &self.readers)],
            Dialect::Postgres => vec![pool("all", &self.writers)],
        }
    }

    /// What a statement that reads the head of a log in order to advance it ends with.
    pub(crate) fn for_update(&self) -> &'static str {
        store::for_update(self.dialect)
    }

    pub(crate) fn dialect(&self) -> Dialect {
        self.dialect
    }

    pub(crate) fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    /// Finishes what is under way and closes every connection.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writers.close().await;
    }
}

/// SQLite: malformed (11), not a database (26).
fn if_damaged(error: sqlx::Error, file: &Path) -> DatabaseError {
    match &error {
        sqlx::Error::Database(told) if matches!(told.code().as_deref(), Some("11" | "26")) => {
            DatabaseError::Damaged { file: file.to_owned(), reason: told.message().to_owned() }
        }
        _ => error.into(),
    }
}
