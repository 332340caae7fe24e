//! What the UI is told after a commit, so that it refetches exactly what may have changed.

use crate::{Id, Origin};

/// Sent once per commit.
#[derive(Debug, Clone)]
pub struct Notice {
    pub change_set: Id,
    pub origin: Origin,
    /// Table and row; `None` as row: many rows of that table.
    pub touched: Vec<(&'static str, Option<String>)>,
}

/// More rows than this are told as "many": a reader refetches the list anyway.
pub(crate) const MAX_ROWS: usize = 100;
