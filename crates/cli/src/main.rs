//! The program `mycrm-headless`: everything `mycrm` does but the window.

use std::process::ExitCode;

use mycrm_cli::Start;

fn main() -> ExitCode {
    match mycrm_cli::parse(std::env::args_os()) {
        Ok(Start::Command(command)) => mycrm_cli::run(command),
        Ok(Start::Window { .. }) => mycrm_cli::no_window(),
        Err(usage) => usage.exit(),
    }
}
