//! Who asks: the member of a workspace behind a bearer token. Handlers that take a [`Member`] are closed to others.

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::header;
use axum::http::request::Parts;
use mycrm_sync::{MemberId, Role};
use uuid::Uuid;

use crate::app::App;
use crate::{ApiError, Id, sessions};

/// A member who is signed in, in the workspace that the path names, if it names one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    pub workspace: Id,
    pub member: MemberId,
    pub role: Role,
    /// The signed-in device.
    pub session: Id,
}

impl FromRequestParts<App> for Member {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let now = app.clock().now();
        let hash = sessions::hash(bearer(parts).ok_or(ApiError::SignedOut)?);
        let (member, is_news) =
            sessions::find(app.database(), &hash, now).await?.ok_or(ApiError::SignedOut)?;
        app.accounts().rates.members.check(&member.member)?;
        if is_news {
            sessions::note_seen(app, member.session, now);
        }
        let path = RawPathParams::from_request_parts(parts, app)
            .await
            .map_err(|error| ApiError::BadRequest(error.to_string()))?;
        let named =
            path.iter().find(|(name, _)| *name == "workspace").map(|(_, value)| Uuid::parse_str(value));
        match named {
            None => Ok(member),
            Some(Ok(workspace)) if workspace == member.workspace.0 => Ok(member),
            Some(_) => Err(ApiError::NotAMember),
        }
    }
}

fn bearer(parts: &Parts) -> Option<&str> {
    let value = parts.headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
