//! Makes the installer of this system: a .deb on Linux, a disk image on macOS, a setup program on Windows.

mod clean_root;

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::build;
use crate::call::{Call, Doing, Failure, Outcome, failed};
use crate::setup::{self, Report, Stage};
use crate::workspace::{Profile, Workspace};

/// Tauri's bundler; its program ships inside the npm package.
const BUNDLER: &str = "@tauri-apps/cli@2.12.5";

pub(crate) fn bundle(workspace: &Workspace, args: &[String]) -> Outcome {
    let check = match args {
        [] => false,
        [flag] if flag == "--check" => true,
        _ => return Err(Failure::Usage("bundle takes nothing, or --check".to_owned())),
    };
    let mut stages = vec![Stage::Build, Stage::Bundle];
    if check {
        stages.push(Stage::CleanRoot);
    }
    setup::setup(workspace, &stages, Report::Changes)?;
    build::ui(workspace)?;
    build::apps_in_release(workspace)?;
    let form = Form::of_this_system();
    let config = form.config(&workspace.headless(Profile::Release));
    Call::new(bundler(workspace)?)
        .args(["bundle", "--bundles", form.name(), "--config", &config.to_string()])
        .dir(&workspace.root)
        .run()?;
    let made = installers(&workspace.target.join("release/bundle").join(form.name()), form.ending())?;
    for installer in &made {
        println!("{}", installer.display());
    }
    match (check, made.last()) {
        (_, None) => failed("the bundler ended well but left no installer"),
        (true, Some(installer)) => clean_root::try_installer(workspace, installer),
        (false, Some(_)) => Ok(()),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Deb,
    Dmg,
    Nsis,
}

impl Form {
    fn of_this_system() -> Self {
        match std::env::consts::OS {
            "macos" => Self::Dmg,
            "windows" => Self::Nsis,
            _ => Self::Deb,
        }
    }

    /// As the bundler calls it, and the folder it writes to.
    fn name(self) -> &'static str {
        match self {
            Self::Deb => "deb",
            Self::Dmg => "dmg",
            Self::Nsis => "nsis",
        }
    }

    fn ending(self) -> &'static str {
        match self {
            Self::Nsis => "exe",
            other => other.name(),
        }
    }

    /// What tauri.conf.json cannot hold, because it depends on the system and on where cargo builds: the second
    /// program. What the package depends on, the bundler knows itself.
    fn config(self, headless: &Path) -> Value {
        let headless = headless.to_string_lossy();
        match self {
            Self::Deb => {
                let files = json!({"/usr/bin/mycrm-headless": headless});
                // The bundler makes the package's name of it: of `MyCRM` that would be `my-crm`.
                json!({"productName": "mycrm", "bundle": {"linux": {"deb": {"files": files}}}})
            }
            Self::Dmg => json!({"bundle": {"macOS": {"files": {"MacOS/mycrm-headless": headless}}}}),
            Self::Nsis => json!({"bundle": {"resources": {headless.as_ref(): "mycrm-headless.exe"}}}),
        }
    }
}

/// Installs the bundler beside cargo's output, once; it is no part of the UI's packages.
fn bundler(workspace: &Workspace) -> Outcome<PathBuf> {
    let folder = workspace.target.join("bundler");
    let program = folder.join("node_modules/.bin").join(if cfg!(windows) { "tauri.cmd" } else { "tauri" });
    let stamp = folder.join("installed");
    if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == BUNDLER) && program.exists() {
        return Ok(program);
    }
    std::fs::create_dir_all(&folder).doing(format_args!("cannot make {}", folder.display()))?;
    Call::npm()
        .args(["install", "--no-save", "--no-audit", "--no-fund", "--prefix"])
        .arg(&folder)
        .arg(BUNDLER)
        .run()?;
    std::fs::write(&stamp, BUNDLER).doing(format_args!("cannot write {}", stamp.display()))?;
    Ok(program)
}

/// The installers in the folder, oldest first.
fn installers(folder: &Path, ending: &str) -> Outcome<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).doing(format_args!("cannot read {}", folder.display()))?;
    let mut found: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == ending))
        .collect();
    found.sort_by_key(|path| path.metadata().and_then(|meta| meta.modified()).ok());
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_debian_package_is_called_as_the_program_and_carries_the_second_one() {
        let config = Form::Deb.config(Path::new("/t/release/mycrm-headless"));
        assert_eq!(config["productName"], "mycrm");
        let deb = &config["bundle"]["linux"]["deb"];
        assert_eq!(deb["files"]["/usr/bin/mycrm-headless"], "/t/release/mycrm-headless");
    }
}
