//! Undo, redo and the history, by what the answers say.

use mycrm_api::{Event, Job, JobStatus};
use serde_json::{Value, json};

use crate::world::{World, world};

#[tokio::test]
async fn the_header_of_a_change_takes_it_back_and_forth() {
    let world = world().await;
    let id = world.new_id("/api/companies/", json!({"name": "Acme"})).await;
    let one = format!("/api/companies/{id}/");
    let renamed = world.ask("PATCH", &one, json!({"name": "Globex"})).await;
    let undone = world.ask("POST", "/api/core/undo/", json!({"change_set": renamed.change_set()})).await;
    assert_eq!(undone.success()["label"], "Changed company “Acme”");
    assert_eq!(
        undone.success()["action"],
        json!({"verb": "changed", "record": "company", "name": "Acme"}),
        "in parts, for other languages"
    );
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

/// Makes companies as one change that is too large to take back at once.
async fn many_companies(world: &World) -> Value {
    let mut ids = Vec::new();
    for part in 0..3 {
        let items: Vec<_> = (0..700).map(|n| json!({"name": format!("Company {part} {n}")})).collect();
        let made = world.post("/api/companies/bulk_create/", json!({"items": items})).await;
        ids.extend(made["ids"].as_array().unwrap().iter().cloned());
    }
    let changes = json!({"ids": ids, "changes": {"city": "Ulm"}});
    let changed = world.ask("POST", "/api/companies/bulk_update/", changes).await;
    assert_eq!(changed.success()["count"], 2100);
    json!({"change_set": changed.change_set()})
}

async fn ended(events: &mut mycrm_api::EventReceiver, id: &Value) -> Job {
    loop {
        if let Event::Job(job) = events.recv().await.unwrap()
            && job.id.as_str() == id
            && job.status != JobStatus::Running
        {
            return *job;
        }
    }
}

#[tokio::test]
async fn a_large_change_is_taken_back_and_done_again_by_jobs_that_the_history_shows() {
    let world = world().await;
    let change = many_companies(&world).await;
    let mut events = world.app.events();
    let started = world.ask("POST", "/api/core/undo/", change.clone()).await;
    let job = started.json();
    assert_eq!((started.status, &job["kind"], &job["status"]), (202, &json!("undo"), &json!("running")));
    let shown = world.get("/api/core/history/").await["results"][0].clone();
    let again = world.ask("POST", "/api/core/undo/", change.clone()).await;
    let other = world.ask("POST", "/api/core/undo/", json!({})).await;
    if again.status == 202 {
        assert_eq!(again.json()["id"], job["id"], "asked twice it is the same work");
    }
    let done = ended(&mut events, &job["id"]).await;
    assert_eq!((done.status, done.done, done.total), (JobStatus::Done, 2100, Some(2100)));
    // Only one that looked before the end saw it under way.
    assert!(shown["job"] == job["id"] || shown["undone"] == true, "{shown}");
    assert!(other.status == 409 || shown["undone"] == true, "{}", other.text);
    let jobs = world.get("/api/core/jobs/").await;
    let result = &jobs["results"][0]["undone"];
    assert_eq!((&result["reverted"], &result["kept_count"]), (&json!(2100), &json!(0)));
    assert_eq!(world.get("/api/companies/?city=Ulm").await["count"], 0);
    assert_eq!(world.get("/api/core/history/").await["results"][0]["undone"], true);
    assert_eq!(world.ask("POST", "/api/core/undo/", change).await.refusal(409), "already_undone");

    let redo = || world.send("POST", "/api/core/redo/", &[("idempotency-key", "redo")], "");
    let redone = redo().await;
    assert_eq!(redone.status, 202);
    assert_eq!(ended(&mut events, &redone.json()["id"]).await.status, JobStatus::Done);
    let repeated = redo().await;
    assert_eq!(repeated.headers["idempotency-replayed"], "true");
    assert_eq!((repeated.status, &repeated.json()["reverted"]), (200, &json!(2100)), "how it ended");
    assert_eq!(world.get("/api/companies/?city=Ulm").await["count"], 2100);
}

#[tokio::test]
async fn a_large_undo_that_is_cancelled_or_cut_off_has_taken_nothing_back() {
    let world = world().await;
    let change = many_companies(&world).await;
    let mut events = world.app.events();
    let undo = || world.send("POST", "/api/core/undo/", &[("idempotency-key", "undo")], "");
    let job = undo().await.json()["id"].clone();
    assert_eq!(undo().await.json()["id"], job, "the same request, sent again");
    world.post(&format!("/api/core/jobs/{}/cancel/", job.as_str().unwrap()), json!({})).await;
    let cancelled = ended(&mut events, &job).await;
    assert_eq!(cancelled.status, JobStatus::Cancelled, "it was over too soon for this test");
    assert_eq!(world.get("/api/companies/?city=Ulm").await["count"], 2100);

    assert_eq!(world.ask("POST", "/api/core/undo/", change).await.status, 202);
    world.app.shutdown().await;
    let World { app, folder } = world;
    drop(app);
    let world = World { app: mycrm_api::App::open(folder.path()).await.unwrap(), folder };
    assert_eq!(world.get("/api/companies/?city=Ulm").await["count"], 2100);
    assert_eq!(world.get("/api/core/history/").await["results"][0]["undone"], false);
}
