//! Tests of the server over HTTP, each against both databases.

mod crashes;
mod files;
mod hostile;
mod keeping;
mod rights;
mod running;
mod syncing;
mod wakes;
mod world;
