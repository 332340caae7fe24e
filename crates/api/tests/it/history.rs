//! Undo, redo and the history, by what the answers say.

use serde_json::json;

use crate::world::world;

#[tokio::test]
async fn the_header_of_a_change_takes_it_back_and_forth() {
    let world = world().await;
    let id = world.new_id("/api/companies/", json!({"name": "Acme"})).await;
    let one = format!("/api/companies/{id}/");
    let renamed = world.ask("PATCH", &one, json!({"name": "Globex"})).await;
    let undone = world.ask("POST", "/api/core/undo/", json!({"change_set": renamed.change_set()})).await;
    assert_eq!(undone.success()["label"], "Changed company “Acme”");
    assert_eq!(world.get(&one).await["name"], "Acme");
    assert_eq!(undone.change_set(), undone.json()["undone_by"].as_str());
    let again = world.ask("POST", "/api/core/undo/", json!({"change_set": renamed.change_set()})).await;
    assert_eq!(again.refusal(409), "already_undone");
    world.post("/api/core/redo/", json!({})).await;
    assert_eq!(world.get(&one).await["name"], "Globex");
}

#[tokio::test]
async fn undo_without_a_body_takes_the_last_change_back_until_nothing_is_left() {
    let world = world().await;
    world.post("/api/companies/", json!({"name": "Acme"})).await;
    world.post("/api/companies/", json!({"name": "Globex"})).await;
    for left in [1, 0] {
        world.send("POST", "/api/core/undo/", &[], "").await.success();
        assert_eq!(world.get("/api/companies/").await["count"], left);
    }
    assert_eq!(world.send("POST", "/api/core/undo", &[], "").await.refusal(409), "nothing_to_undo");
}

#[tokio::test]
async fn what_was_edited_since_is_kept_and_listed() {
    let world = world().await;
    let created = world.ask("POST", "/api/companies/", json!({"name": "Acme", "city": "Ulm"})).await;
    let one = format!("/api/companies/{}/", created.json()["id"].as_str().unwrap());
    let first = world.ask("PATCH", &one, json!({"city": "Bonn", "phone": "1"})).await;
    world.ask("PATCH", &one, json!({"city": "Kiel"})).await.success();
    let undone = world.post("/api/core/undo/", json!({"change_set": first.change_set()})).await;
    assert_eq!(undone["kept"][0]["field"], "city");
    let company = world.get(&one).await;
    assert_eq!((&company["city"], &company["phone"]), (&json!("Kiel"), &json!(null)));
}

#[tokio::test]
async fn the_history_lists_what_was_done_page_by_page() {
    let world = world().await;
    for n in 0..60 {
        world.post("/api/companies/", json!({"name": format!("Company {n}")})).await;
    }
    let first = world.get("/api/core/history/").await;
    assert_eq!(first["results"].as_array().unwrap().len(), 50);
    assert_eq!(first["results"][0]["label"], "New company “Company 59”");
    assert_eq!(first["results"][0]["actor"], "me");
    let second = world.get(first["next"].as_str().unwrap()).await;
    assert_eq!((second["results"].as_array().unwrap().len(), &second["next"]), (10, &json!(null)));
}
