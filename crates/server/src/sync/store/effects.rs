//! Writing what a push brings about, each table in one statement.

use mycrm_sync::merge::Rows;
use mycrm_sync::push::{Device, Item, Push, Receipt, Verdict};
use mycrm_sync::{DeviceId, DeviceSeq, Logged, MemberId, Millis, RowId, RowKey};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use super::log::{OP, column};
use crate::database::{Tx, bulk};
use crate::{DatabaseError, Id};

pub(crate) fn json(value: &impl Serialize) -> Result<String, DatabaseError> {
    serde_json::to_string(value).map_err(|error| DatabaseError::Unreadable(error.to_string()))
}

pub(crate) async fn device(
    tx: &mut Tx,
    workspace: Id,
    id: DeviceId,
    device: &Device,
) -> Result<(), DatabaseError> {
    sqlx::query(
        "INSERT INTO devices (workspace, device, member, last_seq, last_hlc, last_tx, is_cloned) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (workspace, device) DO UPDATE SET \
         last_seq = excluded.last_seq, last_hlc = excluded.last_hlc, last_tx = excluded.last_tx, \
         is_cloned = excluded.is_cloned",
    )
    .bind(workspace)
    .bind(Id(id.0))
    .bind(Id(device.member.0))
    .bind(column(device.last_seq.0))
    .bind(device.last_hlc.0)
    .bind(device.last_tx.map(|tx| Id(tx.0)))
    .bind(i64::from(device.is_cloned))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub(crate) async fn log(
    tx: &mut Tx,
    workspace: Id,
    entries: &[Logged],
    now: Millis,
) -> Result<(), DatabaseError> {
    if entries.is_empty() {
        return Ok(());
    }
    let text = format!(
        "INSERT INTO log (workspace, seq, kind, member, scope, logged_at, tx, admitted, table_name, row_id, \
         change_set, size, op) VALUES {}",
        bulk::Mark::of(tx).tuples(0, entries.len(), 13)
    );
    let mut query = sqlx::query(AssertSqlSafe(text)).persistent(bulk::is_full(entries.len()));
    for logged in entries {
        let op = &logged.op;
        let text = json(op)?;
        query = query
            .bind(workspace)
            .bind(column(logged.seq.0))
            .bind(OP)
            .bind(Id(logged.member.0))
            .bind(Option::<RowId>::from(op.scope).map(|row| Id(row.0)))
            .bind(now.0)
            .bind(Id(op.tx_id.0))
            .bind(logged.admitted.0)
            .bind(op.table.as_str())
            .bind(Id(op.row.0))
            .bind(Id(op.change_set_id.0))
            .bind(column(text.len() as u64))
            .bind(text);
    }
    query.execute(&mut **tx).await?;
    Ok(())
}

/// `receipts` are those of numbers in the push.
pub(crate) async fn receipts(
    tx: &mut Tx,
    workspace: Id,
    member: MemberId,
    push: &Push,
    receipts: &[(DeviceSeq, Receipt)],
) -> Result<(), DatabaseError> {
    if receipts.is_empty() {
        return Ok(());
    }
    let text = format!(
        "INSERT INTO receipts (workspace, device, number, member, hash, origin, seq, admitted, reason) VALUES {}",
        bulk::Mark::of(tx).tuples(0, receipts.len(), 9)
    );
    let mut query = sqlx::query(AssertSqlSafe(text)).persistent(bulk::is_full(receipts.len()));
    for (number, receipt) in receipts {
        let (seq, admitted, reason) = match &receipt.verdict {
            Verdict::Applied { seq, admitted } => (Some(column(seq.0)), Some(admitted.0), None),
            Verdict::Rejected(reason) => (None, None, Some(json(reason)?)),
        };
        let at = usize::try_from(number.0.saturating_sub(push.first.0)).unwrap_or(usize::MAX);
        let origin = match push.items.get(at) {
            Some(Item::Op(op)) => op.origin,
            Some(Item::Void | Item::Bad { .. }) | None => None,
        };
        query = query
            .bind(workspace)
            .bind(Id(push.device.0))
            .bind(column(number.0))
            .bind(Id(member.0))
            .bind(receipt.hash.map(|hash| hash.0.to_vec()))
            .bind(origin.map(|hash| hash.0.to_vec()))
            .bind(seq)
            .bind(admitted)
            .bind(reason);
    }
    query.execute(&mut **tx).await?;
    Ok(())
}

/// Writes the rows with these keys as they are now.
pub(crate) async fn rows<'a>(
    tx: &mut Tx,
    workspace: Id,
    rows: &Rows,
    keys: impl ExactSizeIterator<Item = &'a RowKey>,
) -> Result<(), DatabaseError> {
    let count = keys.len();
    if count == 0 {
        return Ok(());
    }
    let text = format!(
        "INSERT INTO rows_now (workspace, table_name, row_id, scope, state) VALUES {} \
         ON CONFLICT (workspace, table_name, row_id) DO UPDATE SET state = excluded.state",
        bulk::Mark::of(tx).tuples(0, count, 5)
    );
    let mut query = sqlx::query(AssertSqlSafe(text)).persistent(bulk::is_full(count));
    for key in keys {
        let row =
            rows.get(key).ok_or_else(|| DatabaseError::Unreadable("a row that is not there".to_owned()))?;
        query = query
            .bind(workspace)
            .bind(key.table.as_str())
            .bind(Id(key.row.0))
            .bind(Option::<RowId>::from(row.scope).map(|row| Id(row.0)))
            .bind(json(row)?);
    }
    query.execute(&mut **tx).await?;
    Ok(())
}
