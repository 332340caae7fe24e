//! All that must hold before a change lands. A missing tool fails a step; nothing is skipped.

use crate::build;
use crate::call::{Failure, Outcome};
use crate::generate;
use crate::setup::{self, Report, Stage};
use crate::steps::Steps;
use crate::test;
use crate::tidy;
use crate::workspace::Workspace;

pub(crate) fn ci(workspace: &Workspace, args: &[String]) -> Outcome {
    if !args.is_empty() {
        return Err(Failure::Usage("ci takes no arguments".to_owned()));
    }
    let mut steps = Steps::default();
    let stages = [Stage::Build, Stage::Test, Stage::Ci];
    if !steps.step("setup", || setup::setup(workspace, &stages, Report::Always)) {
        return steps.close();
    }
    steps.step("formatting", || workspace.cargo().args(["fmt", "--all", "--check"]).run());
    steps.step("tidy", || tidy::tidy(workspace));
    steps.step("licences, bans, sources", || {
        // Advisories come from the network; the workflow on the hosting platform checks them.
        workspace.cargo().args(["deny", "--all-features", "check", "licenses", "bans", "sources"]).run()
    });
    steps.step("UI lints and formatting", || workspace.npm_run("lint").run());
    steps.step("UI types", || workspace.npm_run("typecheck").run());
    if test::build_all(workspace, &mut steps) {
        steps.step("generated files", || generate::check(workspace));
        steps.step("clippy", || clippy(workspace));
        test::run_all_rings(workspace, &mut steps);
    } else {
        steps.cannot("generated files, clippy, tests", "the build failed");
    }
    steps.close()
}

fn clippy(workspace: &Workspace) -> Outcome {
    build::cargo_everything(workspace, &["clippy"]).args(["--all-targets", "--", "-D", "warnings"]).run()?;
    workspace.cargo().args(["clippy", "--package", "xtask", "--all-targets", "--", "-D", "warnings"]).run()
}
