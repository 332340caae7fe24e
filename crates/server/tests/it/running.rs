//! The server starts, answers, ends and starts again.

use crate::world::{World, on_each_database};

on_each_database! {
    it_answers_and_ends;
}

async fn it_answers_and_ends(world: &mut World) {
    let healthy = reqwest::get(world.url("/healthz")).await.expect("an answer");
    assert_eq!(healthy.status(), 204);
    let nothing = reqwest::get(world.url("/nothing")).await.expect("an answer");
    assert_eq!(nothing.status(), 404);
    let body: serde_json::Value = nothing.json().await.expect("an error of ours");
    assert_eq!(body["code"], "not_found");
    world.restart(|_| {}).await;
    let healthy = reqwest::get(world.url("/healthz")).await.expect("an answer");
    assert_eq!(healthy.status(), 204);
}
