//! Builds the UI and the programs that embed it, always with the same features, so that nothing is compiled twice.

use std::path::Path;
use std::time::SystemTime;

use crate::call::{Call, Outcome, failed};
use crate::workspace::{Profile, Workspace};

/// The whole workspace but this program, which is running and could not be replaced on Windows.
/// Build, lints and tests all select exactly this: another selection would compile dependencies again
/// with other features.
const EVERYTHING: [&str; 3] = ["--workspace", "--exclude", "xtask"];

/// The package whose tests drive whole programs, the real window among them.
pub(crate) const WHOLE_PRODUCT: &str = "mycrm-tests";

/// `cargo SUBCOMMAND` over the whole workspace.
pub(crate) fn cargo_everything(workspace: &Workspace, subcommand: &[&str]) -> Call {
    let call = workspace.cargo().args(subcommand).args(EVERYTHING);
    // The window is driven by WebKit's WebDriver on a virtual X server, which only Linux has.
    if cfg!(target_os = "linux") { call } else { call.args(["--exclude", WHOLE_PRODUCT]) }
}

/// The UI's files in ui/dist, built when a source is newer.
pub(crate) fn ui(workspace: &Workspace) -> Outcome {
    if ui_is_current(workspace) {
        println!("ui/dist is current");
        return Ok(());
    }
    workspace.npm_run("build").run()?;
    if !workspace.ui().join("dist/index.html").is_file() {
        return failed("`npm run build` in ui/ ended well but left no ui/dist/index.html");
    }
    Ok(())
}

fn ui_is_current(workspace: &Workspace) -> bool {
    let Some(built) = modified(&workspace.ui().join("dist/index.html")) else { return false };
    let Ok(files) = workspace.files() else { return false };
    files
        .iter()
        .filter(|file| file.starts_with("ui/"))
        .all(|file| modified(&workspace.root.join(file)).is_some_and(|changed| changed < built))
}

fn modified(path: &Path) -> Option<SystemTime> {
    path.metadata().and_then(|meta| meta.modified()).ok()
}

/// Every program and every test of the workspace.
pub(crate) fn programs_and_tests(workspace: &Workspace) -> Outcome {
    cargo_everything(workspace, &["build"]).args(["--lib", "--bins", "--tests"]).run()
}

/// The app with its window. Needs the built UI.
pub(crate) fn desktop(workspace: &Workspace, profile: Profile) -> Outcome {
    program(workspace, "mycrm", profile)
}

/// The app without its window. Needs the built UI, and nothing of a desktop.
pub(crate) fn headless(workspace: &Workspace, profile: Profile) -> Outcome {
    program(workspace, "mycrm-headless", profile)
}

/// One program, with the features everything has: after `test` only our own crates are compiled again.
fn program(workspace: &Workspace, name: &str, profile: Profile) -> Outcome {
    cargo_everything(workspace, &["build", "--bin", name]).args(profile.flags()).run()
}

/// What a measurement needs, in release and in one go: the bench program, both apps and the server.
pub(crate) fn desktop_and_bench(workspace: &Workspace) -> Outcome {
    let packages = ["mycrm-bench", "mycrm", "mycrm-cli", "mycrm-server"];
    let packages = ["build"].into_iter().chain(packages.iter().flat_map(|name| ["--package", name]));
    workspace.cargo().args(packages).args(Profile::Release.flags()).run()
}

/// What an installer carries, in release: the app with its window and the one without.
pub(crate) fn apps_in_release(workspace: &Workspace) -> Outcome {
    let packages = ["build", "--package", "mycrm", "--package", "mycrm-cli", "--bins"];
    workspace.cargo().args(packages).args(Profile::Release.flags()).run()
}
