//! Pushes of one workspace come one after the other anyway: whoever waits does so without holding a connection, so that
//! a busy workspace does not take all of them from the others.

use tokio::sync::{Mutex, MutexGuard};

use crate::Id;

/// How many workspaces can push at one time in this process: more than there are connections to the database.
const PLACES: usize = 64;

/// Who may push next.
#[derive(Debug)]
pub(crate) struct Turns([Mutex<()>; PLACES]);

impl Default for Turns {
    fn default() -> Self {
        Self(std::array::from_fn(|_| Mutex::new(())))
    }
}

impl Turns {
    /// Waits, in the order of arrival, until it is this workspace's turn. Two that share a place only wait longer.
    pub(super) async fn of(&self, workspace: Id) -> MutexGuard<'_, ()> {
        // The end of an id is random, its beginning is the time.
        let [.., last] = workspace.0.into_bytes();
        self.0[usize::from(last) % PLACES].lock().await
    }
}
