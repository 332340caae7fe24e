//! The way from a command line to the app that has the database open.
//!
//! A loopback socket on a free port, with a secret of 256 bits that is new at every start; port and secret are in a
//! file in the data folder that only its owner can read. A Unix socket in the data folder would need no secret, but its
//! path may be 104 bytes long at most and data folders are longer, and Windows would need a second way.
//!
//! What goes over it is the API itself, so that a command does the same in its own process and through another.

mod client;
mod frame;
mod listener;
mod note;
mod operation;

pub use client::{Client, Unreachable};
pub(crate) use listener::{answer, bind};
pub use operation::Operation;
