//! The program `mycrm-server`.

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser as _;
use mycrm_server::arguments::{Arguments, Backups, Command};
use mycrm_server::operations::start_logging;
use mycrm_server::{Config, Database, Error, Server, backups, commands};

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    start_logging(arguments.log);
    match run(arguments.place.config(), arguments.command.unwrap_or(Command::Serve)).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(config: Config, command: Command) -> Result<(), Error> {
    match command {
        Command::Serve => serve(config).await,
        Command::User(command) => commands::user(&config, command).await,
        Command::Workspace(command) => commands::workspace(&config, command).await,
        Command::Backup { to } => {
            let database = open(&config).await?;
            let made = backups::make(&database, &to, &config.clock).await;
            database.close().await;
            line(&format!("backup {} is in {}", made?.0, to.display()));
            Ok(())
        }
        Command::Restore { from } => {
            if config.database_url.is_some() {
                return Err(backups::BackupError::Postgres.into());
            }
            match backups::restore(&config.data, &from, &config.clock).await? {
                Some(all) => all.iter().for_each(|later| {
                    line(&format!("delete {}: it was made after the backup that was put back", later.place));
                }),
                None => line(
                    "the database that was replaced cannot be read and is kept beside the new one; \
                     delete the backups that were made after the one that was put back",
                ),
            }
            line("put back; devices start over with their next sync");
            Ok(())
        }
        Command::Restored => {
            let database = open(&config).await?;
            let done = backups::restored(&database, &config.clock).await;
            database.close().await;
            Ok(done?)
        }
        Command::Backups(command) => {
            let database = open(&config).await?;
            let done = known_backups(&database, &config, command).await;
            database.close().await;
            Ok(done?)
        }
    }
}

async fn known_backups(
    database: &Database,
    config: &Config,
    command: Backups,
) -> Result<(), backups::BackupError> {
    match command {
        Backups::Note { place } => {
            let id = backups::note(database, &place, config.clock.now()).await?;
            line(&format!("noted as {}", id.0));
        }
        Backups::List => {
            for known in backups::list(database).await? {
                line(&format!("{} {} {}", known.id.0, known.made_at.0, known.place));
            }
        }
        Backups::Forget { id } => backups::forget(database, id).await?,
    }
    Ok(())
}

async fn open(config: &Config) -> Result<Database, Error> {
    let unusable = |source| Error::Data { path: config.data.clone(), source };
    std::fs::create_dir_all(&config.data).map_err(unusable)?;
    Ok(Database::open(&config.data, config.database_url.as_deref()).await?)
}

/// A reader that went away is no failure of ours.
fn line(text: &str) {
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "{text}").and_then(|()| out.flush());
}

async fn serve(config: Config) -> Result<(), Error> {
    // Heard from here on: a signal during the start ends it in order too.
    let end = asked_to_end();
    let server = Server::start(config).await?;
    line(&format!("listening on http://{}", server.address()));
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
