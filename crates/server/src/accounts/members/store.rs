//! The table `members`.

use mycrm_sync::{MemberId, Millis, Role};
use sqlx::AnyConnection;

use super::Listed;
use crate::database::role_of;
use crate::{Database, DatabaseError, Id, Member};

/// Holds the log of the workspace until the end of the transaction, as every push does, so that changes of its members
/// come one after the other. With SQLite whoever writes holds everything.
pub(in crate::accounts) async fn lock(to: &mut AnyConnection, workspace: Id) -> sqlx::Result<()> {
    sqlx::query("UPDATE logs SET head = head WHERE workspace = $1").bind(workspace).execute(to).await?;
    Ok(())
}

pub(super) async fn list(database: &Database, asks: &Member) -> Result<Vec<Listed>, DatabaseError> {
    let found: Vec<(Id, String, String, String, i64)> = sqlx::query_as(
        "SELECT m.id, u.name, u.email, m.role, m.joined_at FROM members m JOIN users u ON u.id = m.user_id \
         WHERE m.workspace = $1 AND m.removed_at IS NULL ORDER BY m.joined_at, m.id",
    )
    .bind(asks.workspace)
    .fetch_all(database.readers())
    .await?;
    let listed = |(id, name, email, role, joined_at): (Id, String, String, String, i64)| {
        let is_you = id.0 == asks.member.0;
        Ok(Listed { id: id.0, name, email, role: role_of(&role)?, joined_at: Millis(joined_at), is_you })
    };
    found.into_iter().map(listed).collect()
}

/// Who a person is in the workspace, and whether they have left it.
pub(in crate::accounts) async fn of_user(
    from: &mut AnyConnection,
    workspace: Id,
    user: Id,
) -> sqlx::Result<Option<(MemberId, bool)>> {
    let found: Option<(Id, Option<i64>)> =
        sqlx::query_as("SELECT id, removed_at FROM members WHERE workspace = $1 AND user_id = $2")
            .bind(workspace)
            .bind(user)
            .fetch_optional(from)
            .await?;
    Ok(found.map(|(id, removed_at)| (MemberId(id.0), removed_at.is_some())))
}

/// Who a person is in the workspaces that they are in.
pub(in crate::accounts) async fn of_account(
    from: &mut AnyConnection,
    user: Id,
) -> sqlx::Result<Vec<(Id, MemberId)>> {
    let found: Vec<(Id, Id)> =
        sqlx::query_as("SELECT workspace, id FROM members WHERE user_id = $1 AND removed_at IS NULL")
            .bind(user)
            .fetch_all(from)
            .await?;
    Ok(found.into_iter().map(|(workspace, member)| (workspace, MemberId(member.0))).collect())
}

pub(in crate::accounts) async fn insert(
    to: &mut AnyConnection,
    workspace: Id,
    member: MemberId,
    user: Id,
    role: Role,
    now: Millis,
) -> sqlx::Result<()> {
    sqlx::query("INSERT INTO members (workspace, id, user_id, role, joined_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(workspace)
        .bind(Id(member.0))
        .bind(user)
        .bind(role.as_str())
        .bind(now.0)
        .execute(to)
        .await?;
    Ok(())
}

/// Notes since when somebody who had left is there again.
pub(in crate::accounts) async fn rejoined(
    to: &mut AnyConnection,
    workspace: Id,
    member: MemberId,
    now: Millis,
) -> sqlx::Result<()> {
    sqlx::query("UPDATE members SET joined_at = $1 WHERE workspace = $2 AND id = $3")
        .bind(now.0)
        .bind(workspace)
        .bind(Id(member.0))
        .execute(to)
        .await?;
    Ok(())
}

/// Whether the workspace has an owner besides this one.
pub(super) async fn has_owner_but(
    from: &mut AnyConnection,
    workspace: Id,
    member: MemberId,
) -> sqlx::Result<bool> {
    let others: i64 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM members WHERE workspace = $1 AND id <> $2 AND role = 'owner' AND removed_at IS NULL",
    )
    .bind(workspace)
    .bind(Id(member.0))
    .fetch_one(from)
    .await?;
    Ok(others > 0)
}
