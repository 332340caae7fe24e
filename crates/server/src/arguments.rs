//! The command line of `mycrm-server`.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use mycrm_sync::Role;
use uuid::Uuid;

use crate::operations::{LogFormat, Proxies};
use crate::{BlobPlace, Clock, Config};

/// The companion server of MyCRM.
#[derive(Debug, Parser)]
#[command(name = "mycrm-server", version)]
pub struct Arguments {
    #[command(flatten)]
    pub place: Place,
    /// How the log on the standard error looks.
    #[arg(long, global = true, value_enum, default_value_t, env = "MYCRM_SERVER_LOG")]
    pub log: LogFormat,
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
    /// The reverse proxies whose X-Forwarded-For counts; those on this machine if none is named.
    #[arg(
        long = "trusted-proxy",
        global = true,
        value_delimiter = ',',
        env = "MYCRM_SERVER_TRUSTED_PROXIES"
    )]
    pub trusted_proxies: Vec<IpAddr>,
    /// Lets whoever sends it as a bearer token read /metrics from another machine.
    #[arg(long, global = true, env = "MYCRM_SERVER_METRICS_TOKEN", hide_env_values = true)]
    pub metrics_token: Option<String>,
    /// What the secrets of second factors are sealed with in the database: 64 hexadecimal digits, the same for all processes on a
    /// PostgreSQL. Otherwise totp.key in the data folder.
    #[arg(long, global = true, env = "MYCRM_SERVER_TOTP_KEY", hide_env_values = true)]
    pub totp_key: Option<String>,
    /// Where files are kept: a folder, or s3://bucket/prefix with AWS_ACCESS_KEY_ID and so on in the environment.
    #[arg(long, global = true, env = "MYCRM_SERVER_BLOBS")]
    pub blobs: Option<String>,
    /// How many days the log goes back.
    #[arg(long, global = true, default_value_t = 90, env = "MYCRM_SERVER_RETAIN_DAYS")]
    pub retain_days: u32,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve until told to end; so does no command.
    Serve,
    /// Accounts: make one, list them, give one a new password.
    #[command(subcommand)]
    User(User),
    /// Workspaces: list them.
    #[command(subcommand)]
    Workspace(Workspace),
    /// Write the SQLite database into a new file, also while the server runs.
    Backup {
        #[arg(long)]
        to: PathBuf,
    },
    /// Put a backup back. The server must not run; devices start over and send again what the backup lacks.
    Restore {
        #[arg(long)]
        from: PathBuf,
    },
    /// Say that the database was put back by other means, such as pg_restore.
    Restored,
    /// The backups that may still be put back: devices keep what the oldest of them lacks.
    #[command(subcommand)]
    Backups(Backups),
}

#[derive(Debug, Subcommand)]
pub enum User {
    /// Make an account and put it into a workspace. The password is asked for, or read from what is piped in.
    Create {
        email: String,
        /// The name of the workspace, which is made if there is none of this name.
        #[arg(long)]
        workspace: String,
        /// What others see.
        #[arg(long)]
        name: Option<String>,
        #[arg(long, value_enum, default_value_t)]
        role: GivenRole,
    },
    /// Show all accounts.
    List,
    /// Give an account a new password and sign all its devices out.
    ResetPassword {
        email: String,
        /// For whoever lost the phone.
        #[arg(long)]
        remove_second_factor: bool,
    },
    /// Take the second factor off an account: for whoever lost the phone but knows the password, or where the server lost its
    /// key.
    ResetSecondFactor { email: String },
}

#[derive(Debug, Subcommand)]
pub enum Workspace {
    /// Show all workspaces.
    List,
}

/// A role as it is typed.
#[derive(Debug, Clone, Copy, Default, clap::ValueEnum)]
pub enum GivenRole {
    Viewer,
    Member,
    Admin,
    #[default]
    Owner,
}

impl From<GivenRole> for Role {
    fn from(given: GivenRole) -> Self {
        match given {
            GivenRole::Viewer => Self::Viewer,
            GivenRole::Member => Self::Member,
            GivenRole::Admin => Self::Admin,
            GivenRole::Owner => Self::Owner,
        }
    }
}

#[derive(Debug, Subcommand)]
pub enum Backups {
    /// Note that a backup is about to be made, such as by pg_dump.
    Note {
        /// Where it will be, for people.
        #[arg(long)]
        place: String,
    },
    List,
    /// A backup was deleted.
    Forget {
        id: Uuid,
    },
}

impl Place {
    /// The configuration that follows.
    #[must_use]
    pub fn config(self) -> Config {
        let Self {
            listen,
            data,
            public_url,
            database_url,
            trusted_proxies,
            metrics_token,
            totp_key,
            blobs,
            retain_days,
        } = self;
        let proxies =
            if trusted_proxies.is_empty() { Proxies::default() } else { Proxies::new(trusted_proxies) };
        Config {
            listen,
            public_url: public_url.map(|url| url.trim_end_matches('/').to_owned()),
            database_url: database_url.filter(|url| !url.is_empty()),
            proxies,
            metrics_token: metrics_token.filter(|token| !token.is_empty()),
            totp_key: totp_key.filter(|key| !key.is_empty()),
            blobs: blobs.as_deref().map(BlobPlace::parse),
            retain_days,
            clock: Clock::system(),
            ..Config::in_folder(data)
        }
    }
}
