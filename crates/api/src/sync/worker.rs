//! The worker of the app, and telling listeners when its status changes.

use std::path::{Path, PathBuf};

use mycrm_replica::worker::{Surroundings, Worker};
use mycrm_store::Store;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::TAG;
use crate::app::Vault;
use crate::events::Events;

/// Starts the worker of a profile.
///
/// # Errors
/// When the database cannot be read or written.
pub(crate) async fn start(
    store: &Store,
    vault: &Vault,
    workers: &TaskTracker,
    end: CancellationToken,
) -> Result<Worker, mycrm_store::Error> {
    mycrm_replica::remote::install_tls();
    let file = secret_file(store.folder());
    let folder = store.folder().to_owned();
    let install = tokio::task::spawn_blocking(move || mycrm_replica::install_hash(&file, &folder))
        .await
        .map_err(std::io::Error::other)
        .flatten()
        .map_err(|source| mycrm_store::Error::NotWritable {
            path: store.folder().to_owned(),
            reason: source.to_string(),
        })?;
    let around = Surroundings { store: store.clone(), secrets: vault.secrets(), install, end };
    match Worker::new(around).await {
        Ok((worker, task)) => {
            workers.spawn(task);
            Ok(worker)
        }
        Err(mycrm_replica::Error::Store(error)) => Err(error),
        Err(other) => Err(mycrm_store::Error::NotWritable {
            path: store.folder().to_owned(),
            reason: other.to_string(),
        }),
    }
}

/// Where the secret of this installation is: outside of the profile, so that a copy of it does not bring it along.
fn secret_file(profile: &Path) -> PathBuf {
    let folders = directories::ProjectDirs::from("", "", "mycrm");
    let folder =
        folders.map(|folders| folders.state_dir().unwrap_or_else(|| folders.data_local_dir()).to_owned());
    // A user without a home has one profile and no place beside it.
    folder.unwrap_or_else(|| profile.to_owned()).join("installation")
}

/// Tells the events of each new status until `end`.
pub(crate) async fn follow(worker: Worker, events: Events, end: CancellationToken) {
    let mut changes = worker.changes();
    drop(worker);
    loop {
        tokio::select! {
            () = end.cancelled() => return,
            changed = changes.changed() => match changed {
                Ok(()) => events.touched(vec![TAG.to_owned()]),
                Err(_) => return,
            },
        }
    }
}
