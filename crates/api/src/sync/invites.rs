//! Inviting somebody, and joining by the link of an invitation.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use mycrm_replica::Remote;
use mycrm_replica::remote;
use mycrm_replica::worker::Worker;
use mycrm_store::{Store, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::connect::{device_name, enter};
use super::members::id_of;
use super::status::SyncStatus;
use crate::body::Body;
use crate::caller::Admin;
use crate::error::{ApiError, Result};
use crate::query::Query;

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InviteList {
    results: Vec<Invite>,
}

/// An invitation that is open.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Invite {
    id: String,
    email: String,
    role: String,
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
    /// Shown this once, to be sent to whom it is for.
    link: Option<String>,
}

impl From<remote::Invite> for Invite {
    fn from(invite: remote::Invite) -> Self {
        let remote::Invite { id, email, role, expires_at, link } = invite;
        let expires_at = Timestamp::from_millis(expires_at);
        Self { id: id.to_string(), email, role, expires_at, link }
    }
}

#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct InviteDraft {
    email: String,
    /// admin, member or viewer.
    role: String,
}

/// Invitations that are open.
#[utoipa::path(get, path = "/api/sync/invites/", tag = "sync", responses((status = 200, body = InviteList)))]
pub(crate) async fn list_invites(State(worker): State<Worker>) -> Result<Json<InviteList>> {
    let pass = worker.pass().await?;
    let invites = pass.remote.invites(&pass.token, pass.workspace).await?;
    Ok(Json(InviteList { results: invites.into_iter().map(Invite::from).collect() }))
}

/// Invites somebody; the answer has the link, which is not sent by itself.
#[utoipa::path(post, path = "/api/sync/invites/", tag = "sync", request_body = InviteDraft,
    responses((status = 201, body = Invite)))]
pub(crate) async fn create_invite(
    State(worker): State<Worker>,
    _: Admin,
    Body(InviteDraft { email, role }): Body<InviteDraft>,
) -> Result<(StatusCode, Json<Invite>)> {
    let pass = worker.pass().await?;
    let invite = pass.remote.invite(&pass.token, pass.workspace, &email, &role).await?;
    Ok((StatusCode::CREATED, Json(invite.into())))
}

/// Withdraws an invitation: its link leads nowhere from now on.
#[utoipa::path(delete, path = "/api/sync/invites/{id}/", tag = "sync", params(("id" = String, Path)),
    responses((status = 204)))]
pub(crate) async fn withdraw_invite(
    State(worker): State<Worker>,
    _: Admin,
    Path(id): Path<String>,
) -> Result<StatusCode> {
    let pass = worker.pass().await?;
    pass.remote.withdraw_invite(&pass.token, pass.workspace, id_of(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct InvitationQuery {
    /// The whole link.
    link: String,
}

/// What an invitation is to.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Invitation {
    server: String,
    workspace: String,
    email: String,
    role: String,
    invited_by: String,
}

/// Reads an invitation by its link, without using it.
#[utoipa::path(get, path = "/api/sync/invitation/", tag = "sync", params(InvitationQuery),
    responses((status = 200, body = Invitation)))]
pub(crate) async fn read_invitation(
    _: Admin,
    Query(InvitationQuery { link }): Query<InvitationQuery>,
) -> Result<Json<Invitation>> {
    let (remote, token) = taken_apart(&link)?;
    let remote::Invitation { workspace, email, role, invited_by } = remote.invitation(&token).await?;
    Ok(Json(Invitation {
        server: remote.address().to_owned(),
        workspace: workspace.name,
        email,
        role,
        invited_by,
    }))
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct JoinDraft {
    /// The whole link of the invitation.
    link: String,
    /// What the others call you.
    name: String,
    /// A new one, or that of an account which is there already.
    password: String,
    totp: Option<String>,
}

/// Joins a workspace by an invitation; otherwise as connecting.
#[utoipa::path(post, path = "/api/sync/join/", tag = "sync", request_body = JoinDraft,
    responses((status = 200, body = SyncStatus)))]
pub(crate) async fn join_sync(
    State(store): State<Store>,
    State(worker): State<Worker>,
    _: Admin,
    Body(JoinDraft { link, name, password, totp }): Body<JoinDraft>,
) -> Result<Json<SyncStatus>> {
    if let Some(membership) = worker.status().membership {
        // Before the invitation is used up.
        return Err(mycrm_replica::Error::AlreadyConnected(membership.workspace_name).into());
    }
    let (remote, token) = taken_apart(&link)?;
    let session = remote.accept(&token, &name, &password, totp.as_deref(), &device_name()).await?;
    enter(&store, &worker, remote, session).await
}

/// `https://crm.example.org/join/TOKEN`: the server and the token.
fn taken_apart(link: &str) -> Result<(Remote, String)> {
    let (server, token) =
        link.trim().rsplit_once("/join/").filter(|(_, token)| !token.is_empty()).ok_or_else(|| {
            ApiError::field("link", "is the whole link that you were sent, with /join/ in it")
        })?;
    Ok((Remote::new(server)?, token.to_owned()))
}
