//! Tests of the server over HTTP, each against both databases.

mod accounts;
mod files;
mod people;
mod rights;
mod running;
mod syncing;
mod wakes;
mod world;
