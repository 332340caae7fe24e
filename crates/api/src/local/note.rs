//! The file in the data folder that says where the running app listens and what it wants to hear first.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Note {
    pub(super) port: u16,
    pub(super) secret: String,
}

fn path(data_folder: &Path) -> PathBuf {
    data_folder.join("mycrm.channel")
}

impl Note {
    pub(super) fn read(data_folder: &Path) -> io::Result<Self> {
        Ok(serde_json::from_slice(&std::fs::read(path(data_folder))?)?)
    }

    /// Writes the note in one step, so that nobody reads half of it.
    pub(super) fn write(&self, data_folder: &Path) -> io::Result<()> {
        let staged = data_folder.join("mycrm.channel.new");
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt as _;
            options.mode(0o600);
        }
        options.open(&staged)?.write_all(&serde_json::to_vec(self)?)?;
        std::fs::rename(&staged, path(data_folder))
    }

    pub(super) fn remove(data_folder: &Path) {
        // A note that stays behind names a port where nobody answers: harmless.
        let _ = std::fs::remove_file(path(data_folder));
    }
}
