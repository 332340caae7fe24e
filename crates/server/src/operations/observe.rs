//! What surrounds every request: an id, a line in the log, counters, a deadline, and headers that keep browsers safe.
//!
//! A line holds the pattern of the path, never the path: tokens and ids are in it. It holds no address and no e-mail either.

use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use tracing::Instrument as _;
use uuid::Uuid;

use crate::app::App;
use crate::{ApiError, DatabaseError};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// How long an answer may take to begin. Reading a body of 4 MiB over a slow network is most of it.
const ANSWER_WITHIN: Duration = Duration::from_secs(330);

/// For what sets none of its own: JSON and bytes, which no browser has to show.
const DEFAULTS: [(HeaderName, HeaderValue); 6] = [
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'; base-uri 'none'"),
    ),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow")),
];

pub(crate) async fn observe(State(app): State<App>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let id = request_id(request.headers());
    let method = method_name(request.method());
    let route = request.extensions().get::<MatchedPath>().cloned();
    let route = route.as_ref().map_or("none", MatchedPath::as_str);
    let span = tracing::info_span!("request", id = %id, method, route);
    let mut response = async {
        let answered = tokio::time::timeout(ANSWER_WITHIN, next.run(request)).await;
        let response = answered.unwrap_or_else(|_| too_slow().into_response());
        let took = began.elapsed();
        let status = response.status().as_u16();
        app.metrics().answered(method, route, status, took);
        tracing::info!(status, took_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX), "answered");
        response
    }
    .instrument(span)
    .await;
    let headers = response.headers_mut();
    for (name, value) in DEFAULTS {
        headers.entry(name).or_insert(value);
    }
    if app.config().public_url.as_deref().is_some_and(|url| url.starts_with("https://")) {
        let year = HeaderValue::from_static("max-age=31536000");
        headers.entry(header::STRICT_TRANSPORT_SECURITY).or_insert(year);
    }
    if let Ok(id) = HeaderValue::try_from(id) {
        headers.insert(REQUEST_ID, id);
    }
    response
}

fn too_slow() -> ApiError {
    ApiError::Database(DatabaseError::Sql(sqlx::Error::PoolTimedOut))
}

/// The id that a proxy gave the request, if it is one that a log can hold, or a new one.
fn request_id(headers: &HeaderMap) -> String {
    let given = headers.get(REQUEST_ID).and_then(|id| id.to_str().ok());
    let is_plain = |id: &&str| {
        (8..=64).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    given.filter(is_plain).map_or_else(|| Uuid::new_v4().to_string(), str::to_owned)
}

/// Anybody can make up methods, and each would be a new counter.
fn method_name(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_id_that_a_log_can_hold_is_taken_over() {
        let id = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(REQUEST_ID, HeaderValue::from_str(value).unwrap());
            request_id(&headers)
        };
        assert_eq!(id("abcd-1234-efgh"), "abcd-1234-efgh");
        for wrong in ["short", "with space and more", "anna@example.com", &"x".repeat(65)] {
            assert_ne!(id(wrong), wrong);
        }
    }
}
