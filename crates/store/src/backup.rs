//! Copies of the database: made before every migration and on request, rotated, and put back.

use std::path::{Path, PathBuf};

use sqlx::{Connection as _, SqliteConnection, SqlitePool};

use crate::lock::FolderLock;
use crate::open::database_file;
use crate::{Error, Result, Store, Timestamp};

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
    copy(store.bookkeeping(), file).await
}

/// Puts a backup in the place of the database of a folder; the database that was there becomes a backup itself.
///
/// # Errors
/// [`Error::InUse`] while MyCRM runs on that folder, [`Error::Damaged`] when the backup is not whole.
pub async fn restore(data_folder: &Path, backup: &Path) -> Result<()> {
    check(backup, data_folder).await?;
    std::fs::create_dir_all(data_folder).map_err(at(data_folder))?;
    let _lock = FolderLock::acquire(data_folder)?;
    let target = database_file(data_folder);
    let staged = data_folder.join("mycrm.db.restoring");
    std::fs::copy(backup, &staged).map_err(at(&staged))?;
    std::fs::File::open(&staged).and_then(|file| file.sync_all()).map_err(at(&staged))?;
    if target.exists() {
        let kept = folder(data_folder);
        create(&kept)?;
        let stamp = Timestamp::now().millis();
        for suffix in ["", "-wal", "-shm"] {
            let from = with_suffix(&target, suffix);
            if from.exists() {
                let to = with_suffix(&kept.join(format!("before-restore-{stamp:014}.db")), suffix);
                std::fs::rename(&from, &to).map_err(at(&from))?;
            }
        }
    }
    std::fs::rename(&staged, &target).map_err(at(&target))
}

async fn check(backup: &Path, data_folder: &Path) -> Result<()> {
    let damaged =
        |reason: String| Error::Damaged { path: backup.to_owned(), reason, backups: folder(data_folder) };
    if !backup.is_file() {
        let source = std::io::Error::from(std::io::ErrorKind::NotFound);
        return Err(Error::File { path: backup.to_owned(), source });
    }
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(backup).read_only(true);
    let mut connection =
        SqliteConnection::connect_with(&options).await.map_err(|e| damaged(e.to_string()))?;
    let found: std::result::Result<String, _> =
        sqlx::query_scalar("PRAGMA quick_check").fetch_one(&mut connection).await;
    let is_ours: std::result::Result<bool, _> =
        sqlx::query_scalar("SELECT count(*) > 0 FROM sqlite_schema WHERE name = 'change_sets'")
            .fetch_one(&mut connection)
            .await;
    let _ = connection.close().await;
    match (found, is_ours) {
        (Ok(text), Ok(true)) if text == "ok" => Ok(()),
        (Ok(text), Ok(true)) => Err(damaged(text)),
        (Ok(_), Ok(false)) => Err(damaged("it is not a MyCRM database".into())),
        (Err(error), _) | (_, Err(error)) => Err(damaged(error.to_string())),
    }
}

async fn copy(writer: &SqlitePool, file: &Path) -> Result<()> {
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
    std::fs::create_dir_all(folder).map_err(at(folder))
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn at(path: &Path) -> impl Fn(std::io::Error) -> Error {
    let path = path.to_owned();
    move |source| Error::File { path: path.clone(), source }
}
