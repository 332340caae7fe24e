//! The one shape in which a command refuses: the page acts on `code` and shows `message`.

use serde::Serialize;

/// Why a command of the window did not do what was asked.
#[derive(Debug, Clone, Serialize, thiserror::Error)]
#[error("{message}")]
pub(crate) struct Refusal {
    pub(crate) code: &'static str,
    /// What happened and what to do, for the user to read.
    pub(crate) message: String,
}

impl Refusal {
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}
