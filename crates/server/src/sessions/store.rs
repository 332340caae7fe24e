//! The table `sessions`.

use mycrm_sync::{MemberId, Millis, Role};

use super::{NewSession, hash};
use crate::{Database, DatabaseError, Id, Member};

/// Keeps a session that was just signed in.
///
/// # Errors
/// When the database fails, or the member is not there.
pub async fn create(database: &Database, session: &NewSession, now: Millis) -> Result<(), DatabaseError> {
    let mut tx = database.write().await?;
    sqlx::query(
        "INSERT INTO sessions (id, workspace, member, device_name, platform, access_hash, access_expires_at, \
         signed_in_at, last_seen_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)",
    )
    .bind(session.id)
    .bind(session.workspace)
    .bind(Id(session.member.0))
    .bind(session.device_name.as_str())
    .bind(session.platform.as_str())
    .bind(hash(&session.access_token))
    .bind(session.access_expires_at.0)
    .bind(now.0)
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(())
}

/// Whose access token this is; `None` when it is unknown, expired or revoked, or the member has left.
pub(crate) async fn find(
    database: &Database,
    access_hash: &[u8],
    now: Millis,
) -> Result<Option<Member>, DatabaseError> {
    let found: Option<(Id, Id, Id, String)> = sqlx::query_as(
        "SELECT s.id, s.workspace, s.member, m.role FROM sessions s \
         JOIN members m ON m.workspace = s.workspace AND m.id = s.member \
         WHERE s.access_hash = $1 AND s.access_expires_at > $2 AND s.revoked_at IS NULL AND m.removed_at IS NULL",
    )
    .bind(access_hash)
    .bind(now.0)
    .fetch_optional(database.readers())
    .await?;
    let Some((session, workspace, member, role)) = found else { return Ok(None) };
    let role = Role::named(&role).ok_or_else(|| DatabaseError::Unreadable(format!("the role {role:?}")))?;
    Ok(Some(Member { workspace, member: MemberId(member.0), role, session }))
}
