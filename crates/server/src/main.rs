//! The program `mycrm-server`.

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser as _;
use mycrm_server::arguments::{Arguments, Command};
use mycrm_server::operations::start_logging;
use mycrm_server::{Config, Error, Server, commands};

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    start_logging(arguments.log);
    let ended = match arguments.command.unwrap_or(Command::Serve) {
        Command::Serve => serve(arguments.place.config()).await,
        Command::User(command) => commands::user(arguments.place, command).await,
        Command::Workspace(command) => commands::workspace(arguments.place, command).await,
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(config: Config) -> Result<(), Error> {
    // Heard from here on: a signal during the start ends it in order too.
    let end = asked_to_end();
    let server = Server::start(config).await?;
    let mut out = io::stdout().lock();
    // Whoever started it may not read.
    let _ = writeln!(out, "listening on http://{}", server.address()).and_then(|()| out.flush());
    drop(out);
    match end {
        Ok(end) => end.await,
        Err(error) => {
            tracing::warn!(%error, "signals cannot be heard; end this process by force");
            std::future::pending::<()>().await;
        }
    }
    server.shutdown().await;
    Ok(())
}

/// Listens for Ctrl-C, and on Unix for SIGTERM, from the moment it is called; the future ends with the first.
#[cfg(unix)]
fn asked_to_end() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(windows)]
fn asked_to_end() -> io::Result<impl Future<Output = ()>> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        interrupt.recv().await;
    })
}
