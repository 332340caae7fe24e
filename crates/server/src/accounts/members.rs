//! Who is in a workspace and in which role. A workspace always keeps an owner.

pub(super) mod store;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use mycrm_sync::{MemberId, Millis, Role};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::audit::{self, Action, Entry};
use super::invites;
use super::may::may_change;
use super::request::{Body, PathId};
use super::session;
use crate::app::App;
use crate::{ApiError, Member, sync};

const NOBODY: ApiError = ApiError::NotFound("There is no such member in this workspace.");
const ABOVE: ApiError =
    ApiError::Forbidden("Your role does not suffice for this: nobody changes a role above their own.");

#[derive(Debug, Serialize)]
pub(super) struct Members {
    members: Vec<Listed>,
}

#[derive(Debug, Serialize)]
pub(super) struct Listed {
    pub(super) id: Uuid,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) role: Role,
    pub(super) joined_at: Millis,
    pub(super) is_you: bool,
}

pub(super) async fn list(State(app): State<App>, member: Member) -> Result<Json<Members>, ApiError> {
    Ok(Json(Members { members: store::list(app.database(), &member).await? }))
}

#[derive(Debug, Deserialize)]
pub(super) struct NewRole {
    role: Role,
}

pub(super) async fn change_role(
    State(app): State<App>,
    member: Member,
    PathId(id): PathId,
    Body(NewRole { role }): Body<NewRole>,
) -> Result<StatusCode, ApiError> {
    let target = MemberId(id);
    let mut tx = app.database().write().await?;
    let now = app.clock().now();
    store::lock(&mut tx, member.workspace).await?;
    // Read again under the lock: the role may have changed since the request was let in.
    let by = sync::role(&mut tx, member.workspace, member.member).await?.ok_or(ApiError::NotAMember)?;
    let before = sync::role(&mut tx, member.workspace, target).await?.ok_or(NOBODY)?;
    if !may_change(by, Some(before), role) {
        return Err(ABOVE);
    }
    if before == role {
        return Ok(StatusCode::NO_CONTENT);
    }
    if before == Role::Owner {
        keep_an_owner(&mut tx, &member, target).await?;
    }
    let head = sync::set_role(&mut tx, &app, member.workspace, target, Some(role)).await?;
    if role < before {
        invites::close_by(&mut tx, member.workspace, target, now).await?;
    }
    let entry = Entry::new(member.workspace, Some(member.member), Action::RoleChanged);
    audit::write(&mut tx, &entry.on(id).with_role(role), now).await?;
    tx.commit().await?;
    app.wake().announce(member.workspace, head);
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a member out of the workspace, or lets them leave. What they wrote stays.
pub(super) async fn remove(
    State(app): State<App>,
    member: Member,
    PathId(id): PathId,
) -> Result<StatusCode, ApiError> {
    let target = MemberId(id);
    let mut tx = app.database().write().await?;
    let now = app.clock().now();
    store::lock(&mut tx, member.workspace).await?;
    let by = sync::role(&mut tx, member.workspace, member.member).await?.ok_or(ApiError::NotAMember)?;
    let before = sync::role(&mut tx, member.workspace, target).await?.ok_or(NOBODY)?;
    let leaves = target == member.member;
    if !leaves && !may_change(by, Some(before), before) {
        return Err(ABOVE);
    }
    if before == Role::Owner {
        keep_an_owner(&mut tx, &member, target).await?;
    }
    let head = sync::set_role(&mut tx, &app, member.workspace, target, None).await?;
    session::end_all_of_member(&mut tx, member.workspace, target, now).await?;
    invites::close_by(&mut tx, member.workspace, target, now).await?;
    let action = if leaves { Action::Left } else { Action::MemberRemoved };
    let entry = Entry::new(member.workspace, Some(member.member), action);
    audit::write(&mut tx, &entry.on(id), now).await?;
    tx.commit().await?;
    app.wake().announce(member.workspace, head);
    app.wake().check(member.workspace);
    Ok(StatusCode::NO_CONTENT)
}

async fn keep_an_owner(tx: &mut sqlx::AnyConnection, member: &Member, but: MemberId) -> Result<(), ApiError> {
    if store::has_owner_but(tx, member.workspace, but).await? {
        return Ok(());
    }
    Err(ApiError::Other {
        status: StatusCode::CONFLICT,
        code: "last_owner",
        message: "This is the last owner of the workspace; make somebody else an owner first, or delete the \
                  workspace."
            .to_owned(),
    })
}
