//! Copies of the database: made before every migration and on request, rotated, and put back.

use std::path::{Path, PathBuf};

use sqlx::{Connection as _, SqliteConnection, SqlitePool};

use crate::lock::FolderLock;
use crate::open::{SCHEMA_VERSION, database_file};
use crate::{Error, Result, Store, Timestamp, private};

const KEPT: usize = 5;

/// Where automatic backups are.
pub fn folder(data_folder: &Path) -> PathBuf {
    data_folder.join("backups")
}

pub(crate) async fn before_migration(writer: &SqlitePool, data_folder: &Path, version: i64) -> Result<()> {
    let folder = folder(data_folder);
    create(&folder)?;
    let at = Timestamp::now().millis();
    copy(writer, &folder.join(format!("before-migration-{at:014}-v{version}.db"))).await?;
    rotate(&folder)
}

/// Writes a complete, compact copy to `file`, which must not exist yet.
///
/// # Errors
/// When the file exists or cannot be written.
pub async fn write(store: &Store, file: &Path) -> Result<()> {
    if file.exists() {
        let source = std::io::Error::new(
            std::io::ErrorKind::AlreadyExists,
            "a file of that name exists; it was left as it is",
        );
        return Err(Error::File { path: file.to_owned(), source });
    }
    // Under another name until it is whole: a full disk leaves no half a backup that looks like one.
    let part = with_suffix(file, ".part");
    let _ = std::fs::remove_file(&part);
    copy(store.bookkeeping(), &part).await.inspect_err(|_| {
        let _ = std::fs::remove_file(&part);
    })?;
    std::fs::rename(&part, file).map_err(at(file))
}

/// Puts a backup in the place of the database of a folder; the database that was there becomes a backup itself. At
/// every moment the folder holds one or the other.
///
/// # Errors
/// [`Error::InUse`] while MyCRM runs on that folder, [`Error::Damaged`] when the backup is not whole, [`Error::Newer`]
/// when this MyCRM could not open it.
pub async fn restore(data_folder: &Path, backup: &Path) -> Result<()> {
    if !data_folder.is_dir() {
        create(data_folder)?;
    }
    let _lock = FolderLock::acquire(data_folder)?;
    let target = database_file(data_folder);
    let staged = data_folder.join("mycrm.db.restoring");
    if !backup.is_file() {
        return Err(at(backup)(std::io::ErrorKind::NotFound.into()));
    }
    private::copy(backup, &staged).map_err(at(&staged))?;
    let checked = prepare(&staged, backup, data_folder).await;
    if let Err(error) = checked {
        let _ = std::fs::remove_file(&staged);
        return Err(error);
    }
    std::fs::File::open(&staged).and_then(|file| file.sync_all()).map_err(at(&staged))?;
    if target.exists() {
        set_aside(&target, &folder(data_folder)).await?;
    }
    std::fs::rename(&staged, &target).map_err(at(&target))
}

/// Checks the staged copy, and makes it a device of its own: its op ids must not continue those of the original, which
/// may have gone on since.
async fn prepare(staged: &Path, backup: &Path, data_folder: &Path) -> Result<()> {
    let damaged = |error: sqlx::Error| Error::Damaged {
        path: backup.to_owned(),
        reason: error.to_string(),
        backups: folder(data_folder),
    };
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(staged).pragma("journal_mode", "DELETE");
    let mut connection = SqliteConnection::connect_with(&options).await.map_err(damaged)?;
    let whole: String =
        sqlx::query_scalar("PRAGMA quick_check").fetch_one(&mut connection).await.map_err(damaged)?;
    let is_ours: bool =
        sqlx::query_scalar("SELECT count(*) > 0 FROM sqlite_schema WHERE name = 'change_sets'")
            .fetch_one(&mut connection)
            .await
            .map_err(damaged)?;
    if whole != "ok" || !is_ours {
        let reason = if is_ours { whole } else { "it is not a MyCRM database".to_owned() };
        return Err(Error::Damaged { path: backup.to_owned(), reason, backups: folder(data_folder) });
    }
    let found: i64 =
        sqlx::query_scalar("SELECT max(version) FROM _sqlx_migrations").fetch_one(&mut connection).await?;
    if found > SCHEMA_VERSION {
        return Err(Error::Newer { found, known: SCHEMA_VERSION, backups: folder(data_folder) });
    }
    sqlx::query("UPDATE devices SET is_self = 0").execute(&mut connection).await?;
    Ok(connection.close().await?)
}

/// Copies the old database to the backups. What its journal holds goes into the file first; where that cannot be done,
/// because the file is damaged, the journal is kept beside the copy.
async fn set_aside(target: &Path, kept: &Path) -> Result<()> {
    create(kept)?;
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(target);
    if let Ok(mut connection) = SqliteConnection::connect_with(&options).await {
        let _ = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut connection).await;
        let _ = connection.close().await;
    }
    let stamp = Timestamp::now().millis();
    for suffix in ["", "-wal"] {
        let from = with_suffix(target, suffix);
        if from.exists() {
            let to = with_suffix(&kept.join(format!("before-restore-{stamp:014}.db")), suffix);
            private::copy(&from, &to).map_err(at(&from))?;
            std::fs::File::open(&to).and_then(|file| file.sync_all()).map_err(at(&to))?;
        }
    }
    // A journal of the old file must not meet the new one.
    for suffix in ["-wal", "-shm"] {
        let stale = with_suffix(target, suffix);
        if stale.exists() {
            std::fs::remove_file(&stale).map_err(at(&stale))?;
        }
    }
    Ok(())
}

async fn copy(writer: &SqlitePool, file: &Path) -> Result<()> {
    // SQLite writes into a file that is there and empty, and leaves its mode.
    private::create(file).map_err(at(file))?;
    sqlx::query("VACUUM INTO ?1").bind(file.to_string_lossy().into_owned()).execute(writer).await?;
    Ok(())
}

/// Keeps the newest; their names sort by time.
fn rotate(folder: &Path) -> Result<()> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .map_err(at(folder))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("before-migration-"))
        })
        .collect();
    files.sort();
    for old in files.iter().rev().skip(KEPT) {
        std::fs::remove_file(old).map_err(at(old))?;
    }
    Ok(())
}

fn create(folder: &Path) -> Result<()> {
    private::folder(folder).map_err(at(folder))
}

pub(crate) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn at(path: &Path) -> impl Fn(std::io::Error) -> Error {
    let path = path.to_owned();
    move |source| Error::File { path: path.clone(), source }
}
