//! Where the key of second factors comes from: the configuration, or a file beside the data that is made once.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::seal::{NotAKey, TotpKey};
use crate::accounts::token::NoRandomness;
use crate::{Config, DatabaseError};

/// Why a server does not start because of the key.
#[derive(Debug, thiserror::Error)]
pub enum TotpKeyError {
    #[error("the key of second factors in the configuration cannot be used: {0}")]
    Given(NotAKey),
    #[error("the key of second factors in {path} cannot be used: {source}")]
    Kept { path: PathBuf, source: NotAKey },
    #[error("the key of second factors in {path} cannot be read or written: {source}")]
    File { path: PathBuf, source: io::Error },
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

/// The file of a data folder.
pub(super) fn file_of(data: &Path) -> PathBuf {
    data.join("totp.key")
}

/// The key that is configured, else the one in the data folder, if there is one.
///
/// # Errors
/// [`TotpKeyError::Given`], [`TotpKeyError::Kept`], [`TotpKeyError::File`].
pub(super) fn find(config: &Config) -> Result<Option<TotpKey>, TotpKeyError> {
    if let Some(given) = &config.totp_key {
        return given.parse().map(Some).map_err(TotpKeyError::Given);
    }
    let path = file_of(&config.data);
    match std::fs::read_to_string(&path) {
        Ok(text) => text.parse().map(Some).map_err(|source| TotpKeyError::Kept { path, source }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(TotpKeyError::File { path, source }),
    }
}

/// Makes a new key and keeps it in the data folder. When this returns it is on the disk: nothing is sealed with a key that a power
/// cut could take.
///
/// # Errors
/// [`TotpKeyError::File`], [`TotpKeyError::Randomness`].
pub(super) fn make(data: &Path) -> Result<TotpKey, TotpKeyError> {
    let (path, key) = (file_of(data), TotpKey::new()?);
    write(&path, &key).map_err(|source| TotpKeyError::File { path, source })?;
    Ok(key)
}

/// Under another name first: half a key is never there.
fn write(path: &Path, key: &TotpKey) -> io::Result<()> {
    let partial = path.with_extension("key.partial");
    match std::fs::remove_file(&partial) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = private(&partial)?;
    file.write_all(key.encode().as_bytes())?;
    file.write_all(b"\n")?;
    file.sync_all()?;
    std::fs::rename(&partial, path)?;
    // The name is durable once its folder is.
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// A new file that its owner alone may read.
fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
