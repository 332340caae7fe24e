//! Deleting a workspace.

use mycrm_sync::Role;
use reqwest::Method;
use serde_json::json;

use crate::people::{Answer, PASSWORD, Person, account, credentials, get, person, post, send};
use crate::world::{World, on_each_database};

on_each_database! {
    an_owner_deletes_the_workspace_with_all_that_is_in_it;
    nobody_else_deletes_it;
}

async fn delete(world: &World, by: &Person, password: &str) -> Answer {
    send(world, Method::DELETE, &by.within(""), by.token(), Some(json!({"password": password}))).await
}

async fn an_owner_deletes_the_workspace_with_all_that_is_in_it(world: &mut World) {
    let anna = person(world, "anna@example.org", "Berg", Role::Owner).await;
    let bert = person(world, "bert@example.org", "Berg", Role::Member).await;
    account(world, "bert@example.org", "Tal", Role::Owner).await;
    assert_eq!(delete(world, &anna, "wrong password").await.code(), (401, "wrong_credentials"));
    assert_eq!(delete(world, &anna, PASSWORD).await.status, 204);
    for who in [&anna, &bert] {
        assert_eq!(get(world, &who.within("/members"), who.token()).await.code(), (401, "signed_out"));
    }
    let gone = post(world, "/api/v1/sign_in", None, credentials("anna@example.org", PASSWORD)).await;
    assert_eq!(gone.code(), (401, "wrong_credentials"), "an account that is in no workspace goes too");
    let elsewhere = post(world, "/api/v1/sign_in", None, credentials("bert@example.org", PASSWORD)).await;
    assert_eq!((elsewhere.status, &elsewhere.body["workspace"]["name"]), (200, &json!("Tal")));
}

async fn nobody_else_deletes_it(world: &mut World) {
    let owner = person(world, "owner@example.org", "Berg", Role::Owner).await;
    let admin = person(world, "admin@example.org", "Berg", Role::Admin).await;
    let carl = person(world, "carl@example.org", "Tal", Role::Owner).await;
    assert_eq!(delete(world, &admin, PASSWORD).await.code(), (403, "forbidden"));
    let body = Some(json!({"password": PASSWORD}));
    let foreign = send(world, Method::DELETE, &owner.within(""), carl.token(), body).await;
    assert_eq!(foreign.code(), (403, "not_a_member"));
    assert_eq!(get(world, &owner.within("/members"), owner.token()).await.status, 200);
}
