//! What rights do to replicas: grants bring what was there, revocations take it away, and what waited stays with its author.

use mycrm_sync::push::Reason;
use mycrm_sync::{Rights, RowKey, Scope};

use super::stories::{shown, together};

fn root(row: mycrm_sync::RowId) -> RowKey {
    RowKey { table: "documents".to_owned(), row }
}

#[test]
fn a_grant_brings_what_was_there_a_revocation_takes_it_and_a_second_grant_brings_what_came_since() {
    let (mut world, _) = together(20, 2);
    let document = world.make_document(0).expect("a document");
    let scope = Scope::Document(document);
    let comments: Vec<RowKey> = (0..12).filter_map(|_| world.make(0, "comments", scope)).collect();
    world.exchange().unwrap();
    let sees = |world: &super::world::World| {
        comments.iter().filter(|key| world.nodes[1].replica.row(key).is_some()).count()
    };
    assert_eq!(sees(&world), 0);

    world.server.entitle(world.members[1], document, Rights::Write);
    world.exchange().unwrap();
    assert_eq!(sees(&world), 12);
    let token = world.write(1, &comments[0], scope, "body");
    world.exchange().unwrap();
    assert_eq!(shown(&world, 0, &comments[0], "body"), Some(token));

    // Written while cut off, and the right is gone before it arrives.
    let late = world.write(1, &comments[1], scope, "body");
    world.server.entitle(world.members[1], document, Rights::None);
    world.exchange().unwrap();
    assert_eq!(sees(&world), 0);
    let parked: Vec<_> = world.nodes[1].replica.outbox().parked().collect();
    assert_eq!((parked.len(), parked[0].1), (1, &Reason::Forbidden));
    assert!(serde_json::to_string(parked[0].0).unwrap().contains(&late), "its author can export it");

    let since = world.write(0, &comments[2], scope, "body");
    world.exchange().unwrap();
    world.server.entitle(world.members[1], document, Rights::Read);
    world.exchange().unwrap();
    assert_eq!(sees(&world), 12);
    assert_eq!(shown(&world, 1, &comments[2], "body"), Some(since));
    world.settle().unwrap();
}

#[test]
fn who_may_read_may_not_write() {
    let (mut world, _) = together(21, 2);
    let document = world.make_document(0).expect("a document");
    world.exchange().unwrap();
    world.server.entitle(world.members[1], document, Rights::Read);
    world.exchange().unwrap();
    let before = shown(&world, 0, &root(document), "title");
    world.write(1, &root(document), Scope::Document(document), "title");
    world.settle().unwrap();
    assert_eq!(shown(&world, 0, &root(document), "title"), before);
    assert_eq!(shown(&world, 1, &root(document), "title"), before, "the author sees that it did not hold");
    assert_eq!(world.nodes[1].replica.outbox().parked().count(), 1);
}

#[test]
fn a_rejected_op_in_the_middle_does_not_hold_up_the_ones_behind_it() {
    let (mut world, key) = together(22, 2);
    let document = world.make_document(0).expect("a document");
    world.exchange().unwrap();
    world.server.entitle(world.members[1], document, Rights::Write);
    world.exchange().unwrap();
    world.write(1, &key, Scope::Workspace, "name");
    world.write(1, &root(document), Scope::Document(document), "title");
    let last = world.write(1, &key, Scope::Workspace, "phone");
    world.server.entitle(world.members[1], document, Rights::Read);
    world.settle().unwrap();
    assert_eq!(shown(&world, 0, &key, "phone"), Some(last));
    let parked = world.nodes[1].replica.outbox().parked().next().expect("one").0.op_id;
    world.nodes[1].replica.dismiss(parked);
    assert_eq!(world.nodes[1].replica.outbox().parked().count(), 0);
    let after = world.write(1, &key, Scope::Workspace, "name");
    world.exchange().unwrap();
    assert_eq!(shown(&world, 0, &key, "name"), Some(after));
}

#[test]
fn a_document_taken_away_while_its_snapshot_is_fetched_is_not_delivered() {
    let (mut world, _) = together(23, 2);
    world.server.chunk = 150;
    let document = world.make_document(0).expect("a document");
    let scope = Scope::Document(document);
    for _ in 0..6 {
        world.make(0, "comments", scope);
    }
    world.exchange().unwrap();
    world.server.entitle(world.members[1], document, Rights::Read);
    for chunks in 0..8 {
        // The log is gone, so device 1 fetches a snapshot; after some chunks the right is gone.
        let mut world = world.fork();
        let head = world.server.disk.head;
        world.server.prune(head);
        for _ in 0..2 + chunks {
            world.one_exchange(1).unwrap();
        }
        world.server.entitle(world.members[1], document, Rights::None);
        world.settle().unwrap();
        assert!(world.nodes[1].replica.row(&root(document)).is_none());
    }
}
