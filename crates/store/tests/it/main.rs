//! The promises of the store, on real files.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod crash;
mod history;
mod keyring;
mod opening;
#[cfg(unix)]
mod private;
mod requests;
mod rows;
mod undo_keeps;
mod undo_large;
mod write_path;
