//! Imports over the API: from the file to the undo, and after an end in the middle.

use std::time::Duration;

use mycrm_api::{App, Event, JobStatus};
use reqwest::Method;
use serde_json::{Value, json};

use crate::http::served;
use crate::world::{World, world};

const DEALS: &str = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n\
    1C1I7A6R,Moses Frase,GTX Plus Basic,Cancity,Won,2016-10-20,2017-03-01,1054\n\
    Z063OYW0,Darcel Schlecht,GTXPro,Isdom,Won,2016-10-25,2017-03-11,4514\n\
    EC4QE1BX,Darcel Schlecht,MG Special,Cancity,Lost,2016-10-25,2017-03-07,0\n\
    MV1LWRNH,Moses Frase,GTX Basic,,Engaging,2017-01-01,,\n\
    BADROW01,Moses Frase,GTX Basic,Cancity,Won,not a date,2017-03-01,100\n";

/// Waits until no job runs; the import then.
pub(crate) async fn settled(world: &World, id: &str) -> Value {
    let mut events = world.app.events();
    loop {
        let import = world.get(&format!("/api/imports/{id}/")).await;
        if !["checking", "running"].contains(&import["status"].as_str().unwrap()) {
            return import;
        }
        // A message that came between the question and this wait is made up for by asking again.
        let _ = tokio::time::timeout(Duration::from_millis(500), events.recv()).await;
    }
}

async fn staged(world: &World, text: &str) -> String {
    let path = world.folder.path().join("deals.csv");
    std::fs::write(&path, text).unwrap();
    let staged = world.app.stage_file(&path).await.unwrap();
    let import = world.post("/api/imports/", json!({"staged": staged.staged})).await;
    assert_eq!((&import["status"], &import["file_name"]), (&json!("mapping"), &json!("deals.csv")));
    import["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_file_is_mapped_checked_imported_and_taken_back() {
    let world = world().await;
    let id = staged(&world, DEALS).await;
    let one = format!("/api/imports/{id}/");
    let import = world.get(&one).await;
    assert_eq!(import["kind"], "opportunities");
    assert_eq!(import["detected"]["columns"][4]["header"], "deal_stage");
    assert_eq!(import["mapping"][4]["target"], "stage");
    assert_eq!(import["options"]["currency"], "EUR");
    assert!(import["targets"].as_array().unwrap().iter().any(|target| target["key"] == "stage"));

    let changed = world.ask("PATCH", &one, json!({"options": {"currency": "USD"}})).await.success();
    assert_eq!(changed["options"]["currency"], "USD");
    assert!(
        world
            .ask("PATCH", &one, json!({"mapping": [{"index": 99, "target": null}]}))
            .await
            .wrong("mapping")
            .contains("99")
    );

    assert!(world.post(&format!("{one}dry_run/"), json!({})).await["job"].is_string());
    let checked = settled(&world, &id).await;
    assert_eq!(checked["status"], "checked", "{checked}");
    assert_eq!(checked["summary"]["created"]["opportunities"], 4);
    assert_eq!(world.get("/api/opportunities/").await["count"], 0, "a dry run writes nothing");

    world.post(&format!("{one}run/"), json!({})).await;
    let done = settled(&world, &id).await;
    assert_eq!((&done["status"], &done["summary"]["errors"]), (&json!("done"), &json!(1)), "{done}");
    assert_eq!(done["summary"]["created"]["companies"], 2);
    let won = world.get("/api/opportunities/?stage_kind=won&ordering=-amount").await;
    assert_eq!((&won["count"], &won["results"][0]["currency"]), (&json!(2), &json!("USD")));

    let errors = world.send("GET", &format!("{one}errors/"), &[], "").await;
    assert!(
        errors.headers["content-type"].starts_with("text/csv") && errors.text.contains("BADROW01"),
        "{}",
        errors.text
    );

    world.post("/api/core/undo/", json!({"change_set": done["change_set"]})).await;
    for collection in ["opportunities", "companies", "products"] {
        assert_eq!(world.get(&format!("/api/{collection}/")).await["count"], 0, "{collection}");
    }
    assert_eq!(world.get("/api/imports/").await["results"][0]["id"], json!(id));
    assert_eq!(world.get("/api/core/jobs/").await["results"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn an_uploaded_file_is_imported_and_its_name_is_only_a_name() {
    let served = served().await;
    let token = served.token("write").await;
    let part = reqwest::multipart::Part::text(DEALS).file_name("../../C:\\deals.csv");
    let form = reqwest::multipart::Form::new().text("note", "ignored").part("file", part);
    let reply =
        served.ask(Method::POST, "/api/imports/").bearer_auth(&token).multipart(form).send().await.unwrap();
    assert_eq!(reply.status(), 201);
    let import: Value = reply.json().await.unwrap();
    assert_eq!(import["file_name"], "deals.csv");
    let id = import["id"].as_str().unwrap();
    served.world.post(&format!("/api/imports/{id}/run/"), json!({})).await;
    assert_eq!(settled(&served.world, id).await["summary"]["created"]["opportunities"], 4);

    let empty = reqwest::multipart::Form::new().text("file", "no file");
    let reply =
        served.ask(Method::POST, "/api/imports/").bearer_auth(&token).multipart(empty).send().await.unwrap();
    assert_eq!(reply.status(), 422);
    let text = reqwest::multipart::Part::bytes(&b"\x7fELF\x02\x01\x01\0\0\0"[..]).file_name("program");
    let form = reqwest::multipart::Form::new().part("file", text);
    let reply =
        served.ask(Method::POST, "/api/imports/").bearer_auth(&token).multipart(form).send().await.unwrap();
    assert_eq!(reply.status(), 400);
    let kept = std::fs::read_dir(served.world.folder.path().join("uploads")).unwrap().count();
    assert_eq!(kept, 1, "what was not taken is not kept");
}

#[cfg(unix)]
#[tokio::test]
async fn what_was_uploaded_and_what_was_left_out_is_nobody_elses_to_read() {
    use std::os::unix::fs::PermissionsExt as _;

    let served = served().await;
    let folder = served.world.folder.path();
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755)).unwrap();
    let token = served.token("write").await;
    let part = reqwest::multipart::Part::text(DEALS).file_name("deals.csv");
    let form = reqwest::multipart::Form::new().part("file", part);
    let reply = served.ask(Method::POST, "/api/imports/").bearer_auth(&token).multipart(form);
    let import: Value = reply.send().await.unwrap().json().await.unwrap();
    let id = import["id"].as_str().unwrap();
    served.world.post(&format!("/api/imports/{id}/run/"), json!({})).await;
    settled(&served.world, id).await;
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert!(folder.join("imports").join(format!("{id}-errors.csv")).exists());
    assert_eq!((mode(&folder.join("uploads")), mode(&folder.join("imports"))), (0o700, 0o700));
    for upload in std::fs::read_dir(folder.join("uploads")).unwrap() {
        assert_eq!(mode(&upload.unwrap().path()), 0o600);
    }
}

#[tokio::test]
async fn an_uploaded_file_is_gone_when_everything_in_it_was_imported() {
    let served = served().await;
    let token = served.token("write").await;
    let whole: String = DEALS.lines().take(4).map(|line| line.to_owned() + "\n").collect();
    for (text, kept) in [(whole.as_str(), 0), (DEALS, 1)] {
        let part = reqwest::multipart::Part::text(text.to_owned()).file_name("deals.csv");
        let form = reqwest::multipart::Form::new().part("file", part);
        let reply = served.ask(Method::POST, "/api/imports/").bearer_auth(&token).multipart(form);
        let import: Value = reply.send().await.unwrap().json().await.unwrap();
        let id = import["id"].as_str().unwrap();
        let mut events = served.world.app.events();
        served.world.post(&format!("/api/imports/{id}/run/"), json!({})).await;
        while !matches!(events.recv().await.unwrap(), Event::Job(job) if job.status == JobStatus::Done) {}
        let there = std::fs::read_dir(served.world.folder.path().join("uploads")).unwrap().count();
        assert_eq!(there, kept, "with errors in it, it may be corrected and run again");
    }
}

fn many_deals(count: usize) -> String {
    let mut text = DEALS.lines().next().unwrap().to_owned() + "\n";
    for n in 0..count {
        text.push_str(&format!(
            "ID{n:06},Agent {},Product,Account {},Won,2016-10-20,2017-03-01,{n}\n",
            n % 9,
            n % 50
        ));
    }
    text
}

/// Takes a change back, however large it is.
pub(crate) async fn taken_back(world: &World, change_set: &Value) {
    let mut events = world.app.events();
    let answer = world.ask("POST", "/api/core/undo/", json!({"change_set": change_set})).await;
    if answer.status == 202 {
        let id = answer.json()["id"].clone();
        loop {
            if let Event::Job(job) = events.recv().await.unwrap()
                && job.id.as_str() == id
                && job.status != JobStatus::Running
            {
                assert_eq!(job.status, JobStatus::Done, "{:?}", job.message);
                return;
            }
        }
    }
    answer.success();
}

/// Waits for the first progress of a job.
async fn under_way(events: &mut mycrm_api::EventReceiver) {
    loop {
        if let Event::Job(job) = events.recv().await.unwrap()
            && job.done > 0
        {
            assert_eq!(job.status, JobStatus::Running, "it was over too soon for this test");
            return;
        }
    }
}

#[tokio::test]
async fn a_cancelled_import_stops_and_can_be_taken_back() {
    let world = world().await;
    let id = staged(&world, &many_deals(20_000)).await;
    let mut events = world.app.events();
    world.post(&format!("/api/imports/{id}/run/"), json!({})).await;
    under_way(&mut events).await;
    assert_eq!(
        world.ask("POST", &format!("/api/imports/{id}/run/"), json!({})).await.refusal(409),
        "conflict"
    );
    world.post(&format!("/api/imports/{id}/cancel/"), json!({})).await;
    let import = settled(&world, &id).await;
    assert_eq!(import["status"], "cancelled");
    if import["change_set"].is_string() {
        taken_back(&world, &import["change_set"]).await;
    }
    assert_eq!(world.get("/api/opportunities/").await["count"], 0);
    let reply = world.ask("POST", &format!("/api/imports/{id}/cancel/"), json!({})).await;
    assert_eq!(reply.refusal(409), "conflict");
}

#[tokio::test]
async fn two_requests_that_come_together_start_an_import_once() {
    let world = world().await;
    let id = staged(&world, DEALS).await;
    let path = format!("/api/imports/{id}/run/");
    let both =
        futures::future::join(world.ask("POST", &path, json!({})), world.ask("POST", &path, json!({}))).await;
    let mut statuses = [both.0.status, both.1.status];
    statuses.sort_unstable();
    settled(&world, &id).await;
    // The second may also find the first one done, and then finds nothing to do.
    assert!(statuses == [200, 409] || statuses == [200, 200], "{statuses:?}");
    assert_eq!(world.get("/api/opportunities/").await["count"], 4);
}

#[tokio::test]
async fn an_import_that_the_end_of_the_app_cut_off_goes_on_at_the_next_start() {
    let world = world().await;
    let id = staged(&world, &many_deals(8_000)).await;
    let mut events = world.app.events();
    world.post(&format!("/api/imports/{id}/run/"), json!({})).await;
    under_way(&mut events).await;
    world.app.shutdown().await;
    let World { app, folder } = world;
    drop(app);

    let app = App::open(folder.path()).await.unwrap();
    let world = World { app, folder };
    let import = settled(&world, &id).await;
    assert_eq!(import["status"], "done", "{import}");
    assert_eq!(world.get("/api/opportunities/").await["count"], 8_000);
    taken_back(&world, &import["change_set"]).await;
    assert_eq!(world.get("/api/opportunities/").await["count"], 0, "it is still one change");
}
