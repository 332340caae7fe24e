//! What every handler may use: configuration, database and clock.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use mycrm_sync::SchemaVersion;
use tokio_util::sync::CancellationToken;

use crate::accounts::{Accounts, Limits};
use crate::operations::{Metrics, Proxies};
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
    pub clock: Clock,
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
    end: CancellationToken,
    accounts: Accounts,
    metrics: Metrics,
}

impl App {
    pub(crate) fn new(config: Config, database: Database, end: CancellationToken) -> Self {
        let (accounts, metrics) = (Accounts::new(&config.limits), Metrics::default());
        Self { inner: Arc::new(Inner { config, database, end, accounts, metrics }) }
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
