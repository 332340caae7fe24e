//! The companion server: the log of each workspace that devices sync through, its files, accounts and public pages.
//!
//! It knows the protocol (`mycrm-sync`) and nothing of the desktop's database: a table of the desktop is a name to it.

pub mod accounts;
mod app;
pub mod arguments;
pub mod backups;
mod blobs;
mod body;
mod clock;
pub mod commands;
mod connections;
mod database;
mod error;
mod member;
pub mod operations;
mod pages;
mod retention;
mod router;
mod server;
mod sessions;
mod sync;
mod wake;

pub use app::{Config, Patience};
pub use blobs::BlobPlace;
pub use clock::Clock;
pub use database::{Database, DatabaseError, Id, UnknownId};
pub use error::{ApiError, Error};
pub use member::Member;
pub use server::Server;
pub use sessions::{NewSession, create as create_session};
