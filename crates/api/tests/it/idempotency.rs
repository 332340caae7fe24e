//! A request that is sent twice with one key is carried out once.

use futures::future::join_all;
use serde_json::json;

use crate::world::{Reply, World, world};

async fn create(world: &World, key: &str, name: &str) -> Reply {
    let headers = [("content-type", "application/json"), ("idempotency-key", key)];
    world.send("POST", "/api/companies/", &headers, &json!({"name": name}).to_string()).await
}

#[tokio::test]
async fn the_second_request_gets_the_answer_of_the_first() {
    let world = world().await;
    let first = create(&world, "key-1", "Acme").await;
    let second = create(&world, "key-1", "Acme").await;
    assert_eq!((first.status, &first.text), (second.status, &second.text));
    assert_eq!(first.change_set(), second.change_set());
    assert_eq!(second.headers["idempotency-replayed"], "true");
    assert_eq!(world.get("/api/companies/").await["count"], 1);
    create(&world, "key-2", "Acme").await;
    assert_eq!(world.get("/api/companies/").await["count"], 2, "another key is another request");
}

#[tokio::test]
async fn one_key_for_two_requests_is_refused() {
    let world = world().await;
    create(&world, "key", "Acme").await;
    assert_eq!(create(&world, "key", "Globex").await.refusal(409), "conflict");
    assert_eq!(world.get("/api/companies/").await["count"], 1);
}

#[tokio::test]
async fn twins_that_arrive_together_are_carried_out_once() {
    let world = world().await;
    let replies = join_all((0..20).map(|_| create(&world, "twin", "Acme"))).await;
    assert!(replies.iter().all(|reply| reply.status == 201 && reply.text == replies[0].text));
    assert_eq!(world.get("/api/companies/").await["count"], 1);
}

#[tokio::test]
async fn a_refusal_is_kept_too_and_a_deletion_happens_once() {
    let world = world().await;
    assert_eq!(create(&world, "bad", "").await.refusal(422), "validation");
    assert_eq!(create(&world, "bad", "").await.headers["idempotency-replayed"], "true");
    let id = world.new_id("/api/companies/", json!({"name": "Acme"})).await;
    let one = format!("/api/companies/{id}/");
    let delete = || world.send("DELETE", &one, &[("idempotency-key", "gone")], "");
    assert_eq!(delete().await.status, 204);
    assert_eq!(delete().await.status, 204, "the retry of a deletion that worked is no failure");
}

#[tokio::test]
async fn answers_survive_a_restart() {
    let first = world().await;
    create(&first, "key", "Acme").await;
    first.app.shutdown().await;
    let folder = first.folder;
    drop(first.app);
    let app = mycrm_api::App::open(folder.path()).await.unwrap();
    let second = World { app, folder };
    assert_eq!(create(&second, "key", "Acme").await.headers["idempotency-replayed"], "true");
    assert_eq!(second.get("/api/companies/").await["count"], 1);
}

/// Ends the app; what its database says to `sql` then, and the app again.
async fn between(world: World, sql: &'static str) -> World {
    world.app.shutdown().await;
    let World { app, folder } = world;
    drop(app);
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(folder.path().join("mycrm.db"));
    let pool = sqlx::SqlitePool::connect_with(options).await.unwrap();
    sqlx::query(sql).execute(&pool).await.unwrap();
    pool.close().await;
    World { app: mycrm_api::App::open(folder.path()).await.unwrap(), folder }
}

#[tokio::test]
async fn a_change_whose_answer_could_not_be_kept_is_not_made_twice() {
    // From here on every answer is lost, as if the program died between the commit and keeping it.
    let world = between(
        world().await,
        "CREATE TRIGGER lost BEFORE UPDATE ON idempotency_keys BEGIN SELECT RAISE(ABORT, 'killed'); END",
    )
    .await;
    let first = create(&world, "key", "Acme").await;
    first.success();
    let world = between(world, "DROP TRIGGER lost").await;
    let again = create(&world, "key", "Acme").await;
    assert_eq!(again.refusal(409), "already_done");
    assert_eq!(again.change_set(), first.change_set(), "it says which change was made");
    assert!(again.text.contains(first.change_set().unwrap()));
    assert_eq!(world.get("/api/companies/").await["count"], 1);
    assert_eq!(create(&world, "key", "Globex").await.refusal(409), "conflict");
    world.post("/api/core/undo/", json!({"change_set": again.change_set()})).await;
    assert_eq!(world.get("/api/companies/").await["count"], 0);
}

#[tokio::test]
async fn a_conflict_is_a_new_try_once_what_was_in_the_way_is_gone() {
    let world = world().await;
    let undo = || world.send("POST", "/api/core/undo/", &[("idempotency-key", "undo")], "");
    assert_eq!(undo().await.refusal(409), "nothing_to_undo");
    create(&world, "key", "Acme").await;
    undo().await.success();
    assert_eq!(world.get("/api/companies/").await["count"], 0);
    assert_eq!(undo().await.headers["idempotency-replayed"], "true");
}

#[tokio::test]
async fn a_token_is_not_shown_a_second_time() {
    let world = world().await;
    let headers = [("content-type", "application/json"), ("idempotency-key", "token")];
    let make = || world.send("POST", "/api/core/tokens/", &headers, "{\"name\":\"script\"}");
    let token = make().await.success()["token"].as_str().unwrap().to_owned();
    let again = make().await;
    assert_eq!(again.refusal(409), "conflict");
    let kept = std::fs::read(world.folder.path().join("mycrm.db")).unwrap();
    let log = std::fs::read(world.folder.path().join("mycrm.db-wal")).unwrap_or_default();
    let found = |bytes: &[u8]| bytes.windows(token.len()).any(|window| window == token.as_bytes());
    assert!(!found(&kept) && !found(&log), "the token itself is not in the database");
}

#[tokio::test]
async fn a_multipart_body_is_known_by_what_is_in_it() {
    let world = world().await;
    let send = async |boundary: &str, name: &str| {
        let kind = format!("multipart/form-data; boundary={boundary}");
        let headers = [("content-type", kind.as_str()), ("idempotency-key", "multipart")];
        let body = format!(
            "--{boundary}\r\ncontent-disposition: form-data; name=\"name\"\r\n\r\n{name}\r\n--{boundary}--\r\n"
        );
        world.send("POST", "/api/companies/", &headers, &body).await
    };
    let first = send("one", "Acme").await;
    assert_eq!(first.success()["name"], "Acme");
    let again = send("another-boundary", "Acme").await;
    assert_eq!((again.status, &again.text), (first.status, &first.text));
    assert_eq!(again.headers["idempotency-replayed"], "true");
    // As long as the first one.
    assert_eq!(send("one", "Emca").await.refusal(409), "conflict");
    assert_eq!(world.get("/api/companies/").await["count"], 1);
}
