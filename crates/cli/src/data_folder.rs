//! Where the data is when nobody says so: the place that each system has for it.

use std::path::PathBuf;

use directories::ProjectDirs;

/// `~/.local/share/mycrm`, `~/Library/Application Support/mycrm` or `%LOCALAPPDATA%\mycrm\data`.
pub(crate) fn default() -> Option<PathBuf> {
    ProjectDirs::from("", "", "mycrm").map(|folders| folders.data_local_dir().to_owned())
}
