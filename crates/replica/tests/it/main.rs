//! The promises of a replica, on real databases and against a server in memory.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "what does not hold ends the test")]

mod conflicts;
mod copies;
mod desk;
mod documents;
mod faults;
mod history;
mod leaving;
mod random;
mod server;
mod speed;
mod two_devices;
mod upgrade;
