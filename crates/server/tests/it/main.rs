//! Tests of the server over HTTP, each against both databases.

mod accounts;
mod commands;
mod files;
mod logs;
mod operations;
mod pages;
mod people;
mod program;
mod rights;
mod running;
mod syncing;
mod wakes;
mod world;
