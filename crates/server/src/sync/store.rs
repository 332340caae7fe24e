//! The tables of sync, one module for each thing that is read or written in one go.

pub(super) mod actions;
pub(super) mod backups;
pub(super) mod effects;
pub(super) mod log;
pub(super) mod page;
pub(super) mod rights;
pub(super) mod roles;
pub(super) mod snapshots;
pub(super) mod standing;
