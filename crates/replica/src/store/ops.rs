//! Ops out of the change log, as the protocol has them.

use std::collections::{BTreeMap, BTreeSet};

use mycrm_sync::client::Kept;
use mycrm_sync::op::{MAX_OPS, OpHash};
use mycrm_sync::push::{Item, Push, Reason};
use mycrm_sync::{
    Action, Change, ChangeSetId, Cursor, DeviceId, DeviceSeq, Hlc, Kind, MemberId, Millis, Op, OpId, RowId,
    SchemaVersion, Scope, Stamp, TxId,
};
use sqlx::{AssertSqlSafe, SqliteConnection};
use uuid::Uuid;

use super::lanes::Lane;
use crate::{Error, Result};

/// A row of the log with what surrounds it.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct LogRow {
    pub(super) device: i64,
    device_id: String,
    pub(super) lane: Option<i64>,
    device_seq: i64,
    tx_id: String,
    change_set_id: String,
    pub(super) table_name: String,
    pub(super) row_id: String,
    scope: Option<String>,
    kind: String,
    fields: String,
    hlc: i64,
    admitted: Option<i64>,
    member: Option<String>,
    effective_at: i64,
    schema_version: i64,
    origin: Option<Vec<u8>>,
    log_seq: Option<i64>,
    pub(super) counts: bool,
    reason: Option<String>,
    dismissed: Option<bool>,
}

pub(super) const SELECT: &str = "SELECT c.device, d.device_id, d.lane, c.device_seq, t.tx_id, t.change_set_id, c.table_name,
       c.row_id, c.scope, c.kind, c.fields, t.hlc, t.admitted, t.member, c.effective_at, t.schema_version, c.origin, c.log_seq,
       c.counts, p.reason, p.dismissed
     FROM changes c JOIN transactions t ON t.id = c.tx JOIN devices d ON d.id = c.device
       LEFT JOIN sync_parked p ON p.device = c.device AND p.device_seq = c.device_seq";

fn uuid(text: &str) -> Result<Uuid> {
    // Another installation that writes under the same id has a suffix behind it.
    let text = text.get(..36).unwrap_or(text);
    Uuid::try_parse(text).map_err(Error::unreadable)
}

impl LogRow {
    pub(super) fn op_id(&self) -> Result<OpId> {
        Ok(OpId { device: DeviceId(uuid(&self.device_id)?), seq: self.seq() })
    }

    pub(super) fn seq(&self) -> DeviceSeq {
        DeviceSeq(self.device_seq.cast_unsigned())
    }

    pub(super) fn logged(&self) -> Option<Cursor> {
        self.log_seq.map(|seq| Cursor(seq.cast_unsigned()))
    }

    pub(super) fn stamp(&self) -> Result<Stamp> {
        Ok(Stamp::new(Hlc(self.admitted.unwrap_or(self.hlc)), self.op_id()?))
    }

    pub(super) fn kind(&self) -> Kind {
        if self.kind == "insert" { Kind::Insert } else { Kind::Update }
    }

    pub(super) fn scope(&self) -> Result<Scope> {
        let document = self.scope.as_deref().map(uuid).transpose()?.map(RowId);
        Ok(Scope::from(document))
    }

    pub(super) fn by(&self, own: MemberId) -> Result<MemberId> {
        self.member.as_deref().map_or(Ok(own), |member| Ok(MemberId(uuid(member)?)))
    }

    pub(super) fn fields(&self) -> Result<BTreeMap<String, Change>> {
        serde_json::from_str(&self.fields).map_err(Error::unreadable)
    }

    pub(super) fn op(&self) -> Result<Op> {
        let origin = match &self.origin {
            None => None,
            Some(bytes) => Some(OpHash(bytes.as_slice().try_into().map_err(Error::unreadable)?)),
        };
        let op = Op {
            op_id: self.op_id()?,
            tx_id: TxId(uuid(&self.tx_id)?),
            change_set_id: ChangeSetId(uuid(&self.change_set_id)?),
            table: self.table_name.clone(),
            row: RowId(uuid(&self.row_id)?),
            scope: self.scope()?,
            kind: self.kind(),
            fields: self.fields()?,
            hlc: Hlc(self.hlc),
            effective_at: Millis(self.effective_at),
            schema_version: SchemaVersion(u32::try_from(self.schema_version).unwrap_or(u32::MAX)),
            origin,
            hash: OpHash::UNSEALED,
        };
        Ok(op.sealed())
    }

    /// How an own op stands; `None` for one whose number alone is left.
    pub(super) fn kept(&self) -> Result<Option<Kept>> {
        if self.dismissed == Some(true) {
            return Ok(None);
        }
        let op = self.op()?;
        Ok(Some(match (&self.reason, self.logged()) {
            (Some(reason), _) => Kept::Parked { op, reason: reason_of(reason)? },
            (None, None) => Kept::Waiting(op),
            (None, Some(logged)) => Kept::Applied { stamp: self.stamp()?, op, logged },
        }))
    }
}

pub(super) fn reason_of(json: &str) -> Result<Reason> {
    serde_json::from_str(json).map_err(Error::unreadable)
}

async fn fetch(
    connection: &mut SqliteConnection,
    condition: &str,
    binds: &[i64],
) -> Result<BTreeMap<DeviceSeq, Kept>> {
    let sql = format!("{SELECT} WHERE {condition}");
    let mut query = sqlx::query_as::<_, LogRow>(AssertSqlSafe(sql));
    for bind in binds {
        query = query.bind(*bind);
    }
    let rows = query.fetch_all(connection).await?;
    let mut items = BTreeMap::new();
    for row in rows {
        if let Some(kept) = row.kept()? {
            items.insert(row.seq(), kept);
        }
    }
    Ok(items)
}

/// The items that the next push of a lane can hold. What every backup of the server contains is forgotten.
pub(crate) async fn next_items(
    connection: &mut SqliteConnection,
    lane: &Lane,
    keep_after: Cursor,
    cursor: Cursor,
) -> Result<BTreeMap<DeviceSeq, Kept>> {
    let condition = "c.device = ?1 AND c.device_seq > ?2 AND (c.log_seq IS NULL OR c.log_seq > ?3)
       ORDER BY c.device_seq LIMIT ?4";
    let forgotten = keep_after.min(cursor).0.cast_signed();
    let most = i64::try_from(MAX_OPS).unwrap_or(i64::MAX).saturating_add(1);
    let from = lane.parts.settled.0.cast_signed();
    let mut items = fetch(connection, condition, &[lane.row, from, forgotten, most]).await?;
    // Where numbers that stand for nothing follow, the rest of the last transaction may be behind them.
    let first = items.keys().next().map_or(0, |first| first.0);
    let is_op = |kept: &Kept| !matches!(kept, Kept::Parked { .. });
    let is_followed = items.get(&DeviceSeq(first.saturating_add(MAX_OPS as u64))).is_some_and(is_op);
    if let Some((last, _)) = items.iter().rfind(|(_, kept)| is_op(kept)).filter(|_| !is_followed) {
        let rest = "c.device = ?1 AND c.device_seq > ?2
           AND c.tx = (SELECT tx FROM changes WHERE device = ?1 AND device_seq = ?2)";
        let rest = fetch(connection, rest, &[lane.row, last.0.cast_signed()]).await?;
        items.extend(rest);
    }
    Ok(items)
}

/// The items of a lane between two numbers, both included.
pub(crate) async fn items(
    connection: &mut SqliteConnection,
    lane: &Lane,
    first: DeviceSeq,
    last: DeviceSeq,
) -> Result<BTreeMap<DeviceSeq, Kept>> {
    let condition = "c.device = ?1 AND c.device_seq BETWEEN ?2 AND ?3";
    fetch(connection, condition, &[lane.row, first.0.cast_signed(), last.0.cast_signed()]).await
}

/// All items of a lane that may have to be sent from a number on.
pub(crate) async fn waiting_of(
    connection: &mut SqliteConnection,
    lane: &Lane,
    keep_after: Cursor,
) -> Result<BTreeMap<DeviceSeq, Kept>> {
    let condition = "c.device = ?1 AND (c.log_seq IS NULL OR c.log_seq > ?2)";
    fetch(connection, condition, &[lane.row, keep_after.0.cast_signed()]).await
}

/// What the change sets of a push are called.
pub(crate) async fn actions(connection: &mut SqliteConnection, push: &Push) -> Result<Vec<Action>> {
    let sets: BTreeSet<String> = push
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Op(op) => Some(op.change_set_id.to_string()),
            Item::Void | Item::Bad { .. } => None,
        })
        .collect();
    let sets = serde_json::to_string(&sets).map_err(Error::unreadable)?;
    let rows: Vec<(String, String, String, i64, Option<String>)> = sqlx::query_as(
        "SELECT id, label, actor, started_at, undoes FROM change_sets WHERE id IN (SELECT value FROM json_each(?1))",
    )
    .bind(sets)
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|(id, label, actor, started_at, undoes)| {
            let undoes = undoes.as_deref().map(uuid).transpose()?.map(ChangeSetId);
            let id = ChangeSetId(uuid(&id)?);
            Ok(Action { id, label, actor, started_at: Millis(started_at), undoes }.bounded())
        })
        .collect()
}
