//! One process owns a data folder at a time.

use std::fs::{File, TryLockError};
use std::path::Path;

use crate::{Error, Result};

/// Holds the folder for as long as it lives; the system frees it when the process dies, however it dies.
#[derive(Debug)]
pub(crate) struct FolderLock {
    _file: File,
}

impl FolderLock {
    pub(crate) fn acquire(folder: &Path) -> Result<Self> {
        let path = folder.join("mycrm.lock");
        let unwritable = |source: std::io::Error| Error::NotWritable {
            path: folder.to_owned(),
            reason: source.to_string(),
        };
        let file =
            File::options().create(true).truncate(false).write(true).open(&path).map_err(unwritable)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(Error::InUse(folder.to_owned())),
            Err(TryLockError::Error(source)) => Err(unwritable(source)),
        }
    }
}
