//! The program `mycrm-headless` itself, started as a user starts it.

mod commands;
mod import;
mod program;
mod running;
