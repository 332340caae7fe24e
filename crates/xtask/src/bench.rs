//! Measures the app in release, on generated data, against the same work on the bare database file.

use crate::build;
use crate::call::{Call, Outcome};
use crate::run::has_display;
use crate::setup::{self, Report, Stage};
use crate::test::Session;
use crate::workspace::{Profile, Workspace};

/// Everything after `bench` goes to the bench program: the area, `--json`.
pub(crate) fn bench(workspace: &Workspace, args: &[String]) -> Outcome {
    setup::setup(workspace, &[Stage::Build], Report::Changes)?;
    build::ui(workspace)?;
    build::desktop_and_bench(workspace)?;
    let bench = Call::new(workspace.program(Profile::Release, "mycrm-bench"))
        .args(args)
        .env("MYCRM_DESKTOP", workspace.desktop(Profile::Release))
        .env("MYCRM_HEADLESS", workspace.headless(Profile::Release))
        .env("MYCRM_SERVER", workspace.program(Profile::Release, "mycrm-server"));
    if has_display() {
        return bench.run();
    }
    // The start of the window is one of the figures.
    setup::setup(workspace, &[Stage::Test], Report::Changes)?;
    Session::start()?.wrap(bench).run()
}
