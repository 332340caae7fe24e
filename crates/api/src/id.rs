//! The id of a record in a path: anything that is no id names no record.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use mycrm_store::Id;

use crate::error::ApiError;

/// The one `{id}` of the path.
#[derive(Debug)]
pub(crate) struct PathId(pub(crate) Id);

impl<S: Send + Sync> FromRequestParts<S> for PathId {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let missing = |text: &str| ApiError::NotFound(format!("There is nothing with the id {text}."));
        let Path(text) =
            Path::<String>::from_request_parts(parts, state).await.map_err(|_| missing("in this path"))?;
        text.parse().map(Self).map_err(|_| missing(&text))
    }
}
