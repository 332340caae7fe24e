//! What there is: all accounts and all workspaces.

use mycrm_sync::Millis;
use sqlx::AnyConnection;
use uuid::Uuid;

use crate::accounts::text::Name;
use crate::{Database, DatabaseError, Id};

/// An account as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub email: String,
    pub name: String,
    pub has_second_factor: bool,
    /// The workspace and the role in it; none for an account that is in no workspace.
    pub workspace: Option<(String, String)>,
}

/// A workspace as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Space {
    pub id: Uuid,
    pub name: String,
    pub members: i64,
    pub created_at: Millis,
}

/// All accounts, once for each workspace that they are in.
///
/// # Errors
/// When the database fails.
pub async fn accounts(database: &Database) -> Result<Vec<Account>, DatabaseError> {
    type Columns = (String, String, i64, Option<String>, Option<String>);
    let found: Vec<Columns> = sqlx::query_as(
        "SELECT u.email, u.name, CASE WHEN u.totp_secret IS NULL THEN 0 ELSE 1 END, w.name, m.role FROM users u \
         LEFT JOIN members m ON m.user_id = u.id AND m.removed_at IS NULL \
         LEFT JOIN workspaces w ON w.id = m.workspace ORDER BY u.email, w.name",
    )
    .fetch_all(database.readers())
    .await?;
    let account = |(email, name, factor, workspace, role): Columns| Account {
        email,
        name,
        has_second_factor: factor != 0,
        workspace: workspace.zip(role),
    };
    Ok(found.into_iter().map(account).collect())
}

/// All workspaces with the number of their members.
///
/// # Errors
/// When the database fails.
pub async fn workspaces(database: &Database) -> Result<Vec<Space>, DatabaseError> {
    let found: Vec<(Id, String, i64, i64)> = sqlx::query_as(
        "SELECT w.id, w.name, (SELECT COUNT(*) FROM members m WHERE m.workspace = w.id AND m.removed_at IS NULL), \
         w.created_at FROM workspaces w ORDER BY w.name, w.id",
    )
    .fetch_all(database.readers())
    .await?;
    let space = |(id, name, members, created_at): (Id, String, i64, i64)| Space {
        id: id.0,
        name,
        members,
        created_at: Millis(created_at),
    };
    Ok(found.into_iter().map(space).collect())
}

pub(super) async fn workspaces_named(from: &mut AnyConnection, name: &Name) -> sqlx::Result<Vec<Id>> {
    sqlx::query_scalar("SELECT id FROM workspaces WHERE name = $1").bind(name.as_str()).fetch_all(from).await
}
