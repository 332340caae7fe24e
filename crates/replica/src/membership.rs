//! Whose copy of which workspace this is.

use mycrm_sync::MemberId;
use uuid::Uuid;

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
