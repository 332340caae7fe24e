//! Tests of the server over HTTP, each against both databases.

mod running;
mod syncing;
mod world;
