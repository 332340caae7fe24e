//! A wall clock that a test sets for one program: libfaketime stands between the program and the system.

use std::path::Path;

use tempfile::TempDir;

use crate::{Program, tools};

/// What a program takes for the time of day. Its timers go on as ever.
#[derive(Debug)]
pub struct Clock {
    folder: TempDir,
}

impl Clock {
    /// A clock that many days off; `None` where libfaketime is not installed, which it has to be where tests count.
    ///
    /// # Panics
    /// When it is missing there.
    #[must_use]
    pub fn off_by(days: i64) -> Option<Self> {
        if tools::on_path("faketime").is_none() {
            assert!(std::env::var_os("CI").is_none(), "faketime is not installed, and here it has to be");
            eprintln!("SKIPPED: faketime is not installed, so no clock was wrong");
            return None;
        }
        let clock = Self { folder: tempfile::tempdir().expect("a folder") };
        clock.jump_to(days);
        Some(clock)
    }

    /// Sets it, while the program runs, so many days off the true time.
    ///
    /// # Panics
    /// When the folder cannot be written to.
    pub fn jump_to(&self, days: i64) {
        // In one step: the program reads the file whenever it looks at the clock.
        let new = self.folder.path().join("new");
        std::fs::write(&new, format!("{days:+}d\n")).expect("a file");
        std::fs::rename(new, self.file()).expect("the file in its place");
    }

    fn file(&self) -> std::path::PathBuf {
        self.folder.path().join("offset")
    }

    /// The program, to be started under this clock.
    pub(crate) fn program(&self, path: &Path) -> Program {
        let offset = format!("FAKETIME_TIMESTAMP_FILE={}", self.file().display());
        // The wrapper finds its library and sets a fixed offset, which would outrank the file.
        Program::new("faketime")
            .args(["-m", "-f", "+0", "env", "-u", "FAKETIME", &offset, "FAKETIME_NO_CACHE=1"])
            .args(["FAKETIME_DONT_FAKE_MONOTONIC=1", "NO_FAKE_STAT=1"])
            .args([path])
    }
}
