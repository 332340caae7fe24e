//! Devices: who sees and ends which.

use mycrm_sync::Role;
use reqwest::Method;

use crate::people::{Person, get, person, send, sign_in};
use crate::world::{World, on_each_database};

on_each_database! {
    a_member_sees_and_ends_their_own_devices_and_admins_those_of_all;
    a_device_of_another_workspace_is_not_there;
}

async fn devices(world: &World, person: &Person) -> Vec<(String, bool)> {
    let answer = get(world, &person.within("/devices"), person.token()).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let devices = answer.body["devices"].as_array().unwrap();
    devices
        .iter()
        .map(|device| (device["id"].as_str().unwrap().to_owned(), device["is_this"] == true))
        .collect()
}

fn session(person: &Person) -> &str {
    person.session["session_id"].as_str().unwrap()
}

async fn end(world: &World, by: &Person, session: &str) -> u16 {
    send(world, Method::DELETE, &by.within(&format!("/devices/{session}")), by.token(), None).await.status
}

async fn a_member_sees_and_ends_their_own_devices_and_admins_those_of_all(world: &mut World) {
    let owner = person(world, "owner@example.org", "Berg", Role::Owner).await;
    let admin = person(world, "admin@example.org", "Berg", Role::Admin).await;
    let bert = person(world, "bert@example.org", "Berg", Role::Member).await;
    let phone = sign_in(world, "bert@example.org").await;
    assert_eq!(devices(world, &owner).await.len(), 4);
    assert_eq!(devices(world, &admin).await.len(), 3, "not those of the owner");
    let seen = devices(world, &bert).await;
    assert_eq!(seen.len(), 2);
    assert!(seen.contains(&(session(&bert).to_owned(), true)));
    assert!(seen.contains(&(session(&phone).to_owned(), false)));

    assert_eq!(end(world, &bert, session(&owner)).await, 404);
    assert_eq!(end(world, &admin, session(&owner)).await, 404);
    assert_eq!(end(world, &bert, session(&phone)).await, 204);
    assert_eq!(end(world, &bert, session(&phone)).await, 404);
    assert_eq!(get(world, &phone.within("/devices"), phone.token()).await.code(), (401, "signed_out"));
    assert_eq!(end(world, &admin, session(&bert)).await, 204);
    assert_eq!(get(world, &bert.within("/devices"), bert.token()).await.code(), (401, "signed_out"));
}

async fn a_device_of_another_workspace_is_not_there(world: &mut World) {
    let anna = person(world, "anna@example.org", "Berg", Role::Owner).await;
    let carl = person(world, "carl@example.org", "Tal", Role::Owner).await;
    assert_eq!(end(world, &anna, session(&carl)).await, 404);
    let path = carl.within(&format!("/devices/{}", session(&carl)));
    let foreign = send(world, Method::DELETE, &path, anna.token(), None).await;
    assert_eq!(foreign.code(), (403, "not_a_member"));
    let missing = "/api/v1/workspaces/0198c0de-0000-7000-8000-000000000000/devices";
    assert_eq!(get(world, missing, anna.token()).await.code(), (403, "not_a_member"));
    assert_eq!(
        get(world, "/api/v1/workspaces/nonsense/devices", anna.token()).await.code(),
        (403, "not_a_member")
    );
    assert_eq!(end(world, &anna, "nonsense").await, 404);
    assert_eq!(get(world, &carl.within("/devices"), carl.token()).await.status, 200);
}
