//! A request sent twice with one `Idempotency-Key` is carried out once; the second gets the answer of the first.
//!
//! Follows the IETF draft "The Idempotency-Key HTTP Header Field". Answers are kept for a day, for the one who asked.
//! Twins that arrive together wait for the first. The key is kept in the transaction of the change and the answer after
//! it; when the program ended between the two, the repetition learns which change was made. An answer that failed on our side is not kept, so that a retry is a
//! new try; one that may not be kept (`no-store`: a token) is refused the second time instead of shown again.

mod fingerprint;
mod store;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use mycrm_store::{Id, RequestKey, Store, Timestamp};

use self::fingerprint::{digest, fingerprint};
use self::store::Kept;
use crate::caller::Caller;
use crate::error::{ApiError, Result};
use crate::saved::CHANGE_SET;

const KEY: HeaderName = HeaderName::from_static("idempotency-key");
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
const LONGEST_KEY: usize = 255;

/// A day, in milliseconds.
const KEPT_FOR: i64 = 24 * 60 * 60 * 1000;

/// Requests under way, by key: the twin of one waits for it.
#[derive(Debug, Clone, Default)]
pub(crate) struct UnderWay(Arc<Mutex<HashMap<String, Arc<tokio::sync::Mutex<()>>>>>);

impl UnderWay {
    fn of(&self, key: &str) -> Arc<tokio::sync::Mutex<()>> {
        let mut keys = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Whoever else holds it counts: what only this map holds is over.
        keys.retain(|_, lock| Arc::strong_count(lock) > 1);
        Arc::clone(keys.entry(key.to_owned()).or_default())
    }
}

/// The layer around every operation.
///
/// A change runs on a task of its own: when the caller goes away in the middle, it is still told to the listeners and
/// its answer is there for the retry.
pub(crate) async fn once(
    State(store): State<Store>,
    State(under_way): State<UnderWay>,
    request: Request,
    next: Next,
) -> Response {
    if !matches!(*request.method(), Method::POST | Method::PUT | Method::PATCH | Method::DELETE) {
        return next.run(request).await;
    }
    let key = request.headers().get(KEY).map(|key| key.to_str().unwrap_or_default().to_owned());
    let change = tokio::spawn(async move {
        match key {
            Some(key) => carry_out_once(&store, &under_way, &key, request, next)
                .await
                .unwrap_or_else(IntoResponse::into_response),
            None => next.run(request).await,
        }
    });
    change.await.unwrap_or_else(|error| ApiError::internal(error).into_response())
}

async fn carry_out_once(
    store: &Store,
    under_way: &UnderWay,
    key: &str,
    request: Request,
    next: Next,
) -> Result<Response> {
    if key.is_empty() || key.len() > LONGEST_KEY {
        return Err(ApiError::BadRequest(format!(
            "The Idempotency-Key must be 1 to {LONGEST_KEY} characters long; nothing was done."
        )));
    }
    let caller = request.extensions().get::<Caller>().map(|caller| caller.actor.clone()).unwrap_or_default();
    let key = digest(&[caller.as_bytes(), key.as_bytes()]);
    let (mut request, fingerprint) = fingerprint(request).await?;
    let lock = under_way.of(&key);
    let _turn = lock.lock().await;
    let now = Timestamp::now();
    if let Some(kept) = store::find(store, &key, now.millis() - KEPT_FOR).await? {
        return replay(kept, &fingerprint);
    }
    if let Some(caller) = request.extensions_mut().get_mut::<Caller>() {
        caller.request = Some(RequestKey { key: key.clone(), fingerprint: fingerprint.clone() });
    }
    let answer = next.run(request).await;
    if !is_final(answer.status()) {
        return Ok(answer);
    }
    let (head, body) = answer.into_parts();
    let body = to_bytes(body, usize::MAX).await.map_err(ApiError::internal)?;
    let secret = head.headers.get(header::CACHE_CONTROL).is_some_and(|value| value == "no-store");
    let kept = Kept {
        request: fingerprint,
        status: if secret { 0 } else { head.status.as_u16() },
        headers: worth_keeping(&head.headers),
        body: if secret { Vec::new() } else { body.to_vec() },
        change_set: None,
    };
    if let Err(error) = store::keep(store, &key, &kept, now, now.millis() - KEPT_FOR).await {
        // The change itself is made and must be answered for; only a repetition would not be recognised.
        tracing::error!(%error, "the answer to a change could not be kept for a repetition");
    }
    Ok(Response::from_parts(head, Body::from(body)))
}

/// Keeps the answer to a request that was answered before it was carried out: its repetition learns how that ended.
pub(crate) async fn keep_late(
    store: &Store,
    request: RequestKey,
    answer: &impl serde::Serialize,
) -> mycrm_store::Result<()> {
    let kept = Kept {
        request: request.fingerprint,
        status: StatusCode::OK.as_u16(),
        headers: vec![(header::CONTENT_TYPE.to_string(), "application/json".to_owned())],
        body: serde_json::to_vec(answer)?,
        change_set: None,
    };
    let now = Timestamp::now();
    store::keep(store, &request.key, &kept, now, now.millis() - KEPT_FOR).await
}

/// Whether doing the same again would end the same way; what has only begun (202) may still come to nothing.
fn is_final(status: StatusCode) -> bool {
    status != StatusCode::ACCEPTED
        && !status.is_server_error()
        && !matches!(
            status,
            StatusCode::UNAUTHORIZED
                | StatusCode::FORBIDDEN
                | StatusCode::CONFLICT
                | StatusCode::TOO_MANY_REQUESTS
        )
}

fn worth_keeping(headers: &HeaderMap) -> Vec<(String, String)> {
    [header::CONTENT_TYPE, header::LOCATION, CHANGE_SET]
        .iter()
        .filter_map(|name| Some((name.to_string(), headers.get(name)?.to_str().ok()?.to_owned())))
        .collect()
}

fn replay(kept: Kept, fingerprint: &str) -> Result<Response> {
    if kept.request != fingerprint {
        return Err(ApiError::Conflict(
            "This Idempotency-Key was used for another request; nothing was done. Use a new key for a new request."
                .to_owned(),
        ));
    }
    let Ok(status) = StatusCode::from_u16(kept.status) else {
        if let Some(change_set) = kept.change_set {
            return Ok(already_done(&change_set));
        }
        return Err(ApiError::Conflict(
            "This was done already, and its answer held a secret that is shown only once. Revoke it and make another."
                .to_owned(),
        ));
    };
    let mut response = Response::builder().status(status).header(REPLAYED, "true");
    for (name, value) in kept.headers {
        response = response.header(name, value);
    }
    response.body(Body::from(kept.body)).map_err(ApiError::internal)
}

/// The change was made, and the program ended before its answer was kept.
fn already_done(change_set: &Id) -> Response {
    let message = format!(
        "This was done already, as the change {change_set}, but its answer was lost. Read the records again, or take the \
         change back."
    );
    let mut response = ApiError::ConflictOf("already_done", message).into_response();
    response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    if let Ok(value) = HeaderValue::from_str(change_set.as_str()) {
        response.headers_mut().insert(CHANGE_SET, value);
    }
    response
}
