//! Taking a profile along into another workspace: what it holds is written once more, under an id of its own.
//!
//! The log of the workspace before cannot be sent: most of it is not this profile's, and the ops of others are theirs.

use mycrm_store::registry::{TABLES, Table};
use mycrm_store::{Hlc, Timestamp};
use mycrm_sync::DeviceId;
use mycrm_sync::op::{ENVELOPE, MAX_BYTES, MAX_OPS};
use sqlx::{AssertSqlSafe, SqliteConnection};
use uuid::Uuid;

use crate::{Error, Membership, Result};

/// Where the profile keeps which workspace it belonged to.
const LAST: &str = "sync_last_workspace";

/// Remembers the workspace, for the time after leaving it.
pub(crate) async fn remember(connection: &mut SqliteConnection, workspace: Uuid) -> Result<()> {
    sqlx::query(
        "INSERT INTO settings (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2",
    )
    .bind(LAST)
    .bind(serde_json::to_string(&workspace).map_err(Error::unreadable)?)
    .execute(connection)
    .await?;
    Ok(())
}

/// Whether the profile holds what others wrote in a workspace other than this one.
pub(crate) async fn belongs_elsewhere(connection: &mut SqliteConnection, workspace: Uuid) -> Result<bool> {
    let last: Option<String> = sqlx::query_scalar("SELECT value FROM settings WHERE key = ?1")
        .bind(LAST)
        .fetch_optional(&mut *connection)
        .await?;
    let last: Option<Uuid> =
        last.as_deref().map(serde_json::from_str).transpose().map_err(Error::unreadable)?;
    if last.is_none_or(|last| last == workspace) {
        return Ok(false);
    }
    Ok(sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM changes WHERE counts = 1
           AND device NOT IN (SELECT id FROM devices WHERE lane IS NOT NULL))",
    )
    .fetch_one(connection)
    .await?)
}

/// Writes every row as one insert under the id `fresh`. The log so far becomes history that is not sent.
pub(crate) async fn record_anew(
    connection: &mut SqliteConnection,
    fresh: DeviceId,
    membership: &Membership,
    now: Timestamp,
) -> Result<()> {
    let latest: i64 = sqlx::query_scalar("SELECT coalesce(max(last_hlc), 0) FROM devices WHERE is_self = 1")
        .fetch_one(&mut *connection)
        .await?;
    for sql in [
        "UPDATE changes SET counts = 0, log_seq = NULL WHERE counts = 1 OR log_seq IS NOT NULL",
        "UPDATE devices SET lane = NULL, is_self = 0",
        "DELETE FROM sync_unfit",
    ] {
        sqlx::query(sql).execute(&mut *connection).await?;
    }
    let device =
        sqlx::query_scalar("INSERT INTO devices (device_id, is_self, lane) VALUES (?1, 1, 1) RETURNING id")
            .bind(fresh.to_string())
            .fetch_one(&mut *connection)
            .await?;
    let set = Uuid::now_v7().to_string();
    // It undoes itself: nobody's to take back.
    sqlx::query("INSERT INTO change_sets (id, label, actor, started_at, undoes) VALUES (?1, ?2, ?3, ?4, ?1)")
        .bind(&set)
        .bind(format!("Brought into {}", membership.workspace_name))
        .bind(&membership.member_name)
        .bind(now)
        .execute(&mut *connection)
        .await?;
    let mut anew = Anew {
        device,
        set,
        actor: membership.member_name.clone(),
        now,
        clock: Hlc::from_raw(latest),
        last: 0,
    };
    for table in TABLES {
        anew.table(connection, table).await?;
    }
    sqlx::query("UPDATE devices SET last_seq = ?1, last_hlc = ?2 WHERE id = ?3")
        .bind(anew.last)
        .bind(anew.clock.raw())
        .bind(device)
        .execute(&mut *connection)
        .await?;
    sqlx::query("UPDATE change_sets SET op_count = ?1 WHERE id = ?2")
        .bind(anew.last)
        .bind(&anew.set)
        .execute(connection)
        .await?;
    Ok(())
}

/// Bytes of an op beside its fields, at most: names, numbers and two hashes.
const BESIDE: i64 = 1_024;

struct Anew {
    device: i64,
    set: String,
    actor: String,
    now: Timestamp,
    clock: Hlc,
    /// The number of the last op.
    last: i64,
}

impl Anew {
    async fn table(&mut self, connection: &mut SqliteConnection, table: &Table) -> Result<()> {
        let sql = format!(
            "SELECT no, octet_length({}) FROM {} r WHERE no > ?1 ORDER BY no LIMIT ?2",
            packed(table),
            table.name
        );
        let room = i64::try_from(MAX_BYTES - ENVELOPE).unwrap_or(i64::MAX);
        let mut behind = 0;
        loop {
            let rows: Vec<(i64, i64)> = sqlx::query_as(AssertSqlSafe(sql.clone()))
                .bind(behind)
                .bind(i64::try_from(MAX_OPS).unwrap_or(i64::MAX))
                .fetch_all(&mut *connection)
                .await?;
            let mut bytes = 0;
            let fitting = rows.iter().take_while(|(_, size)| {
                bytes += size + BESIDE;
                bytes <= room
            });
            // A row that no push can carry alone is put aside when its turn comes.
            let Some((upto, _)) = fitting.last().or(rows.first()) else { return Ok(()) };
            self.unit(connection, table, behind, *upto).await?;
            behind = *upto;
        }
    }

    /// The rows of one transaction: those whose number is after one and not after the other.
    async fn unit(
        &mut self,
        connection: &mut SqliteConnection,
        table: &Table,
        after: i64,
        upto: i64,
    ) -> Result<()> {
        self.clock = self.clock.tick(self.now);
        let tx: i64 = sqlx::query_scalar(
            "INSERT INTO transactions (tx_id, change_set_id, device, hlc, recorded_at, actor, origin, schema_version)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'user', ?7) RETURNING id",
        )
        .bind(Uuid::now_v7().to_string())
        .bind(&self.set)
        .bind(self.device)
        .bind(self.clock.raw())
        .bind(self.now)
        .bind(&self.actor)
        .bind(mycrm_store::SCHEMA_VERSION)
        .fetch_one(&mut *connection)
        .await?;
        // Since when a row holds, it has told the log already.
        let since =
            "coalesce((SELECT c.effective_at FROM changes c WHERE c.row_id = r.id AND c.kind = 'insert'
          ORDER BY c.seq LIMIT 1), r.created_at)";
        let since = table.effective.map_or_else(|| since.to_owned(), |field| format!("r.{field}"));
        let sql = format!(
            "INSERT INTO changes (tx, device, device_seq, table_name, row_id, kind, effective_at, fields)
             SELECT ?1, ?2, ?3 + row_number() OVER (ORDER BY r.no), '{0}', r.id, 'insert', {since}, {1}
             FROM {0} r WHERE r.no > ?4 AND r.no <= ?5 ORDER BY r.no",
            table.name,
            packed(table)
        );
        let done = sqlx::query(AssertSqlSafe(sql))
            .bind(tx)
            .bind(self.device)
            .bind(self.last)
            .bind(after)
            .bind(upto)
            .execute(connection)
            .await?;
        self.last += i64::try_from(done.rows_affected()).unwrap_or(i64::MAX);
        Ok(())
    }
}

/// The fields of a row `r` as an insert logs them.
fn packed(table: &Table) -> String {
    let fields: Vec<_> =
        table.fields.iter().map(|field| format!("SELECT '{field}' AS f, r.{field} AS n")).collect();
    format!(
        "(SELECT json_group_object(f, json_array(NULL, n)) FROM ({}) WHERE n IS NOT NULL)",
        fields.join(" UNION ALL ")
    )
}
