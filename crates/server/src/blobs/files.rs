//! Where bytes are kept: a folder, or a bucket of S3 and what speaks like it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::body::Bytes;
use futures::{StreamExt as _, TryStreamExt as _};
use mycrm_sync::{Millis, OpHash, SnapshotId};
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Place;
use object_store::prefix::PrefixStore;
use object_store::{ObjectStore, ObjectStoreExt as _, PutPayload};
use uuid::Uuid;

use crate::{ApiError, Id};

/// Where the server keeps files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlobPlace {
    Folder(PathBuf),
    /// Access and endpoint come from the environment: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`, `AWS_ENDPOINT`.
    S3 {
        bucket: String,
        prefix: String,
    },
}

impl BlobPlace {
    /// Reads `s3://bucket/prefix` or the path of a folder.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        match text.strip_prefix("s3://") {
            None => Self::Folder(PathBuf::from(text)),
            Some(place) => {
                let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
                Self::S3 { bucket: bucket.to_owned(), prefix: prefix.trim_matches('/').to_owned() }
            }
        }
    }
}

/// The open store. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Files {
    store: Arc<dyn ObjectStore>,
}

impl From<object_store::Error> for ApiError {
    fn from(error: object_store::Error) -> Self {
        match error {
            object_store::Error::NotFound { .. } => super::NOT_HERE,
            other => Self::Internal(format!("the blob store failed: {other}")),
        }
    }
}

impl Files {
    /// # Errors
    /// When the folder cannot be made or the settings of the bucket do not suffice.
    pub(crate) fn open(place: &BlobPlace) -> Result<Self, object_store::Error> {
        let store: Arc<dyn ObjectStore> = match place {
            BlobPlace::Folder(folder) => Arc::new(local(folder)?),
            BlobPlace::S3 { bucket, prefix } => {
                let bucket = AmazonS3Builder::from_env().with_bucket_name(bucket).build()?;
                Arc::new(PrefixStore::new(bucket, prefix.as_str()))
            }
        };
        Ok(Self { store })
    }

    pub(crate) async fn put_chunk(&self, workspace: Id, hash: OpHash, bytes: Bytes) -> Result<(), ApiError> {
        self.store.put(&chunk(workspace, hash), PutPayload::from(bytes)).await?;
        Ok(())
    }

    /// The bytes of a chunk, if they are still what they were.
    pub(crate) async fn chunk(&self, workspace: Id, hash: OpHash) -> Result<Bytes, ApiError> {
        let bytes = self.store.get(&chunk(workspace, hash)).await?.bytes().await?;
        if OpHash::of(&bytes) != hash {
            return Err(ApiError::Internal(format!("chunk {hash} is damaged in the blob store")));
        }
        Ok(bytes)
    }

    pub(crate) async fn put_snapshot(
        &self,
        id: SnapshotId,
        index: usize,
        bytes: Vec<u8>,
    ) -> Result<(), ApiError> {
        self.store.put(&part(id, index), PutPayload::from(bytes)).await?;
        Ok(())
    }

    pub(crate) async fn snapshot(&self, id: SnapshotId, index: usize) -> Result<Bytes, ApiError> {
        Ok(self.store.get(&part(id, index)).await?.bytes().await?)
    }

    pub(crate) async fn remove_snapshot(&self, id: SnapshotId) -> Result<(), ApiError> {
        self.remove_all(&snapshot_of(id)).await
    }

    /// The snapshots that are there, whole or not, and when something of each was written last.
    pub(crate) async fn snapshots(&self) -> Result<BTreeMap<SnapshotId, Millis>, ApiError> {
        let mut found = BTreeMap::new();
        let mut all = self.store.list(Some(&Place::from("snapshots")));
        while let Some(part) = all.try_next().await? {
            let name = part.location.parts().nth(1).and_then(|name| name.as_ref().parse::<Uuid>().ok());
            let Some(id) = name.map(SnapshotId) else { continue };
            let last = found.entry(id).or_insert(Millis(0));
            *last = (*last).max(Millis(part.last_modified.timestamp_millis()));
        }
        Ok(found)
    }

    /// Whether the store answers at all: it is asked about a name that nothing has.
    pub(crate) async fn answers(&self) -> Result<(), object_store::Error> {
        match self.store.head(&Place::from("ready")).await {
            Ok(_) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Removes all that is under a place.
    pub(crate) async fn remove_all(&self, within: &str) -> Result<(), ApiError> {
        let places = self.store.list(Some(&Place::from(within))).map_ok(|found| found.location).boxed();
        self.store.delete_stream(places).try_for_each(|_| std::future::ready(Ok(()))).await?;
        Ok(())
    }
}

/// Written through to the disk before it counts.
fn local(folder: &Path) -> Result<LocalFileSystem, object_store::Error> {
    std::fs::create_dir_all(folder)
        .map_err(|source| object_store::Error::Generic { store: "folder", source: Box::new(source) })?;
    Ok(LocalFileSystem::new_with_prefix(folder)?.with_fsync(true).with_automatic_cleanup(true))
}

/// Where the chunks of a workspace are.
pub(crate) fn chunks_of(workspace: Id) -> String {
    format!("chunks/{}", workspace.0)
}

/// Where the parts of a snapshot are.
pub(crate) fn snapshot_of(id: SnapshotId) -> String {
    format!("snapshots/{id}")
}

/// Folders of 256, because some systems are slow with a million files in one.
fn chunk(workspace: Id, hash: OpHash) -> Place {
    let name = hash.to_string();
    Place::from_iter(["chunks", &workspace.0.to_string(), &name[..2], &name])
}

fn part(id: SnapshotId, index: usize) -> Place {
    Place::from_iter(["snapshots", &id.to_string(), &index.to_string()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_folder_or_a_bucket() {
        assert_eq!(BlobPlace::parse("/srv/files"), BlobPlace::Folder("/srv/files".into()));
        let bucket = |prefix: &str| BlobPlace::S3 { bucket: "crm".to_owned(), prefix: prefix.to_owned() };
        assert_eq!(BlobPlace::parse("s3://crm"), bucket(""));
        assert_eq!(BlobPlace::parse("s3://crm/a/b/"), bucket("a/b"));
    }
}
