//! All tests, ring by ring: the UI's units, Rust, the UI in a browser, the real window.

mod session;

use crate::build::{self, WHOLE_PRODUCT};
use crate::call::{Call, Failure, Outcome, failed, on_path};
use crate::setup::{self, Report, Stage};
use crate::steps::Steps;
use crate::workspace::{Profile, Workspace};
pub(crate) use session::Session;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ring {
    /// The UI's unit tests.
    Units,
    /// Unit and handler tests of every crate.
    Rust,
    /// The UI in a browser against the headless app.
    Browser,
    /// Whole programs: the real window, processes that are killed.
    Window,
}

impl Ring {
    const ALL: [Self; 4] = [Self::Units, Self::Rust, Self::Browser, Self::Window];

    fn name(self) -> &'static str {
        match self {
            Self::Units => "units",
            Self::Rust => "rust",
            Self::Browser => "browser",
            Self::Window => "window",
        }
    }

    fn parse_all(names: &[String]) -> Outcome<Vec<Self>> {
        if names.is_empty() {
            return Ok(Self::ALL.to_vec());
        }
        let parse = |name: &String| {
            let known = Self::ALL.into_iter().find(|ring| ring.name() == name);
            known.ok_or_else(|| Failure::Usage(format!("there is no ring of tests called `{name}`")))
        };
        names.iter().map(parse).collect()
    }
}

pub(crate) fn test(workspace: &Workspace, args: &[String]) -> Outcome {
    let rings = Ring::parse_all(args)?;
    setup::setup(workspace, &[Stage::Build, Stage::Test], Report::Changes)?;
    let mut steps = Steps::default();
    let nothing_to_build = rings == [Ring::Units];
    if nothing_to_build || build_all(workspace, &mut steps) {
        run_rings(workspace, &rings, &mut steps);
    } else {
        steps.cannot("tests", "the build failed");
    }
    steps.close()
}

/// The UI first: the programs embed it.
pub(crate) fn build_all(workspace: &Workspace, steps: &mut Steps) -> bool {
    steps.step("build the UI", || build::ui(workspace))
        && steps.step("build programs and tests", || build::programs_and_tests(workspace))
}

/// Every ring, for `ci`.
pub(crate) fn run_all_rings(workspace: &Workspace, steps: &mut Steps) {
    run_rings(workspace, &Ring::ALL, steps);
}

fn run_rings(workspace: &Workspace, rings: &[Ring], steps: &mut Steps) {
    if rings.contains(&Ring::Units) {
        steps.step("UI unit tests", || workspace.npm_run("test").run());
    }
    if rings.contains(&Ring::Browser) {
        steps.step("UI tests in a browser", || browser(workspace));
    }
    if rings.contains(&Ring::Rust) {
        steps.step("tests of xtask", || {
            workspace.cargo().args(subcommand()).args(["--package", "xtask"]).run()
        });
    }
    // One run for both: the same selection of packages, hence one build, and one closing line.
    let filter = match (rings.contains(&Ring::Rust), rings.contains(&Ring::Window)) {
        (true, true) => Some(Filter::All),
        (true, false) => Some(Filter::NotWholeProduct),
        (false, true) => Some(Filter::WholeProduct),
        (false, false) => None,
    };
    if let Some(filter) = filter.and_then(Filter::on_this_system) {
        steps.step(filter.title(), || rust(workspace, filter));
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Filter {
    All,
    NotWholeProduct,
    WholeProduct,
}

impl Filter {
    /// Elsewhere the whole product is not even selected.
    fn on_this_system(self) -> Option<Self> {
        if cfg!(target_os = "linux") || self == Self::NotWholeProduct {
            return Some(self);
        }
        println!("\nThe tests of the real window run on Linux only.");
        (self == Self::All).then_some(Self::NotWholeProduct)
    }

    fn title(self) -> &'static str {
        match self {
            Self::All => "Rust and window tests",
            Self::NotWholeProduct => "Rust tests",
            Self::WholeProduct => "window tests",
        }
    }

    fn for_nextest(self) -> Option<String> {
        match self {
            Self::All => None,
            Self::NotWholeProduct => Some(format!("not package({WHOLE_PRODUCT})")),
            Self::WholeProduct => Some(format!("package({WHOLE_PRODUCT})")),
        }
    }
}

fn has_nextest() -> bool {
    on_path("cargo-nextest").is_some()
}

/// nextest where it is installed: it runs all test programs at once and closes with one line for them all.
/// Both go on after a failure, so that one run shows all that is wrong.
fn subcommand() -> &'static [&'static str] {
    if has_nextest() { &["nextest", "run"] } else { &["test", "--no-fail-fast"] }
}

fn rust(workspace: &Workspace, filter: Filter) -> Outcome {
    let everything = || build::cargo_everything(workspace, subcommand());
    let call = match (filter.for_nextest(), has_nextest()) {
        (None, _) => everything(),
        (Some(expression), true) => everything().args(["-E", &expression]),
        (Some(_), false) if filter == Filter::NotWholeProduct => {
            everything().args(["--exclude", WHOLE_PRODUCT])
        }
        (Some(_), false) => workspace.cargo().args(subcommand()).args(["--package", WHOLE_PRODUCT]),
    };
    Session::start()?.wrap(with_programs(workspace, call)?).run()
}

fn browser(workspace: &Workspace) -> Outcome {
    Session::start()?.wrap(with_programs(workspace, workspace.npm_run("e2e"))?).run()
}
/// Tells tests where the programs are that they drive. Every one must exist: a missing tool fails, never skips.
fn with_programs(workspace: &Workspace, call: Call) -> Outcome<Call> {
    let headless = workspace.headless(Profile::Debug);
    let desktop = workspace.desktop(Profile::Debug);
    let server = workspace.server(Profile::Debug);
    for program in [&headless, &desktop, &server] {
        if !program.is_file() {
            return failed(format!("{} was not built", program.display()));
        }
    }
    let Some(browser) = setup::find_browser() else {
        return failed("there is no Chromium; `cargo xtask setup` says how to get one");
    };
    let mut call = call
        .env("MYCRM_HEADLESS", headless)
        .env("MYCRM_DESKTOP", desktop)
        .env("MYCRM_SERVER", server)
        .env("CHROMIUM", browser)
        .env("ARTIFACTS", workspace.artifacts()?);
    if cfg!(target_os = "linux") {
        let Some(driver) = setup::installed_program("tauri-driver") else {
            return failed("there is no tauri-driver; `cargo xtask setup` builds it");
        };
        call = call.env("TAURI_DRIVER", driver);
    }
    Ok(call)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_ring_named_means_all_of_them() {
        assert_eq!(Ring::parse_all(&[]).unwrap(), Ring::ALL);
        assert_eq!(Ring::parse_all(&["window".to_owned()]).unwrap(), [Ring::Window]);
        assert!(Ring::parse_all(&["windows".to_owned()]).is_err());
    }
}
