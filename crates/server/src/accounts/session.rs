//! A device that signs in: its session, what it is told, and how its tokens are renewed.

mod store;

use axum::Json;
use axum::extract::State;
use mycrm_sync::{MemberId, Millis, Role};
use serde::{Deserialize, Serialize};
use sqlx::AnyConnection;
use uuid::Uuid;

pub(crate) use store::{end, end_all_of_member, end_all_of_user};

use super::audit::{self, Action, Entry};
use super::request::{Body, ClientAddress};
use super::rotation::{ACCESS_SECONDS, Chain, Outcome, REFRESH_MILLIS, decide};
use super::text::Name;
use super::token::{Refresh, SessionKey, TokenHash, random};
use crate::app::App;
use crate::{ApiError, Id};

/// What a device says about itself.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Device {
    pub(crate) name: Name,
    pub(crate) platform: Name,
}

/// What a signed-in device is told. Holds secrets; never printed.
#[derive(Serialize)]
pub(crate) struct Session {
    access_token: String,
    /// Seconds from now.
    expires_in: i64,
    refresh_token: String,
    session_id: Uuid,
    member: SignedIn,
    workspace: Workspace,
    /// The key that tokens of public pages are minted with.
    page_key: String,
    public_url: String,
}

#[derive(Serialize)]
pub(crate) struct SignedIn {
    id: Uuid,
    name: String,
    email: String,
    role: Role,
}

#[derive(Serialize)]
pub(crate) struct Workspace {
    pub(crate) id: Uuid,
    pub(crate) name: String,
}

/// Begins a session in the transaction of what led to it.
pub(crate) async fn begin(
    app: &App,
    tx: &mut AnyConnection,
    workspace: Id,
    member: MemberId,
    device: &Device,
    now: Millis,
) -> Result<Session, ApiError> {
    let random_failed = |error: super::token::NoRandomness| ApiError::Internal(error.to_string());
    let id = Id(Uuid::now_v7());
    let key = SessionKey(random().map_err(random_failed)?);
    let refresh = Refresh::first(id.0, &key).map_err(random_failed)?;
    store::forget_ended(tx, workspace, member, now).await?;
    let new = store::New { id, workspace, member, device, key, refresh: &refresh };
    store::insert(tx, &new, now).await?;
    audit::write(tx, &Entry::new(workspace, Some(member), Action::SignedIn).on(id.0), now).await?;
    tell(app, tx, &refresh, &key).await?.ok_or(ApiError::SignedOut)
}

/// What the device of a session is told, with this refresh token as the one that counts.
async fn tell(
    app: &App,
    from: &mut AnyConnection,
    refresh: &Refresh,
    key: &SessionKey,
) -> Result<Option<Session>, ApiError> {
    let Some(profile) = store::profile(from, Id(refresh.session)).await? else { return Ok(None) };
    Ok(Some(Session {
        access_token: refresh.access(key),
        expires_in: ACCESS_SECONDS,
        refresh_token: refresh.encode(),
        session_id: refresh.session,
        member: profile.member,
        workspace: profile.workspace,
        page_key: profile.page_key,
        public_url: app.config().public_url.clone().unwrap_or_default(),
    }))
}

#[derive(Deserialize)]
pub(super) struct Renew {
    refresh_token: String,
}

/// How often a rotation is tried when others of the same session come in between.
const TRIES: usize = 3;

/// Gives out the next tokens for a refresh token.
pub(super) async fn renew(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    Body(Renew { refresh_token }): Body<Renew>,
) -> Result<Json<Session>, ApiError> {
    app.accounts().rates.token.check(&address.into())?;
    let token = Refresh::parse(&refresh_token).ok_or(ApiError::SignedOut)?;
    for _ in 0..TRIES {
        if let Some(session) = try_renew(&app, &token).await? {
            return Ok(Json(session));
        }
    }
    Err(ApiError::TooManyRequests { retry_after: 1 })
}

/// `None` if another rotation of the session came in between.
async fn try_renew(app: &App, token: &Refresh) -> Result<Option<Session>, ApiError> {
    let now = app.clock().now();
    let mut tx = app.database().write().await?;
    let Some(kept) = store::chain(&mut tx, Id(token.session)).await? else {
        return Err(ApiError::SignedOut);
    };
    let session = match decide(token, &kept.chain, now.0) {
        Outcome::Rotate(next) => {
            if !store::rotate(&mut tx, &next, &kept.chain, now).await? {
                return Ok(None);
            }
            tell(app, &mut tx, &next, &kept.chain.key).await?
        }
        Outcome::Again(next) => {
            store::prolong(&mut tx, &next, &kept.chain.key, now).await?;
            tell(app, &mut tx, &next, &kept.chain.key).await?
        }
        Outcome::Stolen => {
            store::end(&mut tx, Id(token.session), now).await?;
            let entry = Entry::new(kept.workspace, Some(kept.member), Action::TokenReused).on(token.session);
            audit::write(&mut tx, &entry, now).await?;
            tx.commit().await?;
            tracing::warn!(session = %token.session, "a refresh token came back after its time; its session was ended");
            return Err(ApiError::SignedOut);
        }
        Outcome::Refused => return Err(ApiError::SignedOut),
    };
    tx.commit().await?;
    session.map(Some).ok_or(ApiError::SignedOut)
}

/// When the access token that begins at `now` ends, and the refresh token beside it.
const fn ends(now: Millis) -> (i64, i64) {
    (now.0.saturating_add(ACCESS_SECONDS * 1000), now.0.saturating_add(REFRESH_MILLIS))
}

fn access_hash(refresh: &Refresh, key: &SessionKey) -> Vec<u8> {
    TokenHash::of(&refresh.access(key)).0.to_vec()
}
