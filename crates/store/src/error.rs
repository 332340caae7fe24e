//! What can go wrong with the database, each with what to do about it.

use std::path::PathBuf;

pub type Result<T> = std::result::Result<T, Error>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the database in {0} is in use by another MyCRM; close that one, or use its window")]
    InUse(PathBuf),
    #[error(
        "this database was written by a newer MyCRM (version {found}, this one knows {known}); nothing was changed. \
         Install the newer MyCRM, or restore a backup from {backups}"
    )]
    Newer { found: i64, known: i64, backups: PathBuf },
    #[error(
        "the database file {path} is damaged ({reason}); it was left as it is. \
         Restore a backup with `mycrm restore FILE`; backups are in {backups}"
    )]
    Damaged { path: PathBuf, reason: String, backups: PathBuf },
    #[error(
        "MyCRM cannot write in {path} ({reason}); nothing was changed. Make the folder writable or choose another with --data-dir"
    )]
    NotWritable { path: PathBuf, reason: String },
    #[error(
        "the disk is full; the last change was not saved, everything before it was. Free some space and try again"
    )]
    DiskFull,
    #[error(
        "SQLite {found} is too old: versions before {needed} can corrupt a database; this build is broken"
    )]
    SqliteTooOld { found: String, needed: &'static str },
    #[error("there is nothing to {0}")]
    NothingTo(&'static str),
    #[error("that change has been taken back already")]
    AlreadyUndone,
    #[error("it was stopped; nothing was changed")]
    Stopped,
    #[error("no change with the id {0} exists")]
    NoSuchChangeSet(String),
    #[error("{0} is no valid id")]
    InvalidId(String),
    #[error("{0}")]
    InvalidMoney(String),
    #[error("the operation was given to an unknown table or field: {0}")]
    UnknownField(String),
    #[error(
        "{field} is longer than {limit} bytes; nothing was saved. Keep long texts in a file of their own"
    )]
    TooLong { field: String, limit: usize },
    #[error("{0}")]
    Secrets(#[from] crate::secrets::SecretsError),
    #[error("the file {path} could not be read or written: {source}")]
    File { path: PathBuf, source: std::io::Error },
    #[error("the stored value could not be read: {0}")]
    Json(#[from] serde_json::Error),
    #[error("the database refused the operation: {0}")]
    Database(sqlx::Error),
}

/// SQLite's primary result code for a full disk.
const SQLITE_FULL: &str = "13";

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match error.as_database_error().and_then(|e| e.code()) {
            Some(code) if code == SQLITE_FULL => Self::DiskFull,
            _ => Self::Database(error),
        }
    }
}

impl Error {
    /// Whether the database itself says that a file is not, or no longer, a database.
    pub(crate) fn is_damage(error: &sqlx::Error) -> bool {
        const CORRUPT: &str = "11";
        const NOT_A_DATABASE: &str = "26";
        error.as_database_error().and_then(|e| e.code()).is_some_and(|code| {
            let primary = code.parse::<u32>().map(|c| (c & 0xff).to_string()).unwrap_or_default();
            primary == CORRUPT || primary == NOT_A_DATABASE
        })
    }
}
