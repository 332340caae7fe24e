//! Pushes as a device makes them, made beforehand: the work of the device is not the server's.

use std::collections::BTreeMap;

use mycrm_sync::push::{Item, Push};
use mycrm_sync::{
    Change, ChangeSetId, DeviceId, DeviceSeq, Epoch, Hlc, Kind, Millis, Op, OpHash, OpId, RowId,
    SchemaVersion, Scope, TxId, Value,
};
use uuid::Uuid;

use crate::Result;

/// Ops of one push.
pub(super) const BATCH: usize = 500;

/// Bodies of pushes that insert contacts, from one device.
pub(super) fn bodies(count: usize) -> Result<Vec<Vec<u8>>> {
    let device = DeviceId(Uuid::now_v7());
    (0..count / BATCH)
        .map(|batch| {
            let tx = TxId(Uuid::now_v7());
            // A transaction has one stamp.
            let now = Millis(mycrm_store::Timestamp::now().millis());
            let first = batch * BATCH;
            let items = (first..first + BATCH).map(|n| Item::Op(Box::new(contact(n, device, tx, now))));
            let push = Push {
                epoch: Epoch(1),
                schema: SchemaVersion(5),
                device,
                first: DeviceSeq(first as u64 + 1),
                given_up: DeviceSeq::ZERO,
                items: items.collect(),
                actions: Vec::new(),
            };
            Ok(serde_json::to_vec(&push)?)
        })
        .collect()
}

fn contact(n: usize, device: DeviceId, tx_id: TxId, now: Millis) -> Op {
    let set = |value: Value| Change(Value::Null, value);
    let fields = [
        ("first_name", Value::from(format!("Given {n}").as_str())),
        ("last_name", format!("Family {}", n % 1_000).as_str().into()),
        ("email", format!("person{n}@company{}.example", n % 5_000).as_str().into()),
        ("phone", format!("+49 30 {n:08}").as_str().into()),
        ("job_title", "Head of purchasing".into()),
        ("city", "Berlin".into()),
        ("created_at", Value::Int(now.0)),
        ("updated_at", Value::Int(now.0)),
    ];
    let op = Op {
        op_id: OpId { device, seq: DeviceSeq(n as u64 + 1) },
        tx_id,
        change_set_id: ChangeSetId(device.0),
        table: "contacts".to_owned(),
        row: RowId(Uuid::now_v7()),
        scope: Scope::Workspace,
        kind: Kind::Insert,
        fields: fields
            .into_iter()
            .map(|(name, value)| (name.to_owned(), set(value)))
            .collect::<BTreeMap<_, _>>(),
        hlc: Hlc::at(now),
        effective_at: now,
        schema_version: SchemaVersion(5),
        origin: None,
        hash: OpHash::UNSEALED,
    };
    op.sealed()
}
