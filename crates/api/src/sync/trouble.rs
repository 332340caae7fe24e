//! What goes wrong with a server, as an answer of this API.

use mycrm_replica::remote::Trouble;
use mycrm_replica::worker::Failed;
use serde_json::Value;

use crate::error::{ApiError, ErrorChoice, sentence};

/// Codes of the server that the UI acts on: they keep their name.
const KEPT: [&str; 7] = [
    "already_member",
    "bad_request",
    "last_owner",
    "not_a_member",
    "totp_required",
    "unprocessable",
    "wrong_credentials",
];

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
            Trouble::Refused { code, details, .. } => match code.as_str() {
                "not_found" => Self::NotFound(message),
                "which_workspace" => Self::WhichOf("which_workspace", message, workspaces(&details)),
                other => match KEPT.into_iter().find(|kept| *kept == other) {
                    Some(kept) => Self::ConflictOf(kept, message),
                    None => Self::Conflict(message),
                },
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
            Failed::File { .. } | Failed::TooLarge { .. } | Failed::Changed(_) | Failed::Ending => {
                Self::Conflict(sentence(&failed))
            }
        }
    }
}

/// `{"workspaces": [{"id", "name"}]}`, as a server answers to whom it has several for. What it holds besides is left out.
fn workspaces(details: &Value) -> Vec<ErrorChoice> {
    let all = details["workspaces"].as_array().map(Vec::as_slice).unwrap_or_default();
    let choice = |each: &Value| {
        Some(ErrorChoice { id: each["id"].as_str()?.to_owned(), name: each["name"].as_str()?.to_owned() })
    };
    all.iter().filter_map(choice).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn refused(code: &str, details: Value) -> ApiError {
        let message = "no".to_owned();
        Trouble::Refused { status: 409, code: code.to_owned(), message, details }.into()
    }

    #[test]
    fn codes_that_the_ui_acts_on_keep_their_name() {
        for kept in KEPT {
            assert!(matches!(refused(kept, Value::Null), ApiError::ConflictOf(code, _) if code == kept));
        }
        assert!(matches!(refused("anything_else", Value::Null), ApiError::Conflict(_)));
    }

    #[test]
    fn the_workspaces_to_choose_from_are_told() {
        let told = json!({"workspaces": [{"id": "1", "name": "Acme"}, {"id": 2}, "x"]});
        let ApiError::WhichOf("which_workspace", _, choices) = refused("which_workspace", told) else {
            panic!("not told");
        };
        assert_eq!(choices.len(), 1);
        assert_eq!((choices[0].id.as_str(), choices[0].name.as_str()), ("1", "Acme"));
        let ApiError::WhichOf(_, _, choices) = refused("which_workspace", Value::Null) else {
            panic!("not told");
        };
        assert!(choices.is_empty());
    }
}
