//! Bootstrapping: all rows that a member may see, as of one moment, in chunks that are checked one by one.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::merge::{Row, Rows};
use crate::op::OpHash;
use crate::{Access, Cursor, DeviceId, DeviceSeq, Epoch, RowKey, SchemaVersion, SnapshotId};

/// How large a chunk gets, unless one row is larger.
pub const CHUNK_BYTES: usize = 1 << 20;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    pub schema: SchemaVersion,
    /// The ids under which the replica has written.
    pub devices: Vec<DeviceId>,
}

/// What a snapshot consists of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub id: SnapshotId,
    pub epoch: Epoch,
    /// The snapshot holds the log up to here; the tail is pulled from here on.
    pub cursor: Cursor,
    pub chunks: Vec<OpHash>,
    /// What is decided of each device that was asked about.
    pub acked: BTreeMap<DeviceId, DeviceSeq>,
}

/// A part of a snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskChunk {
    pub id: SnapshotId,
    pub index: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoSnapshot {
    Outdated {
        minimum: SchemaVersion,
    },
    /// It is no longer kept, or the member's rights have changed since: ask for a new one.
    Gone,
}

/// Cuts the rows that a member may see into chunks. Deleted rows are among them: they too decide which write is later.
#[must_use]
pub fn chunks(rows: &Rows, access: &Access, cursor: Cursor, limit: usize) -> Vec<Vec<u8>> {
    let mut chunks = Vec::new();
    let mut chunk = Vec::new();
    for (key, row) in rows.iter().filter(|(_, row)| access.may_read(row.scope)) {
        let Ok(line) = serde_json::to_vec(&(key, Row { as_of: cursor, ..row.clone() })) else { continue };
        if !chunk.is_empty() && chunk.len() + line.len() > limit {
            chunks.push(std::mem::take(&mut chunk));
        }
        chunk.extend(line);
        chunk.push(b'\n');
    }
    if !chunk.is_empty() {
        chunks.push(chunk);
    }
    chunks
}

/// Why a chunk cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadChunk {
    #[error("the snapshot has no chunk {0}")]
    NoSuch(usize),
    #[error("chunk {0} is damaged: it is not what the server announced")]
    Damaged(usize),
    #[error("chunk {index} cannot be read: {problem}")]
    Unreadable { index: usize, problem: String },
}

/// Checks a chunk against the manifest.
///
/// # Errors
/// [`BadChunk::NoSuch`], [`BadChunk::Damaged`].
pub fn check(manifest: &Manifest, index: usize, bytes: &[u8]) -> Result<(), BadChunk> {
    match manifest.chunks.get(index) {
        None => Err(BadChunk::NoSuch(index)),
        Some(hash) if *hash == OpHash::of(bytes) => Ok(()),
        Some(_) => Err(BadChunk::Damaged(index)),
    }
}

/// The rows of a chunk.
///
/// # Errors
/// [`BadChunk::Unreadable`].
pub fn read(index: usize, bytes: &[u8]) -> Result<Vec<(RowKey, Row)>, BadChunk> {
    serde_json::Deserializer::from_slice(bytes)
        .into_iter()
        .collect::<Result<_, _>>()
        .map_err(|error| BadChunk::Unreadable { index, problem: error.to_string() })
}
