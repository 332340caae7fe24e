//! Where a device stands with its server, as the user sees it.

use crate::SchemaVersion;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Connection {
    /// It belongs to no workspace. What is written waits.
    Detached,
    /// The server cannot be reached.
    Offline,
    /// There is something to send or to fetch.
    Syncing,
    /// Nothing waits here or there.
    Synced,
    /// A snapshot is fetched; the rows in use stay until it is whole.
    Bootstrapping,
    /// The server wants a login.
    SignedOut,
    /// This program is too old for the workspace.
    Outdated { minimum: SchemaVersion },
}

/// What happens to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    Attach,
    Detach,
    Reach,
    Lose,
    /// A local edit, or a hint that there is something to fetch.
    Stir,
    CatchUp,
    NeedSnapshot,
    Swap,
    Expire,
    SignIn,
    Outgrow {
        minimum: SchemaVersion,
    },
    Upgrade,
}

impl Connection {
    /// Where an event leads; `None` where it cannot happen.
    #[must_use]
    pub const fn transition(self, event: Event) -> Option<Self> {
        use Connection::{Bootstrapping, Detached, Offline, Outdated, SignedOut, Synced, Syncing};
        match (self, event) {
            (Detached, Event::Attach) => Some(Offline),
            (Offline | Syncing | Synced | Bootstrapping | SignedOut | Outdated { .. }, Event::Detach) => {
                Some(Detached)
            }
            (Offline, Event::Reach) => Some(Syncing),
            (Syncing | Synced | Bootstrapping, Event::Lose) => Some(Offline),
            (Syncing | Synced, Event::Stir) => Some(Syncing),
            (Syncing, Event::CatchUp) => Some(Synced),
            // Again when the snapshot that is fetched is no longer kept.
            (Syncing | Synced | Bootstrapping, Event::NeedSnapshot) => Some(Bootstrapping),
            (Bootstrapping, Event::Swap) => Some(Syncing),
            (Syncing | Synced | Bootstrapping, Event::Expire) => Some(SignedOut),
            (SignedOut, Event::SignIn) => Some(Offline),
            (Syncing | Synced | Bootstrapping, Event::Outgrow { minimum }) => Some(Outdated { minimum }),
            (Outdated { .. }, Event::Upgrade) => Some(Offline),
            _ => None,
        }
    }

    /// Whether requests are sent.
    #[must_use]
    pub const fn is_active(self) -> bool {
        match self {
            Self::Syncing | Self::Synced | Self::Bootstrapping => true,
            Self::Detached | Self::Offline | Self::SignedOut | Self::Outdated { .. } => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINIMUM: SchemaVersion = SchemaVersion(2);
    const STATES: [Connection; 7] = [
        Connection::Detached,
        Connection::Offline,
        Connection::Syncing,
        Connection::Synced,
        Connection::Bootstrapping,
        Connection::SignedOut,
        Connection::Outdated { minimum: MINIMUM },
    ];
    const EVENTS: [Event; 12] = [
        Event::Attach,
        Event::Detach,
        Event::Reach,
        Event::Lose,
        Event::Stir,
        Event::CatchUp,
        Event::NeedSnapshot,
        Event::Swap,
        Event::Expire,
        Event::SignIn,
        Event::Outgrow { minimum: MINIMUM },
        Event::Upgrade,
    ];

    #[test]
    fn every_move_that_is_not_allowed_is_refused() {
        use Connection::{Bootstrapping, Detached, Offline, Outdated, SignedOut, Synced, Syncing};
        let outdated = Outdated { minimum: MINIMUM };
        let allowed = [
            (Detached, Event::Attach, Offline),
            (Offline, Event::Detach, Detached),
            (Offline, Event::Reach, Syncing),
            (Syncing, Event::Detach, Detached),
            (Syncing, Event::Lose, Offline),
            (Syncing, Event::Stir, Syncing),
            (Syncing, Event::CatchUp, Synced),
            (Syncing, Event::NeedSnapshot, Bootstrapping),
            (Syncing, Event::Expire, SignedOut),
            (Syncing, Event::Outgrow { minimum: MINIMUM }, outdated),
            (Synced, Event::Detach, Detached),
            (Synced, Event::Lose, Offline),
            (Synced, Event::Stir, Syncing),
            (Synced, Event::NeedSnapshot, Bootstrapping),
            (Synced, Event::Expire, SignedOut),
            (Synced, Event::Outgrow { minimum: MINIMUM }, outdated),
            (Bootstrapping, Event::Detach, Detached),
            (Bootstrapping, Event::Lose, Offline),
            (Bootstrapping, Event::NeedSnapshot, Bootstrapping),
            (Bootstrapping, Event::Swap, Syncing),
            (Bootstrapping, Event::Expire, SignedOut),
            (Bootstrapping, Event::Outgrow { minimum: MINIMUM }, outdated),
            (SignedOut, Event::Detach, Detached),
            (SignedOut, Event::SignIn, Offline),
            (outdated, Event::Detach, Detached),
            (outdated, Event::Upgrade, Offline),
        ];
        for state in STATES {
            for event in EVENTS {
                let expected = allowed.iter().find(|(from, by, _)| (*from, *by) == (state, event));
                assert_eq!(state.transition(event), expected.map(|(_, _, to)| *to), "{state:?} {event:?}");
            }
        }
    }

    #[test]
    fn from_everywhere_there_is_a_way_to_synced() {
        for start in STATES {
            let mut reached = vec![start];
            for _ in STATES {
                let next: Vec<_> =
                    reached.iter().flat_map(|s| EVENTS.iter().filter_map(|e| s.transition(*e))).collect();
                reached.extend(next);
                reached.dedup();
            }
            assert!(reached.contains(&Connection::Synced), "{start:?}");
        }
    }
}
