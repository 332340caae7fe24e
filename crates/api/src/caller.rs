//! Who asks, how they came in, and what they may do: put on each request by whoever let it in.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use mycrm_store::{Ctx, Id, Origin, RequestKey};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::ApiError;

/// What a token may do; each includes the ones before it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema, sqlx::Type,
)]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub(crate) enum Scope {
    /// Look at everything but tokens.
    Read,
    /// Change records too.
    Write,
    /// Settings, tokens and everything else too.
    Admin,
}

/// The one behind a request.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    /// Who the change log says it was.
    pub(crate) actor: String,
    pub(crate) origin: Origin,
    pub(crate) scope: Scope,
    /// The token it came in with: what lasts longer than a request ends with it.
    pub(crate) token: Option<Id>,
    /// What makes a repetition of the request known: it is kept with the change.
    pub(crate) request: Option<RequestKey>,
}

impl Caller {
    /// The user of this installation, in the window, the signed-in browser or the command line.
    pub(crate) fn user() -> Self {
        let actor = "me".to_owned();
        Self { actor, origin: Origin::User, scope: Scope::Admin, token: None, request: None }
    }

    /// A program with a token.
    pub(crate) fn program(token: Id, token_name: &str, scope: Scope) -> Self {
        let actor = format!("api:{token_name}");
        Self { actor, origin: Origin::Api, scope, token: Some(token), request: None }
    }

    /// The context of a write that the history calls `label`.
    pub(crate) fn ctx(&self, label: impl Into<String>) -> Ctx {
        Ctx::new(self.actor.clone(), self.origin, label).for_request(self.request.clone())
    }

    /// The context of taking an action back, or doing it again.
    pub(crate) fn undoing(&self) -> Ctx {
        Ctx::undoing(self.actor.clone()).for_request(self.request.clone())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| ApiError::Unauthorized("Sign in, or send a token.".to_owned()))
    }
}

/// A caller who may change tokens and settings; in a handler's signature it is the permission check.
#[derive(Debug)]
pub(crate) struct Admin;

impl<S: Send + Sync> FromRequestParts<S> for Admin {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let caller = Caller::from_request_parts(parts, state).await?;
        if caller.scope < Scope::Admin {
            return Err(ApiError::Forbidden(
                "This needs a token with the scope admin; nothing was changed.".to_owned(),
            ));
        }
        Ok(Self)
    }
}
