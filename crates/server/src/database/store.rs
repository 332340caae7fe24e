//! What differs between SQLite and PostgreSQL: how connections and transactions begin, and the words of migrations.

use std::path::Path;

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AnyConnection, AnyPool, AssertSqlSafe, ConnectOptions as _, Executor as _, SqlSafeStr as _};

use super::{DatabaseError, Dialect};

const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "accounts", include_str!("../../migrations/0001_accounts.sql")),
    (2, "sync", include_str!("../../migrations/0002_sync.sql")),
    (3, "invitations", include_str!("../../migrations/0003_invitations.sql")),
    (4, "leftovers", include_str!("../../migrations/0004_leftovers.sql")),
    (5, "sealed factors", include_str!("../../migrations/0005_sealed_factors.sql")),
    (6, "people of documents", include_str!("../../migrations/0006_people_of_documents.sql")),
];

/// The first version without the WAL-reset corruption bug.
const SQLITE_NEEDED: &str = "3.51.3";
const SQLITE_NEEDED_NUMBER: i32 = 3_051_003;

const _: () = assert!(
    libsqlite3_sys::SQLITE_VERSION_NUMBER >= SQLITE_NEEDED_NUMBER,
    "the bundled SQLite has the WAL-reset corruption bug: libsqlite3-sys must stay at 0.37 or newer"
);

pub(super) fn sqlite_url(file: &Path) -> String {
    SqliteConnectOptions::new().filename(file).create_if_missing(true).to_url_lossy().into()
}

/// Through `Any` there are no options, so each new connection is told by statements.
pub(super) async fn prepare_sqlite(to: &mut AnyConnection) -> sqlx::Result<()> {
    // A reader that starts while the journal mode is being set waits like everybody else.
    to.execute(
        "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
         PRAGMA foreign_keys = ON; PRAGMA temp_store = memory; PRAGMA trusted_schema = OFF; \
         PRAGMA cache_size = -32768; PRAGMA secure_delete = ON; PRAGMA wal_autocheckpoint = 16384; PRAGMA journal_size_limit = 67108864",
    )
    .await?;
    Ok(())
}

pub(super) async fn check_sqlite(pool: &AnyPool) -> Result<(), DatabaseError> {
    let found: String = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(pool).await?;
    let number = found.split('.').fold(0, |n, part| n * 1000 + part.parse::<i32>().unwrap_or(0));
    if number < SQLITE_NEEDED_NUMBER {
        return Err(DatabaseError::SqliteTooOld { found, needed: SQLITE_NEEDED });
    }
    Ok(())
}

pub(super) const fn begin_writing(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => "BEGIN IMMEDIATE",
        Dialect::Postgres => "BEGIN",
    }
}

pub(super) const fn begin_reading(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => "BEGIN",
        Dialect::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    }
}

/// With SQLite whoever writes has the whole file.
pub(super) const fn for_update(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => "",
        Dialect::Postgres => " FOR UPDATE",
    }
}

pub(super) async fn migrate(pool: &AnyPool, dialect: Dialect) -> Result<(), DatabaseError> {
    let migrations = MIGRATIONS
        .iter()
        .map(|&(version, name, text)| {
            let text = AssertSqlSafe(in_dialect(text, dialect)).into_sql_str();
            Migration::new(version, name.into(), MigrationType::Simple, text, false)
        })
        .collect();
    Migrator::with_migrations(migrations).run(pool).await?;
    Ok(())
}

/// The text of a migration in the words of one database.
fn in_dialect(text: &str, dialect: Dialect) -> String {
    let mut lines = String::with_capacity(text.len());
    for line in text.lines() {
        let line = match dialect {
            Dialect::Sqlite if line.starts_with("--postgres ") => continue,
            Dialect::Sqlite => line.replace(" BYTES", " BLOB").replace(" --sqlite", ""),
            Dialect::Postgres if line.ends_with("--sqlite") => continue,
            Dialect::Postgres => line
                .trim_start_matches("--postgres ")
                .replace(" BYTES", " BYTEA")
                .replace(" INTEGER", " BIGINT")
                .replace(") STRICT", ")"),
        };
        lines.push_str(&line);
        lines.push('\n');
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_migration_is_in_the_words_of_each_database() {
        let text =
            "CREATE TABLE a (b BYTES, c INTEGER\n) STRICT --sqlite\n--postgres ) PARTITION BY HASH (b)\n;";
        assert_eq!(in_dialect(text, Dialect::Sqlite), "CREATE TABLE a (b BLOB, c INTEGER\n) STRICT\n;\n");
        assert_eq!(
            in_dialect(text, Dialect::Postgres),
            "CREATE TABLE a (b BYTEA, c BIGINT\n) PARTITION BY HASH (b)\n;\n"
        );
    }
}
