//! Becoming part of a workspace, and leaving it.

use axum::Json;
use axum::extract::State;
use mycrm_crm::people;
use mycrm_replica::Remote;
use mycrm_replica::remote::{DeviceName, Session, SignIn};
use mycrm_replica::worker::Worker;
use mycrm_store::{Ctx, Id, Origin, Store};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::status::{self, SyncStatus};
use crate::body::Body;
use crate::caller::Admin;
use crate::error::{ApiError, Result};

/// An account on a server.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ConnectDraft {
    /// `crm.example.org`, or a whole address.
    server: String,
    email: String,
    password: String,
    /// The code of an authenticator app, where the account asks for one.
    totp: Option<String>,
    /// The id of a workspace, where the account is a member of several.
    workspace: Option<String>,
}

/// Signs this profile in to a server and makes it part of the workspace there. What was written here is sent, what is
/// there comes. Answers at once; the rest goes on in the background. Conflicts: `wrong_credentials`, `totp_required`,
/// `already_connected`, `unreachable`, `no_secrets`.
#[utoipa::path(post, path = "/api/sync/connect/", tag = "sync", request_body = ConnectDraft,
    responses((status = 200, body = SyncStatus)))]
pub(crate) async fn connect_sync(
    State(store): State<Store>,
    State(worker): State<Worker>,
    _: Admin,
    Body(draft): Body<ConnectDraft>,
) -> Result<Json<SyncStatus>> {
    let ConnectDraft { server, email, password, totp, workspace } = draft;
    let remote = Remote::new(&server)?;
    let workspace = match workspace.as_deref().map(Uuid::try_parse) {
        None => None,
        Some(Ok(id)) => Some(id),
        Some(Err(_)) => return Err(ApiError::field("workspace", "is the id of a workspace")),
    };
    let wish = SignIn { email, password, totp, workspace, device: device_name() };
    let session = remote.sign_in(&wish).await?;
    enter(&store, &worker, remote, session).await
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct SignInDraft {
    password: String,
    totp: Option<String>,
}

/// Signs in again where the server asks for it.
#[utoipa::path(post, path = "/api/sync/sign_in/", tag = "sync", request_body = SignInDraft,
    responses((status = 200, body = SyncStatus)))]
pub(crate) async fn sign_in_again(
    State(store): State<Store>,
    State(worker): State<Worker>,
    _: Admin,
    Body(SignInDraft { password, totp }): Body<SignInDraft>,
) -> Result<Json<SyncStatus>> {
    let membership = worker.status().membership.ok_or(mycrm_replica::Error::NotConnected)?;
    let remote = Remote::new(&membership.server)?;
    let workspace = Some(membership.workspace);
    let wish = SignIn { email: membership.email, password, totp, workspace, device: device_name() };
    let session = remote.sign_in(&wish).await?;
    enter(&store, &worker, remote, session).await
}

/// Hands a session to the worker, and makes the user here the member that they are there.
pub(super) async fn enter(
    store: &Store,
    worker: &Worker,
    remote: Remote,
    session: Session,
) -> Result<Json<SyncStatus>> {
    let me = session.member.clone();
    worker.enter(remote, session).await?;
    let id = Id::from(me.id);
    if mycrm_crm::setup::me(store).await?.as_ref() != Some(&id) {
        let ctx = Ctx::new("MyCRM", Origin::User, "Joined a workspace").permanent();
        let mut tx = store.begin(ctx).await?;
        people::become_member(&mut tx, &id, &me.name, &me.email).await?;
        tx.commit().await?;
    }
    status::read(store, worker).await.map(Json)
}

/// Leaves the workspace. Every record and its history stay here, as they are in the workspace.
#[utoipa::path(post, path = "/api/sync/leave/", tag = "sync", responses((status = 200, body = SyncStatus)))]
pub(crate) async fn leave_sync(
    State(store): State<Store>,
    State(worker): State<Worker>,
    _: Admin,
) -> Result<Json<SyncStatus>> {
    worker.leave().await?;
    status::read(&store, &worker).await.map(Json)
}

/// Syncs at once and answers when nothing waits here or there. Conflicts: `not_connected`, `unreachable`, `signed_out`.
#[utoipa::path(post, path = "/api/sync/now/", tag = "sync", responses((status = 200, body = SyncStatus)))]
pub(crate) async fn sync_now(
    State(store): State<Store>,
    State(worker): State<Worker>,
) -> Result<Json<SyncStatus>> {
    worker.now().await?;
    status::read(&store, &worker).await.map(Json)
}

/// How this device is listed: by the name that the system gives it.
pub(super) fn device_name() -> DeviceName {
    let by_system = ["COMPUTERNAME", "HOSTNAME"].into_iter().find_map(|name| std::env::var(name).ok());
    let by_file = || std::fs::read_to_string("/etc/hostname").ok();
    let name = by_system.or_else(by_file).map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
    DeviceName { name: name.unwrap_or_else(|| "Computer".to_owned()), platform: std::env::consts::OS }
}
