//! Members of the workspace and the devices that are signed in to it: asked of the server, which decides who may.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use mycrm_replica::remote;
use mycrm_replica::worker::Worker;
use mycrm_store::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::body::Body;
use crate::caller::Admin;
use crate::error::{ApiError, Result};

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MemberList {
    results: Vec<Member>,
}

/// A member of the workspace.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Member {
    id: String,
    name: String,
    email: String,
    /// owner, admin, member or viewer.
    role: String,
    #[schema(value_type = String, format = DateTime)]
    joined_at: Timestamp,
    is_you: bool,
}

#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct RoleDraft {
    /// owner, admin, member or viewer.
    role: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SyncDeviceList {
    results: Vec<SyncDevice>,
}

/// A device that is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SyncDevice {
    id: String,
    name: String,
    platform: String,
    /// Whose it is, by id and name.
    member: String,
    member_name: String,
    #[schema(value_type = String, format = DateTime)]
    signed_in_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    last_seen_at: Timestamp,
    is_this: bool,
}

pub(super) fn id_of(text: &str) -> Result<Uuid> {
    Uuid::try_parse(text).map_err(|_| ApiError::NotFound(format!("There is nothing with the id {text}.")))
}

/// The members of the workspace.
#[utoipa::path(get, path = "/api/sync/members/", tag = "sync", responses((status = 200, body = MemberList)))]
pub(crate) async fn list_members(State(worker): State<Worker>) -> Result<Json<MemberList>> {
    let pass = worker.pass().await?;
    let members = pass.remote.members(&pass.token, pass.workspace).await?;
    let results = members.into_iter().map(|member| {
        let remote::Member { id, name, email, role, joined_at, is_you } = member;
        let joined_at = Timestamp::from_millis(joined_at);
        Member { id: id.to_string(), name, email, role, joined_at, is_you }
    });
    Ok(Json(MemberList { results: results.collect() }))
}

/// Gives a member another role.
#[utoipa::path(patch, path = "/api/sync/members/{id}/", tag = "sync", params(("id" = String, Path)),
    request_body = RoleDraft, responses((status = 204)))]
pub(crate) async fn change_member_role(
    State(worker): State<Worker>,
    _: Admin,
    Path(id): Path<String>,
    Body(RoleDraft { role }): Body<RoleDraft>,
) -> Result<StatusCode> {
    let pass = worker.pass().await?;
    pass.remote.change_role(&pass.token, pass.workspace, id_of(&id)?, &role).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Removes a member. What they wrote stays.
#[utoipa::path(delete, path = "/api/sync/members/{id}/", tag = "sync", params(("id" = String, Path)),
    responses((status = 204)))]
pub(crate) async fn remove_member(
    State(worker): State<Worker>,
    _: Admin,
    Path(id): Path<String>,
) -> Result<StatusCode> {
    let pass = worker.pass().await?;
    pass.remote.remove_member(&pass.token, pass.workspace, id_of(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The devices that are signed in.
#[utoipa::path(get, path = "/api/sync/devices/", tag = "sync", responses((status = 200, body = SyncDeviceList)))]
pub(crate) async fn list_sync_devices(State(worker): State<Worker>) -> Result<Json<SyncDeviceList>> {
    let pass = worker.pass().await?;
    let devices = pass.remote.devices(&pass.token, pass.workspace).await?;
    let results = devices.into_iter().map(|device| {
        let remote::SignedInDevice { id, name, platform, member, signed_in_at, last_seen_at, is_this } =
            device;
        SyncDevice {
            id: id.to_string(),
            name,
            platform,
            member: member.id.to_string(),
            member_name: member.name,
            signed_in_at: Timestamp::from_millis(signed_in_at),
            last_seen_at: Timestamp::from_millis(last_seen_at),
            is_this,
        }
    });
    Ok(Json(SyncDeviceList { results: results.collect() }))
}

/// Signs a device out. What it has not sent yet waits there.
#[utoipa::path(delete, path = "/api/sync/devices/{id}/", tag = "sync", params(("id" = String, Path)),
    responses((status = 204)))]
pub(crate) async fn revoke_sync_device(
    State(worker): State<Worker>,
    _: Admin,
    Path(id): Path<String>,
) -> Result<StatusCode> {
    let pass = worker.pass().await?;
    pass.remote.revoke_device(&pass.token, pass.workspace, id_of(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}
