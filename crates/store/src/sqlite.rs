//! The linked SQLite: its version and how its connections are set up.

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};

/// The first version without the WAL-reset corruption bug.
pub(crate) const NEEDED: &str = "3.51.3";
const NEEDED_NUMBER: i64 = 3_051_003;

const _: () = assert!(
    libsqlite3_sys::SQLITE_VERSION_NUMBER as i64 >= NEEDED_NUMBER,
    "the bundled SQLite has the WAL-reset corruption bug: libsqlite3-sys must stay at 0.37 or newer"
);

/// Text and number of the SQLite that runs, which a system library could have replaced.
pub(crate) fn number_of(version: &str) -> i64 {
    version.split('.').fold(0, |n, part| n * 1000 + part.parse::<i64>().unwrap_or(0))
}

pub(crate) fn is_new_enough(version: &str) -> bool {
    number_of(version) >= NEEDED_NUMBER
}

fn options(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(10))
        .statement_cache_capacity(256)
        .pragma("temp_store", "memory")
        .pragma("trusted_schema", "off")
        // A database that someone crafted may not call functions with side effects from its schema.
        .pragma("cell_size_check", "on")
}

/// One connection, because SQLite has one writer; waiting for it is fair in the pool, not a busy loop in SQLite.
pub(crate) async fn writer(file: &Path) -> sqlx::Result<SqlitePool> {
    // An import touches thousands of pages of a dozen indexes with each commit. The default of 1,000 pages would copy
    // them into the file every time; with 16,384 (64 MiB) a page that many commits touch is copied once.
    let options = options(file)
        .pragma("cache_size", "-32768")
        .pragma("wal_autocheckpoint", "16384")
        .pragma("journal_size_limit", "67108864");
    SqlitePoolOptions::new()
        .max_connections(1)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(120))
        .connect_with(options)
        .await
}

/// Connections that cannot write.
pub(crate) fn readers(file: &Path) -> SqlitePool {
    let options =
        options(file).create_if_missing(false).pragma("query_only", "on").pragma("cache_size", "-8192");
    SqlitePoolOptions::new().max_connections(4).connect_lazy_with(options)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_as_numbers() {
        assert!(is_new_enough("3.51.3") && is_new_enough("3.52.0"));
        assert!(!is_new_enough("3.51.2") && !is_new_enough("3.9.99"));
    }
}
