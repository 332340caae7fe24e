//! The devices that are signed in: each member sees and ends their own, admins those of everybody.

mod store;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use mycrm_sync::{MemberId, Millis, Role};
use serde::Serialize;
use uuid::Uuid;

use super::audit::{self, Action, Entry};
use super::may;
use super::request::PathId;
use super::session;
use crate::app::App;
use crate::{ApiError, Id, Member};

#[derive(Debug, Serialize)]
pub(super) struct Devices {
    devices: Vec<Device>,
}

#[derive(Debug, Serialize)]
pub(super) struct Device {
    /// Of the session.
    id: Uuid,
    name: String,
    platform: String,
    member: Owner,
    signed_in_at: Millis,
    last_seen_at: Millis,
    is_this: bool,
}

#[derive(Debug, Serialize)]
pub(super) struct Owner {
    id: MemberId,
    name: String,
    #[serde(skip)]
    role: Role,
}

/// Whether they may see and end the device of somebody else.
fn may_see(member: &Member, owner: &Owner) -> bool {
    member.member == owner.id || may::may_change(member.role, Some(owner.role), owner.role)
}

pub(super) async fn list(State(app): State<App>, member: Member) -> Result<Json<Devices>, ApiError> {
    let mut devices = store::signed_in(app.database(), &member, app.clock().now()).await?;
    devices.retain(|device| may_see(&member, &device.member));
    Ok(Json(Devices { devices }))
}

/// Signs a device out.
pub(super) async fn remove(
    State(app): State<App>,
    member: Member,
    PathId(id): PathId,
) -> Result<StatusCode, ApiError> {
    const NONE: ApiError = ApiError::NotFound("There is no such device that is signed in.");
    let now = app.clock().now();
    let devices = store::signed_in(app.database(), &member, now).await?;
    let device = devices.iter().find(|device| device.id == id).ok_or(NONE)?;
    if !may_see(&member, &device.member) {
        return Err(NONE);
    }
    let mut tx = app.database().write().await?;
    if !session::end(&mut tx, Id(id), now).await? {
        return Err(NONE);
    }
    let entry = Entry::new(member.workspace, Some(member.member), Action::DeviceSignedOut).on(id);
    audit::write(&mut tx, &entry, now).await?;
    tx.commit().await?;
    app.wake().check(member.workspace);
    Ok(StatusCode::NO_CONTENT)
}

/// Signs this device out.
pub(super) async fn sign_out(State(app): State<App>, member: Member) -> Result<StatusCode, ApiError> {
    let now = app.clock().now();
    let mut tx = app.database().write().await?;
    if session::end(&mut tx, member.session, now).await? {
        let entry = Entry::new(member.workspace, Some(member.member), Action::SignedOut);
        audit::write(&mut tx, &entry.on(member.session.0), now).await?;
    }
    tx.commit().await?;
    app.wake().check(member.workspace);
    Ok(StatusCode::NO_CONTENT)
}
