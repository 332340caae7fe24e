//! The promises of a replica, on real databases.
#![allow(clippy::unwrap_used, clippy::expect_used)]
