//! Which sessions of a workspace go on.

use mycrm_sync::{MemberId, Millis};

use super::{Device, Owner};
use crate::database::role_of;
use crate::{Database, DatabaseError, Id, Member};

type Columns = (Id, String, String, Id, String, String, i64, i64);

/// The signed-in devices of the workspace of whoever asks, the one seen last first.
pub(super) async fn signed_in(
    database: &Database,
    asks: &Member,
    now: Millis,
) -> Result<Vec<Device>, DatabaseError> {
    let found: Vec<Columns> = sqlx::query_as(
        "SELECT s.id, s.device_name, s.platform, m.id, u.name, m.role, s.signed_in_at, s.last_seen_at \
         FROM sessions s JOIN members m ON m.workspace = s.workspace AND m.id = s.member \
         JOIN users u ON u.id = m.user_id WHERE s.workspace = $1 AND s.revoked_at IS NULL \
         AND m.removed_at IS NULL AND COALESCE(s.expires_at, s.access_expires_at) > $2 \
         ORDER BY s.last_seen_at DESC, s.id",
    )
    .bind(asks.workspace)
    .bind(now.0)
    .fetch_all(database.readers())
    .await?;
    let device = |(id, name, platform, member, owner, role, signed_in_at, last_seen_at): Columns| {
        Ok(Device {
            id: id.0,
            name,
            platform,
            member: Owner { id: MemberId(member.0), name: owner, role: role_of(&role)? },
            signed_in_at: Millis(signed_in_at),
            last_seen_at: Millis(last_seen_at),
            is_this: id == asks.session,
        })
    };
    found.into_iter().map(device).collect()
}
