//! What a developer or CI does with this project, one subcommand each; `cargo xtask help` lists them.

mod bench;
mod build;
mod bundle;
mod call;
mod ci;
mod generate;
mod messages;
mod run;
mod setup;
mod steps;
mod test;
mod tidy;
mod workspace;

use std::process::ExitCode;

use call::{Failure, Outcome};
use setup::Stage;
use workspace::Workspace;

const HELP: &str = "\
cargo xtask COMMAND

  run [--release] [--headless] [-- ARGS]  build the app and start it; without a display, serve it headless
  test [units|rust|browser|window]...     all tests, or some of their rings
  setup                                   install what building and testing need (run and test do this first)
  ci                                      all that must hold before a change lands: formatting, lints, licences, test
  tidy                                    the invariants of docs/architecture.md that a program can check
  gen [--check]                           write the generated files again, or fail when they are not current
  bench [AREA] [--json]                   measure, in release, against the same SQL on the bare file
  bundle [--check]                        an installer for this system; --check installs it into a clean root (Debian)
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Usage(message)) => {
            eprintln!("{message}\n\n{HELP}");
            ExitCode::from(2)
        }
        Err(failure) => {
            eprintln!("\nxtask: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(args: &[String]) -> Outcome {
    let (command, rest) = match args.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", args),
    };
    let workspace = Workspace::find()?;
    match command {
        "setup" => setup::setup(&workspace, &[Stage::Build, Stage::Test], setup::Report::Always),
        "run" => run::run(&workspace, rest),
        "test" => test::test(&workspace, rest),
        "ci" => ci::ci(&workspace, rest),
        "tidy" => tidy::tidy(&workspace),
        "gen" => generate::command(&workspace, rest),
        "bench" => bench::bench(&workspace, rest),
        "bundle" => bundle::bundle(&workspace, rest),
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        other => Err(Failure::Usage(format!("there is no command `{other}`"))),
    }
}
