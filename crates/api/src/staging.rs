//! Files handed over to be imported: named by an id, so that the page never names a path.
//!
//! A file of this computer stays where it is; an uploaded one is streamed into the data folder.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use mycrm_store::Id;
use serde::Serialize;
use utoipa::ToSchema;

/// Long enough to come back to an import after a holiday.
const KEPT_FOR: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// A file that is ready to be imported.
#[derive(Debug, Clone, Serialize, serde::Deserialize, ToSchema)]
pub struct Staged {
    /// What `POST /api/imports/` takes.
    #[schema(value_type = String)]
    pub staged: Id,
    pub file_name: String,
    /// In bytes.
    pub size: u64,
}

#[derive(Debug, thiserror::Error)]
pub enum StagingError {
    #[error(
        "“{name}” could not be read ({source}); nothing was imported. Check that the file is there and may be read."
    )]
    Unreadable { name: String, source: std::io::Error },
    #[error("“{0}” is a folder; choose a file in it.")]
    Folder(String),
}

/// Where a staged file is.
#[derive(Debug, Clone)]
pub(crate) struct StagedFile {
    pub(crate) path: PathBuf,
    pub(crate) file_name: String,
}

/// What was staged since the start. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Staging {
    uploads: PathBuf,
    files: Arc<Mutex<HashMap<Id, StagedFile>>>,
}

impl Staging {
    pub(crate) fn new(data_folder: &Path) -> Self {
        Self { uploads: data_folder.join("uploads"), files: Arc::default() }
    }

    /// Where uploads are kept until their import is done with.
    pub(crate) fn uploads(&self) -> &Path {
        &self.uploads
    }

    pub(crate) async fn stage(&self, path: &Path) -> Result<Staged, StagingError> {
        let file_name = name_of(path);
        let unreadable = |source| StagingError::Unreadable { name: name_of(path), source };
        let found = tokio::fs::File::open(path).await.map_err(unreadable)?;
        let meta = found.metadata().await.map_err(unreadable)?;
        if meta.is_dir() {
            return Err(StagingError::Folder(file_name));
        }
        let path = tokio::fs::canonicalize(path).await.map_err(unreadable)?;
        let staged = Id::new();
        let file = StagedFile { path, file_name: file_name.clone() };
        self.files.lock().unwrap_or_else(PoisonError::into_inner).insert(staged.clone(), file);
        Ok(Staged { staged, file_name, size: meta.len() })
    }

    /// Removes uploads of imports that nobody came back to.
    pub(crate) async fn forget_old(&self) {
        let uploads = self.uploads.clone();
        // On the side: whether it can be done matters to nobody now.
        let _ = tokio::task::spawn_blocking(move || {
            for entry in std::fs::read_dir(uploads).into_iter().flatten().flatten() {
                let modified = entry.metadata().and_then(|meta| meta.modified());
                if modified.is_ok_and(|at| at.elapsed().is_ok_and(|age| age > KEPT_FOR)) {
                    let _ = std::fs::remove_file(entry.path());
                }
            }
        })
        .await;
    }

    /// Removes a file if it was uploaded; one that the user chose on this computer is theirs.
    pub(crate) async fn discard_upload(&self, path: &Path) {
        if path.parent() != std::path::absolute(&self.uploads).ok().as_deref() {
            return;
        }
        if let Err(error) = tokio::fs::remove_file(path).await
            && error.kind() != std::io::ErrorKind::NotFound
        {
            tracing::warn!(%error, "an uploaded file was not removed");
        }
    }

    /// The file of an id.
    pub(crate) fn get(&self, staged: &Id) -> Option<StagedFile> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner).get(staged).cloned()
    }
}

pub(crate) fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
