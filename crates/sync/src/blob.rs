//! Files: cut into chunks, named by what is in them, and true only once a server has seen every part.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::op::{OpHash, Wrong};

/// How large each chunk but the last is, in bytes.
pub const CHUNK: u64 = 4 << 20;
/// How large a file may be, in bytes.
pub const MAX_LENGTH: u64 = 8 << 30;
/// Chunks of the largest file.
pub const MAX_CHUNKS: usize = (MAX_LENGTH / CHUNK) as usize;

/// The field of an op that names a file by its root.
pub const FIELD: &str = "blob_root";

/// The version of the encoding, so that another one can never give the same bytes.
const DOMAIN: &[u8] = b"mycrm-blob-1\0";

/// What a file consists of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Bytes of the whole file.
    pub length: u64,
    /// SHA-256 of each chunk in its order.
    pub chunks: Vec<OpHash>,
}

impl Manifest {
    /// The name of the file: SHA-256 over `mycrm-blob-1`, a zero byte, the length (8 bytes, big endian) and the hashes.
    #[must_use]
    pub fn root(&self) -> OpHash {
        let mut to = Sha256::new();
        to.update(DOMAIN);
        to.update(self.length.to_be_bytes());
        for OpHash(hash) in &self.chunks {
            to.update(hash);
        }
        OpHash(to.finalize().into())
    }

    /// How many bytes the chunk at this place has to have; 0 where there is none.
    #[must_use]
    pub fn chunk_length(&self, place: usize) -> u64 {
        let before = (place as u64).saturating_mul(CHUNK);
        self.length.saturating_sub(before).min(CHUNK)
    }

    /// Checks that the file is named `root` and that there are as many chunks as its length takes.
    ///
    /// # Errors
    /// What does not fit.
    pub fn check(&self, root: OpHash) -> Result<(), Wrong> {
        if self.length > MAX_LENGTH {
            return Err(Wrong::new("length", format!("{} bytes of {MAX_LENGTH} at most", self.length)));
        }
        let needed = self.length.div_ceil(CHUNK);
        if self.chunks.len() as u64 != needed {
            return Err(Wrong::new(
                "chunks",
                format!("{} where the length takes {needed}", self.chunks.len()),
            ));
        }
        if self.root() != root {
            return Err(Wrong::new("root", "not that of length and chunks"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(length: u64, chunks: usize) -> Manifest {
        Manifest { length, chunks: (0..chunks).map(|at| OpHash::of(&[at as u8])).collect() }
    }

    #[test]
    fn a_file_has_as_many_chunks_as_its_length_takes() {
        for (length, chunks) in [(0, 0), (1, 1), (CHUNK, 1), (CHUNK + 1, 2), (3 * CHUNK, 3)] {
            let right = manifest(length, chunks);
            assert_eq!(right.check(right.root()), Ok(()), "{length}");
            let wrong = manifest(length, chunks + 1);
            assert!(wrong.check(wrong.root()).is_err(), "{length}");
        }
        let two = manifest(CHUNK + 7, 2);
        assert_eq!([two.chunk_length(0), two.chunk_length(1), two.chunk_length(2)], [CHUNK, 7, 0]);
    }

    #[test]
    fn the_name_tells_length_and_order_apart() {
        let file = manifest(CHUNK + 7, 2);
        let longer = Manifest { length: CHUNK + 8, ..file.clone() };
        let turned = Manifest { chunks: file.chunks.iter().rev().copied().collect(), ..file.clone() };
        assert!(longer.check(file.root()).is_err() && turned.check(file.root()).is_err());
        let endless = Manifest { length: u64::MAX, ..file };
        assert!(endless.check(endless.root()).is_err());
    }
}
