//! Which workspace this profile belongs to, and how far it is in step with it.

use mycrm_store::Timestamp;
use mycrm_sync::snapshot::Manifest;
use mycrm_sync::{Cursor, Epoch, Hlc, MemberId, Millis, OpHash, SchemaVersion};
use sqlx::{FromRow, Row as _, SqliteConnection, sqlite::SqliteRow};
use uuid::Uuid;

use crate::Membership;
use crate::{Error, Result};

/// The row of `sync_state`.
#[derive(Debug, Clone)]
pub(crate) struct State {
    pub(crate) membership: Membership,
    pub(crate) install: OpHash,
    /// Of the program that last applied what came: an older one than now leaves work to do.
    pub(crate) schema: SchemaVersion,
    pub(crate) epoch: Option<Epoch>,
    pub(crate) cursor: Cursor,
    pub(crate) needs_snapshot: bool,
    pub(crate) offset: Millis,
    pub(crate) latest: Hlc,
    pub(crate) keep_after: Cursor,
    pub(crate) manifest: Option<Manifest>,
    pub(crate) connected_at: Timestamp,
    pub(crate) synced_at: Option<Timestamp>,
}

impl FromRow<'_, SqliteRow> for State {
    fn from_row(row: &SqliteRow) -> sqlx::Result<Self> {
        let uuid = |name: &str| {
            let text: String = row.try_get(name)?;
            Uuid::try_parse(&text).map_err(|error| sqlx::Error::Decode(Box::new(error)))
        };
        let install: Vec<u8> = row.try_get("install")?;
        let manifest: Option<String> = row.try_get("manifest")?;
        Ok(Self {
            membership: Membership {
                server: row.try_get("server")?,
                workspace: uuid("workspace_id")?,
                workspace_name: row.try_get("workspace_name")?,
                member: MemberId(uuid("member_id")?),
                member_name: row.try_get("member_name")?,
                email: row.try_get("email")?,
                role: row.try_get("role")?,
                public_url: row.try_get("public_url")?,
            },
            install: OpHash(install.try_into().map_err(|_| decode("install"))?),
            schema: SchemaVersion(row.try_get("schema_version")?),
            epoch: row.try_get::<Option<i64>, _>("epoch")?.map(|epoch| Epoch(epoch.cast_unsigned())),
            cursor: Cursor(row.try_get::<i64, _>("cursor")?.cast_unsigned()),
            needs_snapshot: row.try_get("needs_snapshot")?,
            offset: Millis(row.try_get("clock_offset")?),
            latest: Hlc(row.try_get("latest_stamp")?),
            keep_after: Cursor(row.try_get::<i64, _>("keep_after")?.cast_unsigned()),
            // A manifest of another version of the program is fetched again.
            manifest: manifest.and_then(|json| serde_json::from_str(&json).ok()),
            connected_at: row.try_get("connected_at")?,
            synced_at: row.try_get("synced_at")?,
        })
    }
}

fn decode(column: &'static str) -> sqlx::Error {
    sqlx::Error::Decode(format!("{column} is not as it was written").into())
}

pub(crate) async fn read_state(connection: &mut SqliteConnection) -> Result<Option<State>> {
    Ok(sqlx::query_as("SELECT * FROM sync_state").fetch_optional(connection).await?)
}

pub(crate) async fn write_state(connection: &mut SqliteConnection, state: &State) -> Result<()> {
    let Membership { server, workspace, workspace_name, member, member_name, email, role, public_url } =
        &state.membership;
    sqlx::query(
        "INSERT INTO sync_state (id, server, workspace_id, workspace_name, member_id, member_name, email, role, public_url,
           install, schema_version, epoch, cursor, needs_snapshot, clock_offset, latest_stamp, keep_after, manifest,
           connected_at, synced_at)
         VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)
         ON CONFLICT (id) DO UPDATE SET server = ?1, workspace_id = ?2, workspace_name = ?3, member_id = ?4,
           member_name = ?5, email = ?6, role = ?7, public_url = ?8, install = ?9, schema_version = ?10, epoch = ?11,
           cursor = ?12, needs_snapshot = ?13, clock_offset = ?14, latest_stamp = ?15, keep_after = ?16, manifest = ?17,
           connected_at = ?18, synced_at = ?19",
    )
    .bind(server)
    .bind(workspace.to_string())
    .bind(workspace_name)
    .bind(member.to_string())
    .bind(member_name)
    .bind(email)
    .bind(role)
    .bind(public_url)
    .bind(state.install.0.as_slice())
    .bind(state.schema.0)
    .bind(state.epoch.map(|epoch| epoch.0.cast_signed()))
    .bind(state.cursor.0.cast_signed())
    .bind(state.needs_snapshot)
    .bind(state.offset.0)
    .bind(state.latest.0)
    .bind(state.keep_after.0.cast_signed())
    .bind(state.manifest.as_ref().map(serde_json::to_string).transpose().map_err(Error::unreadable)?)
    .bind(state.connected_at)
    .bind(state.synced_at)
    .execute(connection)
    .await?;
    Ok(())
}

/// Notes that nothing waited here or there.
pub(crate) async fn note_synced(connection: &mut SqliteConnection, now: Timestamp) -> Result<()> {
    sqlx::query("UPDATE sync_state SET synced_at = ?1").bind(now).execute(connection).await?;
    Ok(())
}

/// Leaves the workspace: every row and the whole history stay, what the server knew of them is forgotten.
pub(crate) async fn disconnect(connection: &mut SqliteConnection) -> Result<()> {
    for sql in [
        "DELETE FROM sync_state",
        "DELETE FROM sync_chunks",
        "DELETE FROM sync_conflicts",
        "DELETE FROM sync_backfills",
        "UPDATE changes SET log_seq = NULL WHERE log_seq IS NOT NULL",
        "UPDATE devices SET settled = 0 WHERE lane IS NOT NULL",
    ] {
        sqlx::query(sql).execute(&mut *connection).await?;
    }
    Ok(())
}
