//! The command line of MyCRM: what was typed becomes requests of the API, in this process or in the one that has the
//! database open.
//!
//! `mycrm` adds the window to this; `mycrm-headless` is this alone.

mod arguments;
mod backup;
mod data_folder;
mod doctor;
mod ending;
mod host;
mod import;
mod print;
mod serve;
mod sign_in;
mod sync;
mod token;
mod undo;

use std::path::PathBuf;
use std::process::ExitCode;

pub use arguments::{Command, Start, Usage, no_window, parse};

use crate::arguments::{Action, Database};
use crate::ending::Failure;

/// Carries a command out and tells how that went.
#[must_use]
pub fn run(command: Command) -> ExitCode {
    start_logging();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return Failure::Failed(format!("MyCRM could not start: {error}.")).tell(),
    };
    match runtime.block_on(carry_out(command)) {
        Ok(code) => code,
        Err(failure) => failure.tell(),
    }
}

/// What `mycrm serve` does.
#[must_use]
pub fn serve(data_dir: PathBuf) -> ExitCode {
    run(Command::serve(data_dir))
}

/// Logs go to stderr; `RUST_LOG` says how much. They hold no data of customers.
pub fn start_logging() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    // A second call is the desktop's and the command line's both being sure: the first one holds.
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}

async fn carry_out(command: Command) -> Result<ExitCode, Failure> {
    let Command { data_dir, json, action } = command;
    match action {
        Action::Schema => print::schema(),
        Action::Serve { port } => serve::serve(&data_dir, port).await,
        Action::Restore { file } => backup::restore(&data_dir, &file, json).await,
        Action::Doctor => doctor::doctor(&data_dir, json).await,
        Action::With(what) => with_database(&data_dir, what, json).await,
    }
}

async fn with_database(data_dir: &std::path::Path, what: Database, json: bool) -> Result<ExitCode, Failure> {
    let mut host = host::Host::open(data_dir).await?;
    let outcome = match what {
        Database::Token(what) => token::token(&mut host, what, json).await,
        Database::Import(import) => import::import(&mut host, import, json).await,
        Database::Undo => undo::undo(&mut host, json).await,
        Database::Backup { file } => backup::backup(&mut host, &file, json).await,
        Database::SignIn => sign_in::sign_in(&mut host, json).await,
        Database::Sync(what) => sync::sync(&mut host, what, json).await,
    };
    host.close().await;
    outcome
}
