//! Keeps a profile in step with its workspace: one task that owns the replica, for as long as the app runs.

mod run;
mod token;

pub(crate) use run::jittered;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use mycrm_store::secrets::Secrets;
use mycrm_store::{Store, Timestamp};
use mycrm_sync::OpHash;
use mycrm_sync::client::Connection;
use tokio::sync::{mpsc, oneshot, watch};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::files::{Keeper, Pins};
use crate::remote::{Remote, Session, Trouble};
use crate::{Device, Error, Membership};

/// How long until a server that could not be reached is asked again: doubled each time.
pub(crate) const FIRST_PAUSE: Duration = Duration::from_secs(1);
pub(crate) const LONGEST_PAUSE: Duration = Duration::from_secs(300);
/// Hints may be lost: so often it is asked without one.
const POLL: Duration = Duration::from_secs(60);

/// Where a profile stands, as the user sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    pub connection: Connection,
    pub membership: Option<Membership>,
    /// What went wrong last, until something goes right.
    pub problem: Option<Trouble>,
    /// When it is tried again by itself.
    pub next_try: Option<Timestamp>,
    /// This profile turned out to be a copy of another one, and writes under an id of its own since.
    pub was_copied: bool,
}

impl Status {
    fn new() -> Self {
        Self {
            connection: Connection::Detached,
            membership: None,
            problem: None,
            next_try: None,
            was_copied: false,
        }
    }
}

/// A way to the server for what is no sync: members, invitations, devices.
#[derive(Clone)]
pub struct Pass {
    pub remote: Remote,
    pub workspace: Uuid,
    pub token: String,
}

impl std::fmt::Debug for Pass {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pass").field("workspace", &self.workspace).finish_non_exhaustive()
    }
}

/// Why something that a user asked for did not happen.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    #[error(transparent)]
    Replica(#[from] Error),
    #[error(transparent)]
    Trouble(#[from] Trouble),
    #[error("{0}")]
    Secrets(String),
    #[error("{} cannot be read or written ({source})", .file.display())]
    File { file: PathBuf, source: std::io::Error },
    #[error("{} is larger than the {limit} bytes that a file may have", .file.display())]
    TooLarge { file: PathBuf, limit: u64 },
    #[error("{} changed meanwhile; try it again", .0.display())]
    Changed(PathBuf),
    #[error("the app is ending")]
    Ending,
}

#[derive(Debug)]
enum Command {
    /// Becomes part of the workspace of a session, or signs in to it again.
    Enter {
        remote: Remote,
        session: Box<Session>,
        done: oneshot::Sender<Result<(), Failed>>,
    },
    Leave {
        done: oneshot::Sender<Result<(), Failed>>,
    },
    /// Answers once nothing waits here or there.
    Now {
        done: oneshot::Sender<Result<(), Failed>>,
    },
    Pass {
        /// The token that the server took no more.
        ended: Option<String>,
        done: oneshot::Sender<Result<Pass, Failed>>,
    },
}

/// The worker of an app. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Worker {
    commands: mpsc::Sender<Command>,
    status: watch::Receiver<Status>,
    pub(crate) pins: Pins,
}

/// A worker that does not keep the task alive.
#[derive(Debug)]
pub(crate) struct WeakWorker {
    commands: mpsc::WeakSender<Command>,
    status: watch::Receiver<Status>,
    pins: Pins,
}

impl WeakWorker {
    /// `None` when the app has let go of it.
    pub(crate) fn upgrade(&self) -> Option<Worker> {
        let commands = self.commands.upgrade()?;
        Some(Worker { commands, status: self.status.clone(), pins: self.pins.clone() })
    }
}

/// What the worker needs of the app.
#[derive(Debug)]
pub struct Surroundings {
    pub store: Store,
    /// Where the tokens are kept; or why nothing can be.
    pub secrets: Result<Arc<Secrets>, String>,
    pub install: OpHash,
    /// Cancelled when the app ends.
    pub end: CancellationToken,
}

impl Worker {
    /// The worker and its task, which is to be spawned.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub async fn new(around: Surroundings) -> Result<(Self, impl Future<Output = ()> + Send), Error> {
        let device = Device::open(around.store.clone(), around.install).await?;
        let (commands, received) = mpsc::channel(8);
        let (published, status) = watch::channel(Status::new());
        let pins = Pins::new(around.store.clone());
        let task = run::Task::new(device, around, pins.clone(), received, published).await?;
        let worker = Self { commands, status, pins };
        let keeper = Keeper::new(worker.downgrade(), worker.pins.clone(), worker.changes());
        let both = async {
            tokio::select! {
                () = task.run() => {}
                () = keeper.run() => {}
            }
        };
        Ok((worker, both))
    }

    fn downgrade(&self) -> WeakWorker {
        let commands = self.commands.downgrade();
        WeakWorker { commands, status: self.status.clone(), pins: self.pins.clone() }
    }

    #[must_use]
    pub fn status(&self) -> Status {
        self.status.borrow().clone()
    }

    /// Told each time that the status changes.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<Status> {
        self.status.clone()
    }

    /// Becomes part of the workspace that a session is for, or signs in to it again.
    ///
    /// # Errors
    /// [`Error::AlreadyConnected`]; when the tokens cannot be kept.
    pub async fn enter(&self, remote: Remote, session: Session) -> Result<(), Failed> {
        self.ask(|done| Command::Enter { remote, session: Box::new(session), done }).await
    }

    /// Leaves the workspace; every row stays.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn leave(&self) -> Result<(), Failed> {
        self.ask(|done| Command::Leave { done }).await
    }

    /// Syncs at once, and waits until nothing waits here or there.
    ///
    /// # Errors
    /// [`Error::NotConnected`]; what keeps it from it.
    pub async fn now(&self) -> Result<(), Failed> {
        self.ask(|done| Command::Now { done }).await
    }

    /// # Errors
    /// [`Error::NotConnected`], [`Trouble`].
    pub async fn pass(&self) -> Result<Pass, Failed> {
        self.ask(|done| Command::Pass { ended: None, done }).await
    }

    /// Another one where the server took that one no more.
    pub(crate) async fn pass_after(&self, pass: Pass) -> Result<Pass, Failed> {
        self.ask(|done| Command::Pass { ended: Some(pass.token), done }).await
    }

    async fn ask<T>(
        &self,
        command: impl FnOnce(oneshot::Sender<Result<T, Failed>>) -> Command,
    ) -> Result<T, Failed> {
        let (done, answer) = oneshot::channel();
        self.commands.send(command(done)).await.map_err(|_| Failed::Ending)?;
        answer.await.map_err(|_| Failed::Ending)?
    }
}
