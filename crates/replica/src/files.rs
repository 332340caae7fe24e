//! Files of a workspace, sent and fetched in chunks: what broke off goes on where it was.

mod local;
mod pins;

use std::collections::HashSet;
use std::fs::File;
use std::path::Path;

use mycrm_sync::blob::MAX_LENGTH;
use mycrm_sync::{OpHash, Scope};

use self::local::{blocking, chunk_of, finish, holds, manifest_of, part_of, put};
pub use self::pins::PinnedFile;
pub(crate) use self::pins::{Keeper, Pins};

use crate::remote::{Of, Trouble};
use crate::worker::{Failed, Pass, Worker};

/// A large file outlives a token, and goes on with the next one: for a day, so that a server that takes none of its own
/// tokens is not asked for ever.
const MOST_TOKENS: usize = 96;

impl Worker {
    /// Sends a file and returns its name, which the field `blob_root` of an op may hold from then on. Only chunks that the
    /// server lacks travel, so what broke off goes on where it was.
    ///
    /// # Errors
    /// When the file cannot be read, is too large or changes meanwhile; when the server cannot be reached or refuses it.
    pub async fn send_file(&self, scope: Scope, file: &Path) -> Result<OpHash, Failed> {
        let mut pass = self.pass().await?;
        for _ in 0..MOST_TOKENS {
            match pass.send_file(scope, file).await {
                Err(Failed::Trouble(Trouble::SignedOut)) => pass = self.pass_after(pass).await?,
                done => return done,
            }
        }
        Err(Trouble::SignedOut.into())
    }

    /// Fetches a file to where nothing is yet: from this disk if it is pinned and has come, else from the server. What has
    /// come of it waits beside that under the name with `.part` after it, and is checked and used when it is asked for again.
    ///
    /// # Errors
    /// When it cannot be written; when the server cannot be reached, or has no such file for this member.
    pub async fn fetch_file(&self, scope: Scope, root: OpHash, to: &Path) -> Result<(), Failed> {
        if self.pins.copy(root, to).await? {
            return Ok(());
        }
        self.fetch_from_server(scope, root, to).await
    }

    async fn fetch_from_server(&self, scope: Scope, root: OpHash, to: &Path) -> Result<(), Failed> {
        let mut pass = self.pass().await?;
        for _ in 0..MOST_TOKENS {
            match pass.fetch_file(scope, root, to).await {
                Err(Failed::Trouble(Trouble::SignedOut)) => pass = self.pass_after(pass).await?,
                done => return done,
            }
        }
        Err(Trouble::SignedOut.into())
    }
}

impl Pass {
    fn of(&self, scope: Scope) -> Of<'_> {
        Of { token: &self.token, workspace: self.workspace, scope }
    }

    /// As [`Worker::send_file`], for as long as the pass is valid.
    ///
    /// # Errors
    /// As there.
    pub async fn send_file(&self, scope: Scope, file: &Path) -> Result<OpHash, Failed> {
        let of = self.of(scope);
        let path = file.to_owned();
        let manifest = blocking(file, move || manifest_of(&path)).await?;
        if manifest.length > MAX_LENGTH {
            return Err(Failed::TooLarge { file: file.to_owned(), limit: MAX_LENGTH });
        }
        let mut missing: HashSet<OpHash> =
            self.remote.missing(of, &manifest.chunks).await?.into_iter().collect();
        for (place, hash) in manifest.chunks.iter().enumerate() {
            if !missing.remove(hash) {
                continue;
            }
            let path = file.to_owned();
            let bytes = blocking(file, move || chunk_of(&mut File::open(path)?, place)).await?;
            if OpHash::of(&bytes) != *hash {
                return Err(Failed::Changed(file.to_owned()));
            }
            self.remote.put_chunk(of, *hash, bytes).await?;
        }
        let root = manifest.root();
        self.remote.put_manifest(of, root, &manifest).await?;
        Ok(root)
    }

    /// As [`Worker::fetch_file`], for as long as the pass is valid.
    ///
    /// # Errors
    /// As there.
    pub async fn fetch_file(&self, scope: Scope, root: OpHash, to: &Path) -> Result<(), Failed> {
        let of = self.of(scope);
        let manifest = self.remote.manifest(of, root).await?;
        let part = part_of(to);
        for (place, hash) in manifest.chunks.iter().copied().enumerate() {
            let path = part.clone();
            let is_here = blocking(&part, move || holds(&path, place, hash)).await?;
            if is_here {
                continue;
            }
            let bytes = self.remote.chunk(of, hash).await?;
            let path = part.clone();
            blocking(&part, move || put(&path, place, &bytes)).await?;
        }
        let (path, target) = (part.clone(), to.to_owned());
        let is_whole = blocking(to, move || finish(&path, &target, &manifest)).await?;
        if is_whole { Ok(()) } else { Err(Failed::Changed(part)) }
    }
}
