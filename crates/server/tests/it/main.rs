//! Tests of the server over HTTP, each against both databases.

mod accounts;
mod people;
mod running;
mod world;
