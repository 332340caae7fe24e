//! The query of an address, read into a type; what is wrong is told by the parameter's name.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::body::read_form;
use crate::error::ApiError;

/// The query parameters; a repeated one makes a list.
#[derive(Debug)]
pub(crate) struct Query<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        read_form(parts.uri.query().unwrap_or_default().as_bytes()).map(Self)
    }
}
