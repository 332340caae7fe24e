//! What can go wrong between a device and its server, and what that means for the device.

use std::time::Duration;

use reqwest::{Response, StatusCode, header};
use serde::Deserialize;

/// Its text is for the user: what happened and what to do. Nothing of it loses anything that waits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    #[error("{0}")]
    Address(String),
    #[error("the server cannot be reached ({0}); what you write waits on this device until it can")]
    Unreachable(String),
    #[error("the server wants you to sign in again; what you write waits on this device until then")]
    SignedOut,
    #[error("the server is busy and asks to come again in {} s", .0.as_secs())]
    Busy(Duration),
    #[error("the server had a problem of its own (status {0}); it is asked again by and by")]
    Broken(u16),
    /// A program acts on the code.
    #[error("{message}")]
    Refused { status: u16, code: String, message: String, details: serde_json::Value },
    #[error("the answer is not that of a MyCRM server ({0}); check the address")]
    NotUnderstood(String),
}

#[derive(Deserialize)]
struct Body {
    code: String,
    message: String,
    #[serde(flatten)]
    details: serde_json::Value,
}

/// How long to wait when the server does not say.
const PAUSE: Duration = Duration::from_secs(30);

impl Trouble {
    /// Reads an answer that is not one of success.
    pub(super) async fn read(response: Response) -> Self {
        let status = response.status();
        let retry_after = response
            .headers()
            .get(header::RETRY_AFTER)
            .and_then(|value| value.to_str().ok()?.parse().ok())
            .map_or(PAUSE, Duration::from_secs);
        let body: Option<Body> = super::read(response).await.ok();
        if status == StatusCode::TOO_MANY_REQUESTS {
            return Self::Busy(retry_after);
        }
        if status.is_server_error() {
            return Self::Broken(status.as_u16());
        }
        match body {
            Some(Body { code, .. }) if code == "signed_out" => Self::SignedOut,
            Some(Body { code, message, details }) => {
                Self::Refused { status: status.as_u16(), code, message, details }
            }
            None => Self::NotUnderstood(format!("status {}", status.as_u16())),
        }
    }

    /// Whether it may go by itself.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Unreachable(_) | Self::Busy(_) | Self::Broken(_) | Self::NotUnderstood(_))
    }
}

impl From<reqwest::Error> for Trouble {
    fn from(error: reqwest::Error) -> Self {
        // The innermost cause says it best; the outer ones repeat the address.
        let mut cause: &dyn std::error::Error = &error;
        while let Some(inner) = cause.source() {
            cause = inner;
        }
        Self::Unreachable(cause.to_string())
    }
}
