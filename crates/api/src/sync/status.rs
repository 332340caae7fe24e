//! How far this device is in step with its workspace.

use axum::Json;
use axum::extract::State;
use mycrm_replica::worker::{Status, Worker};
use mycrm_replica::{Counts, Membership, Trouble, inbox};
use mycrm_store::{Store, Timestamp};
use mycrm_sync::client::Connection;
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::{Result, sentence};

/// Where a device stands with its server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SyncState {
    /// It belongs to no workspace.
    Detached,
    /// The server cannot be reached; what is written waits.
    Offline,
    /// There is something to send or to fetch.
    Syncing,
    /// Nothing waits here or there.
    Synced,
    /// All of the workspace is fetched.
    Bootstrapping,
    /// The server wants a login.
    SignedOut,
    /// This program is too old for the workspace.
    Outdated,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SyncStatus {
    state: SyncState,
    workspace: Option<SyncWorkspace>,
    /// Edits that the server has not decided yet.
    waiting: i64,
    /// Edits that the server did not accept and nobody has dealt with.
    rejected: i64,
    /// Conflicts that wait for a choice.
    conflicts: i64,
    /// Records whose merged values do not fit this program.
    unfit: i64,
    /// When nothing waited here or there last.
    #[schema(value_type = Option<String>, format = DateTime)]
    synced_at: Option<Timestamp>,
    problem: Option<SyncProblem>,
    progress: Option<SyncProgress>,
    /// This profile turned out to be a copy of another one, and writes under an id of its own since.
    was_copied: bool,
}

/// The workspace that a profile belongs to, and as whom.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SyncWorkspace {
    server: String,
    name: String,
    member: String,
    member_name: String,
    email: String,
    /// owner, admin, member or viewer.
    role: String,
    #[schema(value_type = Option<String>, format = DateTime)]
    connected_at: Option<Timestamp>,
}

/// What keeps a device from syncing.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SyncProblem {
    /// unreachable, signed_out, busy, server, refused or address.
    code: &'static str,
    /// What happened and what to do.
    message: String,
    /// When it is tried again by itself.
    #[schema(value_type = Option<String>, format = DateTime)]
    next_try: Option<Timestamp>,
}

/// Of the workspace that is fetched.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SyncProgress {
    done: usize,
    total: usize,
}

/// How far this device is in step with its workspace.
#[utoipa::path(get, path = "/api/sync/status/", tag = "sync", responses((status = 200, body = SyncStatus)))]
pub(crate) async fn get_sync_status(
    State(store): State<Store>,
    State(worker): State<Worker>,
) -> Result<Json<SyncStatus>> {
    read(&store, &worker).await.map(Json)
}

pub(super) async fn read(store: &Store, worker: &Worker) -> Result<SyncStatus> {
    let Status { connection, membership, problem, next_try, was_copied } = worker.status();
    let counts = match membership {
        Some(_) => inbox::counts(store).await?,
        // What waits for a server that there is none of is nobody's concern; what one did not accept still is.
        None => Counts { waiting: 0, ..inbox::counts(store).await? },
    };
    let times = inbox::times(store).await?;
    let progress = inbox::progress(store).await?;
    let workspace = membership.map(|membership| workspace(membership, times.map(|(connected, _)| connected)));
    Ok(SyncStatus {
        state: state(connection, counts),
        workspace,
        waiting: counts.waiting,
        rejected: counts.rejected,
        conflicts: counts.conflicts,
        unfit: counts.unfit,
        synced_at: times.and_then(|(_, synced)| synced),
        problem: problem.map(|trouble| SyncProblem {
            code: code(&trouble),
            message: sentence(&trouble),
            next_try,
        }),
        progress: progress.map(|(done, total)| SyncProgress { done, total }),
        was_copied,
    })
}

fn workspace(membership: Membership, connected_at: Option<Timestamp>) -> SyncWorkspace {
    let Membership { server, workspace_name, member, member_name, email, role, .. } = membership;
    SyncWorkspace {
        server,
        name: workspace_name,
        member: member.to_string(),
        member_name,
        email,
        role,
        connected_at,
    }
}

/// An edit may wait before the worker has heard of it: then it is not in step, whatever it says.
fn state(connection: Connection, counts: Counts) -> SyncState {
    match connection {
        Connection::Detached => SyncState::Detached,
        Connection::Offline => SyncState::Offline,
        Connection::Synced if counts.waiting > 0 => SyncState::Syncing,
        Connection::Syncing => SyncState::Syncing,
        Connection::Synced => SyncState::Synced,
        Connection::Bootstrapping => SyncState::Bootstrapping,
        Connection::SignedOut => SyncState::SignedOut,
        Connection::Outdated { .. } => SyncState::Outdated,
    }
}

fn code(trouble: &Trouble) -> &'static str {
    match trouble {
        Trouble::Address(_) => "address",
        Trouble::Unreachable(_) | Trouble::NotUnderstood(_) => "unreachable",
        Trouble::SignedOut => "signed_out",
        Trouble::Busy(_) => "busy",
        Trouble::Broken(_) => "server",
        Trouble::Refused { .. } => "refused",
    }
}
