//! The promises of the records, on real databases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::inconsistent_digit_grouping)]

mod activities;
mod board;
mod closing;
mod deals;
mod leads;
mod lists;
mod records;
mod timeline;
mod world;
