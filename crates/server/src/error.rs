//! How a request is refused and how a start fails: one enum for each, and one place that decides on the status.

use std::net::SocketAddr;
use std::path::PathBuf;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::DatabaseError;
use crate::accounts::TotpKeyError;
use crate::accounts::administration::AdministrationError;
use crate::backups::BackupError;

/// Why a request is refused: `{code, message}`, where programs act on the code and people read the message.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// The token is missing, unknown, expired or revoked.
    #[error("Sign in again: this device is not signed in, or was signed out.")]
    SignedOut,
    /// The same for a workspace that is not there, so that nobody finds out by asking.
    #[error("You are not a member of this workspace, or it does not exist. Ask its owner for an invitation.")]
    NotAMember,
    /// The role does not suffice.
    #[error("{0}")]
    Forbidden(&'static str),
    #[error("{0}")]
    BadRequest(String),
    #[error("{0}")]
    NotFound(&'static str),
    /// Understood, but what it says is not true or does not fit.
    #[error("{0}")]
    Unprocessable(String),
    #[error("The request is larger than {limit} bytes, which is the most that is taken here.")]
    TooLarge { limit: usize },
    #[error("This took too long to arrive; send it again.")]
    Timeout,
    #[error("Too many requests; try again in {retry_after} seconds.")]
    TooManyRequests { retry_after: u64 },
    /// The code is for what only one route says; the message is for people.
    #[error("{message}")]
    Other { status: StatusCode, code: &'static str, message: String },
    #[error("{0}")]
    Database(#[from] DatabaseError),
    /// Our mistake. The cause goes to the log.
    #[error("The server made a mistake; nothing was changed. Its log has the details.")]
    Internal(String),
}

/// Seconds after which a client asks again when the database was away.
const RETRY_UNAVAILABLE: u64 = 1;

impl ApiError {
    fn status_and_code(&self) -> (StatusCode, &'static str) {
        match self {
            Self::SignedOut => (StatusCode::UNAUTHORIZED, "signed_out"),
            Self::NotAMember => (StatusCode::FORBIDDEN, "not_a_member"),
            Self::Forbidden(_) => (StatusCode::FORBIDDEN, "forbidden"),
            Self::BadRequest(_) => (StatusCode::BAD_REQUEST, "bad_request"),
            Self::NotFound(_) => (StatusCode::NOT_FOUND, "not_found"),
            Self::Unprocessable(_) => (StatusCode::UNPROCESSABLE_ENTITY, "unprocessable"),
            Self::TooLarge { .. } => (StatusCode::PAYLOAD_TOO_LARGE, "too_large"),
            Self::Timeout => (StatusCode::REQUEST_TIMEOUT, "timeout"),
            Self::TooManyRequests { .. } => (StatusCode::TOO_MANY_REQUESTS, "too_many_requests"),
            Self::Other { status, code, .. } => (*status, code),
            Self::Database(error) if error.is_transient() => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
            Self::Database(_) | Self::Internal(_) => (StatusCode::INTERNAL_SERVER_ERROR, "internal"),
        }
    }

    fn retry_after(&self) -> Option<u64> {
        match self {
            Self::TooManyRequests { retry_after } => Some(*retry_after),
            Self::Database(error) if error.is_transient() => Some(RETRY_UNAVAILABLE),
            _ => None,
        }
    }
}

impl From<sqlx::Error> for ApiError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error.into())
    }
}

#[derive(Serialize)]
struct Body {
    code: &'static str,
    message: String,
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, code) = self.status_and_code();
        if status.is_server_error() {
            match &self {
                Self::Internal(cause) => tracing::error!(cause, "a request failed"),
                other => tracing::error!(cause = ?other, "a request failed"),
            }
        }
        let retry_after = self.retry_after();
        let message = match &self {
            Self::Database(_) if code == "unavailable" => {
                "The server cannot reach its database just now; try again in a moment.".to_owned()
            }
            Self::Database(_) => Self::Internal(String::new()).to_string(),
            other => other.to_string(),
        };
        let mut response = (status, Json(Body { code, message })).into_response();
        // What was not read of the body would be taken for the next request: the connection is not used again.
        if matches!(status, StatusCode::PAYLOAD_TOO_LARGE | StatusCode::REQUEST_TIMEOUT) {
            response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// Why the server does not start or a command fails.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the data folder {path} cannot be used: {source}")]
    Data { path: PathBuf, source: std::io::Error },
    #[error("cannot listen on {address}: {source}")]
    Listen { address: SocketAddr, source: std::io::Error },
    #[error("the files cannot be kept: {0}")]
    Blobs(object_store::Error),
    #[error(transparent)]
    Backup(#[from] BackupError),
    #[error(transparent)]
    Database(#[from] DatabaseError),
    #[error(transparent)]
    Administration(#[from] AdministrationError),
    #[error(transparent)]
    TotpKey(#[from] TotpKeyError),
}
