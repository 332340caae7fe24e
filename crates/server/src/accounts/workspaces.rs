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
use crate::{ApiError, Member, blobs, sync};

#[derive(Deserialize)]
pub(super) struct Confirmed {
    password: Password,
}

/// Removes the files of workspaces that were deleted. What cannot be removed now is tried again.
pub(crate) async fn forget_files(app: &App) -> Result<(), ApiError> {
    for place in store::leftovers(app.database()).await? {
        app.files().remove_all(&place).await?;
        store::forget_leftover(app.database(), &place).await?;
    }
    Ok(())
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
    let role = sync::role(&mut tx, member.workspace, member.member).await?;
    allow(role.ok_or(ApiError::NotAMember)?, Action::DeleteWorkspace)?;
    let mut places = vec![blobs::chunks_of(member.workspace)];
    places.extend(store::snapshots(&mut tx, member.workspace).await?.into_iter().map(blobs::snapshot_of));
    store::delete(&mut tx, member.workspace, &places).await?;
    tx.commit().await?;
    // The workspace is gone whatever becomes of its files, and of who asked for it.
    tokio::spawn(async move {
        if let Err(error) = forget_files(&app).await {
            tracing::warn!(%error, "files of a deleted workspace are left in the blob store; they are tried again");
        }
    });
    tracing::info!(workspace = %member.workspace.0, "a workspace was deleted by its owner");
    Ok(StatusCode::NO_CONTENT)
}
