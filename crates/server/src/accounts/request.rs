//! Reading requests: bodies, ids and tokens in paths, all bounded and refused in our own form of errors.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequest, FromRequestParts, RawPathParams, Request};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::app::App;
use crate::{ApiError, body};

/// No request about accounts needs more, in bytes.
const MOST: usize = 16 << 10;

/// A body of JSON.
#[derive(Debug)]
pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<App> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<Self, ApiError> {
        let bytes = body::read(request, MOST, app.config().patience).await?;
        let read = &mut serde_json::Deserializer::from_slice(&bytes);
        // What the parser says could quote a password back, so only the place is named.
        serde_path_to_error::deserialize(read).map(Self).map_err(|error| {
            let path = error.path().to_string();
            let cause = error.into_inner();
            ApiError::BadRequest(match cause.classify() {
                serde_json::error::Category::Data => bad_field(&path, &cause),
                _ => "The body is no JSON that can be read here.".to_owned(),
            })
        })
    }
}

fn bad_field(path: &str, cause: &serde_json::Error) -> String {
    let cause = cause.to_string();
    // Our own types explain themselves in whole sentences that quote nothing.
    match cause.split_once(" at line ") {
        Some((sentence, _)) if sentence.ends_with('.') => format!("{path}: {sentence}"),
        _ if cause.starts_with("missing field") => {
            format!("{path}: {}.", cause.split(" at line ").next().unwrap_or_default())
        }
        _ => format!("{path}: this is not what is expected here."),
    }
}

async fn path_part(parts: &mut Parts, app: &App, wanted: &str) -> Option<String> {
    let path = RawPathParams::from_request_parts(parts, app).await.ok()?;
    path.iter().find(|(name, _)| *name == wanted).map(|(_, value)| value.to_owned())
}

/// The `{id}` of the path.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PathId(pub(crate) Uuid);

impl FromRequestParts<App> for PathId {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let id = path_part(parts, app, "id").await.and_then(|id| Uuid::try_parse(&id).ok());
        id.map(Self).ok_or(ApiError::NotFound("There is nothing with this id."))
    }
}

/// The `{token}` of the path, whatever it is. Never printed.
pub(crate) struct PathToken(pub(crate) String);

impl FromRequestParts<App> for PathToken {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        Ok(Self(path_part(parts, app, "token").await.unwrap_or_default()))
    }
}

/// `?before=` with an id.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Before(pub(crate) Option<Uuid>);

impl FromRequestParts<App> for Before {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, ApiError> {
        let query = parts.uri.query().unwrap_or_default();
        let before = query.split('&').find_map(|pair| pair.strip_prefix("before="));
        match before.filter(|before| !before.is_empty()).map(Uuid::try_parse) {
            None => Ok(Self(None)),
            Some(Ok(before)) => Ok(Self(Some(before))),
            Some(Err(_)) => Err(ApiError::BadRequest("before: this is no id of an entry.".to_owned())),
        }
    }
}

/// Where the request comes from, for limits alone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ClientAddress(pub(crate) IpAddr);

impl FromRequestParts<App> for ClientAddress {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        // Without a peer, as in a test of the router alone, everybody is one.
        let address = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(peer)| {
            app.config().proxies.client(*peer, &parts.headers)
        });
        Ok(Self(address))
    }
}
