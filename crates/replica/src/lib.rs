//! This device's copy of a workspace: the sync protocol over the desktop's database, and the worker that keeps it up.
//!
//! The change log of the database is also the outbox and the record of what came. So an edit costs nothing more when a
//! server is connected, and years of work done before that are sent like yesterday's. See `docs/sync.md`.

mod assemble;
mod device;
mod error;
mod files;
pub mod inbox;
mod install;
mod membership;
pub mod remote;
mod store;
pub mod worker;

pub use device::{Device, Received};
pub use error::{Error, Result};
pub use files::PinnedFile;
pub use install::install_hash;
pub use membership::Membership;
pub use remote::{Remote, Trouble};
pub use store::{ConflictRow, Counts, Cut, ParkedRow, UnfitRow, WaitingRow};

pub(crate) use store::schema;
