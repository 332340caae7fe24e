//! The command line of `mycrm-server`.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::{Clock, Config};

/// The companion server of MyCRM.
#[derive(Debug, Parser)]
#[command(name = "mycrm-server", version)]
pub struct Arguments {
    #[command(flatten)]
    pub place: Place,
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Where the server keeps its data and listens.
#[derive(Debug, Clone, Args)]
pub struct Place {
    /// Where to listen.
    #[arg(long, global = true, default_value = "127.0.0.1:8787", env = "MYCRM_SERVER_LISTEN")]
    pub listen: SocketAddr,
    /// The folder for the database and the files.
    #[arg(long, global = true, default_value = "data", env = "MYCRM_SERVER_DATA")]
    pub data: PathBuf,
    /// How people and devices reach the server, such as https://crm.example.org.
    #[arg(long, global = true, env = "MYCRM_SERVER_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// postgres://… to use PostgreSQL instead of SQLite in the data folder.
    #[arg(long, global = true, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve until told to end; so does no command.
    Serve,
}

impl Place {
    /// The configuration that follows.
    #[must_use]
    pub fn config(self) -> Config {
        let Self { listen, data, public_url, database_url } = self;
        Config {
            listen,
            public_url: public_url.map(|url| url.trim_end_matches('/').to_owned()),
            database_url: database_url.filter(|url| !url.is_empty()),
            clock: Clock::system(),
            ..Config::in_folder(data)
        }
    }
}
