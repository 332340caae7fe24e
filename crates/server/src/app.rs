//! What every handler may use: configuration, database and clock.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use mycrm_sync::SchemaVersion;
use tokio_util::sync::CancellationToken;

use crate::accounts::{Accounts, Limits, Seal};
use crate::blobs::{BlobPlace, Files};
use crate::operations::{Metrics, Proxies};
use crate::sync::{SnapshotTurns, Turns};
use crate::wake::Wake;
use crate::{Clock, Database};

/// How a server runs.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where it listens. Port 0 takes a free one.
    pub listen: SocketAddr,
    /// The database, unless it is PostgreSQL, and the files.
    pub data: PathBuf,
    /// How people and devices reach it from outside, without a slash at its end.
    pub public_url: Option<String>,
    /// `postgres://…`; none means SQLite in the data folder.
    pub database_url: Option<String>,
    /// Older programs are told to upgrade.
    pub minimum_schema: SchemaVersion,
    /// How often one address, account or member may ask.
    pub limits: Limits,
    /// Whose word on the address of a client counts.
    pub proxies: Proxies,
    /// Who may read `/metrics` from another machine.
    pub metrics_token: Option<String>,
    /// What the secrets of second factors are sealed with: 64 hexadecimal digits. None means the file `totp.key` in the data folder,
    /// which is made with SQLite only: processes that share a PostgreSQL have to share the key.
    pub totp_key: Option<String>,
    /// Where files are kept; none means the folder `blobs` beside the database.
    pub blobs: Option<BlobPlace>,
    /// How long the log goes back, in days; whoever was away longer fetches all rows anew.
    pub retain_days: u32,
    pub patience: Patience,
    pub clock: Clock,
}

/// How long is waited for what a client has to send.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// For the head of a request, which is a few hundred bytes.
    pub head: Duration,
    /// For the next part of a body.
    pub pause: Duration,
    /// For a whole body: 4 MiB over a slow network.
    pub body: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { head: Duration::from_secs(15), pause: Duration::from_secs(20), body: Duration::from_secs(300) }
    }
}

impl Config {
    /// What a server with SQLite in this folder has by default, on a free port of the loopback interface.
    #[must_use]
    pub fn in_folder(data: PathBuf) -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            data,
            public_url: None,
            database_url: None,
            minimum_schema: SchemaVersion(1),
            limits: Limits::default(),
            proxies: Proxies::default(),
            metrics_token: None,
            totp_key: None,
            blobs: None,
            retain_days: 90,
            patience: Patience::default(),
            clock: Clock::system(),
        }
    }
}

/// The running server as its handlers see it. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct App {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    config: Config,
    database: Database,
    files: Files,
    wake: Wake,
    snapshot_turns: SnapshotTurns,
    push_turns: Turns,
    end: CancellationToken,
    accounts: Accounts,
    metrics: Metrics,
}

impl App {
    pub(crate) fn new(
        config: Config,
        database: Database,
        files: Files,
        seal: Seal,
        end: CancellationToken,
    ) -> Self {
        let wake = Wake::default();
        let (accounts, metrics) = (Accounts::new(&config.limits, seal), Metrics::default());
        Self {
            inner: Arc::new(Inner {
                config,
                database,
                files,
                wake,
                snapshot_turns: SnapshotTurns::default(),
                push_turns: Turns::default(),
                end,
                accounts,
                metrics,
            }),
        }
    }

    pub(crate) fn files(&self) -> &Files {
        &self.inner.files
    }

    pub(crate) fn wake(&self) -> &Wake {
        &self.inner.wake
    }

    pub(crate) fn snapshot_turns(&self) -> &SnapshotTurns {
        &self.inner.snapshot_turns
    }

    pub(crate) fn push_turns(&self) -> &Turns {
        &self.inner.push_turns
    }

    pub(crate) fn config(&self) -> &Config {
        &self.inner.config
    }

    pub(crate) fn database(&self) -> &Database {
        &self.inner.database
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.inner.config.clock
    }

    pub(crate) fn accounts(&self) -> &Accounts {
        &self.inner.accounts
    }

    pub(crate) fn metrics(&self) -> &Metrics {
        &self.inner.metrics
    }

    /// Cancelled when the server ends: what streams or waits ends with it.
    pub(crate) fn end(&self) -> &CancellationToken {
        &self.inner.end
    }
}
