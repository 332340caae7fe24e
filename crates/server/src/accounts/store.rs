//! The tables `users`, `workspaces` and `members`.

use mycrm_sync::{MemberId, Millis, Role};
use sqlx::AnyConnection;

use crate::{Database, DatabaseError, Id};

/// Makes a workspace and its empty log.
///
/// # Errors
/// When the database fails.
pub async fn create_workspace(
    database: &Database,
    id: Id,
    name: &str,
    page_key: &[u8],
    now: Millis,
) -> Result<(), DatabaseError> {
    let mut tx = database.write().await?;
    insert_workspace(&mut tx, id, name, page_key, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Makes a workspace and its empty log, in a transaction of more.
pub(super) async fn insert_workspace(
    to: &mut AnyConnection,
    id: Id,
    name: &str,
    page_key: &[u8],
    now: Millis,
) -> Result<(), DatabaseError> {
    sqlx::query("INSERT INTO workspaces (id, name, page_key, created_at) VALUES ($1, $2, $3, $4)")
        .bind(id)
        .bind(name)
        .bind(page_key)
        .bind(now.0)
        .execute(&mut *to)
        .await?;
    sqlx::query("INSERT INTO logs (workspace, epoch, head, min_retained) VALUES ($1, 1, 0, 0)")
        .bind(id)
        .execute(&mut *to)
        .await?;
    Ok(())
}

/// Makes a user. `email` is in lower case.
///
/// # Errors
/// When the database fails, or the address is taken.
pub async fn create_user(
    database: &Database,
    id: Id,
    email: &str,
    name: &str,
    password_hash: &str,
    now: Millis,
) -> Result<(), DatabaseError> {
    let mut tx = database.write().await?;
    sqlx::query("INSERT INTO users (id, email, name, password_hash, created_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(id)
        .bind(email)
        .bind(name)
        .bind(password_hash)
        .bind(now.0)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Makes a user a member of a workspace.
///
/// # Errors
/// When the database fails.
pub async fn join(
    database: &Database,
    workspace: Id,
    member: MemberId,
    user: Id,
    role: Role,
    now: Millis,
) -> Result<(), DatabaseError> {
    let mut tx = database.write().await?;
    sqlx::query("INSERT INTO members (workspace, id, user_id, role, joined_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(workspace)
        .bind(Id(member.0))
        .bind(user)
        .bind(role.as_str())
        .bind(now.0)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(())
}
