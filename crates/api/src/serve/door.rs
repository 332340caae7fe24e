//! Lets a request to the API in: by a token or a signed-in browser, within its rate and its scope.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use mycrm_store::{Store, Timestamp};
use tokio_util::sync::CancellationToken;

use super::host;
use super::rate::Rate;
use super::sign_in::SignIn;
use crate::caller::{Caller, Scope};
use crate::error::ApiError;
use crate::tokens;

/// The use of a token is noted no more often than this, in milliseconds.
const NOTED_EVERY: i64 = 60_000;

#[derive(Debug, Clone)]
pub(super) struct Door {
    store: Store,
    sign_in: SignIn,
    rate: Arc<Rate>,
    end: CancellationToken,
}

impl Door {
    pub(super) fn new(store: Store, sign_in: SignIn, end: CancellationToken) -> Self {
        Self { store, sign_in, rate: Arc::new(Rate::new()), end }
    }
}

pub(super) async fn let_in(State(door): State<Door>, mut request: Request, next: Next) -> Response {
    // The document describes the program, not its data, and the interactive page reads it.
    if request.uri().path().trim_end_matches('/') == "/api/schema" {
        return next.run(request).await;
    }
    let (method, headers) = (request.method().clone(), request.headers().clone());
    match caller(&door, &method, &headers).await {
        Ok(caller) => {
            request.extensions_mut().insert(caller);
            next.run(request).await
        }
        Err(refusal) => refusal.into_response(),
    }
}

async fn caller(door: &Door, method: &Method, headers: &HeaderMap) -> Result<Caller, ApiError> {
    let reads = matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS);
    let caller = match bearer(headers) {
        Some(token) => of_token(door, token).await?,
        None if door.sign_in.knows(headers) => {
            if !reads && !is_same_origin(headers) {
                return Err(ApiError::Forbidden(
                    "This request came from another web page; nothing was done.".to_owned(),
                ));
            }
            door.rate.check("browser")?;
            Caller::user()
        }
        None => {
            return Err(refused(door, "Sign in with the link that `mycrm serve` prints, or send a token."));
        }
    };
    if !reads && caller.scope < Scope::Write {
        return Err(ApiError::Forbidden(
            "This token may only read; nothing was changed. Make one with the scope write.".to_owned(),
        ));
    }
    Ok(caller)
}

async fn of_token(door: &Door, token: &str) -> Result<Caller, ApiError> {
    let Some(known) = tokens::find(&door.store, &tokens::hash(token)).await? else {
        return Err(refused(door, "This token is unknown or was revoked."));
    };
    door.rate.check(known.id.as_str())?;
    note_use(door, &known);
    Ok(Caller::program(known.id, &known.name, known.scope))
}

fn refused(door: &Door, message: &str) -> ApiError {
    door.rate.check("refused").err().unwrap_or_else(|| ApiError::Unauthorized(message.to_owned()))
}

/// On the side: a read must not wait until the one writing connection is free.
fn note_use(door: &Door, known: &tokens::Known) {
    let now = Timestamp::now();
    if known.last_used_at.is_some_and(|last| now.millis() - last.millis() < NOTED_EVERY) {
        return;
    }
    let (store, id, end) = (door.store.clone(), known.id.clone(), door.end.clone());
    tokio::spawn(async move {
        tokio::select! {
            () = end.cancelled() => {}
            result = tokens::note_use(&store, &id, now) => if let Err(error) = result {
                tracing::warn!(%error, "the use of a token was not noted");
            }
        }
    });
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Browsers name the page behind every request that changes something; the cookie alone proves nothing about it.
fn is_same_origin(headers: &HeaderMap) -> bool {
    let origin = headers.get(header::ORIGIN).and_then(|value| value.to_str().ok());
    match (origin, host::of(headers)) {
        (Some(origin), Some(host)) => {
            origin.strip_prefix("http://").is_some_and(|named| named.eq_ignore_ascii_case(host))
        }
        _ => false,
    }
}
