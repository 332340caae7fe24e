//! The table `invites`.

use mycrm_sync::{MemberId, Millis, Role};
use sqlx::AnyConnection;

use super::{Found, Open};
use crate::accounts::text::Email;
use crate::accounts::token::TokenHash;
use crate::database::role_of;
use crate::{Database, DatabaseError, Id};

pub(super) struct New<'a> {
    pub(super) id: Id,
    pub(super) workspace: Id,
    pub(super) email: &'a Email,
    pub(super) role: Role,
    pub(super) by: MemberId,
    pub(super) expires_at: Millis,
}

pub(super) async fn insert(
    to: &mut AnyConnection,
    new: &New<'_>,
    token: &TokenHash,
    now: Millis,
) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO invites (id, workspace, token_hash, email, role, invited_by, created_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(new.id)
    .bind(new.workspace)
    .bind(token.0.to_vec())
    .bind(new.email.as_str())
    .bind(new.role.as_str())
    .bind(Id(new.by.0))
    .bind(now.0)
    .bind(new.expires_at.0)
    .execute(to)
    .await?;
    Ok(())
}

/// Closes an invitation. Returns whether it was open until now: of two that try, one succeeds.
pub(super) async fn close(to: &mut AnyConnection, workspace: Id, id: Id, now: Millis) -> sqlx::Result<bool> {
    let done = sqlx::query(
        "UPDATE invites SET closed_at = $1 WHERE workspace = $2 AND id = $3 AND closed_at IS NULL AND expires_at > $1",
    )
    .bind(now.0)
    .bind(workspace)
    .bind(id)
    .execute(to)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Closes the open invitations of an address: a new link takes the place of the old one.
pub(super) async fn close_of(
    to: &mut AnyConnection,
    workspace: Id,
    email: &Email,
    now: Millis,
) -> sqlx::Result<()> {
    sqlx::query(
        "UPDATE invites SET closed_at = $1 WHERE workspace = $2 AND email = $3 AND closed_at IS NULL",
    )
    .bind(now.0)
    .bind(workspace)
    .bind(email.as_str())
    .execute(to)
    .await?;
    Ok(())
}

/// Closes the open invitations that a member wrote: nobody comes back by a link that they kept.
pub(in crate::accounts) async fn close_by(
    to: &mut AnyConnection,
    workspace: Id,
    by: MemberId,
    now: Millis,
) -> sqlx::Result<()> {
    sqlx::query(
        "UPDATE invites SET closed_at = $1 WHERE workspace = $2 AND invited_by = $3 AND closed_at IS NULL",
    )
    .bind(now.0)
    .bind(workspace)
    .bind(Id(by.0))
    .execute(to)
    .await?;
    Ok(())
}

/// The open invitations of a workspace, the latest first.
pub(super) async fn open(
    database: &Database,
    workspace: Id,
    now: Millis,
) -> Result<Vec<Open>, DatabaseError> {
    let found: Vec<(Id, String, String, String, i64)> = sqlx::query_as(
        "SELECT i.id, i.email, i.role, u.name, i.expires_at FROM invites i \
         JOIN members m ON m.workspace = i.workspace AND m.id = i.invited_by \
         JOIN users u ON u.id = m.user_id \
         WHERE i.workspace = $1 AND i.closed_at IS NULL AND i.expires_at > $2 ORDER BY i.created_at DESC, i.id",
    )
    .bind(workspace)
    .bind(now.0)
    .fetch_all(database.readers())
    .await?;
    let open = |(id, email, role, invited_by, expires_at): (Id, String, String, String, i64)| {
        Ok(Open { id: id.0, email, role: role_of(&role)?, invited_by, expires_at: Millis(expires_at) })
    };
    found.into_iter().map(open).collect()
}

pub(super) async fn find(
    database: &Database,
    token: &TokenHash,
    now: Millis,
) -> Result<Option<Found>, DatabaseError> {
    let found: Option<(Id, Id, String, String, String, String)> = sqlx::query_as(
        "SELECT i.id, w.id, w.name, i.email, i.role, u.name FROM invites i \
         JOIN workspaces w ON w.id = i.workspace \
         JOIN members m ON m.workspace = i.workspace AND m.id = i.invited_by \
         JOIN users u ON u.id = m.user_id \
         WHERE i.token_hash = $1 AND i.closed_at IS NULL AND i.expires_at > $2",
    )
    .bind(token.0.to_vec())
    .bind(now.0)
    .fetch_optional(database.readers())
    .await?;
    let Some((id, workspace, workspace_name, email, role, invited_by)) = found else { return Ok(None) };
    let unreadable = |_| DatabaseError::Unreadable("the e-mail address of an invitation".to_owned());
    let email = email.parse().map_err(unreadable)?;
    Ok(Some(Found { id, workspace, workspace_name, email, role: role_of(&role)?, invited_by }))
}
