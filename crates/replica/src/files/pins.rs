//! Files that stay at hand: fetched in the background as soon as the server can be reached, and kept until they are unpinned.

use std::collections::{BTreeSet, HashMap};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use mycrm_store::{Store, Timestamp, private};
use mycrm_sync::{OpHash, Scope};
use tokio::sync::{Notify, watch};
use uuid::Uuid;

use super::local::{blocking, copy};
use crate::remote::Trouble;
use crate::store::{self, Pin};
use crate::worker::{FIRST_PAUSE, Failed, LONGEST_PAUSE, Status, WeakWorker, Worker, jittered};
use crate::{Error, Result};

/// A file that is pinned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PinnedFile {
    pub scope: Scope,
    pub root: OpHash,
    /// All of it is on this disk.
    pub is_here: bool,
    /// Why it could not be fetched the last time it was tried.
    pub problem: Option<String>,
}

impl Worker {
    /// Keeps a file at hand from now on: it is fetched in the background, and then opens without a network.
    ///
    /// # Errors
    /// [`Error::NotConnected`]; when the database cannot be written.
    pub async fn pin(&self, scope: Scope, root: OpHash) -> Result<()> {
        let membership = self.status().membership.ok_or(Error::NotConnected)?;
        let pin = Pin { scope, root };
        let mut connection = self.pins.store.bookkeeping().acquire().await?;
        store::pin(&mut connection, membership.workspace, pin, Timestamp::now()).await?;
        self.pins.stir();
        Ok(())
    }

    /// Lets a file go: it comes from the server when it is opened.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn unpin(&self, scope: Scope, root: OpHash) -> Result<()> {
        let mut connection = self.pins.store.bookkeeping().acquire().await?;
        store::unpin(&mut connection, Pin { scope, root }).await?;
        self.pins.stir();
        Ok(())
    }

    /// The pinned files of every workspace that this profile belonged to, the oldest pin first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn pinned(&self) -> Result<Vec<PinnedFile>> {
        let pins = self.pins.list(None).await?;
        let problems = self.pins.problems.lock().unwrap_or_else(PoisonError::into_inner);
        let file = |Pin { scope, root }: Pin| PinnedFile {
            scope,
            root,
            is_here: self.pins.is_here(root),
            problem: problems.get(&root).cloned(),
        };
        Ok(pins.into_iter().map(file).collect())
    }
}

/// Where the pinned files are. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Pins {
    store: Store,
    folder: PathBuf,
    stir: Arc<Notify>,
    problems: Arc<Mutex<HashMap<OpHash, String>>>,
}

impl Pins {
    pub(crate) fn new(store: Store) -> Self {
        let folder = store.folder().join("pinned");
        Self { store, folder, stir: Arc::default(), problems: Arc::default() }
    }

    /// Something is pinned or let go.
    pub(crate) fn stir(&self) {
        self.stir.notify_one();
    }

    /// A file is put under its name once it is whole.
    fn place(&self, root: OpHash) -> PathBuf {
        self.folder.join(root.to_string())
    }

    fn is_here(&self, root: OpHash) -> bool {
        self.place(root).exists()
    }

    async fn list(&self, workspace: Option<Uuid>) -> Result<Vec<Pin>> {
        let mut reader = self.store.readers().acquire().await?;
        store::pins(&mut reader, workspace).await
    }

    /// Copies a pinned file; `false` where it has not come, or was damaged and has to come again.
    pub(super) async fn copy(&self, root: OpHash, to: &Path) -> Result<bool, Failed> {
        let kept = self.place(root);
        let target = to.to_owned();
        let is_copied = blocking(to, move || copy(&kept, &target, root)).await?;
        if !is_copied {
            self.stir();
        }
        Ok(is_copied)
    }

    fn note(&self, root: OpHash, problem: Option<&Failed>) {
        let mut problems = self.problems.lock().unwrap_or_else(PoisonError::into_inner);
        match problem {
            Some(problem) => problems.insert(root, problem.to_string()),
            None => problems.remove(&root),
        };
    }

    /// Removes what is pinned no more. What the member may no longer see has lost its pin with its rows.
    async fn sweep(&self) -> Result<(), Failed> {
        let wanted: BTreeSet<String> =
            self.list(None).await?.into_iter().map(|pin| pin.root.to_string()).collect();
        let folder = self.folder.clone();
        blocking(&self.folder, move || sweep(&folder, &wanted)).await
    }
}

fn sweep(folder: &Path, wanted: &BTreeSet<String>) -> io::Result<()> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        other => other?,
    };
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if !wanted.contains(name.strip_suffix(".part").unwrap_or(&name)) {
            std::fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// The task that fetches what is pinned and removes what is not.
#[derive(Debug)]
pub(crate) struct Keeper {
    worker: WeakWorker,
    pins: Pins,
    status: watch::Receiver<Status>,
}

impl Keeper {
    pub(crate) fn new(worker: WeakWorker, pins: Pins, status: watch::Receiver<Status>) -> Self {
        Self { worker, pins, status }
    }

    /// Until nobody has the worker any more.
    pub(crate) async fn run(mut self) {
        let mut pause = FIRST_PAUSE;
        while let Some(worker) = self.worker.upgrade() {
            let is_done = self.round(&worker).await;
            drop(worker);
            if is_done {
                pause = FIRST_PAUSE;
            }
            let again = async {
                if is_done {
                    std::future::pending().await
                } else {
                    tokio::time::sleep(jittered(pause)).await;
                }
            };
            tokio::select! {
                () = self.pins.stir.notified() => {}
                is_back = came_back(&mut self.status) => if !is_back {
                    return;
                },
                () = again => pause = (pause * 2).min(LONGEST_PAUSE),
            }
        }
    }

    /// Whether nothing is left to be tried again.
    async fn round(&self, worker: &Worker) -> bool {
        if let Err(failed) = self.pins.sweep().await {
            tracing::warn!(%failed, "files that are pinned no more are still there");
        }
        let status = worker.status();
        let Some(membership) = status.membership.filter(|_| status.connection.is_active()) else {
            return true;
        };
        let pins = match self.pins.list(Some(membership.workspace)).await {
            Ok(pins) => pins,
            Err(error) => {
                tracing::error!(%error, "the pinned files are not known");
                return false;
            }
        };
        let mut is_done = true;
        for Pin { scope, root } in pins {
            if self.pins.is_here(root) {
                continue;
            }
            let fetched = self.fetch(worker, scope, root).await;
            self.pins.note(root, fetched.as_ref().err());
            let Err(failed) = fetched else { continue };
            tracing::warn!(%root, %failed, "a pinned file could not be fetched");
            is_done = false;
            // The others would fare no better.
            if matches!(&failed, Failed::Trouble(trouble) if *trouble == Trouble::SignedOut || trouble.is_passing())
            {
                break;
            }
        }
        is_done
    }

    async fn fetch(&self, worker: &Worker, scope: Scope, root: OpHash) -> Result<(), Failed> {
        let folder = self.pins.folder.clone();
        blocking(&self.pins.folder, move || private::folder(&folder)).await?;
        worker.fetch_from_server(scope, root, &self.pins.place(root)).await
    }
}

/// Waits until the server can be reached after it could not; `false` when the worker ends.
async fn came_back(status: &mut watch::Receiver<Status>) -> bool {
    status.wait_for(|status| !status.connection.is_active()).await.is_ok()
        && status.wait_for(|status| status.connection.is_active()).await.is_ok()
}
