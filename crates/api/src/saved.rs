//! The answer to a change: its result, and the change set that takes it back in the `X-Change-Set` header.

use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use mycrm_store::Id;
use serde::Serialize;

pub(crate) const CHANGE_SET: HeaderName = HeaderName::from_static("x-change-set");

/// A change that was made.
#[derive(Debug)]
pub(crate) struct Saved<T> {
    status: StatusCode,
    change_set: Option<Id>,
    body: Option<T>,
}

impl<T> Saved<T> {
    /// 200 with the record as it is now.
    pub(crate) fn ok(change_set: Id, body: T) -> Self {
        Self { status: StatusCode::OK, change_set: Some(change_set), body: Some(body) }
    }

    /// 200 with the record, which was as it was wished to be.
    pub(crate) fn unchanged(body: T) -> Self {
        Self { status: StatusCode::OK, change_set: None, body: Some(body) }
    }

    /// 201 with the new record.
    pub(crate) fn created(change_set: Id, body: T) -> Self {
        Self { status: StatusCode::CREATED, change_set: Some(change_set), body: Some(body) }
    }
}

impl Saved<()> {
    /// 204: the record is gone.
    pub(crate) fn gone(change_set: Id) -> Self {
        Self { status: StatusCode::NO_CONTENT, change_set: Some(change_set), body: None }
    }
}

impl<T: Serialize> IntoResponse for Saved<T> {
    fn into_response(self) -> Response {
        let mut response = match self.body {
            Some(body) => (self.status, Json(body)).into_response(),
            None => self.status.into_response(),
        };
        if let Some(change_set) = self.change_set
            && let Ok(value) = HeaderValue::from_str(change_set.as_str())
        {
            response.headers_mut().insert(CHANGE_SET, value);
        }
        response
    }
}
