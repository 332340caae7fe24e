//! The programs under test and those that drive them.

use std::path::PathBuf;

/// Every program a test of the window needs. On a machine of CI a missing one fails the test; elsewhere it is
/// skipped with a loud line, so that the other tests run without a virtual screen.
#[derive(Debug, Clone)]
pub struct Tools {
    pub desktop: PathBuf,
    pub headless: PathBuf,
    pub tauri_driver: PathBuf,
}

/// Found on the path, because Debian puts them there.
const ON_PATH: [&str; 4] = ["Xvfb", "dbus-daemon", "WebKitWebDriver", "xdotool"];

impl Tools {
    /// `None` means: skip this test, the reason is printed.
    ///
    /// # Panics
    /// When a program is missing and `CI` is set: there nothing is skipped.
    #[must_use]
    pub fn find() -> Option<Self> {
        match Self::look() {
            Ok(tools) => Some(tools),
            Err(missing) if std::env::var_os("CI").is_some_and(|value| !value.is_empty()) => {
                panic!("{missing}")
            }
            Err(missing) => {
                eprintln!("\n*** SKIPPED: {missing} ***\n");
                None
            }
        }
    }

    fn look() -> Result<Self, String> {
        for name in ON_PATH {
            on_path(name)
                .ok_or_else(|| format!("{name} is not installed; `cargo xtask setup` installs it"))?;
        }
        Ok(Self {
            desktop: given("MYCRM_DESKTOP")?,
            headless: given("MYCRM_HEADLESS")?,
            tauri_driver: given("TAURI_DRIVER").or_else(|missing| on_path("tauri-driver").ok_or(missing))?,
        })
    }
}

/// The program that a variable of the environment names.
pub(crate) fn given(variable: &str) -> Result<PathBuf, String> {
    let path = std::env::var_os(variable)
        .map(PathBuf::from)
        .ok_or_else(|| format!("{variable} is not set; `cargo xtask test window` builds and passes it"))?;
    if path.is_file() {
        Ok(path)
    } else {
        Err(format!("{variable} names {}, which is no file", path.display()))
    }
}

pub(crate) fn on_path(name: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?).map(|dir| dir.join(name)).find(|path| path.is_file())
}
