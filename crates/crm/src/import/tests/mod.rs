//! The promises of an import, on real files and real databases.

mod contacts;
mod deals;
mod desk;
mod files;
mod interrupted;
mod twice;
mod updates;
