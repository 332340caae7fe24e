//! Receiving an uploaded file: straight to the disk of the data folder, bounded, and gone again when it breaks off.

use std::io;
use std::path::{Path, PathBuf};

use axum::extract::multipart::Field;
use axum::extract::{FromRequest as _, Multipart, Request};
use mycrm_store::{Id, private};
use tokio::fs::File;
use tokio::io::{AsyncWriteExt as _, BufWriter};

use crate::body::broken_multipart;
use crate::error::{ApiError, Result};
use crate::staging::StagedFile;

/// 1 GiB.
pub(super) const MAX_FILE: usize = 1024 * 1024 * 1024;

/// Saves the field `file` of a multipart body.
pub(super) async fn receive(request: Request, uploads: &Path) -> Result<StagedFile> {
    let mut multipart = Multipart::from_request(request, &())
        .await
        .map_err(|refusal| ApiError::BadRequest(refusal.body_text()))?;
    while let Some(field) = multipart.next_field().await.map_err(broken_multipart)? {
        if field.name() == Some("file") {
            return save(field, uploads).await;
        }
    }
    Err(ApiError::field("file", "is missing; send the file in a multipart field of this name"))
}

async fn save(field: Field<'_>, uploads: &Path) -> Result<StagedFile> {
    // Browsers send a name, some a whole path; only its last part is anybody's business.
    let named = field.file_name().unwrap_or_default();
    let file_name = named.rsplit(['/', '\\']).next().unwrap_or_default().trim().to_owned();
    if file_name.is_empty() {
        return Err(ApiError::field("file", "has no name"));
    }
    let path = uploads.join(Id::new().as_str());
    match write(field, uploads, &path).await {
        Ok(()) => Ok(StagedFile { path, file_name }),
        Err(error) => {
            discard(&path).await;
            Err(error)
        }
    }
}

async fn write(mut field: Field<'_>, uploads: &Path, path: &Path) -> Result<()> {
    let mut file = BufWriter::new(create(uploads.to_owned(), path.to_owned()).await?);
    let mut size = 0;
    while let Some(chunk) = field.chunk().await.map_err(broken_multipart)? {
        size += chunk.len();
        if size > MAX_FILE {
            return Err(ApiError::TooLarge(
                "The file is larger than 1 GiB; nothing was imported.".to_owned(),
            ));
        }
        file.write_all(&chunk).await.map_err(not_kept)?;
    }
    file.flush().await.map_err(not_kept)
}

async fn create(uploads: PathBuf, path: PathBuf) -> Result<File> {
    let create = move || private::folder(&uploads).and_then(|()| private::create(&path));
    let file = tokio::task::spawn_blocking(create).await.map_err(ApiError::internal)?;
    Ok(File::from_std(file.map_err(not_kept)?))
}

/// Removes a file that was received for nothing.
pub(super) async fn discard(path: &Path) {
    if let Err(error) = tokio::fs::remove_file(path).await
        && error.kind() != io::ErrorKind::NotFound
    {
        tracing::warn!(%error, "an uploaded file was not removed");
    }
}

fn not_kept(error: io::Error) -> ApiError {
    if error.kind() == io::ErrorKind::StorageFull {
        ApiError::DiskFull(
            "The disk is full; nothing was imported. Free some space and try again.".to_owned(),
        )
    } else {
        ApiError::internal(error)
    }
}
