//! Who sees which document: granted, taken, granted again, and never a byte in between.

use mycrm_sync::client::{Answer, Request};
use mycrm_sync::pull::Pull;
use mycrm_sync::{Cursor, Kind, MemberId, Role, RowId, Scope, Value};

use crate::world::device::{Device, row_id};
use crate::world::{World, on_each_database};

on_each_database! {
    a_restricted_document_is_for_those_named_on_it;
    a_level_that_changes_gives_and_takes;
    a_role_that_changes_gives_and_takes;
    a_role_that_changes_counts_for_documents_of_every_kind;
    who_leaves_is_out_and_who_comes_back_has_all;
    a_document_of_others_cannot_be_written_into;
    a_snapshot_is_gone_once_rights_were_taken;
    rights_cannot_be_claimed_from_outside_of_the_document;
}

/// A document with a comment, as its author makes it.
fn document(author: &mut Device, level: &str) -> (RowId, RowId) {
    let (document, comment) = (row_id(), row_id());
    let scope = Scope::Document(document);
    author.write(
        "documents",
        document,
        scope,
        Kind::Insert,
        &[("name", Value::from("offer")), ("access_level", Value::from(level))],
    );
    author.write("comments", comment, scope, Kind::Insert, &[("text", Value::from("a secret"))]);
    (document, comment)
}

fn name_on(author: &mut Device, document: RowId, member: MemberId, can_write: bool) -> RowId {
    let row = row_id();
    let fields = [
        ("member_id", Value::from(member.to_string().as_str())),
        ("can_write", Value::from(i64::from(can_write))),
    ];
    author.write("document_people", row, Scope::Document(document), Kind::Insert, &fields);
    row
}

/// All that the server sends a device from the beginning of the log, as text.
async fn everything_sent(world: &World, device: &Device) -> String {
    let mut from = Cursor::ZERO;
    let mut sent = String::new();
    loop {
        let epoch = device.replica.epoch().expect("it has synced");
        let pull =
            Pull { epoch, schema: mycrm_sync::SchemaVersion(1), device: device.replica.device(), from };
        let response = device.send(&world.base(), &Request::Pull(pull)).await.expect("an answer");
        let text = response.text().await.expect("a text");
        let answered: mycrm_sync::client::Answered = serde_json::from_str(&text).expect("the protocol");
        let Answer::Pull(Ok(page)) = answered.answer else { panic!("{text}") };
        sent.push_str(&text);
        if page.next == page.head {
            return sent;
        }
        from = page.next;
    }
}

async fn a_restricted_document_is_for_those_named_on_it(world: &mut World) {
    let owner = world.workspace().await;
    let author = world.member(owner.workspace, Role::Member).await;
    let reader = world.member(owner.workspace, Role::Member).await;
    let (mut o, mut a, mut r) = (Device::new(&owner), Device::new(&author), Device::new(&reader));
    let (document, comment) = document(&mut a, "restricted");
    for device in [&mut a, &mut o, &mut r] {
        device.sync(&world.base()).await;
    }
    assert!(o.sees("comments", comment), "the owner of the workspace sees all");
    assert!(!r.sees("documents", document) && !r.sees("comments", comment));
    assert!(!everything_sent(world, &r).await.contains("secret"));

    let named = name_on(&mut a, document, reader.member, false);
    a.sync(&world.base()).await;
    r.sync(&world.base()).await;
    assert!(r.sees("documents", document) && r.sees("comments", comment), "a grant brings what was there");
    let refused =
        r.write("comments", comment, Scope::Document(document), Kind::Update, &[("text", Value::from("x"))]);
    let reports = r.sync(&world.base()).await;
    assert!(reports.iter().any(|report| report.parked.contains(&refused)), "he may read only");

    let gone = [("deleted_at", Value::from(1))];
    a.write("document_people", named, Scope::Document(document), Kind::Update, &gone);
    a.sync(&world.base()).await;
    r.sync(&world.base()).await;
    assert!(!r.sees("documents", document) && !r.sees("comments", comment), "what is taken is removed");
    assert!(!everything_sent(world, &r).await.contains("secret"), "not from the old part of the log either");

    name_on(&mut a, document, reader.member, true);
    a.sync(&world.base()).await;
    r.sync(&world.base()).await;
    assert!(r.sees("comments", comment));
    r.write(
        "comments",
        comment,
        Scope::Document(document),
        Kind::Update,
        &[("text", Value::from("changed"))],
    );
    r.sync(&world.base()).await;
    a.sync(&world.base()).await;
    assert_eq!(a.value("comments", comment, "text"), Some(Value::from("changed")));
    let mut again = Device::new(&reader);
    again.sync(&world.base()).await;
    assert_eq!(again.shown(), r.shown(), "a new device of his has the same");
}

async fn a_level_that_changes_gives_and_takes(world: &mut World) {
    let owner = world.workspace().await;
    let author = world.member(owner.workspace, Role::Member).await;
    let other = world.member(owner.workspace, Role::Member).await;
    let (mut a, mut b) = (Device::new(&author), Device::new(&other));
    let (document, comment) = document(&mut a, "internal");
    a.sync(&world.base()).await;
    b.sync(&world.base()).await;
    assert!(b.sees("comments", comment));
    for (level, is_seen) in
        [("confidential", false), ("public", true), ("restricted", false), ("internal", true)]
    {
        let scope = Scope::Document(document);
        a.write("documents", document, scope, Kind::Update, &[("access_level", Value::from(level))]);
        a.sync(&world.base()).await;
        b.sync(&world.base()).await;
        assert_eq!(b.sees("comments", comment), is_seen, "{level}");
        assert_eq!(b.sees("documents", document), is_seen, "{level}");
        assert_eq!(everything_sent(world, &b).await.contains("secret"), is_seen, "{level}");
    }
}

async fn a_role_that_changes_gives_and_takes(world: &mut World) {
    let owner = world.workspace().await;
    let other = world.member(owner.workspace, Role::Member).await;
    let (mut a, mut b) = (Device::new(&owner), Device::new(&other));
    let (_, comment) = document(&mut a, "restricted");
    a.sync(&world.base()).await;
    for (role, is_seen) in
        [(Role::Member, false), (Role::Admin, true), (Role::Viewer, false), (Role::Admin, true)]
    {
        world.server().set_role(owner.workspace, other.member, Some(role)).await.expect("a role");
        b.sync(&world.base()).await;
        assert_eq!(b.sees("comments", comment), is_seen, "{role:?}");
    }
}

/// What came change by change is what a new device is given at once.
async fn a_role_that_changes_counts_for_documents_of_every_kind(world: &mut World) {
    let owner = world.workspace().await;
    let other = world.member(owner.workspace, Role::Member).await;
    let stranger = world.member(owner.workspace, Role::Member).await;
    let (mut a, mut b) = (Device::new(&owner), Device::new(&other));
    let mut documents = Vec::new();
    for level in ["public", "internal", "confidential", "restricted", "of a newer program"] {
        // By whom there is on it: nobody, one of each kind, several that name him, somebody else.
        for named in [&[][..], &["linked"], &["reader"], &["writer"], &["linked", "reader"], &["else"]] {
            let (document, _) = document(&mut a, level);
            for relation in named {
                let who = if *relation == "else" { stranger.member } else { other.member };
                let row = name_on(&mut a, document, who, *relation == "writer");
                if *relation == "linked" {
                    let linked = [("relation", Value::from("linked"))];
                    a.write("document_people", row, Scope::Document(document), Kind::Update, &linked);
                }
            }
            documents.push(document);
        }
    }
    a.sync(&world.base()).await;
    let (own, _) = document(&mut b, "restricted");
    b.sync(&world.base()).await;
    let mut counts = Vec::new();
    for role in [
        Some(Role::Viewer),
        Some(Role::Admin),
        Some(Role::Member),
        None,
        Some(Role::Viewer),
        Some(Role::Owner),
    ] {
        world.server().set_role(owner.workspace, other.member, role).await.expect("a role");
        if role.is_none() {
            continue;
        }
        b.sync(&world.base()).await;
        let mut fresh = Device::new(&other);
        fresh.sync(&world.base()).await;
        assert_eq!(b.shown(), fresh.shown(), "{role:?}");
        assert!(b.sees("documents", own), "{role:?}");
        counts.push(documents.iter().filter(|document| b.sees("documents", **document)).count());
    }
    // Six each of two open levels, four of `confidential`, three of `restricted`, and three of what counts as that.
    assert_eq!(counts, [22, 30, 22, 22, 30]);
}

async fn who_leaves_is_out_and_who_comes_back_has_all(world: &mut World) {
    let owner = world.workspace().await;
    let other = world.member(owner.workspace, Role::Member).await;
    let (mut a, mut b) = (Device::new(&owner), Device::new(&other));
    let (_, comment) = document(&mut a, "internal");
    a.sync(&world.base()).await;
    b.sync(&world.base()).await;
    world.server().set_role(owner.workspace, other.member, None).await.expect("he leaves");
    let request = Request::Pull(Pull {
        epoch: b.replica.epoch().expect("it has synced"),
        schema: mycrm_sync::SchemaVersion(1),
        device: b.replica.device(),
        from: Cursor::ZERO,
    });
    let response = b.send(&world.base(), &request).await.expect("an answer");
    assert_eq!(response.status(), 401);
    let (_, second) = document(&mut a, "internal");
    a.sync(&world.base()).await;
    world.server().set_role(owner.workspace, other.member, Some(Role::Member)).await.expect("he is back");
    b.sync(&world.base()).await;
    assert!(b.sees("comments", comment) && b.sees("comments", second));
    assert_eq!(a.shown(), b.shown());
}

async fn a_document_of_others_cannot_be_written_into(world: &mut World) {
    let owner = world.workspace().await;
    let author = world.member(owner.workspace, Role::Member).await;
    let other = world.member(owner.workspace, Role::Member).await;
    let (mut a, mut b) = (Device::new(&author), Device::new(&other));
    let (hidden, comment) = document(&mut a, "restricted");
    a.sync(&world.base()).await;
    b.sync(&world.base()).await;
    // One that is there and one that is not get the same answer.
    let absent = row_id();
    let tries = [
        b.write("comments", row_id(), Scope::Document(hidden), Kind::Insert, &[("text", Value::from("x"))]),
        b.write("comments", comment, Scope::Workspace, Kind::Update, &[("text", Value::from("x"))]),
        b.write("documents", hidden, Scope::Document(hidden), Kind::Insert, &[("name", Value::from("x"))]),
        b.write("comments", row_id(), Scope::Document(absent), Kind::Insert, &[("text", Value::from("x"))]),
    ];
    let reports = b.sync(&world.base()).await;
    let parked: Vec<_> = reports.iter().flat_map(|report| report.parked.clone()).collect();
    assert!(tries.iter().all(|op| parked.contains(op)), "{parked:?}");
    a.sync(&world.base()).await;
    assert_eq!(a.value("comments", comment, "text"), Some(Value::from("a secret")));
}

async fn a_snapshot_is_gone_once_rights_were_taken(world: &mut World) {
    let owner = world.workspace().await;
    let other = world.member(owner.workspace, Role::Member).await;
    let mut a = Device::new(&owner);
    let (document, comment) = document(&mut a, "internal");
    a.sync(&world.base()).await;
    let mut b = Device::new(&other);
    let ask = b.session.next(&b.replica).expect("a new device asks for a snapshot");
    let (_, answered) = b.ask(&world.base(), &ask).await.expect("a manifest");
    b.take(&ask, answered);
    let chunk = b.session.next(&b.replica).expect("then for its chunk");
    assert!(matches!(chunk, Request::Chunk(_)));
    let scope = Scope::Document(document);
    a.write("documents", document, scope, Kind::Update, &[("access_level", Value::from("restricted"))]);
    a.sync(&world.base()).await;
    let (status, answered) = b.ask(&world.base(), &chunk).await.expect("an answer");
    assert_eq!(status, 410);
    b.take(&chunk, answered);
    b.sync(&world.base()).await;
    assert!(!b.sees("comments", comment), "the new one is without it");
    // Somebody else's is as good as none.
    let third = Device::new(&owner);
    let (status, _) = third.ask(&world.base(), &chunk).await.expect("an answer");
    assert_eq!(status, 410);
}

async fn rights_cannot_be_claimed_from_outside_of_the_document(world: &mut World) {
    let owner = world.workspace().await;
    let author = world.member(owner.workspace, Role::Member).await;
    let thief = world.member(owner.workspace, Role::Member).await;
    let (mut a, mut t) = (Device::new(&author), Device::new(&thief));
    let (document, comment) = document(&mut a, "restricted");
    a.sync(&world.base()).await;
    t.sync(&world.base()).await;
    let me = Value::from(thief.member.to_string().as_str());
    let own = row_id();
    // A row of the workspace that names him, one of his own document, and the document's row made the workspace's.
    t.write("document_people", row_id(), Scope::Workspace, Kind::Insert, &[("member_id", me.clone())]);
    t.write("documents", own, Scope::Document(own), Kind::Insert, &[("name", Value::from("own"))]);
    t.write("document_people", row_id(), Scope::Document(own), Kind::Insert, &[("member_id", me.clone())]);
    t.write("documents", document, Scope::Workspace, Kind::Update, &[("owner_id", me.clone())]);
    t.write("document_people", row_id(), Scope::Document(document), Kind::Insert, &[("member_id", me)]);
    t.sync(&world.base()).await;
    assert!(!t.sees("comments", comment));
    assert!(!everything_sent(world, &t).await.contains("secret"));
}
