//! What is decided over a push, and that no bytes are too hostile to be read.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::{Change, ChangeSetId, Kind, OpId, Rights, RowId, Value};

const NOW: Millis = Millis(1_700_000_000_000);

fn device() -> DeviceId {
    DeviceId(Uuid::from_u128(1))
}

fn member() -> MemberId {
    MemberId(Uuid::from_u128(2))
}

fn op(seq: u64, tx: u128, value: &str) -> Op {
    Op {
        op_id: OpId { device: device(), seq: DeviceSeq(seq) },
        tx_id: TxId(Uuid::from_u128(tx)),
        change_set_id: ChangeSetId(Uuid::nil()),
        table: "contacts".to_owned(),
        row: RowId(Uuid::from_u128(7)),
        scope: Scope::Workspace,
        kind: Kind::Insert,
        fields: BTreeMap::from([("name".to_owned(), Change(Value::Null, Value::from(value)))]),
        hlc: Hlc::at(NOW),
        effective_at: NOW,
        schema_version: SchemaVersion(1),
        origin: None,
        hash: OpHash::UNSEALED,
    }
    .sealed()
}

fn push(ops: Vec<Op>) -> Push {
    let first = ops.first().map_or(DeviceSeq(1), |op| op.op_id.seq);
    let items = ops.into_iter().map(|op| Item::Op(Box::new(op))).collect();
    Push {
        epoch: Epoch(1),
        schema: SchemaVersion(1),
        device: device(),
        first,
        given_up: DeviceSeq::ZERO,
        items,
        actions: Vec::new(),
    }
}

fn standing() -> Standing {
    Standing {
        now: NOW,
        epoch: Epoch(1),
        minimum: SchemaVersion(1),
        head: Cursor(10),
        member: member(),
        device: None,
        receipts: BTreeMap::new(),
        in_effect: BTreeMap::new(),
        access: Access { workspace: Rights::Write, documents: BTreeMap::new() },
        blobs: BTreeSet::new(),
        scopes: BTreeMap::new(),
        sizes: BTreeMap::new(),
    }
}

/// As a server that carried the decision out.
fn after(mut standing: Standing, decision: &Decision) -> Standing {
    let effects = decision.effects.clone();
    standing.device = effects.device.or(standing.device);
    standing.head = effects.log.last().map_or(standing.head, |logged| logged.seq);
    let applied = |logged: &crate::Logged| Verdict::Applied { seq: logged.seq, admitted: logged.admitted };
    standing.in_effect.extend(effects.log.iter().map(|logged| (logged.op.identity(), applied(logged))));
    standing.receipts.extend(effects.receipts);
    standing.access.documents.extend(effects.documents.into_iter().map(|document| (document, Rights::Write)));
    standing.scopes.extend(effects.scopes);
    standing
}

fn verdicts(decision: &Decision) -> Vec<Verdict> {
    decision.answer.clone().unwrap().verdicts
}

#[test]
fn what_is_sent_again_gets_the_same_answer_and_has_no_effect() {
    let push = push(vec![op(1, 1, "a"), op(2, 1, "b"), op(3, 2, "c")]);
    let first = decide(&push, &standing());
    assert_eq!(first.effects.log.len(), 3);
    let later = after(standing(), &first);
    let again = decide(&push, &later);
    assert_eq!(verdicts(&first), verdicts(&again));
    assert!(
        again.effects.log.is_empty() && again.effects.receipts.is_empty() && again.effects.device.is_none()
    );
}

#[test]
fn a_gap_is_told_with_the_number_that_is_expected() {
    let decision = decide(&push(vec![op(3, 1, "a")]), &standing());
    assert_eq!(decision.answer, Err(Refused::Gap { expected: DeviceSeq(1) }));
    assert!(decision.effects.device.is_none());
    let mut given_up = push(vec![op(3, 1, "a")]);
    given_up.given_up = DeviceSeq(2);
    assert_eq!(
        verdicts(&decide(&given_up, &standing())).len(),
        1,
        "unless the device says that they never come"
    );
}

#[test]
fn another_op_under_a_number_marks_a_copied_device_and_keeps_what_matches() {
    let first = decide(&push(vec![op(1, 1, "a"), op(2, 2, "b")]), &standing());
    let later = after(standing(), &first);
    let decision = decide(&push(vec![op(1, 1, "a"), op(2, 3, "other"), op(3, 4, "c")]), &later);
    let Err(Refused::Cloned(receipts)) = &decision.answer else { panic!("{decision:?}") };
    assert_eq!(receipts.verdicts, verdicts(&first)[..1]);
    assert!(decision.effects.device.as_ref().unwrap().is_cloned && decision.effects.log.is_empty());
    assert_eq!(decision.effects.device.unwrap().last_seq, DeviceSeq(2));
}

#[test]
fn what_is_in_effect_under_another_name_takes_no_effect_again() {
    let first = decide(&push(vec![op(1, 1, "a")]), &standing());
    let later = Standing { device: None, receipts: BTreeMap::new(), ..after(standing(), &first) };
    let copy = DeviceId(Uuid::from_u128(99));
    let renamed = op(1, 1, "a").renamed(OpId { device: copy, seq: DeviceSeq(1) });
    let again = renamed.clone().renamed(OpId { device: device(), seq: DeviceSeq(1) });
    let mut again = push(vec![again]);
    again.first = DeviceSeq(1);
    let decision = decide(&again, &later);
    assert_eq!((verdicts(&decision), decision.effects.log.len()), (verdicts(&first), 0));
    assert_eq!(decision.effects.receipts.len(), 1, "its number is taken");
}

#[test]
fn a_poisoned_op_takes_its_number_and_the_ones_behind_it_flow() {
    let mut bad = op(2, 2, "b");
    bad.table = "Robert'); DROP TABLE".to_owned();
    let bytes = serde_json::to_vec(&push(vec![op(1, 1, "a"), bad, op(3, 3, "c")])).unwrap();
    let read = decode(&bytes).unwrap();
    let Item::Bad { wrong, .. } = &read.items[1] else { panic!("{read:?}") };
    assert_eq!(wrong.field, "ops[1].table");
    let decision = decide(&read, &standing());
    assert_eq!(decision.effects.log.len(), 2);
    assert!(matches!(verdicts(&decision)[1], Verdict::Rejected(Reason::Wrong(_))));
    let again = decide(&decode(&bytes).unwrap(), &after(standing(), &decision));
    assert_eq!(verdicts(&again), verdicts(&decision));
}

#[test]
fn a_transaction_that_was_split_is_not_taken() {
    let first = decide(&push(vec![op(1, 1, "a")]), &standing());
    let later = after(standing(), &first);
    let decision =
        decide(&push(vec![op(2, 1, "rest"), op(3, 2, "c"), op(4, 3, "d"), op(5, 2, "back")]), &later);
    let taken: Vec<bool> =
        verdicts(&decision).iter().map(|verdict| matches!(verdict, Verdict::Applied { .. })).collect();
    assert_eq!(taken, [false, true, true, false]);
}

#[test]
fn a_clock_that_is_a_year_ahead_is_taken_for_a_minute() {
    let year = 365 * 86_400_000;
    let mut ahead = op(1, 1, "a");
    ahead.hlc = Hlc::at(Millis(NOW.0 + year));
    let first = decide(&push(vec![ahead.sealed()]), &standing());
    let admitted = first.effects.log[0].admitted;
    assert_eq!(admitted, Hlc::at(Millis(NOW.0 + 60_000)));
    let next = decide(&push(vec![op(2, 2, "corrected")]), &after(standing(), &first));
    assert_eq!(next.effects.log[0].admitted, admitted, "and what the device writes next is not before it");
}

#[test]
fn rights_are_checked_and_what_is_forbidden_cannot_be_told_from_what_is_not_there() {
    let document = RowId(Uuid::from_u128(50));
    let on = |seq: u64, row: u128, kind: Kind| {
        let mut op = op(seq, u128::from(seq), "x");
        (op.scope, op.row, op.kind) = (Scope::Document(document), RowId(Uuid::from_u128(row)), kind);
        op.sealed()
    };
    let mut forbidden = standing();
    forbidden.access.documents.insert(document, Rights::Read);
    let refused = verdicts(&decide(&push(vec![on(1, 51, Kind::Insert)]), &forbidden));
    assert_eq!(refused, verdicts(&decide(&push(vec![on(1, 51, Kind::Insert)]), &standing())));
    assert_eq!(refused, [Verdict::Rejected(Reason::Forbidden)]);

    let own = decide(&push(vec![on(1, 50, Kind::Insert), on(2, 51, Kind::Insert)]), &standing());
    assert_eq!((own.effects.documents.as_slice(), own.effects.log.len()), (&[document][..], 2));

    // A row cannot be pulled out of its document by claiming that it hangs on nothing.
    let mut claimed = on(3, 51, Kind::Update);
    claimed.scope = Scope::Workspace;
    let decision = decide(&push(vec![claimed.sealed()]), &after(standing(), &own));
    assert_eq!(verdicts(&decision), [Verdict::Rejected(Reason::Forbidden)]);
}

#[test]
fn a_push_of_another_epoch_or_an_older_program_or_a_foreign_device_has_no_effect() {
    let push = push(vec![op(1, 1, "a")]);
    let restored = Standing { epoch: Epoch(2), ..standing() };
    assert_eq!(decide(&push, &restored).answer, Err(Refused::OtherEpoch { epoch: Epoch(2) }));
    let newer = Standing { minimum: SchemaVersion(2), ..standing() };
    assert_eq!(decide(&push, &newer).answer, Err(Refused::Outdated { minimum: SchemaVersion(2) }));
    let other = Device::new(MemberId(Uuid::from_u128(9)));
    let foreign = Standing { device: Some(other), ..standing() };
    assert_eq!(decide(&push, &foreign).answer, Err(Refused::Foreign));
}

/// The expected value was computed from the description in `docs/sync.md` by another program.
#[test]
fn the_hash_is_that_of_the_published_encoding() {
    let expected = "17faa7447f12439c442f10fd09b22ca7eae552eb2e666eb184d3afa6c5cadec1";
    assert_eq!(op(1, 1, "a").hash.to_string(), expected);
}

#[test]
fn what_is_wrong_is_named() {
    let whole = serde_json::to_value(push(vec![op(1, 1, "a")])).unwrap();
    let cases: [(&str, serde_json::Value, &str); 8] = [
        ("/ops/0/fields/name", serde_json::json!([1]), "ops[0].fields.name"),
        ("/ops/0/fields/name/1", serde_json::json!(true), "ops[0].fields.name[1]"),
        ("/ops/0/hlc", serde_json::json!("x"), "ops[0].hlc"),
        ("/ops/0/hash", serde_json::json!("00"), "ops[0].hash"),
        ("/ops/0/row", serde_json::json!("me"), "ops[0].row"),
        ("/ops/0/kind", serde_json::json!("upsert"), "ops[0].kind"),
        ("/ops/0/op_id/seq", serde_json::json!(2), "ops[0].op_id"),
        ("/ops/0/effective_at", serde_json::json!(4), "ops[0].hash"),
    ];
    for (path, value, field) in cases {
        let mut json = whole.clone();
        *json.pointer_mut(path).unwrap() = value;
        let read = decode(json.to_string().as_bytes()).unwrap();
        let Item::Bad { wrong, .. } = &read.items[0] else { panic!("{path}: {read:?}") };
        assert_eq!(wrong.field, field);
    }
    let mut json = whole;
    json["first"] = serde_json::json!(0);
    assert_eq!(decode(json.to_string().as_bytes()).unwrap_err().field, "first");
    json["device"] = serde_json::json!(5);
    assert_eq!(decode(json.to_string().as_bytes()).unwrap_err().field, "device");
}

proptest! {
    #[test]
    fn bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = decode(&bytes);
    }

    #[test]
    fn damaged_pushes_never_panic_and_are_decided(
        at in any::<prop::sample::Index>(), bytes in prop::collection::vec(any::<u8>(), 0..4), cut in 0usize..4
    ) {
        let mut whole = serde_json::to_vec(&push(vec![op(1, 1, "a"), op(2, 1, "b")])).unwrap();
        let at = at.index(whole.len());
        let end = (at + cut).min(whole.len());
        whole.splice(at..end, bytes);
        if let Ok(read) = decode(&whole) {
            let decision = decide(&read, &standing());
            if let Ok(receipts) = decision.answer {
                prop_assert_eq!(receipts.verdicts.len(), read.items.len());
            }
        }
    }

    #[test]
    fn a_push_is_read_as_it_was_written(
        values in prop::collection::vec(("[a-z_]{1,8}", any::<i64>(), ".{0,20}", any::<f64>()), 1..6), void in any::<bool>()
    ) {
        let ops = values.into_iter().zip(1..).map(|((name, number, text, real), seq)| {
            let mut op = op(seq, u128::from(seq), &text);
            let real = crate::Real::new(real).map_or(Value::Null, Value::Real);
            op.fields.insert(name, Change(Value::Int(number), real));
            op.sealed()
        }).collect();
        let mut whole = push(ops);
        if void {
            whole.items.push(Item::Void);
        }
        prop_assert_eq!(decode(&serde_json::to_vec(&whole).unwrap()).unwrap(), whole);
    }
}

#[test]
fn a_file_is_named_only_once_it_is_verified_for_what_it_hangs_on() {
    let root = OpHash::of(b"a file");
    let document = RowId(Uuid::from_u128(7));
    let naming = |seq: u64, scope: Scope, root: Value| {
        let mut op = op(seq, u128::from(seq), "x");
        op.fields.insert(crate::blob::FIELD.to_owned(), Change(Value::Null, root));
        op.scope = scope;
        op.sealed()
    };
    let text = Value::Text(root.to_string());
    let here = Scope::Document(document);
    let mut standing = standing();
    standing.blobs.insert((here, root));
    let wrong = |verdict: &Verdict| matches!(verdict, Verdict::Rejected(Reason::Wrong(_)));
    for (scope, value, is_refused) in [
        (here, text.clone(), false),
        (here, Value::Null, false),
        (Scope::Workspace, text, true),
        (here, Value::from("no hash"), true),
        (here, Value::Int(1), true),
    ] {
        let decision = decide(&push(vec![naming(1, scope, value.clone())]), &standing);
        assert_eq!(wrong(&verdicts(&decision)[0]), is_refused, "{scope:?} {value:?}");
    }
}

#[test]
fn ops_of_one_transaction_have_one_stamp_and_one_action() {
    let mut later = op(2, 1, "b");
    later.hlc = Hlc::at(Millis(NOW.0 + 1));
    let mut other = op(3, 1, "c");
    other.change_set_id = ChangeSetId(Uuid::from_u128(9));
    let decision =
        decide(&push(vec![op(1, 1, "a"), later.sealed(), other.sealed(), op(4, 2, "d")]), &standing());
    let applied: Vec<bool> =
        verdicts(&decision).iter().map(|verdict| matches!(verdict, Verdict::Applied { .. })).collect();
    assert_eq!(applied, [true, false, false, true]);
}

#[test]
fn a_row_does_not_grow_without_end() {
    let full = Standing { sizes: BTreeMap::from([(op(1, 1, "a").key(), crate::op::MAX_ROW)]), ..standing() };
    assert!(matches!(verdicts(&decide(&push(vec![op(1, 1, "a")]), &full))[..], [Verdict::Rejected(_)]));
    let text = "x".repeat(200_000);
    let ops = (1..=100).map(|n| op(n, u128::from(n), &text)).collect();
    let applied = verdicts(&decide(&push(ops), &standing()));
    let count = applied.iter().filter(|verdict| matches!(verdict, Verdict::Applied { .. })).count();
    assert_eq!(count, crate::op::MAX_ROW / op(1, 1, &text).size(), "what one push adds counts too");
}
