//! How a request is refused: one enum, one shape `{code, message, details?}`, one place that decides on the status.
//!
//! Which one to use where:
//! - [`ApiError::Validation`]: a field is missing or wrong; each is named with what it may be.
//! - [`ApiError::NotFound`]: the record in the path is not there, or its id is no id.
//! - [`ApiError::Conflict`]: the request is right but does not fit what is there now (already undone, name taken).
//! - [`ApiError::BadRequest`]: the request cannot be read at all: broken JSON, unknown content type.
//! - [`ApiError::Internal`]: our mistake. The cause goes to the log; the caller learns that nothing was saved.
//!
//! Handlers return `Result<_, ApiError>` and use `?`: errors of the store and the records are mapped here and nowhere
//! else.

use std::collections::BTreeMap;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use mycrm_crm::{Message, message};
use mycrm_pipeline::charts::ChartError;
use mycrm_print::PrintError;
use serde::Serialize;
use utoipa::ToSchema;

pub(crate) type Result<T> = std::result::Result<T, ApiError>;

#[derive(Debug)]
pub(crate) enum ApiError {
    /// Field to message.
    Validation(BTreeMap<String, Message>),
    NotFound(String),
    MethodNotAllowed,
    Conflict(String),
    /// A conflict that the UI acts on: its code is told apart from the others.
    ConflictOf(&'static str, String),
    /// One of several has to be named first: the code says of what.
    WhichOf(&'static str, String, Vec<ErrorChoice>),
    BadRequest(String),
    UnsupportedMediaType(String),
    Unauthorized(String),
    Forbidden(String),
    TooLarge(String),
    RateLimited {
        retry_after_seconds: u64,
    },
    /// The disk is full: the user can do something about it, we cannot.
    DiskFull(String),
    Internal(String),
}

impl ApiError {
    /// A field and what is wrong with it, in words for whoever writes programs.
    pub(crate) fn field(name: impl Into<String>, why: impl std::fmt::Display) -> Self {
        Self::wrong(name, Message::plain(why))
    }

    /// A field and what is wrong with it, for the user.
    pub(crate) fn wrong(name: impl Into<String>, message: Message) -> Self {
        Self::Validation(BTreeMap::from([(name.into(), message)]))
    }

    pub(crate) fn internal(cause: impl std::fmt::Display) -> Self {
        Self::Internal(cause.to_string())
    }

    fn status_and_code(&self) -> (StatusCode, &'static str) {
        match self {
            Self::Validation(_) => (StatusCode::UNPROCESSABLE_ENTITY, "validation"),
            Self::NotFound(_) => (StatusCode::NOT_FOUND, "not_found"),
            Self::MethodNotAllowed => (StatusCode::METHOD_NOT_ALLOWED, "bad_request"),
            Self::Conflict(_) => (StatusCode::CONFLICT, "conflict"),
            Self::ConflictOf(code, _) | Self::WhichOf(code, ..) => (StatusCode::CONFLICT, code),
            Self::BadRequest(_) => (StatusCode::BAD_REQUEST, "bad_request"),
            Self::UnsupportedMediaType(_) => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "bad_request"),
            Self::Unauthorized(_) => (StatusCode::UNAUTHORIZED, "unauthorized"),
            Self::Forbidden(_) => (StatusCode::FORBIDDEN, "forbidden"),
            Self::TooLarge(_) => (StatusCode::PAYLOAD_TOO_LARGE, "too_large"),
            Self::RateLimited { .. } => (StatusCode::TOO_MANY_REQUESTS, "rate_limited"),
            Self::DiskFull(_) => (StatusCode::INSUFFICIENT_STORAGE, "disk_full"),
            Self::Internal(_) => (StatusCode::INTERNAL_SERVER_ERROR, "internal"),
        }
    }
}

/// The body of every answer that is not a success.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ErrorBody {
    /// What a program acts on.
    #[schema(example = "validation")]
    code: &'static str,
    /// What happened and what to do, for a person.
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    details: Option<ErrorDetails>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ErrorDetails {
    /// Field to what is wrong with it, in English.
    fields: BTreeMap<String, String>,
    /// The same in parts, for saying it in another language.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    messages: BTreeMap<String, MessageParts>,
    /// What there is to choose from, where the request has to name one.
    #[serde(skip_serializing_if = "Option::is_none")]
    choices: Option<Vec<ErrorChoice>>,
}

/// A text in parts: with `{name}` where an argument is filled in.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Message)]
pub(crate) struct MessageParts {
    text: String,
    args: BTreeMap<String, String>,
}

impl From<Message> for MessageParts {
    fn from(Message { text, args }: Message) -> Self {
        let args = args.into_iter().map(|(name, value)| (name.into_owned(), value)).collect();
        Self { text: text.into_owned(), args }
    }
}

/// One of several that a request has to name.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ErrorChoice {
    pub(crate) id: String,
    pub(crate) name: String,
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, code) = self.status_and_code();
        let mut details = None;
        let mut retry_after = None;
        let message = match self {
            Self::Validation(fields) => {
                let list =
                    fields.iter().map(|(name, why)| format!("{name}: {why}")).collect::<Vec<_>>().join("; ");
                let english = fields.iter().map(|(name, why)| (name.clone(), why.to_string())).collect();
                let messages = fields.into_iter().map(|(name, why)| (name, why.into())).collect();
                details = Some(ErrorDetails { fields: english, messages, choices: None });
                format!("Some fields are not right, so nothing was saved: {list}")
            }
            Self::WhichOf(_, message, choices) => {
                let (fields, messages) = (BTreeMap::new(), BTreeMap::new());
                details = Some(ErrorDetails { fields, messages, choices: Some(choices) });
                message
            }
            Self::MethodNotAllowed => {
                "This path does not take this method; /api/docs/ lists what it takes.".to_owned()
            }
            Self::RateLimited { retry_after_seconds } => {
                retry_after = Some(retry_after_seconds);
                format!("Too many requests; try again in {retry_after_seconds} s.")
            }
            Self::Internal(cause) => {
                tracing::error!(%cause, "a request failed");
                "Something went wrong inside MyCRM; this change was not saved. The log has the details."
                    .to_owned()
            }
            Self::NotFound(message)
            | Self::Conflict(message)
            | Self::ConflictOf(_, message)
            | Self::BadRequest(message)
            | Self::UnsupportedMediaType(message)
            | Self::Unauthorized(message)
            | Self::Forbidden(message)
            | Self::TooLarge(message)
            | Self::DiskFull(message) => message,
        };
        let mut response = (status, Json(ErrorBody { code, message, details })).into_response();
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

impl From<mycrm_store::Error> for ApiError {
    fn from(error: mycrm_store::Error) -> Self {
        use mycrm_store::Error as E;
        match error {
            E::NothingTo("redo") => Self::ConflictOf("nothing_to_redo", sentence(&error)),
            E::NothingTo(_) => Self::ConflictOf("nothing_to_undo", sentence(&error)),
            E::AlreadyUndone => Self::ConflictOf("already_undone", sentence(&error)),
            E::Stopped => Self::Conflict(sentence(&error)),
            E::NoSuchChangeSet(_) => Self::NotFound(sentence(&error)),
            E::InvalidId(_) | E::InvalidMoney(_) => Self::BadRequest(sentence(&error)),
            E::DiskFull => Self::DiskFull(sentence(&error)),
            E::TooLong { ref field, limit } => Self::wrong(
                field.clone(),
                message!("is longer than {limit} bytes; keep long texts in a file", limit),
            ),
            E::InUse(_)
            | E::Newer { .. }
            | E::Damaged { .. }
            | E::NotWritable { .. }
            | E::SqliteTooOld { .. }
            | E::UnknownField(_)
            | E::Secrets(_)
            | E::File { .. }
            | E::Json(_)
            | E::Database(_) => Self::internal(error),
        }
    }
}

impl From<mycrm_crm::Error> for ApiError {
    fn from(error: mycrm_crm::Error) -> Self {
        use mycrm_crm::Error as E;
        match error {
            E::Invalid(fields) => {
                Self::Validation(fields.into_iter().map(|(name, why)| (name.to_owned(), why)).collect())
            }
            E::NotFound { .. } => Self::NotFound(sentence(&error)),
            E::Conflict(_) | E::Cancelled => Self::Conflict(sentence(&error)),
            E::BadQuery(_) | E::Import(_) => Self::BadRequest(sentence(&error)),
            E::Store(error) => error.into(),
        }
    }
}

impl From<ChartError> for ApiError {
    fn from(error: ChartError) -> Self {
        match error {
            ChartError::Size { .. } => Self::field("width", sentence(&error)),
            ChartError::Drawing(_) => Self::internal(error),
        }
    }
}

impl From<PrintError> for ApiError {
    fn from(error: PrintError) -> Self {
        match error {
            PrintError::TooLarge { .. } | PrintError::Deadline(_) | PrintError::Busy => {
                Self::Conflict(sentence(&error))
            }
            PrintError::UnevenRow { .. }
            | PrintError::Picture { .. }
            | PrintError::Template(_)
            | PrintError::Data(_)
            | PrintError::Thread(_)
            | PrintError::Broke => Self::internal(error),
        }
    }
}

impl From<sqlx::Error> for ApiError {
    fn from(error: sqlx::Error) -> Self {
        mycrm_store::Error::from(error).into()
    }
}

/// Library errors are clauses; the user reads sentences.
pub(crate) fn sentence(error: &dyn std::fmt::Display) -> String {
    let text = error.to_string();
    let mut chars = text.chars();
    let mut sentence: String =
        chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default();
    if !sentence.ends_with(['.', '!', '?']) {
        sentence.push('.');
    }
    sentence
}
