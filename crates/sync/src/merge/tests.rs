//! The laws of the merge: rows depend on which writes there are, conflicts on which there are and who knew what.

use std::collections::BTreeSet;

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::{ChangeSetId, DeviceId, DeviceSeq, Hlc, Millis, Op, OpHash, OpId, RowId, SchemaVersion, TxId};

fn key() -> RowKey {
    RowKey { table: "contacts".to_owned(), row: RowId(Uuid::from_u128(7)) }
}

fn logged(seq: u64, device: u128, hlc: i64, kind: Kind, fields: &[(&str, Value, Value)]) -> Logged {
    let op = Op {
        op_id: OpId { device: DeviceId(Uuid::from_u128(device)), seq: DeviceSeq(seq) },
        tx_id: TxId(Uuid::from_u128(u128::from(seq))),
        change_set_id: ChangeSetId(Uuid::nil()),
        table: key().table,
        row: key().row,
        scope: Scope::Workspace,
        kind,
        fields: fields
            .iter()
            .map(|(name, old, new)| ((*name).to_owned(), Change(old.clone(), new.clone())))
            .collect(),
        hlc: Hlc(hlc),
        effective_at: Millis(0),
        schema_version: SchemaVersion(1),
        origin: None,
        hash: OpHash::UNSEALED,
    };
    let member = MemberId(Uuid::from_u128(device));
    Logged { seq: Cursor(seq), member, admitted: Hlc(hlc), op: op.sealed() }
}

fn all_of(log: &[Logged]) -> (Row, Vec<Conflict>) {
    let mut row = Row::default();
    let mut conflicts = Vec::new();
    for logged in log {
        let outcome = row.apply(&key(), &Write::of(logged, |_| true));
        if outcome.is_restored {
            conflicts.retain(|conflict| !matches!(conflict, Conflict::EditOfDeleted { .. }));
        }
        conflicts.extend(outcome.conflicts);
    }
    (row, conflicts)
}

prop_compose! {
    fn any_log()(
        ops in prop::collection::vec((1u128..4, 0i64..6, any::<bool>(), 0usize..3, 0i64..4), 0..12)
    ) -> Vec<Logged> {
        let write = |(at, (device, hlc, inserts, field, value)): (usize, (u128, i64, bool, usize, i64))| {
            let field = ["name", "phone", DELETED_AT][field];
            let value = if value == 0 { Value::Null } else { Value::Int(value) };
            let kind = if inserts { Kind::Insert } else { Kind::Update };
            logged(at as u64 + 1, device, hlc, kind, &[(field, Value::Null, value)])
        };
        ops.into_iter().enumerate().map(write).collect()
    }
}

proptest! {
    #[test]
    fn rows_are_equal_in_whatever_order_and_however_often_ops_come(log in any_log(), seed in any::<u64>()) {
        let mut shuffled = log.clone();
        let mut random = fastrand::Rng::with_seed(seed);
        shuffled.extend(log.iter().filter(|_| random.bool()).cloned());
        random.shuffle(&mut shuffled);
        prop_assert_eq!(all_of(&log).0, all_of(&shuffled).0);
    }

    #[test]
    fn joining_states_is_commutative_associative_and_idempotent(a in any_log(), b in any_log(), c in any_log()) {
        // Ops of different logs get different devices: one name is one op.
        let apart = |log: &[Logged], by: u128| -> Row {
            let log: Vec<_> = log.iter().map(|logged| {
                let mut logged = logged.clone();
                logged.op.op_id.device.0 = Uuid::from_u128(logged.op.op_id.device.0.as_u128() + by);
                logged
            }).collect();
            all_of(&log).0
        };
        let (a, b, c) = (apart(&a, 0), apart(&b, 10), apart(&c, 20));
        let join = |x: &Row, y: &Row| { let mut x = x.clone(); x.join(y.clone()); x };
        prop_assert_eq!(join(&a, &b), join(&b, &a));
        prop_assert_eq!(join(&join(&a, &b), &c), join(&a, &join(&b, &c)));
        prop_assert_eq!(join(&a, &a), a);
    }

    #[test]
    fn a_state_and_the_ops_after_it_give_what_all_ops_give(log in any_log(), at in any::<prop::sample::Index>()) {
        let (early, late) = log.split_at(if log.is_empty() { 0 } else { at.index(log.len()) });
        let mut row = all_of(early).0;
        for logged in late {
            row.apply(&key(), &Write::of(logged, |_| true));
        }
        prop_assert_eq!(&row, &all_of(&log).0);
        row.join(all_of(early).0);
        prop_assert_eq!(row, all_of(&log).0);
    }
}

fn text(text: &str) -> Value {
    Value::from(text)
}

#[test]
fn two_edits_that_did_not_know_of_each_other_are_shown_with_both_values() {
    let insert = logged(1, 1, 10, Kind::Insert, &[("name", Value::Null, text("Ann"))]);
    let first = logged(2, 1, 20, Kind::Update, &[("name", text("Ann"), text("Anna"))]);
    let second = logged(3, 2, 30, Kind::Update, &[("name", text("Ann"), text("Anne"))]);
    for order in [[&insert, &first, &second], [&insert, &second, &first]] {
        let log: Vec<Logged> = order
            .into_iter()
            .zip(1..)
            .map(|(logged, seq)| Logged { seq: Cursor(seq), ..logged.clone() })
            .collect();
        let (row, conflicts) = all_of(&log);
        assert_eq!(row.fields["name"].value, text("Anne"));
        let [Conflict::Field { kept, lost, .. }] = conflicts.as_slice() else { panic!("{conflicts:?}") };
        assert_eq!((&kept.value, &lost.value), (&text("Anne"), &text("Anna")));
        assert_eq!((kept.by, lost.by), (second.member, first.member));
        assert_eq!(conflicts[0].reversal().2, &text("Anna"));
    }
}

#[test]
fn an_edit_that_knew_of_the_other_one_is_no_conflict() {
    let insert = logged(1, 1, 10, Kind::Insert, &[("name", Value::Null, text("Ann"))]);
    let first = logged(2, 1, 20, Kind::Update, &[("name", text("Ann"), text("Anna"))]);
    let informed = logged(3, 2, 30, Kind::Update, &[("name", text("Anna"), text("Anne"))]);
    let same = logged(4, 3, 5, Kind::Update, &[("name", text("Ann"), text("Anne"))]);
    assert_eq!(all_of(&[insert, first, informed, same]).1, []);
}

#[test]
fn what_the_store_keeps_up_by_itself_is_no_conflict() {
    let a = logged(1, 1, 10, Kind::Insert, &[("updated_at", Value::Null, Value::Int(1))]);
    let b = logged(2, 2, 20, Kind::Update, &[("updated_at", Value::Int(9), Value::Int(2))]);
    assert_eq!(all_of(&[a, b]).1, []);
}

/// Every order of every choice of stamps: the row and the inbox at the end are the same.
#[test]
fn deletes_edits_and_restores_agree_in_all_interleavings() {
    let insert = logged(1, 1, 1, Kind::Insert, &[("name", Value::Null, text("Ann"))]);
    let orders = permutations(3);
    for stamps in permutations(3) {
        let hlc = |which: usize| 10 * (1 + i64::try_from(stamps[which]).unwrap());
        let delete = logged(2, 2, hlc(0), Kind::Update, &[(DELETED_AT, Value::Null, Value::Int(1))]);
        let edit = logged(3, 3, hlc(1), Kind::Update, &[("name", text("Ann"), text("Anna"))]);
        let restore = logged(4, 4, hlc(2), Kind::Update, &[(DELETED_AT, Value::Int(1), Value::Null)]);
        let ops = [delete, edit, restore];
        let mut outcomes = BTreeSet::new();
        for order in &orders {
            let mut log = vec![insert.clone()];
            log.extend(
                order.iter().zip(2..).map(|(at, seq)| Logged { seq: Cursor(seq), ..ops[*at].clone() }),
            );
            let (row, conflicts) = all_of(&log);
            assert_eq!(row.fields["name"].value, text("Anna"), "the edit is kept in any case");
            assert_eq!(row.is_live(), hlc(2) > hlc(0), "the later of delete and restore");
            let in_inbox =
                conflicts.iter().any(|conflict| matches!(conflict, Conflict::EditOfDeleted { .. }));
            outcomes.insert(in_inbox);
        }
        let expected = hlc(1) > hlc(0) && hlc(0) > hlc(2);
        assert_eq!(outcomes, BTreeSet::from([expected]), "{stamps:?}");
    }
}

fn permutations(n: usize) -> Vec<Vec<usize>> {
    if n == 0 {
        return vec![Vec::new()];
    }
    let shorter = permutations(n - 1);
    shorter
        .iter()
        .flat_map(|short| {
            (0..n).map(move |at| {
                let mut long = short.clone();
                long.insert(at, n - 1);
                long
            })
        })
        .collect()
}
