//! What machines ask about the server: whether it lives, whether it can work, and what it counted.

use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use subtle::ConstantTimeEq as _;

use super::store;
use crate::ApiError;
use crate::accounts::ClientAddress;
use crate::app::App;

/// How long the data may take to answer before the server counts as not ready.
const READY_WITHIN: Duration = Duration::from_secs(5);
/// OpenMetrics 1.0, which Prometheus reads.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// The process lives.
pub(crate) async fn healthz() -> StatusCode {
    StatusCode::NO_CONTENT
}

/// It can reach its data.
pub(crate) async fn readyz(State(app): State<App>) -> StatusCode {
    if is_ready(&app).await { StatusCode::NO_CONTENT } else { StatusCode::SERVICE_UNAVAILABLE }
}

/// Whether the database and the blob store answer in time. Why they do not goes to the log.
pub(crate) async fn is_ready(app: &App) -> bool {
    let asked = async {
        let database = store::answers(app.database()).await.map_err(|error| error.to_string());
        let files = app.files().answers().await.map_err(|error| error.to_string());
        database.and(files)
    };
    match tokio::time::timeout(READY_WITHIN, asked).await {
        Ok(Ok(())) => true,
        Ok(Err(error)) => {
            tracing::warn!(error, "the database or the blob store does not answer");
            false
        }
        Err(_) => {
            tracing::warn!("the database or the blob store does not answer in time");
            false
        }
    }
}

/// What the server counted: for whoever is on this machine, or has the token for it.
pub(crate) async fn metrics(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    if !address.is_loopback() && !has_token(&app, &headers) {
        return Err(ApiError::NotFound("There is nothing here; see the address of this request."));
    }
    let text = app.metrics().text(&app.database().pools());
    let text = text.map_err(|error| ApiError::Internal(error.to_string()))?;
    Ok(([(header::CONTENT_TYPE, OPEN_METRICS)], text).into_response())
}

fn has_token(app: &App, headers: &HeaderMap) -> bool {
    let Some(expected) = app.config().metrics_token.as_deref() else { return false };
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let given = given.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
    given.as_bytes().ct_eq(expected.as_bytes()).into()
}
