//! Signing a browser in with a one-time link, and the sessions that come of it. Both live as long as the process.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use crate::error::ApiError;
use crate::query::Query;
use crate::tokens::{hash, random_hex};

/// A link is for the browser next to the terminal, not for later.
const VALID: Duration = Duration::from_secs(10 * 60);

/// Codes and sessions, kept as hashes. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(crate) struct SignIn(Arc<Mutex<Inner>>);

#[derive(Debug, Default)]
struct Inner {
    port: Option<u16>,
    codes: Vec<(String, Instant)>,
    sessions: HashSet<String>,
}

impl SignIn {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn listen_on(&self, port: u16) {
        self.inner().port = Some(port);
    }

    pub(super) fn port(&self) -> Option<u16> {
        self.inner().port
    }

    pub(super) fn new_code(&self, now: Instant) -> Result<String, ApiError> {
        let code = random_hex()?;
        self.inner().codes.push((hash(&code), now + VALID));
        Ok(code)
    }

    /// Trades a code for a session; it works once and until it is too old.
    fn redeem(&self, code: &str, now: Instant) -> Result<Option<String>, ApiError> {
        let code = hash(code);
        let mut inner = self.inner();
        inner.codes.retain(|(_, until)| *until > now);
        let Some(at) = inner.codes.iter().position(|(known, _)| *known == code) else { return Ok(None) };
        let session = random_hex()?;
        inner.codes.remove(at);
        inner.sessions.insert(hash(&session));
        Ok(Some(session))
    }

    /// Whether the request comes from a browser that signed in.
    pub(super) fn knows(&self, headers: &HeaderMap) -> bool {
        let inner = self.inner();
        let Some(port) = inner.port else { return false };
        cookie(headers, &cookie_name(port)).is_some_and(|session| inner.sessions.contains(&hash(session)))
    }
}

/// Cookies know no ports: two apps on one computer would overwrite each other's.
fn cookie_name(port: u16) -> String {
    format!("mycrm_session_{port}")
}

fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

#[derive(Debug, Deserialize)]
pub(super) struct Link {
    #[serde(default)]
    code: String,
}

/// `GET /sign-in?code=…`: a page for people, not an operation of the API.
pub(super) async fn sign_in(
    State(sign_in): State<SignIn>,
    headers: HeaderMap,
    Query(link): Query<Link>,
) -> Response {
    let session = match sign_in.redeem(&link.code, Instant::now()) {
        Ok(session) => session,
        Err(error) => return error.into_response(),
    };
    match (session, sign_in.port()) {
        (Some(session), Some(port)) => {
            let cookie = format!("{}={session}; Path=/; HttpOnly; SameSite=Strict", cookie_name(port));
            ([(header::SET_COOKIE, cookie)], Redirect::to("/")).into_response()
        }
        _ if sign_in.knows(&headers) => Redirect::to("/").into_response(),
        _ => (StatusCode::FORBIDDEN, Html(USED_UP)).into_response(),
    }
}

const USED_UP: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>MyCRM</title>\
    <style>body{font:16px/1.6 system-ui,sans-serif;max-width:36rem;margin:20vh auto;padding:0 1rem}</style>\
    <h1>This sign-in link does not work any more</h1>\
    <p>Each link signs one browser in, once, within ten minutes. Get a new one with \
    <code>mycrm sign-in</code> (or <code>mycrm-headless sign-in</code>), or start <code>serve</code> again.</p></html>";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_works_once_and_not_for_long() {
        let sign_in = SignIn::default();
        let now = Instant::now();
        let code = sign_in.new_code(now).unwrap();
        assert!(sign_in.redeem(&code, now).unwrap().is_some());
        assert!(sign_in.redeem(&code, now).unwrap().is_none());
        let late = sign_in.new_code(now).unwrap();
        assert!(sign_in.redeem(&late, now + VALID).unwrap().is_none());
        assert!(sign_in.redeem("", now).unwrap().is_none());
    }

    #[test]
    fn a_session_belongs_to_its_port() {
        let sign_in = SignIn::default();
        sign_in.listen_on(8000);
        let code = sign_in.new_code(Instant::now()).unwrap();
        let session = sign_in.redeem(&code, Instant::now()).unwrap().unwrap();
        let with = |cookie: String| HeaderMap::from_iter([(header::COOKIE, cookie.parse().unwrap())]);
        assert!(sign_in.knows(&with(format!("a=b; mycrm_session_8000={session}"))));
        assert!(!sign_in.knows(&with(format!("mycrm_session_8001={session}"))));
        assert!(!sign_in.knows(&with("mycrm_session_8000=".to_owned())));
        assert!(!sign_in.knows(&HeaderMap::new()));
    }
}
