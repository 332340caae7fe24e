//! The table `members`.

use mycrm_sync::{MemberId, Millis, Role};
use sqlx::AnyConnection;

use super::Listed;
use crate::{Database, DatabaseError, Id, Member};

/// Holds the workspace until the end of the transaction, so that two changes of its members come one after the other. With SQLite whoever
/// writes holds everything.
pub(in crate::accounts) async fn lock(to: &mut AnyConnection, workspace: Id) -> sqlx::Result<()> {
    sqlx::query("UPDATE workspaces SET name = name WHERE id = $1").bind(workspace).execute(to).await?;
    Ok(())
}

fn known(role: &str) -> Result<Role, DatabaseError> {
    Role::named(role).ok_or_else(|| DatabaseError::Unreadable("the role of a member".to_owned()))
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
        Ok(Listed { id: id.0, name, email, role: known(&role)?, joined_at: Millis(joined_at), is_you })
    };
    found.into_iter().map(listed).collect()
}

/// `None` for who is not there, or no longer.
pub(in crate::accounts) async fn role(
    from: &mut AnyConnection,
    workspace: Id,
    member: MemberId,
) -> Result<Option<Role>, DatabaseError> {
    let found: Option<String> = sqlx::query_scalar(
        "SELECT role FROM members WHERE workspace = $1 AND id = $2 AND removed_at IS NULL",
    )
    .bind(workspace)
    .bind(Id(member.0))
    .fetch_optional(from)
    .await?;
    found.as_deref().map(known).transpose()
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

/// Lets somebody who had left in again.
pub(in crate::accounts) async fn restore(
    to: &mut AnyConnection,
    workspace: Id,
    member: MemberId,
    role: Role,
    now: Millis,
) -> sqlx::Result<()> {
    sqlx::query(
        "UPDATE members SET removed_at = NULL, role = $1, joined_at = $2 WHERE workspace = $3 AND id = $4",
    )
    .bind(role.as_str())
    .bind(now.0)
    .bind(workspace)
    .bind(Id(member.0))
    .execute(to)
    .await?;
    Ok(())
}

pub(super) async fn set_role(
    to: &mut AnyConnection,
    workspace: Id,
    member: MemberId,
    role: Role,
) -> sqlx::Result<()> {
    sqlx::query("UPDATE members SET role = $1 WHERE workspace = $2 AND id = $3")
        .bind(role.as_str())
        .bind(workspace)
        .bind(Id(member.0))
        .execute(to)
        .await?;
    Ok(())
}

pub(super) async fn remove(
    to: &mut AnyConnection,
    workspace: Id,
    member: MemberId,
    now: Millis,
) -> sqlx::Result<()> {
    sqlx::query("UPDATE members SET removed_at = $1 WHERE workspace = $2 AND id = $3")
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
