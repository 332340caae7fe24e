//! Where things of this checkout are: sources, the target folder, the built programs, artifacts of tests.

use std::path::{Path, PathBuf};

use crate::call::{Call, Doing, Outcome, failed};

#[derive(Debug)]
pub(crate) struct Workspace {
    pub(crate) root: PathBuf,
    pub(crate) target: PathBuf,
}

impl Workspace {
    pub(crate) fn find() -> Outcome<Self> {
        // Cargo says at run time which checkout it runs for: a shared target folder may hold another checkout's build.
        let manifest = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let Some(root) = manifest.ancestors().nth(2) else {
            return failed("crates/xtask is not two folders below the project's root");
        };
        let target = match std::env::var_os("CARGO_TARGET_DIR") {
            Some(dir) => root.join(dir),
            None => root.join("target"),
        };
        Ok(Self { root: root.to_owned(), target })
    }

    pub(crate) fn ui(&self) -> PathBuf {
        self.root.join("ui")
    }

    /// The desktop app, once built.
    pub(crate) fn desktop(&self, profile: Profile) -> PathBuf {
        self.program(profile, "mycrm")
    }

    /// The app without a window, once built.
    pub(crate) fn headless(&self, profile: Profile) -> PathBuf {
        self.program(profile, "mycrm-headless")
    }

    /// The companion server, once built.
    pub(crate) fn server(&self, profile: Profile) -> PathBuf {
        self.program(profile, "mycrm-server")
    }

    pub(crate) fn program(&self, profile: Profile, name: &str) -> PathBuf {
        self.target.join(profile.folder()).join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }

    /// Where tests leave screenshots and logs: `ARTIFACTS`, else in the target folder.
    pub(crate) fn artifacts(&self) -> Outcome<PathBuf> {
        let dir = std::env::var_os("ARTIFACTS")
            .map_or_else(|| self.target.join("artifacts"), |dir| self.root.join(dir));
        std::fs::create_dir_all(&dir).doing(format_args!("cannot make {}", dir.display()))?;
        Ok(dir)
    }

    /// Every file that belongs to the project, tracked or about to be, relative to the root with `/`.
    pub(crate) fn files(&self) -> Outcome<Vec<String>> {
        let listed = Call::new("git")
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .dir(&self.root)
            .output()?;
        let mut files: Vec<String> = listed.split_terminator('\0').map(str::to_owned).collect();
        files.sort();
        files.dedup();
        files.retain(|file| self.root.join(file).is_file());
        Ok(files)
    }

    pub(crate) fn read(&self, file: impl AsRef<Path>) -> Outcome<String> {
        let path = self.root.join(file);
        std::fs::read_to_string(&path).doing(format_args!("cannot read {}", path.display()))
    }

    /// `cargo` at the root of this checkout.
    pub(crate) fn cargo(&self) -> Call {
        Call::cargo().dir(&self.root)
    }

    /// `npm run SCRIPT` in the UI's folder.
    pub(crate) fn npm_run(&self, script: &str) -> Call {
        Call::npm().args(["run", "--silent", script]).dir(&self.ui())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    Debug,
    Release,
}

impl Profile {
    fn folder(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Release => "release",
        }
    }

    /// Cargo's flags for it.
    pub(crate) fn flags(self) -> &'static [&'static str] {
        match self {
            Self::Debug => &[],
            Self::Release => &["--release"],
        }
    }
}
