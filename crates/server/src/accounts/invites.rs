//! Invitations: a link that lets one person with one e-mail address in, once, for seven days.

mod accept;
mod store;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use mycrm_sync::{Millis, Role};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub(super) use accept::accept;
pub(super) use store::close_by;

use super::audit::{self, Action, Entry};
use super::may::{Action as Wanted, allow, may_change};
use super::request::{Body, ClientAddress, PathId, PathToken};
use super::text::Email;
use super::token::{self, TokenHash};
use super::{members, users};
use crate::app::App;
use crate::{ApiError, Database, DatabaseError, Id, Member};

/// How long an invitation counts, in milliseconds: 7 days.
const VALID: i64 = 7 * 24 * 60 * 60 * 1000;

#[derive(Debug, Deserialize)]
pub(super) struct Invite {
    email: Email,
    role: Role,
}

#[derive(Serialize)]
pub(super) struct Invited {
    id: Uuid,
    /// Shown this once: only the hash of its token is kept.
    link: String,
    email: String,
    role: Role,
    expires_at: Millis,
}

pub(super) async fn create(
    State(app): State<App>,
    member: Member,
    Body(Invite { email, role }): Body<Invite>,
) -> Result<(StatusCode, Json<Invited>), ApiError> {
    if !may_change(member.role, None, role) {
        return Err(ApiError::Forbidden(
            "Your role does not suffice for this: admins invite up to admins, owners invite everybody.",
        ));
    }
    let token = token::invite().map_err(|error| ApiError::Internal(error.to_string()))?;
    let now = app.clock().now();
    let expires_at = Millis(now.0.saturating_add(VALID));
    let id = Id(Uuid::now_v7());
    let mut tx = app.database().write().await?;
    if let Some(user) = users::by_email(&mut tx, &email).await?
        && let Some((_, false)) = members::store::of_user(&mut tx, member.workspace, user.id).await?
    {
        return Err(already_member());
    }
    store::close_of(&mut tx, member.workspace, &email, now).await?;
    let new =
        store::New { id, workspace: member.workspace, email: &email, role, by: member.member, expires_at };
    store::insert(&mut tx, &new, &TokenHash::of(&token), now).await?;
    let entry = Entry::new(member.workspace, Some(member.member), Action::Invited);
    audit::write(&mut tx, &entry.on(id.0).with_role(role), now).await?;
    tx.commit().await?;
    let public_url = app.config().public_url.as_deref().unwrap_or_default();
    let link = format!("{public_url}/join/{token}");
    let invited = Invited { id: id.0, link, email: email.as_str().to_owned(), role, expires_at };
    Ok((StatusCode::CREATED, Json(invited)))
}

fn already_member() -> ApiError {
    ApiError::Other {
        status: StatusCode::CONFLICT,
        code: "already_member",
        message: "Whoever has this e-mail address is in the workspace already.".to_owned(),
    }
}

#[derive(Debug, Serialize)]
pub(super) struct Invites {
    invites: Vec<Open>,
}

/// An invitation that can still be used.
#[derive(Debug, Serialize)]
pub(super) struct Open {
    id: Uuid,
    email: String,
    role: Role,
    invited_by: String,
    expires_at: Millis,
}

pub(super) async fn list(State(app): State<App>, member: Member) -> Result<Json<Invites>, ApiError> {
    allow(member.role, Wanted::ManageMembers)?;
    let invites = store::open(app.database(), member.workspace, app.clock().now()).await?;
    Ok(Json(Invites { invites }))
}

/// Withdraws an invitation.
pub(super) async fn withdraw(
    State(app): State<App>,
    member: Member,
    PathId(id): PathId,
) -> Result<StatusCode, ApiError> {
    allow(member.role, Wanted::ManageMembers)?;
    let now = app.clock().now();
    let mut tx = app.database().write().await?;
    if !store::close(&mut tx, member.workspace, Id(id), now).await? {
        return Err(ApiError::NotFound("There is no such invitation that is open."));
    }
    let entry = Entry::new(member.workspace, Some(member.member), Action::InviteWithdrawn).on(id);
    audit::write(&mut tx, &entry, now).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// An invitation as its link finds it.
pub(crate) struct Found {
    id: Id,
    workspace: Id,
    pub(crate) workspace_name: String,
    email: Email,
    role: Role,
    invited_by: String,
}

/// The open invitation with this token; the same answer for one that was used and one that never was.
pub(crate) async fn find(
    database: &Database,
    token: &str,
    now: Millis,
) -> Result<Option<Found>, DatabaseError> {
    store::find(database, &TokenHash::of(token), now).await
}

const NO_INVITE: ApiError = ApiError::NotFound(
    "This invitation was used, withdrawn or has expired, or its link is incomplete. Ask for a new one.",
);

#[derive(Debug, Serialize)]
pub(super) struct Shown {
    workspace: Named,
    email: String,
    role: Role,
    invited_by: String,
}

#[derive(Debug, Serialize)]
pub(super) struct Named {
    name: String,
}

/// What an invitation is to, for whoever has its link.
pub(super) async fn show(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    PathToken(token): PathToken,
) -> Result<Json<Shown>, ApiError> {
    app.accounts().rates.sign_in_address.check(&address.into())?;
    let found = find(app.database(), &token, app.clock().now()).await?.ok_or(NO_INVITE)?;
    Ok(Json(Shown {
        workspace: Named { name: found.workspace_name },
        email: found.email.as_str().to_owned(),
        role: found.role,
        invited_by: found.invited_by,
    }))
}
