//! Backups: making one, putting one back, and knowing which may still be put back, so that devices keep what those lack.

mod store;

use std::fs::File;
use std::path::{Path, PathBuf};

use mycrm_sync::Millis;
use uuid::Uuid;

pub use store::Known;

use crate::database::{Dialect, file_of};
use crate::{Clock, Database, DatabaseError, Id};

/// Why a backup was not made or not put back. In each case the data is as it was.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("{path} is there already; name a new file")]
    Exists { path: PathBuf },
    #[error("{path} cannot be used: {source}")]
    File { path: PathBuf, source: std::io::Error },
    #[error("{path} is no backup of this server: {reason}")]
    NotABackup { path: PathBuf, reason: String },
    #[error("the server is running on {folder}; stop it first")]
    Running { folder: PathBuf },
    #[error(
        "the database is PostgreSQL: back it up with pg_dump after `mycrm-server backups note`, \
         put it back with pg_restore and then run `mycrm-server restored`"
    )]
    Postgres,
    #[error("no backup has the id {0}; see `mycrm-server backups list`")]
    Unknown(Uuid),
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

/// Held while a server runs on a folder with SQLite.
#[derive(Debug)]
pub(crate) struct FolderLock(#[expect(dead_code, reason = "held, never read")] File);

impl FolderLock {
    /// Takes the folder.
    ///
    /// # Errors
    /// [`BackupError::Running`], [`BackupError::File`].
    pub(crate) fn acquire(folder: &Path) -> Result<Self, BackupError> {
        let path = folder.join("mycrm-server.lock");
        let unusable = |source| BackupError::File { path: path.clone(), source };
        let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(unusable)?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(std::fs::TryLockError::WouldBlock) => Err(BackupError::Running { folder: folder.to_owned() }),
            Err(std::fs::TryLockError::Error(source)) => Err(unusable(source)),
        }
    }
}

/// Writes the database as it is now into a new file, also while a server runs on it. Files of the blob store only ever
/// come in addition: they are copied after this.
///
/// # Errors
/// See [`BackupError`].
pub async fn make(database: &Database, to: &Path, clock: &Clock) -> Result<Id, BackupError> {
    if database.dialect() == Dialect::Postgres {
        return Err(BackupError::Postgres);
    }
    if to.exists() {
        return Err(BackupError::Exists { path: to.to_owned() });
    }
    let place = std::path::absolute(to).unwrap_or_else(|_| to.to_owned());
    // First the note: from now on devices keep what this backup will lack.
    let id = note(database, &place.display().to_string(), clock.now()).await?;
    let partial = beside(to, "partial");
    let written = async {
        store::write(database, &partial).await?;
        store::check(&partial).await?;
        File::open(&partial)
            .and_then(|file| file.sync_all())
            .and_then(|()| std::fs::rename(&partial, to))
            .map_err(|source| BackupError::File { path: to.to_owned(), source })
    };
    if let Err(error) = written.await {
        // What is left of it is of no use to anybody; the error says what went wrong.
        let _ = std::fs::remove_file(&partial);
        store::forget(database, id).await?;
        return Err(error);
    }
    Ok(id)
}

/// Notes that a backup is being made by other means: called before it begins.
///
/// # Errors
/// When the database fails.
pub async fn note(database: &Database, place: &str, now: Millis) -> Result<Id, BackupError> {
    let id = Id(Uuid::now_v7());
    store::note(database, id, place, now).await?;
    Ok(id)
}

/// The backups that may still be put back, the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn list(database: &Database) -> Result<Vec<Known>, BackupError> {
    Ok(store::list(database).await?)
}

/// A backup was deleted: devices need not keep what it lacks any longer.
///
/// # Errors
/// [`BackupError::Unknown`]; when the database fails.
pub async fn forget(database: &Database, id: Uuid) -> Result<(), BackupError> {
    if store::forget(database, Id(id)).await? { Ok(()) } else { Err(BackupError::Unknown(id)) }
}

/// Puts a backup back in a data folder with SQLite, and returns the backups that were made after it: they belong to a
/// past that is given up and are to be deleted. `None` where what was there cannot be read, because it is damaged or of a
/// newer program. It is kept beside the other in any case.
///
/// # Errors
/// See [`BackupError`].
pub async fn restore(data: &Path, from: &Path, clock: &Clock) -> Result<Option<Vec<Known>>, BackupError> {
    let unusable = |path: &Path| {
        let path = path.to_owned();
        move |source| BackupError::File { path, source }
    };
    std::fs::create_dir_all(data).map_err(unusable(data))?;
    let _lock = FolderLock::acquire(data)?;
    let file = file_of(data);
    let fresh = beside(&file, "restoring");
    remove(&fresh).map_err(unusable(&fresh))?;
    std::fs::copy(from, &fresh).map_err(unusable(from))?;
    store::check(&fresh).await.map_err(|error| match error {
        BackupError::NotABackup { reason, .. } => BackupError::NotABackup { path: from.to_owned(), reason },
        other => other,
    })?;
    let restored = Database::open_file(&fresh).await?;
    store::begin_epoch(&restored, clock.now()).await?;
    let kept = store::list(&restored).await?;
    restored.close().await;
    File::open(&fresh).and_then(|file| file.sync_all()).map_err(unusable(&fresh))?;
    let mut later = Some(Vec::new());
    if file.exists() {
        later = known_there(&file).await;
        if let Some(later) = &mut later {
            later.retain(|backup| !kept.iter().any(|kept| kept.id == backup.id));
        }
        let aside = beside(&file, &format!("before-restore-{}", clock.now().0));
        set_aside(&file, &aside).map_err(unusable(&aside))?;
    }
    // The one takes the place of the other in one step: at no moment is there none.
    std::fs::rename(&fresh, &file).map_err(unusable(&file))?;
    remove(&fresh).map_err(unusable(&fresh))?;
    Ok(later)
}

/// The backups that a database knows, which is closed then: that takes what is in its journal into the file.
async fn known_there(file: &Path) -> Option<Vec<Known>> {
    let read = async {
        let database = Database::open_file(file).await?;
        let known = store::list(&database).await;
        database.close().await;
        known
    };
    match read.await {
        Ok(known) => Some(known),
        Err(error) => {
            tracing::warn!(%error, "the database that is replaced cannot be read");
            None
        }
    }
}

/// Gives a database another name beside its own, and moves what is left of its journal there.
fn set_aside(file: &Path, aside: &Path) -> std::io::Result<()> {
    std::fs::hard_link(file, aside)?;
    for ending in ["-wal", "-shm"] {
        match std::fs::rename(with(file, ending), with(aside, ending)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// The database was put back by other means, such as `pg_restore`: devices are to start over.
///
/// # Errors
/// When the database fails.
pub async fn restored(database: &Database, clock: &Clock) -> Result<(), BackupError> {
    Ok(store::begin_epoch(database, clock.now()).await?)
}

fn beside(file: &Path, what: &str) -> PathBuf {
    with(file, &format!(".{what}"))
}

fn with(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Removes a database and its journal, if they are there.
fn remove(file: &Path) -> std::io::Result<()> {
    for ending in ["", "-wal", "-shm"] {
        match std::fs::remove_file(with(file, ending)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}
