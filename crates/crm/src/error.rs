//! What a salesperson's input can get wrong, each naming the field and what to do.

use crate::Message;
use std::collections::BTreeMap;

use mycrm_store::Id;

pub type Result<T> = std::result::Result<T, Error>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Field to message.
    #[error("some fields are not right, so nothing was saved: {}", listed(.0))]
    Invalid(BTreeMap<&'static str, Message>),
    #[error("there is no {record} with the id {id}; it may have been deleted")]
    NotFound { record: &'static str, id: String },
    #[error("{0}")]
    Conflict(String),
    #[error("the list cannot be {0}")]
    BadQuery(String),
    #[error("the import was cancelled; what was written so far is one change that can be undone")]
    Cancelled,
    #[error(transparent)]
    Import(#[from] crate::import::ImportError),
    #[error(transparent)]
    Store(#[from] mycrm_store::Error),
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

impl Error {
    pub fn invalid(field: &'static str, message: Message) -> Self {
        Self::Invalid(BTreeMap::from([(field, message)]))
    }

    pub(crate) fn not_found(record: &'static str, id: &Id) -> Self {
        Self::NotFound { record, id: id.to_string() }
    }
}

fn listed(fields: &BTreeMap<&'static str, Message>) -> String {
    fields.iter().map(|(name, message)| format!("{name}: {message}")).collect::<Vec<_>>().join("; ")
}
