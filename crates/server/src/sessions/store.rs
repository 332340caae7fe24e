//! The table `sessions`.

use mycrm_sync::{MemberId, Millis};

use super::{NewSession, hash};
use crate::database::role_of;
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

/// The use of a session is noted no more often than this, in milliseconds.
const NOTED_EVERY: i64 = 60_000;

/// Whose access token this is, and whether it is worth noting that it was used; `None` when it is unknown, expired or
/// revoked, or the member has left.
pub(crate) async fn find(
    database: &Database,
    access_hash: &[u8],
    now: Millis,
) -> Result<Option<(Member, bool)>, DatabaseError> {
    let found: Option<(Id, Id, Id, String, i64, i64)> = sqlx::query_as(
        "SELECT s.id, s.workspace, s.member, m.role, s.last_seen_at, s.rotated_at FROM sessions s \
         JOIN members m ON m.workspace = s.workspace AND m.id = s.member \
         WHERE s.access_hash = $1 AND s.access_expires_at > $2 AND s.revoked_at IS NULL AND m.removed_at IS NULL",
    )
    .bind(access_hash)
    .bind(now.0)
    .fetch_optional(database.readers())
    .await?;
    let Some((session, workspace, member, role, seen, rotated)) = found else { return Ok(None) };
    // The first use after a rotation says that the client has its new tokens.
    let is_news = seen <= rotated || now.0.saturating_sub(seen) >= NOTED_EVERY;
    Ok(Some((Member { workspace, member: MemberId(member.0), role: role_of(&role)?, session }, is_news)))
}

pub(super) async fn note_seen(database: &Database, session: Id, now: Millis) -> Result<(), DatabaseError> {
    let mut tx = database.write().await?;
    // Later than the rotation, even in the same millisecond.
    sqlx::query(
        "UPDATE sessions SET last_seen_at = CASE WHEN rotated_at >= $1 THEN rotated_at + 1 ELSE $1 END \
         WHERE id = $2 AND last_seen_at <= $1",
    )
    .bind(now.0)
    .bind(session)
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(())
}
