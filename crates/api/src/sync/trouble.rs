//! What goes wrong with a server, as an answer of this API.

use mycrm_replica::remote::Trouble;
use mycrm_replica::worker::Failed;

use crate::error::{ApiError, sentence};

impl From<mycrm_replica::Error> for ApiError {
    fn from(error: mycrm_replica::Error) -> Self {
        use mycrm_replica::Error as E;
        match error {
            E::Store(error) => error.into(),
            E::NotConnected => Self::ConflictOf("not_connected", sentence(&error)),
            E::AlreadyConnected(_) => Self::ConflictOf("already_connected", sentence(&error)),
            E::NotFound => Self::NotFound(sentence(&error)),
            E::Unreadable(_) | E::NoDevice => Self::internal(error),
        }
    }
}

impl From<Trouble> for ApiError {
    fn from(trouble: Trouble) -> Self {
        let message = sentence(&trouble);
        match trouble {
            Trouble::Address(_) => Self::field("server", trouble.to_string()),
            Trouble::Unreachable(_) | Trouble::Broken(_) | Trouble::NotUnderstood(_) => {
                Self::ConflictOf("unreachable", message)
            }
            Trouble::SignedOut => Self::ConflictOf("signed_out", message),
            Trouble::Busy(pause) => Self::RateLimited { retry_after_seconds: pause.as_secs() },
            // Codes of the server that the UI acts on keep their name.
            Trouble::Refused { code, .. } => match code.as_str() {
                "wrong_credentials" => Self::ConflictOf("wrong_credentials", message),
                "totp_required" => Self::ConflictOf("totp_required", message),
                "not_found" => Self::NotFound(message),
                _ => Self::Conflict(message),
            },
        }
    }
}

impl From<Failed> for ApiError {
    fn from(failed: Failed) -> Self {
        match failed {
            Failed::Replica(error) => error.into(),
            Failed::Trouble(trouble) => trouble.into(),
            Failed::Secrets(_) => Self::ConflictOf("no_secrets", sentence(&failed)),
            Failed::Ending => Self::Conflict(sentence(&failed)),
        }
    }
}
