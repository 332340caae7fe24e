//! What becomes of replicas when the server prunes, is bootstrapped from, commits two pushes, or is put back.

use mycrm_sync::client::Request;
use mycrm_sync::{Cursor, Scope};

use super::stories::{shown, together};
use super::world::{Plan, Sabotage, World};

const W: Scope = Scope::Workspace;

#[test]
fn of_two_pushes_at_once_the_second_waits_and_no_cursor_passes_what_it_has_not_seen() {
    let (mut world, key) = together(30, 3);
    world.write(0, &key, W, "name");
    world.write(1, &key, W, "phone");
    for node in [0, 1] {
        let Some(Request::Push(push)) = world.nodes[node].ask(node as u64) else { panic!("it waits") };
        world.serve(node, node as u64, Request::Push(push), false).unwrap();
    }
    let before = world.server.disk.head;
    world.exchange_of(2).ok();
    assert!(world.nodes[2].replica.cursor() >= before);
    world.settle().unwrap();
}

#[test]
fn a_log_pruned_anywhere_and_a_device_resumed_from_anywhere_give_what_the_whole_log_gives() {
    let mut world = World::new(31, 1, 3, Sabotage::None);
    world.server.page = 1;
    world.exchange().unwrap();
    for _ in 0..14 {
        world.edit(0);
    }
    world.exchange_of(0).unwrap();
    let head = world.server.disk.head.0;
    // Device 1 stops after so many pages.
    for pages in 0..=head {
        let mut stopped = world.fork();
        for _ in 0..pages {
            stopped.one_exchange(1).unwrap();
        }
        for pruned in 0..=head {
            let mut world = stopped.fork();
            world.server.prune(Cursor(pruned));
            world
                .settle()
                .unwrap_or_else(|broken| panic!("after {pages} pages, pruned to {pruned}: {broken}"));
        }
    }
}

#[test]
fn a_snapshot_fetched_under_writes_and_killed_at_each_chunk_is_whole_in_the_end() {
    let mut world = World::new(32, 2, 2, Sabotage::None);
    world.server.chunk = 1_500;
    world.nodes[1].is_online = false;
    for _ in 0..40 {
        world.edit(0);
    }
    world.exchange_of(0).unwrap();
    // It has written something before it has fetched anything.
    world.nodes[1].is_online = true;
    let own = world.make(1, "contacts", W).expect("a contact");
    for kill in 0..30 {
        let mut world = world.fork();
        for step in 0..60 {
            world.edit(0);
            world.exchange_of(0).unwrap();
            if step == kill {
                world.nodes[1].crash();
            }
            world.one_exchange(1).unwrap();
        }
        assert!(world.nodes[1].swaps > 0 && world.nodes[1].replica.row(&own).is_some());
        world.settle().unwrap();
    }
}

#[test]
fn a_damaged_chunk_is_asked_for_again() {
    let mut world = World::new(33, 1, 2, Sabotage::None);
    for _ in 0..20 {
        world.edit(0);
    }
    world.exchange_of(0).unwrap();
    let mut damaged = 0;
    for nonce in 0..40 {
        let Some(request) = world.nodes[1].ask(nonce) else { break };
        let member = world.nodes[1].member;
        let id = mycrm_sync::SnapshotId(uuid::Uuid::from_u128(u128::from(nonce)));
        let mut answer = world.server.read(member, &request, id);
        if let mycrm_sync::client::Answer::Chunk(Ok(bytes)) = &mut answer
            && damaged < 3
        {
            match damaged {
                0 => bytes.truncate(bytes.len() / 2),
                1 => bytes[0] ^= 1,
                _ => bytes.clear(),
            }
            damaged += 1;
        }
        let answered = mycrm_sync::client::Answered { now: world.now, answer };
        world.hear(1, nonce, answered, false).unwrap();
    }
    assert_eq!(damaged, 3);
    world.settle().unwrap();
}

#[test]
fn what_a_restored_server_lost_comes_back_once() {
    let (mut world, key) = together(34, 3);
    world.server.back_up();
    let name = world.write(0, &key, W, "name");
    let made = world.make(1, "contacts", W).expect("a contact");
    world.exchange().unwrap();
    // Another device builds on what the backup does not have, and may be the first to come back.
    let phone = world.write(2, &made, W, "phone");
    world.exchange().unwrap();
    for first in 0..3 {
        let mut world = world.fork();
        world.server.restore(0, world.now);
        assert_eq!(world.server.disk.archive.len(), 1);
        world.exchange_of(first).unwrap();
        world.settle().unwrap();
        assert_eq!(world.server.disk.archive.len(), 4);
        for node in 0..3 {
            assert_eq!(shown(&world, node, &key, "name"), Some(name.clone()));
            assert_eq!(shown(&world, node, &made, "phone"), Some(phone.clone()));
        }
    }
}

#[test]
fn a_copy_that_is_faster_after_a_restore_does_not_displace_what_was_acknowledged() {
    let (mut world, key) = together(35, 2);
    world.server.back_up();
    let copy = world.nodes.len();
    world.nodes.push(world.nodes[0].clone());
    let acknowledged = world.write(0, &key, W, "name");
    world.exchange_of(0).unwrap();
    let other = world.write(copy, &key, W, "phone");
    world.server.restore(0, world.now);
    world.exchange_of(copy).unwrap();
    world.settle().unwrap();
    assert_eq!(shown(&world, 1, &key, "name"), Some(acknowledged));
    assert_eq!(shown(&world, 1, &key, "phone"), Some(other));
}

/// A long story of each kind of fault alone, so that a failure names it.
#[test]
fn each_fault_alone_ends_equal() {
    let faults: [(&str, Plan); 8] = [
        ("bad network", Plan { bad_network: true, ..Plan::QUIET }),
        ("crashes", Plan { crashes: true, ..Plan::QUIET }),
        ("clocks", Plan { wrong_clocks: true, ..Plan::QUIET }),
        ("rights", Plan { rights: true, ..Plan::QUIET }),
        ("prune", Plan { prune: true, ..Plan::QUIET }),
        ("restore", Plan { restore: true, ..Plan::QUIET }),
        ("copies", Plan { copies: true, ..Plan::QUIET }),
        ("old programs", Plan { old_programs: true, ..Plan::QUIET }),
    ];
    for (name, plan) in faults {
        for seed in 0..20 {
            let mut world = World::new(seed, 3, 4, Sabotage::None);
            world
                .run(&Plan { steps: 400, ..plan })
                .unwrap_or_else(|broken| panic!("{name}, seed {seed}: {broken}"));
        }
    }
}
