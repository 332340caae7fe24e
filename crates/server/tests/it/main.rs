//! Tests of the server over HTTP, each against both databases.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod accounts;
mod commands;
mod crashes;
mod files;
mod hostile;
mod keeping;
mod logs;
mod operations;
mod pages;
mod people;
mod pins;
mod program;
mod rights;
mod running;
mod snapshots;
mod syncing;
mod transfers;
mod wakes;
mod world;
