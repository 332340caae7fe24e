//! How to see that a need is met, without side effects and in a few milliseconds.

use std::path::PathBuf;

use crate::call::{Call, on_path};

#[derive(Debug)]
pub(super) enum Probe {
    /// One of these programs is on the PATH.
    Programs(&'static [&'static str]),
    /// pkg-config knows this library.
    Library(&'static str),
    /// A Node.js that is new enough, and npm.
    Node,
    /// A browser that Playwright can drive.
    Browser,
    /// What a PostgreSQL of one's own is made and started with.
    Postgres,
}

impl Probe {
    pub(super) fn is_met(&self) -> bool {
        match self {
            Self::Programs(names) => names.iter().any(|name| on_path(name).is_some()),
            Self::Library(name) => Call::new("pkg-config").args(["--exists", name]).succeeds(),
            Self::Node => {
                on_path("npm").is_some()
                    && on_path("node").is_some_and(|node| {
                        Call::new(node).arg("--version").output().is_ok_and(|text| node_is_new_enough(&text))
                    })
            }
            Self::Browser => find_browser().is_some(),
            Self::Postgres => ["initdb", "pg_ctl"].into_iter().all(has_postgres_program),
        }
    }
}

/// Debian keeps them out of the PATH, in a folder for each version.
fn has_postgres_program(name: &str) -> bool {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    on_path(name).is_some()
        || versions.map(|version| version.path().join("bin").join(name)).any(|file| file.is_file())
}

/// The first Node.js that has all that the UI's build tool calls.
const OLDEST_NODE: (u32, u32) = (20, 19);

/// Reads `v20.19.1` as `node --version` prints it.
fn node_is_new_enough(version: &str) -> bool {
    let mut numbers = version.trim().trim_start_matches('v').split('.').map(str::parse::<u32>);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(major)), Some(Ok(minor))) => (major, minor) >= OLDEST_NODE,
        _ => false,
    }
}

/// A browser for the UI's tests: `CHROMIUM`, else one that is installed.
pub(crate) fn find_browser() -> Option<PathBuf> {
    if let Some(path) = std::env::var_os("CHROMIUM") {
        return Some(PathBuf::from(path));
    }
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge"];
    let fixed = [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ];
    names
        .iter()
        .find_map(|name| on_path(name))
        .or_else(|| fixed.iter().map(PathBuf::from).find(|path| path.is_file()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_node_is_not_good_enough() {
        assert!(node_is_new_enough("v20.19.0\n"));
        assert!(node_is_new_enough("v24.1.0\n"));
        assert!(!node_is_new_enough("v20.18.3\n"));
        assert!(!node_is_new_enough("v18.20.4\n"));
        assert!(!node_is_new_enough("not a version"));
    }

    #[test]
    fn a_missing_program_and_a_missing_library_are_seen() {
        assert!(!Probe::Programs(&["mycrm-program-that-nobody-has"]).is_met());
        assert!(!Probe::Library("mycrm-library-that-nobody-has").is_met());
    }
}
