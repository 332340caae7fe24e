//! Whose snapshot is made next: a few at a time, and workspaces in turn.
//!
//! A workspace has no more places in the queue of all than are served at once, and its other requests wait for those. So alone it
//! uses all that there is, and however many it sends, whoever comes from another workspace waits for that few at most.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::{AcquireError, OwnedSemaphorePermit, Semaphore};

use crate::Id;

/// Snapshots that are made at one time. Each one reads a whole workspace: a few leave the others their connections.
const AT_ONCE: usize = 2;

/// Who may make a snapshot.
#[derive(Debug)]
pub(crate) struct SnapshotTurns {
    all: Arc<Semaphore>,
    /// The places of each workspace that has a request here.
    own: Mutex<HashMap<Id, Weak<Semaphore>>>,
}

/// Held while a snapshot is made.
#[derive(Debug)]
pub(crate) struct Turn {
    _all: OwnedSemaphorePermit,
    _own: OwnedSemaphorePermit,
}

impl Default for SnapshotTurns {
    fn default() -> Self {
        Self { all: Arc::new(Semaphore::new(AT_ONCE)), own: Mutex::default() }
    }
}

impl SnapshotTurns {
    /// Waits until it is the turn of a request of this workspace. Those of one workspace come in the order of arrival.
    ///
    /// # Errors
    /// None: the queues are never closed.
    pub(crate) async fn of(&self, workspace: Id) -> Result<Turn, AcquireError> {
        let own = self.places_of(workspace).acquire_owned().await?;
        let all = Arc::clone(&self.all).acquire_owned().await?;
        Ok(Turn { _all: all, _own: own })
    }

    fn places_of(&self, workspace: Id) -> Arc<Semaphore> {
        let mut own = self.own.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(places) = own.get(&workspace).and_then(Weak::upgrade) {
            return places;
        }
        // Whoever has or awaits a place keeps it alive; the others are forgotten.
        own.retain(|_, places| places.strong_count() > 0);
        let places = Arc::new(Semaphore::new(AT_ONCE));
        own.insert(workspace, Arc::downgrade(&places));
        places
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::Poll;

    use futures::poll;
    use uuid::Uuid;

    use super::*;

    const A: Id = Id(Uuid::from_u128(1));
    const B: Id = Id(Uuid::from_u128(2));
    const C: Id = Id(Uuid::from_u128(3));

    /// Whose turn it is now, without waiting.
    fn now(turn: Poll<Result<Turn, AcquireError>>) -> Turn {
        let Poll::Ready(turn) = turn else { panic!("it waits") };
        turn.expect("it is open")
    }

    #[tokio::test]
    async fn a_workspace_alone_has_all_places_and_no_more_than_those_while_others_wait() {
        let turns = SnapshotTurns::default();
        let (first, second) = (turns.of(A).await.unwrap(), turns.of(A).await.unwrap());
        let (mut third, mut fourth) = (pin!(turns.of(A)), pin!(turns.of(A)));
        assert!(poll!(&mut third).is_pending() && poll!(&mut fourth).is_pending());
        let (mut b, mut c) = (pin!(turns.of(B)), pin!(turns.of(C)));
        assert!(poll!(&mut b).is_pending() && poll!(&mut c).is_pending());
        drop(first);
        let b = now(poll!(&mut b));
        assert!(poll!(&mut third).is_pending() && poll!(&mut c).is_pending());
        drop(second);
        let c = now(poll!(&mut c));
        assert!(poll!(&mut third).is_pending() && poll!(&mut fourth).is_pending(), "two are under way");
        drop((b, c));
        now(poll!(&mut third));
        now(poll!(&mut fourth));
    }

    #[tokio::test]
    async fn who_goes_away_gives_the_place_back_and_is_forgotten() {
        let turns = SnapshotTurns::default();
        let held = (turns.of(A).await.unwrap(), turns.of(A).await.unwrap());
        {
            let mut waits = pin!(turns.of(B));
            assert!(poll!(&mut waits).is_pending());
        }
        drop(held);
        let both = (now(poll!(pin!(turns.of(C)))), now(poll!(pin!(turns.of(C)))));
        assert_eq!(turns.own.lock().unwrap().len(), 1, "only those who have or await a place are known");
        drop(both);
    }
}
