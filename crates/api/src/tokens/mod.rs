//! Tokens of programs: made and revoked by the user, shown once, kept only as a hash.

mod store;

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use mycrm_store::{Id, Store, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
pub(crate) use store::{Known, find, note_use, stands};
use utoipa::ToSchema;

use crate::body::Body;
use crate::caller::{Admin, Scope};
use crate::error::{ApiError, Result};
use crate::events::Events;
use crate::id::PathId;

/// What listeners are told when a token was made or revoked.
pub(crate) const TAG: &str = "tokens";

/// A token as it can be shown at any time.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Token {
    #[schema(value_type = String)]
    id: Id,
    name: String,
    scope: Scope,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// To the minute.
    #[schema(value_type = Option<String>, format = DateTime)]
    last_used_at: Option<Timestamp>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TokenList {
    results: Vec<Token>,
}

#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct TokenDraft {
    /// What the token is for; one name, one token.
    name: String,
    #[serde(default = "write_scope")]
    #[schema(default = "write")]
    scope: Scope,
}

fn write_scope() -> Scope {
    Scope::Write
}

/// A new token, with what is shown this once.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NewToken {
    #[serde(flatten)]
    about: Token,
    /// Send it as `Authorization: Bearer …`. It cannot be shown again.
    token: String,
}

/// Tokens that are not revoked, by name.
#[utoipa::path(get, path = "/api/core/tokens/", tag = "core", responses((status = 200, body = TokenList)))]
pub(crate) async fn list_tokens(State(store): State<Store>, _: Admin) -> Result<Json<TokenList>> {
    Ok(Json(TokenList { results: store::list(&store).await? }))
}

/// Makes a token; the answer is the only time it is shown.
#[utoipa::path(post, path = "/api/core/tokens/", tag = "core", request_body = TokenDraft,
    responses((status = 201, body = NewToken)))]
pub(crate) async fn create_token(
    State(store): State<Store>,
    State(events): State<Events>,
    _: Admin,
    Body(draft): Body<TokenDraft>,
) -> Result<Response> {
    let name = draft.name.trim();
    if name.is_empty() || name.chars().count() > 100 {
        return Err(ApiError::field("name", "must have 1 to 100 characters"));
    }
    let token = format!("mycrm_{}", random_hex()?);
    let about = Token {
        id: Id::new(),
        name: name.to_owned(),
        scope: draft.scope,
        created_at: Timestamp::now(),
        last_used_at: None,
    };
    if !store::add(&store, &about, &hash(&token)).await? {
        return Err(ApiError::Conflict(format!(
            "There is a token called “{name}” already; revoke it first, or choose another name."
        )));
    }
    events.touched(vec![TAG.to_owned()]);
    // No copy of the answer may stay anywhere, which is also what keeps it out of the kept answers.
    Ok((StatusCode::CREATED, [(header::CACHE_CONTROL, "no-store")], Json(NewToken { about, token }))
        .into_response())
}

/// Revokes a token at once.
#[utoipa::path(delete, path = "/api/core/tokens/{id}/", tag = "core", params(("id" = String, Path)),
    responses((status = 204)))]
pub(crate) async fn revoke_token(
    State(store): State<Store>,
    State(events): State<Events>,
    _: Admin,
    PathId(id): PathId,
) -> Result<StatusCode> {
    if !store::revoke(&store, &id, Timestamp::now()).await? {
        return Err(ApiError::NotFound(format!("There is no token with the id {id}.")));
    }
    events.touched(vec![TAG.to_owned()]);
    Ok(StatusCode::NO_CONTENT)
}

/// 256 random bits as hexadecimal.
pub(crate) fn random_hex() -> Result<String> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(ApiError::internal)?;
    Ok(hex(&bytes))
}

/// SHA-256 as hexadecimal. Tokens are 256 random bits, so that a slow hash would add nothing.
pub(crate) fn hash(secret: &str) -> String {
    hex(&Sha256::digest(secret))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
