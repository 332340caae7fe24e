//! Opens, migrates and writes the one local database; nothing else writes to a synced table.
//!
//! Every write happens inside a [`Tx`] from [`Store::begin`]. Triggers generated from the [`registry`] log each
//! changed row as one packed op, and refuse a write that has no context. Undo, history, search and the notices
//! to the UI all read from that log.

pub mod backup;
mod changes;
mod clock;
mod ctx;
mod error;
mod id;
mod lock;
pub mod money;
mod notice;
mod open;
pub mod private;
pub mod registry;
mod replay;
pub mod secrets;
pub mod settings;
mod sqlite;
pub mod time;
mod triggers;
mod tx;
mod undo;
mod value;

pub use changes::{Change, ChangeKind, ChangeSet, change_sets, changes_of_row};
pub use clock::Hlc;
pub use ctx::{Ctx, Origin, RequestKey};
pub use error::{Error, Result};
pub use id::Id;
pub use money::{Currency, Money};
pub use notice::Notice;
pub use open::{OpenOptions, SCHEMA_VERSION, Store, sqlite_version};
pub use replay::replay;
pub use time::{Date, Timestamp};
pub use tx::{QuietTx, Tx};
pub use undo::{Action, KeptField, Step, Undone, Wish, redo, take_back, undo};
pub use value::Value;
