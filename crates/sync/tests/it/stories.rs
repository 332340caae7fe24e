//! What devices go through, told one by one: lost answers, kills, copies, wrong clocks, old programs.

use mycrm_sync::client::{Answer, Connection, Event, Request};
use mycrm_sync::merge::Conflict;
use mycrm_sync::{RowKey, SchemaVersion, Scope, Value};

use super::world::{Sabotage, World, schema};

const W: Scope = Scope::Workspace;

/// `devices` of one member each, all caught up, with one contact.
pub(crate) fn together(seed: u64, devices: usize) -> (World, RowKey) {
    let mut world = World::new(seed, devices, devices, Sabotage::None);
    let key = world.make(0, "contacts", W).expect("a contact");
    world.exchange().unwrap();
    (world, key)
}

pub(crate) fn shown(world: &World, node: usize, key: &RowKey, field: &str) -> Option<String> {
    let row = world.nodes[node].replica.row(key)?;
    match &row.fields.get(field)?.value {
        Value::Text(text) => Some(text.clone()),
        Value::Null | Value::Int(_) | Value::Real(_) => None,
    }
}

/// Sends what a device asks to the server and gives the answer back instead of delivering it.
fn answered(world: &mut World, node: usize, request: Request) -> Answer {
    let member = world.nodes[node].member;
    let Request::Push(push) = request else {
        let id = mycrm_sync::SnapshotId(uuid::Uuid::from_u128(world.random.u128(..)));
        return world.server.read(member, &request, id);
    };
    world.server.begin(member, push, (node, 0), world.now);
    world.server.commit(&mut world.random).expect("it was begun").1
}

#[test]
fn an_answer_that_is_lost_ten_times_has_one_effect() {
    let (mut world, key) = together(3, 2);
    let token = world.write(0, &key, W, "name");
    let mut answers = Vec::new();
    for nonce in 0..10 {
        let request = world.nodes[0].ask(nonce).expect("it waits");
        if matches!(request, Request::Push(_)) {
            answers.push(answered(&mut world, 0, request));
        }
        world.nodes[0].asked = None;
    }
    assert!(answers.len() == 10 && answers.windows(2).all(|pair| pair[0] == pair[1]));
    world.settle().unwrap();
    assert_eq!(shown(&world, 1, &key, "name"), Some(token));
}

/// Where a device or the server can be killed while one message goes there and back.
#[derive(Debug, Clone, Copy)]
enum Kill {
    ServerUndecided,
    ServerUnanswered,
    DeviceUnheard,
    DeviceHeard,
}

#[test]
fn killed_at_each_write_point_rows_outbox_and_cursor_agree() {
    for kill in [Kill::ServerUndecided, Kill::ServerUnanswered, Kill::DeviceUnheard, Kill::DeviceHeard] {
        for at in 0..12 {
            let (mut world, key) = together(4, 3);
            world.write(0, &key, W, "name");
            world.write(1, &key, W, "name");
            world.write(1, &key, W, "phone");
            for round in 0..12 {
                let node = round % 3;
                let Some(request) = world.nodes[node].ask(round as u64) else {
                    world.nodes[node].session.note(Event::Stir);
                    continue;
                };
                if round == at && matches!(kill, Kill::ServerUndecided) {
                    if let Request::Push(push) = request {
                        let member = world.nodes[node].member;
                        world.server.begin(member, push, (node, 0), world.now);
                    }
                    world.server.crash();
                    world.nodes[node].asked = None;
                    continue;
                }
                let answer = answered(&mut world, node, request);
                if round == at && matches!(kill, Kill::ServerUnanswered) {
                    world.server.crash();
                    world.nodes[node].asked = None;
                    continue;
                }
                if round == at && matches!(kill, Kill::DeviceUnheard) {
                    world.nodes[node].crash();
                    continue;
                }
                let answered = mycrm_sync::client::Answered { now: world.now, answer };
                world.hear(node, round as u64, answered, false).unwrap();
                if round == at && matches!(kill, Kill::DeviceHeard) {
                    world.nodes[node].crash();
                }
            }
            world.settle().unwrap_or_else(|broken| panic!("{kill:?} at {at}: {broken}"));
        }
    }
}

#[test]
fn a_copied_profile_is_found_and_both_edits_survive() {
    for seed in 0..50 {
        let (mut world, key) = together(seed, 2);
        let copy = world.nodes.len();
        // The whole disk, so that the secret of the installation does not tell the two apart.
        let mut node = world.nodes[0].clone();
        node.crash();
        world.nodes.push(node);
        let mine = world.write(0, &key, W, "name");
        let theirs = world.write(copy, &key, W, "name");
        assert_eq!(world.nodes[0].replica.device(), world.nodes[copy].replica.device());
        world.settle().unwrap();
        assert_ne!(world.nodes[0].replica.device(), world.nodes[copy].replica.device());
        assert!(world.nodes.iter().any(|node| node.copies_found > 0));
        assert!(world.server.disk.devices.values().any(|device| device.is_cloned));
        for node in &world.nodes {
            let conflicts: Vec<_> = node.replica.conflicts().collect();
            let [Conflict::Field { kept, lost, .. }] = conflicts.as_slice() else { panic!("{conflicts:?}") };
            let mut values = [kept.value.clone(), lost.value.clone()];
            values.sort();
            let mut expected = [Value::Text(mine.clone()), Value::Text(theirs.clone())];
            expected.sort();
            assert_eq!(values, expected, "both values are in the inbox");
            let history = node.replica.base().history(&key);
            let values: Vec<_> =
                history.iter().filter_map(|logged| logged.op.fields.get("name")).map(|c| &c.1).collect();
            assert!(expected.iter().all(|value| values.contains(&value)), "and in the history");
        }
    }
}

#[test]
fn an_unsent_edit_that_three_copies_hold_takes_effect_once() {
    let (mut world, key) = together(7, 2);
    let rival = world.nodes.len();
    world.nodes.push(world.nodes[0].clone());
    world.write(0, &key, W, "name");
    world.nodes.push(world.nodes[0].clone());
    world.write(rival, &key, W, "phone");
    world.exchange_of(rival).unwrap();
    world.settle().unwrap();
    assert_eq!(world.server.disk.archive.len(), 3);
}

#[test]
fn a_profile_put_back_from_a_backup_goes_on_under_another_id() {
    let (mut world, key) = together(8, 2);
    let backup = world.nodes[0].clone();
    world.write(0, &key, W, "name");
    world.exchange().unwrap();
    let before = backup.replica.device();
    world.nodes[0] = backup;
    world.nodes[0].crash();
    world.exchange().unwrap();
    assert_ne!(world.nodes[0].replica.device(), before, "it has seen its own future");
    let token = world.write(0, &key, W, "phone");
    world.settle().unwrap();
    assert_eq!(shown(&world, 1, &key, "phone"), Some(token));
}

#[test]
fn clocks_that_are_wrong_by_a_year_never_stall_and_are_set_right() {
    const YEAR: i64 = 365 * 86_400_000;
    let (mut world, key) = together(6, 3);
    world.nodes[0].skew = YEAR;
    world.nodes[1].skew = -YEAR;
    world.write(0, &key, W, "name");
    world.exchange().unwrap();
    for round in 0..20 {
        world.pass(120_000);
        let node = round % 3;
        world.nodes[node].session.note(Event::Stir);
        world.exchange_of(node).unwrap();
        let token = world.write(node, &key, W, "name");
        world.exchange().unwrap();
        for other in 0..3 {
            assert_eq!(
                shown(&world, other, &key, "name"),
                Some(token.clone()),
                "what was written last holds"
            );
        }
        world.nodes[round % 2].skew *= -1;
    }
    world.settle().unwrap();
}

#[test]
fn an_edit_while_a_page_is_under_way_is_neither_lost_nor_shown_older() {
    let (mut world, key) = together(9, 2);
    world.write(1, &key, W, "name");
    world.exchange_of(1).unwrap();
    world.nodes[0].session.note(Event::Stir);
    let request = world.nodes[0].ask(1).expect("there is something to fetch");
    let answer = answered(&mut world, 0, request);
    world.pass(1_000);
    let token = world.write(0, &key, W, "name");
    let answered = mycrm_sync::client::Answered { now: world.now, answer };
    world.hear(0, 1, answered, false).unwrap();
    assert_eq!(shown(&world, 0, &key, "name"), Some(token.clone()));
    world.settle().unwrap();
    assert_eq!(shown(&world, 1, &key, "name"), Some(token));
}

#[test]
fn an_old_program_keeps_what_it_does_not_know_and_equals_a_fresh_one_after_its_upgrade() {
    for prunes in [false, true] {
        let (mut world, key) = together(10, 2);
        world.nodes[1].replica.upgrade(schema(1));
        let fax = world.write(0, &key, W, "fax");
        let gadget = world.make(0, "gadgets", W).expect("a gadget");
        if prunes {
            world.exchange_of(0).unwrap();
            let head = world.server.disk.head;
            world.server.prune(head);
        }
        world.exchange().unwrap();
        assert_eq!(shown(&world, 1, &gadget, "label"), None);
        let name = world.write(1, &key, W, "name");
        world.exchange().unwrap();
        assert_eq!(shown(&world, 0, &key, "fax"), Some(fax.clone()), "an edit by the old one leaves it");
        world.nodes[1].replica.upgrade(schema(2));
        assert_eq!(shown(&world, 1, &key, "fax"), Some(fax));
        assert_eq!(shown(&world, 0, &key, "name"), Some(name));
        world.settle().unwrap();
    }
}

#[test]
fn a_program_below_the_minimum_is_told_so_and_goes_on_after_its_upgrade() {
    let (mut world, key) = together(11, 2);
    world.nodes[1].replica.upgrade(schema(1));
    world.server.disk.minimum = SchemaVersion(2);
    let token = world.write(1, &key, W, "name");
    world.exchange_of(1).unwrap();
    let outdated = Connection::Outdated { minimum: SchemaVersion(2) };
    assert_eq!(world.nodes[1].session.connection(), outdated);
    assert_eq!(world.nodes[1].replica.outbox().waiting(), 1, "what was written waits");
    world.nodes[1].replica.upgrade(schema(2));
    world.nodes[1].session.note(Event::Upgrade);
    world.settle().unwrap();
    assert_eq!(shown(&world, 0, &key, "name"), Some(token));
}

#[test]
fn a_delete_an_edit_and_a_restore_on_three_devices_agree_in_every_order() {
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        for arrival in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            let (mut world, key) = together(12, 4);
            world.set_deleted(3, &key, W, true);
            world.exchange().unwrap();
            for what in order {
                world.pass(1_000);
                match what {
                    0 => world.set_deleted(0, &key, W, false),
                    1 => {
                        world.write(1, &key, W, "name");
                    }
                    _ => world.set_deleted(2, &key, W, false),
                }
            }
            for node in arrival {
                world.exchange_of(node).unwrap();
            }
            world.settle().unwrap();
            for node in &world.nodes {
                assert!(node.replica.row(&key).expect("the row").is_live());
                let edits = node.replica.conflicts().filter(|c| matches!(c, Conflict::EditOfDeleted { .. }));
                assert_eq!(edits.count(), 0, "the row is back: nothing to choose");
            }
        }
    }
}

#[test]
fn an_edit_of_a_deleted_row_waits_in_the_inbox_of_everybody_until_it_is_restored() {
    let (mut world, key) = together(13, 3);
    world.set_deleted(0, &key, W, true);
    world.pass(1_000);
    let token = world.write(1, &key, W, "name");
    world.exchange().unwrap();
    for node in &world.nodes {
        assert!(!node.replica.row(&key).expect("the row").is_live());
        let conflicts: Vec<_> = node.replica.conflicts().collect();
        let [Conflict::EditOfDeleted { edit, deletion, .. }] = conflicts.as_slice() else {
            panic!("{conflicts:?}")
        };
        assert_eq!(edit.value, Value::Text(token.clone()));
        assert_eq!((edit.by, deletion.by), (world.members[1], world.members[0]));
    }
    world.set_deleted(2, &key, W, false);
    world.settle().unwrap();
    assert!(world.nodes.iter().all(|node| node.replica.conflicts().count() == 0));
    assert_eq!(shown(&world, 0, &key, "name"), Some(token), "and the edit holds");
}
