//! The table `sessions`, as far as it is about beginning, renewing and ending.

use mycrm_sync::page::PageKey;
use mycrm_sync::{MemberId, Millis, Rights};
use sqlx::AnyConnection;
use uuid::Uuid;

use super::{Chain, Device, Refresh, SessionKey, SignedIn, TokenHash, Workspace, access_hash, ends};
use crate::database::role_of;
use crate::{DatabaseError, Id};

/// How long an ended session is still there to be seen, in milliseconds: 90 days.
const KEPT: i64 = 90 * 24 * 60 * 60 * 1000;

pub(super) struct New<'a> {
    pub(super) id: Id,
    pub(super) workspace: Id,
    pub(super) member: MemberId,
    pub(super) device: &'a Device,
    pub(super) key: SessionKey,
    pub(super) refresh: &'a Refresh,
}

pub(super) async fn insert(to: &mut AnyConnection, new: &New<'_>, now: Millis) -> sqlx::Result<()> {
    let (access_ends, refresh_ends) = ends(now);
    sqlx::query(
        "INSERT INTO sessions (id, workspace, member, device_name, platform, access_hash, access_expires_at, \
         signed_in_at, last_seen_at, refresh_key, refresh_hash, rotated_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9, $10, $8, $11)",
    )
    .bind(new.id)
    .bind(new.workspace)
    .bind(Id(new.member.0))
    .bind(new.device.name.as_str())
    .bind(new.device.platform.as_str())
    .bind(access_hash(new.refresh, &new.key))
    .bind(access_ends)
    .bind(now.0)
    .bind(new.key.0.to_vec())
    .bind(new.refresh.hash().0.to_vec())
    .bind(refresh_ends)
    .execute(to)
    .await?;
    Ok(())
}

/// Forgets the sessions of a member that ended long ago.
pub(super) async fn forget_ended(
    to: &mut AnyConnection,
    workspace: Id,
    member: MemberId,
    now: Millis,
) -> sqlx::Result<()> {
    sqlx::query(
        "DELETE FROM sessions WHERE workspace = $1 AND member = $2 AND (revoked_at < $3 OR expires_at < $3)",
    )
    .bind(workspace)
    .bind(Id(member.0))
    .bind(now.0.saturating_sub(KEPT))
    .execute(to)
    .await?;
    Ok(())
}

pub(super) struct Kept {
    pub(super) workspace: Id,
    pub(super) member: MemberId,
    pub(super) chain: Chain,
}

type Columns = (Id, Id, Vec<u8>, Vec<u8>, i64, Option<Vec<u8>>, i64, i64, i64);

/// The tokens of a session that goes on, of a member who is still there.
pub(super) async fn chain(from: &mut AnyConnection, id: Id) -> Result<Option<Kept>, DatabaseError> {
    let found: Option<Columns> = sqlx::query_as(
        "SELECT s.workspace, s.member, s.refresh_key, s.refresh_hash, s.generation, s.previous_hash, s.rotated_at, \
         s.last_seen_at, s.expires_at FROM sessions s \
         JOIN members m ON m.workspace = s.workspace AND m.id = s.member \
         WHERE s.id = $1 AND s.revoked_at IS NULL AND m.removed_at IS NULL AND s.refresh_key IS NOT NULL",
    )
    .bind(id)
    .fetch_optional(from)
    .await?;
    let Some(columns) = found else { return Ok(None) };
    let (workspace, member, key, current, generation, previous, rotated_at, last_seen_at, expires_at) =
        columns;
    let chain = Chain {
        key: SessionKey(whole(&key)?),
        current: TokenHash(whole(&current)?),
        generation: u32::try_from(generation)
            .map_err(|_| DatabaseError::Unreadable(format!("the generation {generation}")))?,
        previous: previous.map(|previous| whole(&previous).map(TokenHash)).transpose()?,
        rotated_at,
        last_seen_at,
        expires_at,
    };
    Ok(Some(Kept { workspace, member: MemberId(member.0), chain }))
}

fn whole(bytes: &[u8]) -> Result<[u8; 32], DatabaseError> {
    bytes.try_into().map_err(|_| DatabaseError::Unreadable("a key or hash of another length".to_owned()))
}

/// Puts `next` in the place of the token that counts. Returns whether that was still the one in `before`.
pub(super) async fn rotate(
    to: &mut AnyConnection,
    next: &Refresh,
    before: &Chain,
    now: Millis,
) -> sqlx::Result<bool> {
    let (access_ends, refresh_ends) = ends(now);
    let done = sqlx::query(
        "UPDATE sessions SET previous_hash = refresh_hash, refresh_hash = $1, access_hash = $2, \
         access_expires_at = $3, expires_at = $4, rotated_at = $5, last_seen_at = $5, generation = $8 \
         WHERE id = $6 AND refresh_hash = $7 AND revoked_at IS NULL",
    )
    .bind(next.hash().0.to_vec())
    .bind(access_hash(next, &before.key))
    .bind(access_ends)
    .bind(refresh_ends)
    .bind(now.0)
    .bind(Id(next.session))
    .bind(before.current.0.to_vec())
    .bind(i64::from(next.generation))
    .execute(to)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The access token beside `current` counts from now on as if it were new.
pub(super) async fn prolong(
    to: &mut AnyConnection,
    current: &Refresh,
    key: &SessionKey,
    now: Millis,
) -> sqlx::Result<()> {
    sqlx::query("UPDATE sessions SET access_expires_at = $1 WHERE id = $2 AND access_hash = $3")
        .bind(ends(now).0)
        .bind(Id(current.session))
        .bind(access_hash(current, key))
        .execute(to)
        .await?;
    Ok(())
}

/// Ends a session. Returns whether it went on until now.
pub(crate) async fn end(to: &mut AnyConnection, id: Id, now: Millis) -> sqlx::Result<bool> {
    let done = sqlx::query("UPDATE sessions SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL")
        .bind(now.0)
        .bind(id)
        .execute(to)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends all sessions of a member.
pub(crate) async fn end_all_of_member(
    to: &mut AnyConnection,
    workspace: Id,
    member: MemberId,
    now: Millis,
) -> sqlx::Result<()> {
    sqlx::query(
        "UPDATE sessions SET revoked_at = $1 WHERE workspace = $2 AND member = $3 AND revoked_at IS NULL",
    )
    .bind(now.0)
    .bind(workspace)
    .bind(Id(member.0))
    .execute(to)
    .await?;
    Ok(())
}

/// Ends all sessions of a person in all workspaces, but perhaps one.
pub(crate) async fn end_all_of_user(
    to: &mut AnyConnection,
    user: Id,
    but: Option<Id>,
    now: Millis,
) -> sqlx::Result<()> {
    sqlx::query(
        "UPDATE sessions SET revoked_at = $1 WHERE revoked_at IS NULL AND id <> $2 AND EXISTS (SELECT 1 FROM \
         members m WHERE m.workspace = sessions.workspace AND m.id = sessions.member AND m.user_id = $3)",
    )
    .bind(now.0)
    .bind(but.unwrap_or(Id(Uuid::nil())))
    .bind(user)
    .execute(to)
    .await?;
    Ok(())
}

pub(super) struct Profile {
    pub(super) member: SignedIn,
    pub(super) workspace: Workspace,
    pub(super) page_key: String,
}

/// Who a session is of, and in which workspace.
pub(super) async fn profile(from: &mut AnyConnection, id: Id) -> Result<Option<Profile>, DatabaseError> {
    type Columns = (Id, String, String, String, Id, String, Vec<u8>);
    let found: Option<Columns> = sqlx::query_as(
        "SELECT m.id, u.name, u.email, m.role, w.id, w.name, w.page_key FROM sessions s \
         JOIN members m ON m.workspace = s.workspace AND m.id = s.member \
         JOIN users u ON u.id = m.user_id JOIN workspaces w ON w.id = s.workspace WHERE s.id = $1",
    )
    .bind(id)
    .fetch_optional(from)
    .await?;
    let Some((member, name, email, role, workspace, workspace_name, page_key)) = found else {
        return Ok(None);
    };
    let role = role_of(&role)?;
    Ok(Some(Profile {
        member: SignedIn { id: member.0, name, email, role },
        workspace: Workspace { id: workspace.0, name: workspace_name },
        // Whoever may not write must not be able to make the server write.
        page_key: match role.in_workspace() {
            Rights::Write => PageKey::new(whole(&page_key)?).encode(),
            Rights::Read | Rights::None => String::new(),
        },
    }))
}
