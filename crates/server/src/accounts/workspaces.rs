//! Deleting a workspace with everything in it.

mod store;

use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;

use super::may::{Action, allow};
use super::me::confirm_password;
use super::members;
use super::password::Password;
use super::request::Body;
use crate::app::App;
use crate::{ApiError, Member};

#[derive(Deserialize)]
pub(super) struct Confirmed {
    password: Password,
}

/// Deletes the workspace for good: its log, its rows, its members, and the accounts of those who are in no other one.
pub(super) async fn delete(
    State(app): State<App>,
    member: Member,
    Body(Confirmed { password }): Body<Confirmed>,
) -> Result<StatusCode, ApiError> {
    allow(member.role, Action::DeleteWorkspace)?;
    confirm_password(&app, &member, &password).await?;
    let mut tx = app.database().write().await?;
    members::store::lock(&mut tx, member.workspace).await?;
    // Read again under the lock: the role may have changed since the request was let in.
    let role = members::store::role(&mut tx, member.workspace, member.member).await?;
    allow(role.ok_or(ApiError::NotAMember)?, Action::DeleteWorkspace)?;
    store::delete(&mut tx, member.workspace).await?;
    tx.commit().await?;
    tracing::info!(workspace = %member.workspace.0, "a workspace was deleted by its owner");
    Ok(StatusCode::NO_CONTENT)
}
