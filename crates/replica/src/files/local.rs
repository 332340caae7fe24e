//! The parts of a file on this disk.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use mycrm_sync::OpHash;
use mycrm_sync::blob::{CHUNK, MAX_LENGTH, Manifest};

use crate::worker::Failed;

pub(super) async fn blocking<T: Send + 'static>(
    file: &Path,
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T, Failed> {
    let done = tokio::task::spawn_blocking(work).await.map_err(|_| Failed::Ending)?;
    done.map_err(|source| Failed::File { file: file.to_owned(), source })
}

pub(super) fn manifest_of(path: &Path) -> io::Result<Manifest> {
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

pub(super) fn chunk_of(file: &mut File, place: usize) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(place as u64 * CHUNK))?;
    next_chunk(file)
}

/// Where a file waits until all of it is here.
pub(super) fn part_of(to: &Path) -> PathBuf {
    let mut name = to.as_os_str().to_owned();
    name.push(".part");
    name.into()
}

fn open(part: &Path) -> io::Result<File> {
    File::options().read(true).write(true).create(true).truncate(false).open(part)
}

/// Whether this part of the file has come already, and is what it was.
pub(super) fn holds(part: &Path, place: usize, hash: OpHash) -> io::Result<bool> {
    let bytes = chunk_of(&mut open(part)?, place)?;
    Ok(!bytes.is_empty() && OpHash::of(&bytes) == hash)
}

pub(super) fn put(part: &Path, place: usize, bytes: &[u8]) -> io::Result<()> {
    let mut file = open(part)?;
    file.seek(SeekFrom::Start(place as u64 * CHUNK))?;
    file.write_all(bytes)
}

/// Puts the whole file in its place, written through to the disk: whoever names it from now on can rely on it. `false` where
/// somebody else wrote to it, or put it in its place, at the same time.
pub(super) fn finish(part: &Path, to: &Path, manifest: &Manifest) -> io::Result<bool> {
    let file = open(part)?;
    file.set_len(manifest.length)?;
    if manifest_of(part)? != *manifest {
        return Ok(false);
    }
    drop(file);
    place(part, to)?;
    Ok(true)
}

/// Copies a file that is kept here to its place. `false` where none is kept, or not what its name says: that is thrown away.
pub(super) fn copy(kept: &Path, to: &Path, root: OpHash) -> io::Result<bool> {
    let part = part_of(to);
    match std::fs::copy(kept, &part) {
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
    }
    if manifest_of(&part)?.root() != root {
        std::fs::remove_file(&part)?;
        std::fs::remove_file(kept)?;
        return Ok(false);
    }
    place(&part, to)?;
    Ok(true)
}

fn place(part: &Path, to: &Path) -> io::Result<()> {
    open(part)?.sync_all()?;
    std::fs::rename(part, to)?;
    // Windows has no folders that can be opened and flushed, and needs none of it.
    #[cfg(unix)]
    if let Some(folder) = to.parent() {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}
