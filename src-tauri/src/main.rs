//! The program `mycrm`: the window, and on the command line the same commands as `mycrm-headless`.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

use std::process::ExitCode;
use std::time::Instant;

use mycrm_cli::Start;
use mycrm_desktop::Launch;

fn main() -> ExitCode {
    let started = Instant::now();
    mycrm_cli::start_logging();
    match mycrm_cli::parse(std::env::args_os()) {
        Ok(Start::Window { data_dir, default_data_dir, open }) => {
            if mycrm_desktop::has_display() {
                mycrm_desktop::run(Launch { data_dir, default_data_dir, open, started })
            } else {
                eprintln!("There is no display here, so MyCRM serves its interface to a browser instead.");
                mycrm_cli::serve(data_dir)
            }
        }
        Ok(Start::Command(command)) => mycrm_cli::run(command),
        Err(usage) => usage.exit(),
    }
}
