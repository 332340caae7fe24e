//! The names and numbers of the protocol, each a type of its own so that none is taken for another.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

id! {
    /// One installation of the app. A copied or restored profile gets another one.
    DeviceId;
    /// A person's membership in a workspace: who wrote, and whose rights count.
    MemberId;
    /// A row of a synced table: UUIDv7.
    RowId;
    /// What is applied together and never split: at most 500 ops.
    TxId;
    /// One user action, however many transactions: the unit of undo.
    ChangeSetId;
    /// A snapshot that the server keeps while a replica fetches it.
    SnapshotId;
}

macro_rules! number {
    ($($(#[$doc:meta])* $name:ident($inner:ty);)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub $inner);

        impl $name {
            pub const ZERO: Self = Self(0);

            /// The one after it.
            #[must_use]
            pub const fn next(self) -> Self {
                Self(self.0.saturating_add(1))
            }

            /// The one before it; before the first there is none, and it stays.
            #[must_use]
            pub const fn previous(self) -> Self {
                Self(self.0.saturating_sub(1))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

number! {
    /// Counts the ops of a device from 1, without gaps.
    DeviceSeq(u64);
    /// A place in the server's log: the number of an entry, or up to where a replica has read.
    Cursor(u64);
    /// Of the server's log: another one after each restore, because numbers above the backup are given out again.
    Epoch(u64);
    /// Of the program that wrote an op, or that asks.
    SchemaVersion(u32);
}

impl Epoch {
    /// The epoch of a log that was restored from a backup at `now`.
    ///
    /// The backup does not know of epochs that began after it, so counting on from it could meet one of them again;
    /// the time of the restore cannot.
    #[must_use]
    pub fn after_restore(self, now: Millis) -> Self {
        Self(self.next().0.max(u64::try_from(now.0).unwrap_or_default()))
    }
}

/// An instant: milliseconds since 1970 in UTC.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Millis(pub i64);

/// Names an op for ever: whoever has this pair has this op, or is a copy of the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpId {
    pub device: DeviceId,
    pub seq: DeviceSeq,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowKey {
    pub table: String,
    pub row: RowId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_epoch_never_comes_back_even_when_the_backup_is_older_than_the_last_restore() {
        let first = Epoch(1).after_restore(Millis(1_700_000_000_000));
        let again = Epoch(1).after_restore(Millis(1_700_000_000_001));
        assert!(first > Epoch(1) && again > first);
        assert!(Epoch(9).after_restore(Millis(-5)) > Epoch(9), "whatever the clock says");
    }
}
