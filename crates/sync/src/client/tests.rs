//! What a replica does with single answers; whole stories are in the simulator.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::*;
use crate::op::MAX_OPS;
use crate::push::{Receipts, Refused, Verdict};
use crate::{ChangeSetId, DeviceSeq, RowId, SchemaVersion, TxId, Value};

const NOW: Millis = Millis(1_700_000_000_000);

fn replica() -> Replica {
    let fields = ["name", "phone"].map(str::to_owned);
    let tables = BTreeMap::from([("contacts".to_owned(), fields.into())]);
    let schema = Schema { version: SchemaVersion(1), tables };
    let mut replica =
        Replica::new(MemberId(Uuid::from_u128(1)), DeviceId(Uuid::from_u128(2)), OpHash::UNSEALED, schema);
    replica.epoch = Some(Epoch(1));
    replica.needs_snapshot = false;
    replica
}

fn key(row: u128) -> RowKey {
    RowKey { table: "contacts".to_owned(), row: RowId(Uuid::from_u128(row)) }
}

fn edit(row: u128, name: &str) -> Edit {
    let fields = BTreeMap::from([("name".to_owned(), Value::from(name))]);
    Edit { key: key(row), scope: Scope::Workspace, kind: Kind::Insert, fields }
}

fn record(replica: &mut Replica, tx: u128, edits: &[Edit]) -> Vec<crate::OpId> {
    replica.record(TxId(Uuid::from_u128(tx)), ChangeSetId(Uuid::nil()), edits, NOW).unwrap()
}

fn next(replica: &Replica) -> Request {
    let mut session = Session::new(Connection::Syncing);
    session.note(Event::Stir);
    session.next(replica).unwrap()
}

#[test]
fn what_was_recorded_is_seen_at_once_and_sent_in_whole_transactions() {
    let mut replica = replica();
    record(&mut replica, 1, &[edit(1, "Ann")]);
    let many: Vec<Edit> = (0..MAX_OPS as u128).map(|row| edit(100 + row, "x")).collect();
    record(&mut replica, 2, &many);
    assert_eq!(replica.row(&key(1)).unwrap().fields["name"].value, Value::from("Ann"));
    let Request::Push(push) = next(&replica) else { panic!() };
    assert_eq!(push.items.len(), 1, "the second one does not fit and is not split");
}

#[test]
fn a_transaction_that_no_push_can_carry_is_refused_before_anything_is_kept() {
    let mut replica = replica();
    let many: Vec<Edit> = (0..=MAX_OPS as u128).map(|row| edit(row, "x")).collect();
    let tx = TxId(Uuid::from_u128(1));
    let large: Vec<Edit> = (0..5).map(|row| edit(row, &"x".repeat(250 << 10))).collect();
    for (edits, expected) in [(many, Unrecordable::TooManyOps), (large, Unrecordable::TooLarge)] {
        assert_eq!(replica.record(tx, ChangeSetId(Uuid::nil()), &edits, NOW), Err(expected));
    }
    assert_eq!(replica.outbox().waiting(), 0);
    record(&mut replica, 1, &[edit(1, "a")]);
    let again = replica.record(tx, ChangeSetId(Uuid::nil()), &[edit(2, "b")], NOW);
    assert!(matches!(again, Err(Unrecordable::Wrong(_))), "a transaction is recorded at once");
}

#[test]
fn forgotten_and_rejected_numbers_are_given_up_after_a_restore() {
    let mut replica = replica();
    for tx in 1..=5 {
        record(&mut replica, tx, &[edit(tx, "x")]);
    }
    let device = replica.device();
    let applied = |seq| Verdict::Applied { seq: Cursor(seq), admitted: Hlc::at(NOW) };
    let rejected = Verdict::Rejected(crate::push::Reason::Forbidden);
    let verdicts = vec![applied(1), applied(2), applied(3), rejected, applied(4)];
    let first = DeviceSeq(1);
    assert_eq!(replica.outbox.settle(Receipts { device, first, verdicts }).len(), 1);
    replica.outbox.forget(Cursor(2), Cursor(4));
    replica.outbox.rewind(device, DeviceSeq::ZERO);
    let Request::Push(push) = next(&replica) else { panic!() };
    assert_eq!((push.given_up, push.first), (DeviceSeq(2), DeviceSeq(3)));
    let kinds: Vec<bool> = push.items.iter().map(|item| *item == crate::push::Item::Void).collect();
    assert_eq!(kinds, [false, true, false]);
}

#[test]
fn after_a_restore_an_op_is_sent_though_nothing_but_rejected_ones_follow_it() {
    let mut replica = replica();
    record(&mut replica, 1, &[edit(1, "accepted")]);
    let device = replica.device();
    let mut verdicts = vec![Verdict::Applied { seq: Cursor(1), admitted: Hlc::at(NOW) }];
    for tx in 2..=2 * MAX_OPS as u128 {
        record(&mut replica, tx, &[edit(tx, "x")]);
        verdicts.push(Verdict::Rejected(crate::push::Reason::Forbidden));
    }
    replica.outbox.settle(Receipts { device, first: DeviceSeq(1), verdicts });
    replica.outbox.rewind(device, DeviceSeq::ZERO);
    let Request::Push(push) = next(&replica) else { panic!() };
    assert_eq!(push.items.len(), MAX_OPS, "the transaction is over, whatever stands behind it");
    assert!(matches!(push.items[0], crate::push::Item::Op(_)));
}

#[test]
fn a_transaction_of_which_a_part_was_rejected_is_not_split_there() {
    let mut replica = replica();
    let before: Vec<Edit> = (0..MAX_OPS as u128 - 1).map(|row| edit(row, "x")).collect();
    record(&mut replica, 1, &before);
    record(&mut replica, 2, &[edit(1001, "a"), edit(1002, "b"), edit(1003, "c")]);
    let device = replica.device();
    let applied = |seq| Verdict::Applied { seq: Cursor(seq), admitted: Hlc::at(NOW) };
    let mut verdicts: Vec<_> = (1..MAX_OPS as u64 + 1).map(applied).collect();
    verdicts.extend([Verdict::Rejected(crate::push::Reason::Forbidden), applied(501)]);
    replica.outbox.settle(Receipts { device, first: DeviceSeq(1), verdicts });
    replica.outbox.rewind(device, DeviceSeq::ZERO);
    let Request::Push(push) = next(&replica) else { panic!() };
    assert_eq!(push.items.len(), MAX_OPS - 1);
}

#[test]
fn a_copied_profile_goes_on_under_another_id_and_sends_what_waits_under_the_old_one_first() {
    let mut replica = replica();
    let old = replica.device();
    record(&mut replica, 1, &[edit(1, "before")]);
    let fresh = DeviceId(Uuid::from_u128(3));
    assert!(!replica.open(OpHash::UNSEALED, fresh));
    assert!(replica.open(OpHash::of(b"another machine"), fresh));
    assert_eq!(record(&mut replica, 2, &[edit(2, "after")])[0].device, fresh);
    let Request::Push(push) = next(&replica) else { panic!() };
    assert_eq!((push.device, push.items.len()), (old, 1));
}

#[test]
fn what_another_installation_did_not_send_is_issued_anew_and_once() {
    let mut replica = replica();
    let old = replica.device();
    record(&mut replica, 1, &[edit(1, "shared")]);
    record(&mut replica, 2, &[edit(2, "mine")]);
    let request = next(&replica);
    let receipts = Receipts {
        device: old,
        first: DeviceSeq(1),
        verdicts: vec![Verdict::Applied { seq: Cursor(1), admitted: Hlc::at(NOW) }],
    };
    let fresh = DeviceId(Uuid::from_u128(3));
    let answer = Answer::Push(Err(Refused::Cloned(receipts)));
    let report = replica.receive(&request, Answered { now: NOW, answer }, NOW, fresh);
    assert!(report.is_copied);
    let Request::Push(push) = next(&replica) else { panic!() };
    assert_eq!(push.device, fresh);
    assert_eq!((push.first, push.items.len(), replica.device()), (DeviceSeq(1), 1, fresh));
    assert_eq!(replica.row(&key(2)).unwrap().fields["name"].value, Value::from("mine"));
}

#[test]
fn a_clock_that_was_a_year_ahead_is_forgotten_once_nothing_waits() {
    let mut replica = replica();
    let year = Millis(NOW.0 + 365 * 86_400_000);
    let id =
        replica.record(TxId(Uuid::from_u128(1)), ChangeSetId(Uuid::nil()), &[edit(1, "a")], year).unwrap()[0];
    let request = next(&replica);
    let verdicts = vec![Verdict::Applied { seq: Cursor(1), admitted: Hlc::at(Millis(NOW.0 + 60_000)) }];
    let answer = Answer::Push(Ok(Receipts { device: id.device, first: id.seq, verdicts }));
    replica.receive(&request, Answered { now: NOW, answer }, year, id.device);
    record_at(&mut replica, 2, year);
    let Request::Push(push) = next(&replica) else { panic!() };
    let crate::push::Item::Op(op) = &push.items[0] else { panic!() };
    assert_eq!(
        op.hlc.millis(),
        Millis(NOW.0 + 60_000),
        "server time, and after what the device wrote before"
    );
}

fn record_at(replica: &mut Replica, tx: u128, now: Millis) {
    replica.record(TxId(Uuid::from_u128(tx)), ChangeSetId(Uuid::nil()), &[edit(tx, "x")], now).unwrap();
}
