//! Deleting a workspace.

use std::path::Path;

use mycrm_sync::blob::Manifest;
use mycrm_sync::{Kind, OpHash, Role, Scope, Value};
use reqwest::Method;
use serde_json::json;

use crate::people::{Answer, PASSWORD, Person, account, answer, credentials, get, person, post, send};
use crate::world::device::{Device, row_id};
use crate::world::{World, on_each_database};

on_each_database! {
    an_owner_deletes_the_workspace_with_all_that_is_in_it;
    nothing_of_it_is_left_in_tables_and_files;
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

fn files(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| if entry.path().is_dir() { files(&entry.path()) } else { 1 }).sum()
}

/// How many rows the tables hold that are about a workspace, and how many users there are.
async fn rows(world: &World) -> (i64, i64) {
    let pool = world.tables().await;
    let mut held = 0;
    for table in [
        "workspaces",
        "members",
        "sessions",
        "invites",
        "audit",
        "logs",
        "log",
        "devices",
        "receipts",
        "rows_now",
        "documents",
        "document_people",
        "actions",
        "snapshots",
        "blob_chunks",
        "blob_uploads",
        "blobs",
        "blob_parts",
    ] {
        let text = sqlx::AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"));
        let found: i64 = sqlx::query_scalar(text).fetch_one(&pool).await.unwrap();
        held += found;
    }
    let users: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM users").fetch_one(&pool).await.unwrap();
    pool.close().await;
    (held, users)
}

async fn nothing_of_it_is_left_in_tables_and_files(world: &mut World) {
    let anna = person(world, "anna@example.org", "Berg", Role::Owner).await;
    let bytes = b"a file".to_vec();
    let manifest = Manifest { length: bytes.len() as u64, chunks: vec![OpHash::of(&bytes)] };
    let put = async |path: String, body: Vec<u8>| {
        let request = reqwest::Client::new().put(world.url(&anna.within(&path)));
        answer(request.bearer_auth(anna.token().unwrap()).body(body)).await
    };
    assert_eq!(put(format!("/blobs/chunks/{}", manifest.chunks[0]), bytes).await.status, 204);
    let body = serde_json::to_vec(&manifest).unwrap();
    assert_eq!(put(format!("/blobs/{}", manifest.root()), body).await.status, 204);
    let mut laptop = Device::new(&anna.signed_in());
    laptop.contact("Erika");
    let document = row_id();
    laptop.write(
        "documents",
        document,
        Scope::Document(document),
        Kind::Insert,
        &[("name", Value::from("Offer"))],
    );
    laptop.sync(&world.url("")).await;
    let invite = json!({"email": "new@example.org", "role": "member"});
    assert_eq!(post(world, &anna.within("/invites"), anna.token(), invite).await.status, 201);
    // A snapshot is kept as files too.
    let mut phone = Device::new(&anna.signed_in());
    phone.sync(&world.url("")).await;
    let (held, users) = rows(world).await;
    assert!(held > 15 && users == 1, "{held} {users}");
    assert!(files(&world.config.data.join("blobs")) > 0);

    assert_eq!(delete(world, &anna, PASSWORD).await.status, 204);
    assert_eq!(rows(world).await, (0, 0));
    // Its files go meanwhile; what was left of them goes now.
    world.server().tidy().await.expect("it is tidied");
    assert_eq!(files(&world.config.data.join("blobs")), 0);
}
