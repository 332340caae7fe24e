//! What the ops of the log share: devices, transactions and actions.

use std::collections::HashMap;

use mycrm_store::Timestamp;
use mycrm_sync::{Action, ChangeSetId, DeviceId, Hlc, Logged, MemberId, Stamp};
use sqlx::SqliteConnection;
use uuid::Uuid;

use crate::Result;

#[derive(Debug)]
pub(super) struct Books {
    now: Timestamp,
    own: MemberId,
    actions: HashMap<ChangeSetId, Action>,
    names: HashMap<MemberId, String>,
    devices: HashMap<String, i64>,
    /// By device and transaction.
    transactions: HashMap<(i64, Uuid), i64>,
    /// Transactions of rows that came whole: by device, stamp, and whether a newer program is needed to read them.
    whole: HashMap<(DeviceId, Hlc, bool), i64>,
    received: Option<String>,
}

impl Books {
    pub(super) fn new(
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
        }
    }

    pub(super) async fn device(&mut self, connection: &mut SqliteConnection, name: &str) -> Result<i64> {
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

    /// The transaction of an op from elsewhere.
    pub(super) async fn transaction(
        &mut self,
        connection: &mut SqliteConnection,
        device: i64,
        logged: &Logged,
    ) -> Result<i64> {
        let key = (device, logged.op.tx_id.0);
        if let Some(row) = self.transactions.get(&key) {
            return Ok(*row);
        }
        let action = self.actions.get(&logged.op.change_set_id).cloned();
        let actor = self.actor(logged.member, action.as_ref());
        change_set(connection, logged, action.as_ref(), &actor).await?;
        let tx_id = logged.op.tx_id.to_string();
        let row = match insert_transaction(connection, &tx_id, device, logged, &actor).await? {
            Some(row) => row,
            // A copy of the profile that wrote it sends it too, and the server may count another stamp for each.
            None => {
                let tx_id = format!("{tx_id}/{device}");
                let row = insert_transaction(connection, &tx_id, device, logged, &actor).await?;
                row.ok_or_else(|| crate::Error::unreadable("a transaction under two devices"))?
            }
        };
        self.transactions.insert(key, row);
        Ok(row)
    }

    /// Whose writing it is called: another member by name, this one's other devices by what wrote there.
    fn actor(&self, by: MemberId, action: Option<&Action>) -> String {
        let own = || action.filter(|_| by == self.own).map(|action| action.actor.clone());
        own().or_else(|| self.names.get(&by).cloned()).unwrap_or_else(|| "somebody".to_owned())
    }

    /// The transaction of what holds of a write whose row came whole.
    pub(super) async fn whole(
        &mut self,
        connection: &mut SqliteConnection,
        device: i64,
        stamp: Stamp,
        by: MemberId,
        is_newer: bool,
    ) -> Result<i64> {
        let key = (stamp.device, stamp.hlc, is_newer);
        if let Some(row) = self.whole.get(&key) {
            return Ok(*row);
        }
        let set = match &self.received {
            Some(id) => id.clone(),
            None => {
                let id = received(connection, self.now).await?;
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
        .bind(mycrm_store::SCHEMA_VERSION.saturating_add(i64::from(is_newer)))
        .bind(by.to_string())
        .fetch_one(connection)
        .await?;
        self.whole.insert(key, row);
        Ok(row)
    }
}

/// Makes the transaction, or notes what the server takes its stamp for now; `None` if it is another device's.
async fn insert_transaction(
    connection: &mut SqliteConnection,
    tx_id: &str,
    device: i64,
    logged: &Logged,
    actor: &str,
) -> Result<Option<i64>> {
    Ok(sqlx::query_scalar(
        "INSERT INTO transactions (tx_id, change_set_id, device, hlc, recorded_at, actor, origin, schema_version, admitted, member)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'remote', ?7, ?8, ?9)
         ON CONFLICT (tx_id) DO UPDATE SET admitted = excluded.admitted, member = excluded.member
           WHERE device = excluded.device
         RETURNING id",
    )
    .bind(tx_id)
    .bind(logged.op.change_set_id.to_string())
    .bind(device)
    .bind(logged.op.hlc.0)
    .bind(logged.admitted.millis().0)
    .bind(actor)
    .bind(logged.op.schema_version.0)
    .bind(logged.admitted.0)
    .bind(logged.member.to_string())
    .fetch_optional(connection)
    .await?)
}

/// The action that all rows of this message came with. It undoes itself: in no history, and nobody's to take back.
async fn received(connection: &mut SqliteConnection, now: Timestamp) -> Result<String> {
    let id = Uuid::now_v7().to_string();
    sqlx::query(
        "INSERT INTO change_sets (id, label, actor, started_at, undoes, is_remote) VALUES (?1, 'Received', 'MyCRM', ?2, ?1, 1)",
    )
    .bind(&id)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(id)
}

async fn change_set(
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

/// An op of this profile is in the log: notes its number, and what the server took its stamp for.
pub(super) async fn settle_own(connection: &mut SqliteConnection, lane: i64, logged: &Logged) -> Result<()> {
    let seq = logged.op.op_id.seq.0.cast_signed();
    sqlx::query(
        "UPDATE transactions SET admitted = ?1, member = ?2
         WHERE id = (SELECT tx FROM changes WHERE device = ?3 AND device_seq = ?4)",
    )
    .bind(logged.admitted.0)
    .bind(logged.member.to_string())
    .bind(lane)
    .bind(seq)
    .execute(&mut *connection)
    .await?;
    sqlx::query("UPDATE changes SET log_seq = ?1, counts = 1 WHERE device = ?2 AND device_seq = ?3")
        .bind(logged.seq.0.cast_signed())
        .bind(lane)
        .bind(seq)
        .execute(connection)
        .await?;
    Ok(())
}
