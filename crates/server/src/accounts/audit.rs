//! Who did what and when in a workspace, for its admins. It holds ids, roles and names of devices: no secret, no address.

mod store;

use axum::Json;
use axum::extract::State;
use mycrm_sync::{MemberId, Millis, Role};
use serde::Serialize;
use uuid::Uuid;

use super::may::{Action as Wanted, allow};
use super::request::Before;
use crate::app::App;
use crate::{ApiError, Database, DatabaseError, Id, Member};

/// How many entries an answer holds.
const PAGE: usize = 100;

/// What was done. New ones are added at the end; names are kept in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    SignedIn,
    SignedOut,
    DeviceSignedOut,
    /// A refresh token came back after its time, and the session was ended.
    TokenReused,
    Invited,
    InviteWithdrawn,
    Joined,
    RoleChanged,
    MemberRemoved,
    Left,
    SecondFactorAdded,
    SecondFactorRemoved,
    PasswordChanged,
    Exported,
}

impl Action {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::SignedIn => "signed_in",
            Self::SignedOut => "signed_out",
            Self::DeviceSignedOut => "device_signed_out",
            Self::TokenReused => "token_reused",
            Self::Invited => "invited",
            Self::InviteWithdrawn => "invite_withdrawn",
            Self::Joined => "joined",
            Self::RoleChanged => "role_changed",
            Self::MemberRemoved => "member_removed",
            Self::Left => "left",
            Self::SecondFactorAdded => "second_factor_added",
            Self::SecondFactorRemoved => "second_factor_removed",
            Self::PasswordChanged => "password_changed",
            Self::Exported => "exported",
        }
    }
}

/// What is written about an action.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    pub(crate) workspace: Id,
    /// `None` for what the server did by itself or from its command line.
    pub(crate) by: Option<MemberId>,
    pub(crate) action: Action,
    /// The member, session or invitation it was done to.
    pub(crate) subject: Option<Uuid>,
    /// The role that somebody has from here on.
    pub(crate) role: Option<Role>,
}

impl Entry {
    pub(crate) const fn new(workspace: Id, by: Option<MemberId>, action: Action) -> Self {
        Self { workspace, by, action, subject: None, role: None }
    }

    pub(crate) const fn on(self, subject: Uuid) -> Self {
        Self { subject: Some(subject), ..self }
    }

    pub(crate) const fn with_role(self, role: Role) -> Self {
        Self { role: Some(role), ..self }
    }
}

/// Writes an entry in the transaction of what it is about.
pub(crate) async fn write(to: &mut sqlx::AnyConnection, entry: &Entry, now: Millis) -> sqlx::Result<()> {
    store::write(to, entry, now).await
}

#[derive(Debug, Serialize)]
pub(crate) struct Entries {
    entries: Vec<Written>,
    /// For `before`, if there are older ones.
    next: Option<Uuid>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Written {
    id: Uuid,
    at: Millis,
    by: Option<Author>,
    action: String,
    subject: Option<Uuid>,
    role: Option<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Author {
    id: Uuid,
    name: String,
}

/// The latest entries, or those before one.
pub(super) async fn list(
    State(app): State<App>,
    member: Member,
    Before(before): Before,
) -> Result<Json<Entries>, ApiError> {
    allow(member.role, Wanted::SeeAudit)?;
    Ok(Json(page(app.database(), member.workspace, before).await?))
}

async fn page(database: &Database, workspace: Id, before: Option<Uuid>) -> Result<Entries, DatabaseError> {
    let mut entries = store::before(database, workspace, before.map(Id), PAGE + 1).await?;
    let has_more = entries.len() > PAGE;
    entries.truncate(PAGE);
    let next = entries.last().filter(|_| has_more).map(|entry| entry.id);
    Ok(Entries { entries, next })
}
