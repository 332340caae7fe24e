//! Assembles the App and its workers, and declares every operation of MyCRM once, as an HTTP handler.
//!
//! The window calls [`App::dispatch`] in the same process; [`serve`] puts the same router on loopback with a lock on
//! the door. Nothing here knows a window, and SQL is only in files called `store.rs`.

mod analytics;
mod app;
mod body;
mod caller;
mod dispatch;
mod error;
mod events;
mod history;
mod id;
mod idempotency;
mod imports;
mod jobs;
mod labels;
pub mod local;
mod openapi;
mod query;
mod records;
mod router;
mod saved;
pub mod serve;
mod settings;
mod slash;
mod staging;
mod status;
mod stream;
mod sync;
mod tokens;

pub use app::{App, OpenError};
pub use dispatch::Answer;
pub use events::{Change, Event};
pub use history::{Kept, UndoResult};
pub use jobs::{Job, JobKind, JobStatus};
pub use openapi::document;
pub use staging::{Staged, StagingError};
pub use tokio::sync::broadcast::error::RecvError;

/// What [`App::events`] gives.
pub type EventReceiver = tokio::sync::broadcast::Receiver<Event>;
