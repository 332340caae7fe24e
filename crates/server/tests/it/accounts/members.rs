//! Members and their roles: a workspace always keeps an owner.

use mycrm_sync::{Kind, Role, Scope, Value};
use reqwest::Method;
use serde_json::json;

use crate::people::{Answer, Person, audit, get, person, send};
use crate::world::device::{Device, row_id};
use crate::world::{World, on_each_database};

on_each_database! {
    the_last_owner_can_neither_leave_nor_be_demoted;
    two_owners_cannot_both_step_down_at_once;
    nobody_touches_a_role_above_their_own;
    a_new_role_counts_at_once;
    rights_to_documents_follow_the_role;
    a_member_of_another_workspace_is_not_there;
    only_admins_read_the_audit_log_and_it_is_paged;
}

async fn give(world: &World, by: &Person, to: &Person, role: &str) -> Answer {
    let path = by.within(&format!("/members/{}", to.id()));
    send(world, Method::PATCH, &path, by.token(), Some(json!({"role": role}))).await
}

async fn remove(world: &World, by: &Person, whom: &Person) -> Answer {
    send(world, Method::DELETE, &by.within(&format!("/members/{}", whom.id())), by.token(), None).await
}

async fn the_last_owner_can_neither_leave_nor_be_demoted(world: &mut World) {
    let anna = person(world, "anna@example.org", "Berg", Role::Owner).await;
    let bert = person(world, "bert@example.org", "Berg", Role::Admin).await;
    assert_eq!(give(world, &anna, &anna, "admin").await.code(), (409, "last_owner"));
    assert_eq!(remove(world, &anna, &anna).await.code(), (409, "last_owner"));
    assert_eq!(give(world, &anna, &anna, "owner").await.status, 204);
    assert_eq!(give(world, &anna, &bert, "owner").await.status, 204);
    assert_eq!(remove(world, &anna, &anna).await.status, 204);
    assert_eq!(give(world, &bert, &bert, "viewer").await.code(), (409, "last_owner"));
    assert_eq!(audit(world, &bert).await[..2], ["left", "role_changed"]);
}

async fn two_owners_cannot_both_step_down_at_once(world: &mut World) {
    for round in 0..5 {
        let name = format!("Berg {round}");
        let anna = person(world, &format!("anna{round}@example.org"), &name, Role::Owner).await;
        let bert = person(world, &format!("bert{round}@example.org"), &name, Role::Owner).await;
        let (one, other) = tokio::join!(give(world, &anna, &anna, "member"), remove(world, &bert, &bert));
        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [204, 409], "{} {}", one.text, other.text);
    }
}

async fn nobody_touches_a_role_above_their_own(world: &mut World) {
    let owner = person(world, "owner@example.org", "Berg", Role::Owner).await;
    let admin = person(world, "admin@example.org", "Berg", Role::Admin).await;
    let bert = person(world, "bert@example.org", "Berg", Role::Member).await;
    let viewer = person(world, "viewer@example.org", "Berg", Role::Viewer).await;
    assert_eq!(give(world, &admin, &owner, "viewer").await.code(), (403, "forbidden"));
    assert_eq!(give(world, &admin, &admin, "owner").await.code(), (403, "forbidden"));
    assert_eq!(remove(world, &admin, &owner).await.code(), (403, "forbidden"));
    for who in [&bert, &viewer] {
        assert_eq!(give(world, who, who, "owner").await.code(), (403, "forbidden"));
        assert_eq!(remove(world, who, &admin).await.code(), (403, "forbidden"));
    }
    assert_eq!(give(world, &admin, &viewer, "admin").await.status, 204);
    assert_eq!(remove(world, &admin, &bert).await.status, 204);
    assert_eq!(remove(world, &admin, &bert).await.code(), (404, "not_found"));
    assert_eq!(give(world, &admin, &bert, "viewer").await.code(), (404, "not_found"));
}

async fn a_new_role_counts_at_once(world: &mut World) {
    let owner = person(world, "owner@example.org", "Berg", Role::Owner).await;
    let admin = person(world, "admin@example.org", "Berg", Role::Admin).await;
    assert_eq!(get(world, &admin.within("/audit"), admin.token()).await.status, 200);
    assert_eq!(give(world, &owner, &admin, "member").await.status, 204);
    assert_eq!(get(world, &admin.within("/audit"), admin.token()).await.code(), (403, "forbidden"));
    assert_eq!(remove(world, &owner, &admin).await.status, 204);
    assert_eq!(get(world, &admin.within("/members"), admin.token()).await.code(), (401, "signed_out"));
}

async fn rights_to_documents_follow_the_role(world: &mut World) {
    let owner = person(world, "owner@example.org", "Berg", Role::Owner).await;
    let admin = person(world, "admin@example.org", "Berg", Role::Admin).await;
    let base = world.url("");
    let mut laptop = Device::new(&owner.signed_in());
    let document = row_id();
    let fields = [("name", Value::from("Salaries")), ("access_level", Value::from("restricted"))];
    laptop.write("documents", document, Scope::Document(document), Kind::Insert, &fields);
    laptop.sync(&base).await;
    let mut theirs = Device::new(&admin.signed_in());
    theirs.sync(&base).await;
    assert!(theirs.sees("documents", document), "admins see every document");
    assert_eq!(give(world, &owner, &admin, "member").await.status, 204);
    theirs.sync(&base).await;
    assert!(!theirs.sees("documents", document), "a member sees those that are for them");
    assert_eq!(give(world, &owner, &admin, "admin").await.status, 204);
    theirs.sync(&base).await;
    assert!(theirs.sees("documents", document));
}

async fn a_member_of_another_workspace_is_not_there(world: &mut World) {
    let anna = person(world, "anna@example.org", "Berg", Role::Owner).await;
    let carl = person(world, "carl@example.org", "Tal", Role::Owner).await;
    assert_eq!(give(world, &anna, &carl, "viewer").await.code(), (404, "not_found"));
    assert_eq!(remove(world, &anna, &carl).await.code(), (404, "not_found"));
    for rest in ["/members", "/devices", "/audit", "/invites"] {
        assert_eq!(
            get(world, &carl.within(rest), anna.token()).await.code(),
            (403, "not_a_member"),
            "{rest}"
        );
    }
}

async fn only_admins_read_the_audit_log_and_it_is_paged(world: &mut World) {
    let owner = person(world, "owner@example.org", "Berg", Role::Owner).await;
    let bert = person(world, "bert@example.org", "Berg", Role::Member).await;
    assert_eq!(get(world, &bert.within("/audit"), bert.token()).await.code(), (403, "forbidden"));
    for _ in 0..60 {
        assert_eq!(give(world, &owner, &bert, "viewer").await.status, 204);
        assert_eq!(give(world, &owner, &bert, "member").await.status, 204);
    }
    let mut seen = Vec::new();
    let mut path = owner.within("/audit");
    loop {
        let page = get(world, &path, owner.token()).await;
        let entries = page.body["entries"].as_array().unwrap();
        seen.extend(entries.iter().map(|entry| entry["id"].as_str().unwrap().to_owned()));
        assert!(!page.text.contains('@'), "no address is in it");
        match page.body["next"].as_str() {
            Some(next) => path = owner.within(&format!("/audit?before={next}")),
            None => break,
        }
    }
    assert_eq!(seen.len(), 124, "two joined and signed in, and 120 changes");
    let mut once = seen.clone();
    once.dedup();
    assert_eq!(once, seen);
    assert_eq!(
        get(world, &owner.within("/audit?before=x"), owner.token()).await.code(),
        (400, "bad_request")
    );
}
