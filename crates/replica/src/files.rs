//! Files of a workspace, sent and fetched in chunks: what broke off goes on where it was.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use mycrm_sync::blob::{CHUNK, MAX_LENGTH, Manifest};
use mycrm_sync::{OpHash, Scope};

use crate::remote::{Of, Trouble};
use crate::worker::{Failed, Pass, Worker};

impl Worker {
    /// Sends a file and returns its name, which the field `blob_root` of an op may hold from then on. Only chunks that the
    /// server lacks travel, so what broke off goes on where it was.
    ///
    /// # Errors
    /// When the file cannot be read, is too large or changes meanwhile; when the server cannot be reached or refuses it.
    pub async fn send_file(&self, scope: Scope, file: &Path) -> Result<OpHash, Failed> {
        self.with_pass(async |pass| pass.send_file(scope, file).await).await
    }

    /// Fetches a file to where nothing is yet. What has come of it waits beside that under the name with `.part` after
    /// it, and is checked and used when it is asked for again.
    ///
    /// # Errors
    /// When it cannot be written; when the server cannot be reached, or has no such file for this member.
    pub async fn fetch_file(&self, scope: Scope, root: OpHash, to: &Path) -> Result<(), Failed> {
        self.with_pass(async |pass| pass.fetch_file(scope, root, to).await).await
    }

    /// A large file outlives a token: with the next one it goes on.
    async fn with_pass<T>(&self, work: impl AsyncFn(&Pass) -> Result<T, Failed>) -> Result<T, Failed> {
        let mut pass = self.pass().await?;
        loop {
            let failed = match work(&pass).await {
                Err(failed @ Failed::Trouble(Trouble::SignedOut)) => failed,
                other => return other,
            };
            let next = self.pass().await?;
            if next.token == pass.token {
                return Err(failed);
            }
            pass = next;
        }
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

async fn blocking<T: Send + 'static>(
    file: &Path,
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T, Failed> {
    let done = tokio::task::spawn_blocking(work).await.map_err(|_| Failed::Ending)?;
    done.map_err(|source| Failed::File { file: file.to_owned(), source })
}

fn manifest_of(path: &Path) -> io::Result<Manifest> {
    let mut file = File::open(path)?;
    let mut manifest = Manifest { length: 0, chunks: Vec::new() };
    loop {
        let bytes = next_chunk(&mut file)?;
        if bytes.is_empty() {
            return Ok(manifest);
        }
        manifest.length += bytes.len() as u64;
        manifest.chunks.push(OpHash::of(&bytes));
        // The rest of a file without end need not be read.
        if manifest.length > MAX_LENGTH {
            return Ok(manifest);
        }
    }
}

fn next_chunk(file: &mut File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(CHUNK).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn chunk_of(file: &mut File, place: usize) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(place as u64 * CHUNK))?;
    next_chunk(file)
}

/// Where a file waits until all of it is here.
fn part_of(to: &Path) -> PathBuf {
    let mut name = to.as_os_str().to_owned();
    name.push(".part");
    name.into()
}

fn open(part: &Path) -> io::Result<File> {
    File::options().read(true).write(true).create(true).truncate(false).open(part)
}

/// Whether this part of the file has come already, and is what it was.
fn holds(part: &Path, place: usize, hash: OpHash) -> io::Result<bool> {
    let bytes = chunk_of(&mut open(part)?, place)?;
    Ok(!bytes.is_empty() && OpHash::of(&bytes) == hash)
}

fn put(part: &Path, place: usize, bytes: &[u8]) -> io::Result<()> {
    let mut file = open(part)?;
    file.seek(SeekFrom::Start(place as u64 * CHUNK))?;
    file.write_all(bytes)
}

/// Puts the whole file in its place, written through to the disk: whoever names it from now on can rely on it. `false` where
/// somebody else wrote to it, or put it in its place, at the same time.
fn finish(part: &Path, to: &Path, manifest: &Manifest) -> io::Result<bool> {
    let file = open(part)?;
    file.set_len(manifest.length)?;
    if manifest_of(part)? != *manifest {
        return Ok(false);
    }
    file.sync_all()?;
    drop(file);
    std::fs::rename(part, to)?;
    // Windows has no folders that can be opened and flushed, and needs none of it.
    #[cfg(unix)]
    if let Some(folder) = to.parent() {
        File::open(folder)?.sync_all()?;
    }
    Ok(true)
}
