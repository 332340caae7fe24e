//! Whose copy of which workspace this is.

use mycrm_sync::MemberId;
use uuid::Uuid;

use crate::remote::{Remote, Session};

/// A member of a workspace on a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// Where its API is: `https://crm.example.org`.
    pub server: String,
    pub workspace: Uuid,
    pub workspace_name: String,
    pub member: MemberId,
    pub member_name: String,
    pub email: String,
    /// owner, admin, member or viewer.
    pub role: String,
    /// Where its public pages are.
    pub public_url: String,
}

impl Membership {
    pub(crate) fn of(remote: &Remote, session: &Session) -> Self {
        Self {
            server: remote.address().to_owned(),
            workspace: session.workspace.id,
            workspace_name: session.workspace.name.clone(),
            member: MemberId(session.member.id),
            member_name: session.member.name.clone(),
            email: session.member.email.clone(),
            role: session.member.role.clone(),
            public_url: session.public_url.clone(),
        }
    }
}
