//! Putting what came from the server into the change log, word by word.

use std::collections::HashMap;

use mycrm_store::Timestamp;
use mycrm_sync::merge::Row;
use mycrm_sync::{
    Action, Change, ChangeSetId, Cursor, DeviceId, Hlc, Kind, Logged, MemberId, OpId, RowKey, Stamp,
};
use sqlx::SqliteConnection;
use uuid::Uuid;

use super::ops::{LogRow, SELECT};
use super::rows::document_of;
use crate::{Error, Result};

/// Writes into the log, and remembers what many ops share. Lives for one transaction of the database.
#[derive(Debug)]
pub(crate) struct Log {
    now: Timestamp,
    own: MemberId,
    actions: HashMap<ChangeSetId, Action>,
    names: HashMap<MemberId, String>,
    devices: HashMap<String, i64>,
    transactions: HashMap<String, i64>,
    /// Transactions of rows that came whole, by device and stamp.
    whole: HashMap<(DeviceId, Hlc), i64>,
    received: Option<String>,
    counts: HashMap<ChangeSetId, i64>,
}

impl Log {
    pub(crate) fn new(
        now: Timestamp,
        own: MemberId,
        actions: Vec<Action>,
        names: HashMap<MemberId, String>,
    ) -> Self {
        Self {
            now,
            own,
            actions: actions.into_iter().map(|action| (action.id, action)).collect(),
            names,
            devices: HashMap::new(),
            transactions: HashMap::new(),
            whole: HashMap::new(),
            received: None,
            counts: HashMap::new(),
        }
    }

    /// Keeps an op. One that is there already gets its number; what was known of it in part is known whole now.
    pub(crate) async fn keep(&mut self, connection: &mut SqliteConnection, logged: &Logged) -> Result<()> {
        let OpId { device, seq } = logged.op.op_id;
        let mut name = device.to_string();
        if let Some(known) = find(connection, &name, seq.0).await? {
            let is_same = known.lane.is_none() || known.op()?.hash == logged.op.hash;
            if is_same {
                return self.complete(connection, &known, logged).await;
            }
            // Another installation writes under the same id, and has another op under this number.
            name.push_str("/other");
        }
        let device = self.device(connection, &name).await?;
        let tx = self.transaction(connection, device, logged).await?;
        sqlx::query(
            "INSERT INTO changes (tx, device, device_seq, table_name, row_id, kind, effective_at, fields, log_seq, scope, origin)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
             ON CONFLICT (device, device_seq) DO UPDATE SET log_seq = excluded.log_seq",
        )
        .bind(tx)
        .bind(device)
        .bind(seq.0.cast_signed())
        .bind(&logged.op.table)
        .bind(logged.op.row.to_string())
        .bind(kind(logged.op.kind))
        .bind(logged.op.effective_at.0)
        .bind(serde_json::to_string(&logged.op.fields).map_err(Error::unreadable)?)
        .bind(logged.seq.0.cast_signed())
        .bind(document_of(logged.op.scope))
        .bind(logged.op.origin.map(|origin| origin.0.to_vec()))
        .execute(&mut *connection)
        .await?;
        *self.counts.entry(logged.op.change_set_id).or_default() += 1;
        Ok(())
    }

    /// Brings the books up to date: how many ops each action from elsewhere has.
    pub(crate) async fn finish(&mut self, connection: &mut SqliteConnection) -> Result<()> {
        for (id, ops) in std::mem::take(&mut self.counts) {
            sqlx::query("UPDATE change_sets SET op_count = op_count + ?1 WHERE id = ?2 AND is_remote = 1")
                .bind(ops)
                .bind(id.to_string())
                .execute(&mut *connection)
                .await?;
        }
        Ok(())
    }

    async fn complete(
        &mut self,
        connection: &mut SqliteConnection,
        known: &LogRow,
        logged: &Logged,
    ) -> Result<()> {
        let is_own = known.lane.is_some();
        let tx = if is_own {
            let tx = tx_of(connection, known).await?;
            self.admit(connection, tx, logged.admitted, logged.member).await?;
            tx
        } else {
            self.transaction(connection, known.device, logged).await?
        };
        sqlx::query(
            "UPDATE changes SET tx = ?1, kind = ?2, effective_at = ?3, fields = ?4, log_seq = ?5
             WHERE device = ?6 AND device_seq = ?7",
        )
        .bind(tx)
        .bind(kind(logged.op.kind))
        .bind(logged.op.effective_at.0)
        .bind(serde_json::to_string(&logged.op.fields).map_err(Error::unreadable)?)
        .bind(logged.seq.0.cast_signed())
        .bind(known.device)
        .bind(known.seq().0.cast_signed())
        .execute(connection)
        .await?;
        Ok(())
    }

    /// Keeps a row that came whole: for each write of which something holds, an op with what holds of it.
    pub(crate) async fn keep_row(
        &mut self,
        connection: &mut SqliteConnection,
        key: &RowKey,
        row: &Row,
        logged: Cursor,
    ) -> Result<()> {
        let mut writes: Vec<(Stamp, MemberId, serde_json::Map<String, serde_json::Value>)> = Vec::new();
        let mut held: Vec<_> = row.fields.iter().collect();
        held.sort_by_key(|(_, register)| register.stamp);
        for (field, register) in held {
            if writes.last().is_none_or(|(stamp, _, _)| *stamp != register.stamp) {
                writes.push((register.stamp, register.by, serde_json::Map::new()));
            }
            if let Some((_, _, fields)) = writes.last_mut() {
                let change = Change(register.old.clone(), register.value.clone());
                fields.insert(field.clone(), serde_json::to_value(change).map_err(Error::unreadable)?);
            }
        }
        for (at, (stamp, by, fields)) in writes.into_iter().enumerate() {
            let device = self.device(connection, &stamp.device.to_string()).await?;
            let tx = self.whole(connection, device, stamp, by).await?;
            let is_insert = at == 0 && row.is_inserted;
            let kept_in: i64 = sqlx::query_scalar(
                "INSERT INTO changes (tx, device, device_seq, table_name, row_id, kind, effective_at, fields, log_seq, scope)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
                 ON CONFLICT (device, device_seq) DO UPDATE SET log_seq = excluded.log_seq RETURNING tx",
            )
            .bind(tx)
            .bind(device)
            .bind(stamp.seq.0.cast_signed())
            .bind(&key.table)
            .bind(key.row.to_string())
            .bind(kind(if is_insert { Kind::Insert } else { Kind::Update }))
            .bind(stamp.hlc.millis().0)
            .bind(serde_json::Value::Object(fields).to_string())
            .bind(logged.0.cast_signed())
            .bind(document_of(row.scope))
            .fetch_one(&mut *connection)
            .await?;
            if kept_in != tx {
                self.admit(connection, kept_in, stamp.hlc, by).await?;
            }
        }
        Ok(())
    }

    /// Notes what the server took the stamp of a transaction for.
    async fn admit(
        &self,
        connection: &mut SqliteConnection,
        tx: i64,
        admitted: Hlc,
        by: MemberId,
    ) -> Result<()> {
        sqlx::query("UPDATE transactions SET admitted = ?1, member = ?2 WHERE id = ?3")
            .bind(admitted.0)
            .bind(by.to_string())
            .bind(tx)
            .execute(connection)
            .await?;
        Ok(())
    }

    async fn device(&mut self, connection: &mut SqliteConnection, name: &str) -> Result<i64> {
        if let Some(row) = self.devices.get(name) {
            return Ok(*row);
        }
        sqlx::query("INSERT INTO devices (device_id) VALUES (?1) ON CONFLICT (device_id) DO NOTHING")
            .bind(name)
            .execute(&mut *connection)
            .await?;
        let row = sqlx::query_scalar("SELECT id FROM devices WHERE device_id = ?1")
            .bind(name)
            .fetch_one(connection)
            .await?;
        self.devices.insert(name.to_owned(), row);
        Ok(row)
    }

    async fn transaction(
        &mut self,
        connection: &mut SqliteConnection,
        device: i64,
        logged: &Logged,
    ) -> Result<i64> {
        let tx_id = logged.op.tx_id.to_string();
        if let Some(row) = self.transactions.get(&tx_id) {
            return Ok(*row);
        }
        let action = self.actions.get(&logged.op.change_set_id).cloned();
        let actor = self.actor(logged.member, action.as_ref());
        self.change_set(connection, logged, action.as_ref(), &actor).await?;
        sqlx::query(
            "INSERT INTO transactions (tx_id, change_set_id, device, hlc, recorded_at, actor, origin, schema_version, admitted, member)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'remote', ?7, ?8, ?9) ON CONFLICT (tx_id) DO NOTHING",
        )
        .bind(&tx_id)
        .bind(logged.op.change_set_id.to_string())
        .bind(device)
        .bind(logged.op.hlc.0)
        .bind(logged.admitted.millis().0)
        .bind(&actor)
        .bind(logged.op.schema_version.0)
        .bind(logged.admitted.0)
        .bind(logged.member.to_string())
        .execute(&mut *connection)
        .await?;
        let row = sqlx::query_scalar("SELECT id FROM transactions WHERE tx_id = ?1")
            .bind(&tx_id)
            .fetch_one(connection)
            .await?;
        self.transactions.insert(tx_id, row);
        Ok(row)
    }

    /// Whose writing it is called: another member by name, this one's other devices by what wrote there.
    fn actor(&self, by: MemberId, action: Option<&Action>) -> String {
        let own = || action.filter(|_| by == self.own).map(|action| action.actor.clone());
        own().or_else(|| self.names.get(&by).cloned()).unwrap_or_else(|| "somebody".to_owned())
    }

    async fn change_set(
        &self,
        connection: &mut SqliteConnection,
        logged: &Logged,
        action: Option<&Action>,
        actor: &str,
    ) -> Result<()> {
        let id = logged.op.change_set_id.to_string();
        let undoes = action.and_then(|action| action.undoes).map(|undone| undone.to_string());
        let (label, at) = match action {
            Some(action) => (action.label.as_str(), action.started_at.0),
            None => ("Change", logged.admitted.millis().0),
        };
        let done = sqlx::query(
            "INSERT INTO change_sets (id, label, actor, started_at, undoes, is_remote) VALUES (?1, ?2, ?3, ?4, ?5, 1)
             ON CONFLICT (id) DO NOTHING",
        )
        .bind(&id)
        .bind(label)
        .bind(actor)
        .bind(at)
        .bind(&undoes)
        .execute(&mut *connection)
        .await?;
        if done.rows_affected() > 0
            && let Some(undone) = undoes.filter(|undone| *undone != id)
        {
            close_undone(connection, &id, &undone).await?;
        }
        Ok(())
    }

    async fn whole(
        &mut self,
        connection: &mut SqliteConnection,
        device: i64,
        stamp: Stamp,
        by: MemberId,
    ) -> Result<i64> {
        if let Some(row) = self.whole.get(&(stamp.device, stamp.hlc)) {
            return Ok(*row);
        }
        let set = match &self.received {
            Some(id) => id.clone(),
            None => {
                let id = Uuid::now_v7().to_string();
                // It undoes itself: in no history, and nobody's to take back.
                sqlx::query(
                    "INSERT INTO change_sets (id, label, actor, started_at, undoes, is_remote) VALUES (?1, 'Received', 'MyCRM', ?2, ?1, 1)",
                )
                .bind(&id)
                .bind(self.now)
                .execute(&mut *connection)
                .await?;
                self.received.insert(id).clone()
            }
        };
        let row = sqlx::query_scalar(
            "INSERT INTO transactions (tx_id, change_set_id, device, hlc, recorded_at, actor, origin, schema_version, admitted, member)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'remote', ?7, ?4, ?8) RETURNING id",
        )
        .bind(Uuid::now_v7().to_string())
        .bind(set)
        .bind(device)
        .bind(stamp.hlc.0)
        .bind(stamp.hlc.millis().0)
        .bind(self.actor(by, None))
        .bind(mycrm_store::SCHEMA_VERSION)
        .bind(by.to_string())
        .fetch_one(connection)
        .await?;
        self.whole.insert((stamp.device, stamp.hlc), row);
        Ok(row)
    }
}

/// The books of an undo that another device made; taking an undo back makes the first action stand again.
async fn close_undone(connection: &mut SqliteConnection, undo: &str, undone: &str) -> Result<()> {
    sqlx::query("UPDATE change_sets SET undone_by = ?1 WHERE id = ?2 AND undone_by IS NULL")
        .bind(undo)
        .bind(undone)
        .execute(&mut *connection)
        .await?;
    let first: Option<Option<String>> = sqlx::query_scalar("SELECT undoes FROM change_sets WHERE id = ?1")
        .bind(undone)
        .fetch_optional(&mut *connection)
        .await?;
    if let Some(first) = first.flatten() {
        sqlx::query(
            "UPDATE change_sets SET undone_by = CASE id WHEN ?1 THEN NULL ELSE id END WHERE id IN (?1, ?2)",
        )
        .bind(first)
        .bind(undo)
        .execute(connection)
        .await?;
    }
    Ok(())
}

async fn find(connection: &mut SqliteConnection, device: &str, seq: u64) -> Result<Option<LogRow>> {
    let sql = format!("{SELECT} WHERE d.device_id = ?1 AND c.device_seq = ?2");
    Ok(sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(device)
        .bind(seq.cast_signed())
        .fetch_optional(connection)
        .await?)
}

async fn tx_of(connection: &mut SqliteConnection, row: &LogRow) -> Result<i64> {
    Ok(sqlx::query_scalar("SELECT tx FROM changes WHERE device = ?1 AND device_seq = ?2")
        .bind(row.device)
        .bind(row.seq().0.cast_signed())
        .fetch_one(connection)
        .await?)
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Insert => "insert",
        Kind::Update => "update",
    }
}
