//! How a command ends when it does not succeed, and the exit code for it.

use std::process::ExitCode;

use mycrm_api::OpenError;
use mycrm_api::local::Unreachable;

/// The texts are sentences for the user.
#[derive(Debug)]
pub(crate) enum Failure {
    Failed(String),
    /// What was typed cannot be carried out.
    Usage(String),
    /// Another process has the database.
    InUse(String),
}

impl Failure {
    /// Says it on stderr: 1 failed, 2 usage, 3 in use.
    pub(crate) fn tell(self) -> ExitCode {
        let (code, message) = match self {
            Self::Failed(message) => (1, message),
            Self::Usage(message) => (2, message),
            Self::InUse(message) => (3, message),
        };
        eprintln!("{message}");
        ExitCode::from(code)
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::InUse(_) => Self::InUse(error.to_string()),
            OpenError::Store(_) | OpenError::Records(_) => Self::Failed(error.to_string()),
        }
    }
}

impl From<Unreachable> for Failure {
    fn from(error: Unreachable) -> Self {
        Self::InUse(error.to_string())
    }
}
