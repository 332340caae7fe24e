//! The program `mycrm-headless` itself, started as a user starts it.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod commands;
mod import;
mod program;
mod running;
