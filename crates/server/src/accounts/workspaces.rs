//! Deleting a workspace with everything in it.

mod store;

use axum::extract::State;
use axum::http::StatusCode;
use mycrm_sync::SnapshotId;
use serde::Deserialize;

use super::may::{Action, allow};
use super::me::confirm_password;
use super::members;
use super::password::Password;
use super::request::Body;
use crate::app::App;
use crate::{ApiError, Id, Member, sync};

#[derive(Deserialize)]
pub(super) struct Confirmed {
    password: Password,
}

/// The workspace is gone whatever becomes of its files; what is left of them is said in the log.
async fn forget_files(app: &App, workspace: Id, snapshots: Vec<SnapshotId>) {
    let removed = async {
        for snapshot in snapshots {
            app.files().remove_snapshot(snapshot).await?;
        }
        app.files().remove_chunks(workspace).await
    };
    if let Err(error) = removed.await {
        tracing::error!(workspace = %workspace.0, %error, "files of a deleted workspace are left in the blob store");
    }
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
    let snapshots = store::snapshots(&mut tx, member.workspace).await?;
    store::delete(&mut tx, member.workspace).await?;
    tx.commit().await?;
    forget_files(&app, member.workspace, snapshots).await;
    tracing::info!(workspace = %member.workspace.0, "a workspace was deleted by its owner");
    Ok(StatusCode::NO_CONTENT)
}
