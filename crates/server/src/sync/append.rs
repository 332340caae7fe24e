//! What the server itself writes into a workspace: new rows, by its own device, the same way as every push.

use std::collections::{BTreeMap, BTreeSet};

use mycrm_sync::op::MAX_OPS;
use mycrm_sync::page::{server_device, server_member};
use mycrm_sync::push::{Item, Push, Verdict};
use mycrm_sync::{
    Change, ChangeSetId, DeviceSeq, Hlc, Kind, Millis, Op, OpHash, OpId, Role, RowId, RowKey, Scope, TxId,
    Value,
};
use uuid::Uuid;

use super::push::settle;
use super::store::{log, standing};
use crate::app::App;
use crate::{ApiError, Id, Member};

/// A row that is to be there.
#[derive(Debug, Clone)]
pub(crate) struct NewRow {
    pub(crate) table: &'static str,
    pub(crate) row: RowId,
    pub(crate) fields: BTreeMap<&'static str, Value>,
    pub(crate) happened_at: Millis,
}

impl NewRow {
    fn key(&self) -> RowKey {
        RowKey { table: self.table.to_owned(), row: self.row }
    }
}

/// Writes those of the rows that are not there yet, in one transaction, and returns how many that were. At most 500 at
/// a time, which is what one transaction of the protocol holds.
///
/// # Errors
/// [`ApiError::NotAMember`] for a workspace that is not there; when the database fails.
pub(crate) async fn append(app: &App, workspace: Id, rows: &[NewRow]) -> Result<usize, ApiError> {
    let mut tx = app.database().write().await?;
    let head = log::lock(&mut tx, app.database(), workspace).await?.ok_or(ApiError::NotAMember)?;
    let keys: BTreeSet<RowKey> = rows.iter().map(NewRow::key).collect();
    let present = standing::rows(&mut tx, workspace, &keys).await?;
    let new: BTreeMap<RowKey, &NewRow> =
        rows.iter().map(|row| (row.key(), row)).filter(|(key, _)| present.get(key).is_none()).collect();
    if new.is_empty() {
        return Ok(0);
    }
    if new.len() > MAX_OPS {
        return Err(ApiError::Internal(format!("{} rows are more than one transaction holds", new.len())));
    }
    let device = server_device(workspace.0);
    let known = standing::device(&mut tx, workspace, device).await?;
    let first = known.map_or(DeviceSeq::ZERO, |device| device.last_seq).next();
    let (tx_id, change_set_id) = (TxId(Uuid::now_v7()), ChangeSetId(Uuid::now_v7()));
    let now = app.clock().now();
    let schema = app.config().minimum_schema;
    let numbered = (first.0..).map(DeviceSeq).zip(new.into_values());
    let items = numbered.map(|(seq, row)| {
        let fields =
            row.fields.iter().map(|(name, value)| ((*name).to_owned(), Change(Value::Null, value.clone())));
        let op = Op {
            op_id: OpId { device, seq },
            tx_id,
            change_set_id,
            table: row.table.to_owned(),
            row: row.row,
            scope: Scope::Workspace,
            kind: Kind::Insert,
            fields: fields.collect(),
            hlc: Hlc::at(now),
            effective_at: row.happened_at,
            schema_version: schema,
            origin: None,
            hash: OpHash::UNSEALED,
        };
        Item::Op(Box::new(op.sealed()))
    });
    let push = Push {
        epoch: head.epoch,
        schema,
        device,
        first,
        given_up: DeviceSeq::ZERO,
        items: items.collect(),
        actions: Vec::new(),
    };
    let member = Member {
        workspace,
        member: server_member(workspace.0),
        role: Role::Member,
        session: Id(Uuid::nil()),
    };
    let (answer, last) = settle(&mut tx, app, &member, member.role, head, &push).await?;
    let receipts =
        answer.map_err(|refused| ApiError::Internal(format!("own rows were refused: {refused:?}")))?;
    if let Some(rejected) = receipts.verdicts.iter().find(|verdict| matches!(verdict, Verdict::Rejected(_))) {
        return Err(ApiError::Internal(format!("own rows were rejected: {rejected:?}")));
    }
    tx.commit().await?;
    app.wake().announce(workspace, last);
    Ok(receipts.verdicts.len())
}
