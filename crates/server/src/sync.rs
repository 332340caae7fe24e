//! Sync over HTTP: pushes, pulls and snapshots of a workspace, as `mycrm-sync` decides and docs/sync.md promises.

mod append;
mod pull;
mod push;
mod roles;
mod sharing;
mod snapshots;
mod store;
mod turns;

use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use mycrm_sync::client::{Answer, Answered};
use mycrm_sync::{Millis, Rights, Scope};

pub(crate) use append::{NewRow, append};
pub(crate) use roles::set_role;
pub(crate) use snapshots::{SnapshotTurns, expire, head};
pub(crate) use store::rights::role;
pub(crate) use turns::Turns;

use crate::app::App;
use crate::{ApiError, Member, wake};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/workspaces/{workspace}/push", post(push::push))
        .route("/api/v1/workspaces/{workspace}/pull", post(pull::pull))
        .route("/api/v1/workspaces/{workspace}/snapshots", post(snapshots::make))
        .route("/api/v1/workspaces/{workspace}/snapshots/{id}/{index}", get(snapshots::chunk))
        .route("/api/v1/workspaces/{workspace}/wake", get(wake::wake))
}

/// Bytes of a request that is not a push: a few ids.
const SMALL: usize = 64 << 10;

/// An answer of the protocol, with the time that devices correct their clocks by.
fn answered(status: StatusCode, now: Millis, answer: Answer) -> Response {
    (status, axum::Json(Answered { now, answer })).into_response()
}

/// What a member may do in a scope; `None` for a document that is not there.
pub(crate) async fn rights_to(app: &App, member: &Member, scope: Scope) -> Result<Option<Rights>, ApiError> {
    let Scope::Document(document) = scope else { return Ok(Some(member.role.in_workspace())) };
    let mut tx = app.database().read().await?;
    let documents = [document].into();
    let access =
        store::rights::access(&mut tx, member.workspace, member.member, member.role, &documents).await?;
    Ok(access.documents.get(&document).copied())
}
