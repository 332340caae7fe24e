//! What a push is decided by, read under the lock of the log's head.

use std::collections::{BTreeMap, BTreeSet};

use mycrm_sync::merge::{Row, Rows};
use mycrm_sync::push::{Device, Item, Push, Receipt, Verdict};
use mycrm_sync::{Cursor, DeviceId, DeviceSeq, Hlc, MemberId, OpHash, RowId, RowKey, Scope, TxId};
use sqlx::AssertSqlSafe;

use super::log::{column, number};
use crate::database::{Tx, bulk};
use crate::{DatabaseError, Id};

pub(crate) async fn device(
    tx: &mut Tx,
    workspace: Id,
    device: DeviceId,
) -> Result<Option<Device>, DatabaseError> {
    let found: Option<(Id, i64, i64, Option<Id>, i64)> = sqlx::query_as(
        "SELECT member, last_seq, last_hlc, last_tx, is_cloned FROM devices WHERE workspace = $1 AND device = $2",
    )
    .bind(workspace)
    .bind(Id(device.0))
    .fetch_optional(&mut **tx)
    .await?;
    found
        .map(|(member, last_seq, last_hlc, last_tx, is_cloned)| {
            Ok(Device {
                member: MemberId(member.0),
                last_seq: DeviceSeq(number(last_seq)?),
                last_hlc: Hlc(last_hlc),
                last_tx: last_tx.map(|tx| TxId(tx.0)),
                is_cloned: is_cloned != 0,
            })
        })
        .transpose()
}

type Verdicts = (Option<i64>, Option<i64>, Option<String>);

fn verdict((seq, admitted, reason): Verdicts) -> Result<Verdict, DatabaseError> {
    match (seq, admitted, reason) {
        (Some(seq), Some(admitted), _) => {
            Ok(Verdict::Applied { seq: Cursor(number(seq)?), admitted: Hlc(admitted) })
        }
        (_, _, Some(reason)) => serde_json::from_str(&reason)
            .map(Verdict::Rejected)
            .map_err(|error| DatabaseError::Unreadable(format!("a verdict: {error}"))),
        _ => Err(DatabaseError::Unreadable("a receipt without a verdict".to_owned())),
    }
}

pub(crate) fn hash(bytes: &[u8]) -> Result<OpHash, DatabaseError> {
    let bytes = <[u8; 32]>::try_from(bytes)
        .map_err(|_| DatabaseError::Unreadable(format!("a hash of {} bytes", bytes.len())))?;
    Ok(OpHash(bytes))
}

/// Number, hash and verdict of a receipt.
type Kept = (i64, Option<Vec<u8>>, Option<i64>, Option<i64>, Option<String>);

/// The receipts of the numbers in a push.
pub(crate) async fn receipts(
    tx: &mut Tx,
    workspace: Id,
    push: &Push,
) -> Result<BTreeMap<DeviceSeq, Receipt>, DatabaseError> {
    let end = push.first.0.saturating_add(push.items.len() as u64);
    let rows: Vec<Kept> = sqlx::query_as(
        "SELECT number, hash, seq, admitted, reason FROM receipts \
         WHERE workspace = $1 AND device = $2 AND number >= $3 AND number < $4",
    )
    .bind(workspace)
    .bind(Id(push.device.0))
    .bind(column(push.first.0))
    .bind(column(end))
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|(seq, bytes, at, admitted, reason)| {
            let hash = bytes.as_deref().map(hash).transpose()?;
            let verdict = verdict((at, admitted, reason))?;
            Ok((DeviceSeq(number(seq)?), Receipt { hash, verdict }))
        })
        .collect()
}

/// What is in effect of the ops in a push, by identity, as far as it is this member's.
pub(crate) async fn in_effect(
    tx: &mut Tx,
    workspace: Id,
    member: MemberId,
    push: &Push,
) -> Result<BTreeMap<OpHash, Verdict>, DatabaseError> {
    let identities: BTreeSet<OpHash> = ops(push).map(mycrm_sync::Op::identity).collect();
    if identities.is_empty() {
        return Ok(BTreeMap::new());
    }
    let text = format!(
        "SELECT COALESCE(origin, hash), seq, admitted FROM receipts WHERE workspace = $1 AND member = $2 \
         AND seq IS NOT NULL AND COALESCE(origin, hash) IN ({})",
        bulk::Mark::of(tx).list(2, identities.len())
    );
    let mut query = sqlx::query_as(AssertSqlSafe(text)).persistent(false).bind(workspace).bind(Id(member.0));
    for identity in &identities {
        query = query.bind(identity.0.to_vec());
    }
    let rows: Vec<(Vec<u8>, i64, i64)> = query.fetch_all(&mut **tx).await?;
    rows.into_iter()
        .map(|(identity, seq, admitted)| Ok((hash(&identity)?, verdict((Some(seq), Some(admitted), None))?)))
        .collect()
}

pub(crate) fn ops(push: &Push) -> impl Iterator<Item = &mycrm_sync::Op> {
    push.items.iter().filter_map(|item| match item {
        Item::Op(op) => Some(&**op),
        Item::Void | Item::Bad { .. } => None,
    })
}

/// The documents that a push names or would make.
pub(crate) fn documents(push: &Push) -> BTreeSet<RowId> {
    let of = |op: &mycrm_sync::Op| match op.scope {
        Scope::Workspace => None,
        Scope::Document(document) => Some(document),
    };
    ops(push).filter_map(of).collect()
}

/// The files that a push names, each with what it would hang on.
pub(crate) fn files(push: &Push) -> BTreeSet<(Scope, OpHash)> {
    let of = |op: &mycrm_sync::Op| match &op.fields.get(mycrm_sync::blob::FIELD)?.1 {
        mycrm_sync::Value::Text(root) => Some((op.scope, root.parse().ok()?)),
        _ => None,
    };
    ops(push).filter_map(of).collect()
}

/// The rows with these keys, as the ops so far have made them.
pub(crate) async fn rows(tx: &mut Tx, workspace: Id, keys: &BTreeSet<RowKey>) -> Result<Rows, DatabaseError> {
    let keys: Vec<&RowKey> = keys.iter().collect();
    let mut rows = Rows::default();
    for keys in keys.chunks(mycrm_sync::op::MAX_OPS) {
        let text = format!(
            "SELECT table_name, row_id, state FROM rows_now WHERE workspace = $1 AND (table_name, row_id) IN (VALUES {})",
            bulk::Mark::of(tx).tuples(1, keys.len(), 2)
        );
        let mut query = sqlx::query_as(AssertSqlSafe(text)).persistent(false).bind(workspace);
        for key in keys {
            query = query.bind(key.table.as_str()).bind(Id(key.row.0));
        }
        let found: Vec<(String, Id, String)> = query.fetch_all(&mut **tx).await?;
        for (table, row, state) in found {
            rows.join(RowKey { table, row: RowId(row.0) }, state_of(&state)?);
        }
    }
    Ok(rows)
}

/// A row out of its column.
pub(crate) fn state_of(json: &str) -> Result<Row, DatabaseError> {
    serde_json::from_str(json).map_err(|error| DatabaseError::Unreadable(format!("a row: {error}")))
}
