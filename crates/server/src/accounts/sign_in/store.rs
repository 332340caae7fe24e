//! Which workspaces somebody may sign in to.

use mycrm_sync::MemberId;

use super::{Membership, Workspace};
use crate::{Database, Id};

/// The workspaces that a person is in, by name.
pub(super) async fn memberships(database: &Database, user: Id) -> sqlx::Result<Vec<Membership>> {
    let found: Vec<(Id, String, Id)> = sqlx::query_as(
        "SELECT w.id, w.name, m.id FROM members m JOIN workspaces w ON w.id = m.workspace \
         WHERE m.user_id = $1 AND m.removed_at IS NULL ORDER BY w.name, w.id",
    )
    .bind(user)
    .fetch_all(database.readers())
    .await?;
    let membership = |(id, name, member): (Id, String, Id)| Membership {
        workspace: Workspace { id: id.0, name },
        member: MemberId(member.0),
    };
    Ok(found.into_iter().map(membership).collect())
}
