//! What can go wrong between this device and its workspace.

/// Its text is for the user: what happened, what was kept, what to do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Store(#[from] mycrm_store::Error),
    #[error("this profile belongs to no workspace; connect it to a server first")]
    NotConnected,
    #[error("this profile belongs to the workspace {0} already; leave it first")]
    AlreadyConnected(String),
    #[error("there is no such entry any more")]
    NotFound,
    /// The database holds what this program has not written.
    #[error(
        "what is kept for sync cannot be read ({0}); nothing was changed, and sync stops until the program is updated"
    )]
    Unreadable(String),
    #[error("this profile has no id to write under; nothing was changed")]
    NoDevice,
}

impl Error {
    pub(crate) fn unreadable(error: impl std::fmt::Display) -> Self {
        Self::Unreadable(error.to_string())
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

pub type Result<T, E = Error> = std::result::Result<T, E>;
