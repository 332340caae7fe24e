//! The SQL of the records.

pub(crate) mod activities;
pub(crate) mod board;
pub(crate) mod companies;
pub(crate) mod contacts;
pub(crate) mod leads;
pub(crate) mod list;
pub(crate) mod lookup;
pub(crate) mod opportunities;
pub(crate) mod pipelines;
pub(crate) mod search;
pub(crate) mod settings;
pub(crate) mod small;
pub(crate) mod tags;
pub(crate) mod tasks;
pub(crate) mod timeline;
pub(crate) mod titles;
pub(crate) mod today;
