//! The sync protocol and its merge rules, without I/O: client, server and simulator run the same code.
//!
//! Nothing here knows a clock, a network, a disk or chance: they come in as parameters. See `docs/sync.md`.

pub mod access;
mod action;
pub mod blob;
pub mod client;
mod clock;
mod ids;
pub mod merge;
pub mod op;
pub mod page;
pub mod pull;
pub mod push;
pub mod snapshot;
mod value;

pub use access::{Access, Level, Relation, Rights, Role};
pub use action::Action;
pub use clock::{Hlc, MAX_AHEAD, Stamp};
pub use ids::{
    ChangeSetId, Cursor, DeviceId, DeviceSeq, Epoch, MemberId, Millis, OpId, RowId, RowKey, SchemaVersion,
    SnapshotId, TxId,
};
pub use op::{Change, Kind, Op, OpHash, Scope};
pub use pull::{Entry, Logged};
pub use value::{Real, Value};
