//! Every kind of record, from its beginning to its end.

use serde_json::{Value, json};

use crate::world::{World, world};

/// Creates, reads, changes, sends back as it is, and deletes; returns nothing but its promises.
async fn story(world: &World, path: &str, draft: Value, change: Value) {
    let created = world.ask("POST", path, draft.clone()).await;
    assert_eq!(created.status, 201, "{path}: {}", created.text);
    assert!(created.change_set().is_some(), "{path}");
    let record = created.json();
    for (field, sent) in draft.as_object().unwrap() {
        assert_eq!(record[field], *sent, "{path} {field}");
    }
    let one = format!("{path}{}/", record["id"].as_str().unwrap());
    assert_eq!(world.get(&one).await, record, "{path}");
    assert!(world.get(path).await["count"].as_i64().unwrap() >= 1, "{path}");

    let changed = world.ask("PATCH", &one, change.clone()).await;
    let record = changed.success();
    assert!(changed.change_set().is_some(), "{path}");
    for (field, sent) in change.as_object().unwrap() {
        assert_eq!(record[field], *sent, "{path} {field}");
    }

    let again = world.ask("PUT", &one, record.clone()).await;
    assert_eq!(again.success(), record, "{path}: what was read can be sent back");
    assert_eq!(again.change_set(), None, "{path}: and that changes nothing");

    let gone = world.send("DELETE", &one, &[], "").await;
    assert_eq!((gone.status, gone.text.as_str()), (204, ""), "{path}");
    assert!(gone.change_set().is_some(), "{path}");
    assert_eq!(world.send("GET", &one, &[], "").await.refusal(404), "not_found", "{path}");
    assert_eq!(world.send("DELETE", &one, &[], "").await.refusal(404), "not_found", "{path}");
}

#[tokio::test]
async fn every_record_lives_from_creation_to_deletion() {
    let world = world().await;
    let company = world.new_id("/api/companies/", json!({"name": "Acme"})).await;
    story(
        &world,
        "/api/companies/",
        json!({"name": "Globex", "domain": "globex.example", "city": "Ulm", "tags": ["key"], "parent": company}),
        json!({"industry": "Machinery", "tags": ["key", "new"]}),
    )
    .await;
    story(
        &world,
        "/api/contacts/",
        json!({"salutation": "dr", "first_name": "Ada", "last_name": "Lovelace", "email": "ada@acme.example",
               "company": company, "contact_type": "customer", "tags": []}),
        json!({"mobile": "+49 170 1234567", "notes": "Prefers mail"}),
    )
    .await;
    story(
        &world,
        "/api/leads/",
        json!({"first_name": "Grace", "email": "grace@navy.example", "lead_source": "referral", "status": "contacted",
               "estimated_value": "1250.50", "currency": "USD", "next_follow_up": "2026-12-01"}),
        json!({"priority": "urgent", "estimated_value": "99.00", "probability": 40}),
    )
    .await;
    story(
        &world,
        "/api/opportunities/",
        json!({"name": "Big deal", "company": company, "stage": "proposal", "amount": "10000.00", "currency": "EUR",
               "expected_close_date": "2027-01-31", "forecast_category": "commit", "tags": ["hot"]}),
        json!({"stage": "negotiation", "probability": 60, "next_step": "Call"}),
    )
    .await;
    story(
        &world,
        "/api/products/",
        json!({"name": "Widget", "sku": "W-1", "price": "19.90", "currency": "EUR", "category": "Parts"}),
        json!({"is_active": false, "price": "21.00"}),
    )
    .await;
    story(
        &world,
        "/api/tasks/",
        json!({"title": "Call back", "task_type": "call", "priority": "high", "company": company,
               "due_date": "2026-12-01T09:00:00.000Z"}),
        json!({"status": "completed"}),
    )
    .await;
    story(
        &world,
        "/api/activities/",
        json!({"kind": "note", "subject": "Met at the fair", "company": company}),
        json!({"body": "Talked about <b>prices</b>"}),
    )
    .await;
    story(&world, "/api/tags/", json!({"name": "vip", "color": "#ff0000"}), json!({"name": "VIP"})).await;
    story(
        &world,
        "/api/people/",
        json!({"name": "Bob", "email": "bob@us.example"}),
        json!({"active": false}),
    )
    .await;
}

#[tokio::test]
async fn a_pipeline_is_made_renamed_and_changes_its_stages() {
    let world = world().await;
    let stages = json!([{"name": "Talking", "kind": "open", "probability": 20},
                        {"name": "Signed", "kind": "won", "probability": 100}]);
    let made = world.post("/api/pipelines/", json!({"name": "Partners", "stages": stages})).await;
    assert_eq!((&made["is_default"], &made["stages"][1]["slug"]), (&json!(false), &json!("signed")));
    let one = format!("/api/pipelines/{}/", made["id"].as_str().unwrap());
    let again = world.ask("PUT", &one, made.clone()).await;
    assert_eq!((again.success(), again.change_set()), (made.clone(), None));
    let mut fewer = made.clone();
    fewer["stages"] = json!([made["stages"][0]]);
    assert_eq!(world.ask("PATCH", &one, fewer).await.success()["stages"].as_array().unwrap().len(), 1);
    let deal = json!({"name": "Deal", "pipeline": made["id"], "stage": "talking"});
    world.post("/api/opportunities/", deal).await;
    assert_eq!(world.send("DELETE", &one, &[], "").await.refusal(409), "conflict", "it holds a deal");
}

#[tokio::test]
async fn a_contact_of_a_new_company_makes_it_and_lists_its_addresses() {
    let world = world().await;
    let contact = world
        .post(
            "/api/contacts/",
            json!({"last_name": "Curie", "company_name": "Sorbonne",
                   "emails": [{"value": "marie@sorbonne.example", "is_primary": true},
                              {"value": "mc@home.example", "label": "home"}]}),
        )
        .await;
    assert_eq!(contact["email"], "marie@sorbonne.example");
    assert_eq!(contact["emails"].as_array().unwrap().len(), 2);
    assert_eq!(contact["company_name"], "Sorbonne");
    assert_eq!(world.get("/api/companies/?search=sorb").await["count"], 1);
}

#[tokio::test]
async fn a_deal_keeps_a_probability_only_when_it_was_set_by_hand() {
    let world = world().await;
    let deal = world.post("/api/opportunities/", json!({"name": "Deal", "amount": "200"})).await;
    assert_eq!((&deal["probability"], &deal["weighted_amount"]), (&json!(10), &json!("20.00")));
    let one = format!("/api/opportunities/{}/", deal["id"].as_str().unwrap());
    let mut sent = deal.clone();
    sent["name"] = "Renamed".into();
    assert_eq!(world.ask("PUT", &one, sent).await.success()["probability_is_manual"], false);
    let moved = world.post(&format!("{one}update_stage/"), json!({"stage": "negotiation"})).await;
    assert_eq!(moved["probability"], 75, "it follows the stage");
    world.ask("PATCH", &one, json!({"probability": 33})).await.success();
    let moved = world.post(&format!("{one}update_stage/"), json!({"stage": "proposal"})).await;
    assert_eq!(moved["probability"], 33, "set by hand, it stays");
}

#[tokio::test]
async fn an_amount_is_the_sum_of_the_lines() {
    let world = world().await;
    let product = world.new_id("/api/products/", json!({"name": "Seat", "price": 100})).await;
    let deal = world
        .post(
            "/api/opportunities/",
            json!({"name": "Seats", "products": [
                {"product": product, "quantity": 3, "unit_price": "100.00", "discount_percentage": 10},
                {"description": "Setup", "unit_price": "50"}]}),
        )
        .await;
    assert_eq!(deal["amount"], "320.00");
    assert_eq!(deal["products"][0]["total_price"], "270.00");
    let one = format!("/api/opportunities/{}/", deal["id"].as_str().unwrap());
    let yen = world.ask("PATCH", &one, json!({"currency": "JPY"})).await.success();
    assert_eq!(
        (&yen["amount"], &yen["products"][1]["unit_price"]),
        (&json!("320"), &json!("50")),
        "the same numbers"
    );
}

#[tokio::test]
async fn a_lead_becomes_contact_company_and_deal_and_goes_back_in_one_undo() {
    let world = world().await;
    let lead = world
        .new_id(
            "/api/leads/",
            json!({"first_name": "Ada", "last_name": "Byron", "company_name": "Engines Ltd", "estimated_value": 500}),
        )
        .await;
    let reply = world
        .ask(
            "POST",
            &format!("/api/leads/{lead}/convert/"),
            json!({"create_opportunity": true, "opportunity_name": "Engine"}),
        )
        .await;
    let made = reply.success();
    assert_eq!(made["opportunity"]["name"], "Engine");
    assert_eq!(made["opportunity"]["amount"], "500.00");
    assert_eq!(made["company"]["name"], "Engines Ltd");
    assert_eq!(made["contact"]["company"], made["company"]["id"]);
    assert_eq!(world.get(&format!("/api/leads/{lead}/")).await["status"], "converted");
    assert_eq!(
        world.ask("POST", &format!("/api/leads/{lead}/convert/"), json!({})).await.refusal(409),
        "conflict"
    );

    world.post("/api/core/undo/", json!({"change_set": reply.change_set()})).await;
    assert_eq!(world.get(&format!("/api/leads/{lead}/")).await["status"], "new");
    for collection in ["contacts", "companies", "opportunities"] {
        assert_eq!(world.get(&format!("/api/{collection}/")).await["count"], 0, "{collection}");
    }
}

#[tokio::test]
async fn a_task_is_completed_once_and_reopened() {
    let world = world().await;
    let task = world.new_id("/api/tasks/", json!({"title": "Offer", "due_date": "2026-12-01"})).await;
    let done = world.ask("POST", &format!("/api/tasks/{task}/complete/"), json!({})).await;
    assert!(done.change_set().is_some() && done.json()["completed_at"].is_string());
    let again = world.ask("POST", &format!("/api/tasks/{task}/complete"), json!({})).await;
    assert_eq!((again.status, again.change_set()), (200, None), "done stays done");
    assert_eq!(again.json()["completed_at"], done.json()["completed_at"]);
    let open = world.post(&format!("/api/tasks/{task}/reopen/"), json!({})).await;
    assert_eq!((&open["status"], &open["completed_at"]), (&json!("pending"), &Value::Null));
}

#[tokio::test]
async fn the_board_has_exact_totals_and_a_card_stays_where_it_was_put() {
    let world = world().await;
    let mut ids = Vec::new();
    for (name, amount) in [("A", "1.10"), ("B", "2.20"), ("C", "3.30")] {
        ids.push(world.new_id("/api/opportunities/", json!({"name": name, "amount": amount})).await);
    }
    world.post("/api/opportunities/", json!({"name": "Yen", "amount": "500", "currency": "JPY"})).await;
    let to = json!({"stage": "prospecting", "after": ids[2], "before": ids[1]});
    world.post(&format!("/api/opportunities/{}/update_stage/", ids[0]), to).await;

    let board = world.get("/api/opportunities/pipeline/?page_size=2").await;
    let column = &board["stages"][0];
    assert_eq!((&column["count"], &column["total_amount"]), (&json!(4), &json!("6.60")));
    assert_eq!(column["other_currencies"][0]["currency"], "JPY");
    let mut cards: Vec<Value> = column["results"].as_array().unwrap().clone();
    let further = world.get(column["next"].as_str().unwrap()).await;
    cards.extend(further["results"].as_array().unwrap().iter().cloned());
    let names: Vec<&str> = cards.iter().map(|card| card["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Yen", "C", "A", "B"]);
    assert_eq!(further["next"], Value::Null);
}

#[tokio::test]
async fn the_timeline_tells_what_happened_and_what_changed() {
    let world = world().await;
    let deal = world.new_id("/api/opportunities/", json!({"name": "Deal"})).await;
    world.ask("PATCH", &format!("/api/opportunities/{deal}/"), json!({"next_step": "Call"})).await.success();
    world.post(&format!("/api/opportunities/{deal}/update_stage/"), json!({"stage": "closed_won"})).await;
    world.post("/api/activities/", json!({"kind": "call", "subject": "Thanks", "opportunity": deal})).await;
    let page = world.get(&format!("/api/core/timeline/?record_type=opportunity&record_id={deal}")).await;
    let entries = page["results"].as_array().unwrap();
    for kind in ["activity", "created", "changed", "stage"] {
        assert!(entries.iter().any(|entry| entry["kind"] == kind), "{kind} is missing: {page}");
    }
    let changed = entries
        .iter()
        .find(|entry| entry["kind"] == "changed" && entry["changes"][0]["field"] == "next_step");
    assert_eq!(changed.unwrap()["changes"][0]["new"], "Call");
    world.ask("PATCH", &format!("/api/opportunities/{deal}/"), json!({"amount": "2500.50"})).await.success();
    let page = world.get(&format!("/api/core/timeline/?record_type=opportunity&record_id={deal}")).await;
    assert_eq!(page["results"][0]["changes"][0], json!({"field": "amount", "old": null, "new": "2500.50"}));
}

#[tokio::test]
async fn search_finds_across_records_and_marks_what_matched() {
    let world = world().await;
    world.post("/api/companies/", json!({"name": "Müller & Söhne"})).await;
    world.post("/api/contacts/", json!({"last_name": "Mullen"})).await;
    let found = world.get("/api/core/search/?q=mull").await;
    let types: Vec<&str> =
        found["results"].as_array().unwrap().iter().map(|one| one["record_type"].as_str().unwrap()).collect();
    assert!(types.contains(&"company") && types.contains(&"contact"), "{found}");
    let only = world.get("/api/core/search/?q=mull&types=company").await;
    assert_eq!(only["results"][0]["highlight"], "<mark>Müll</mark>er &amp; Söhne");
    assert_eq!(only["results"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn today_counts_what_wants_to_be_done() {
    let world = world().await;
    world.post("/api/tasks/", json!({"title": "Late", "due_date": "2020-01-01"})).await;
    world.post("/api/leads/", json!({"last_name": "Waiting", "next_follow_up": "2020-01-01"})).await;
    let today = world.get("/api/core/today/").await;
    assert_eq!((&today["counts"]["overdue"], &today["overdue"][0]["title"]), (&json!(1), &json!("Late")));
    assert_eq!(today["counts"]["follow_ups"], 1);
}

#[tokio::test]
async fn sample_data_comes_and_goes_in_one_click() {
    let world = world().await;
    assert_eq!(world.get("/api/core/status/").await["first_start"], true);
    let loaded = world.ask("POST", "/api/core/sample_data/", json!({})).await;
    assert_eq!(loaded.change_set(), loaded.json()["change_set"].as_str());
    let status = world.get("/api/core/status/").await;
    assert_eq!((&status["first_start"], &status["has_sample_data"]), (&json!(false), &json!(true)));
    assert!(status["counts"]["opportunities"].as_i64().unwrap() > 0);
    assert_eq!(world.ask("POST", "/api/core/sample_data/", json!({})).await.refusal(409), "conflict");
    world.send("DELETE", "/api/core/sample_data/", &[], "").await.success();
    let status = world.get("/api/core/status/").await;
    assert_eq!((&status["counts"]["opportunities"], &status["has_sample_data"]), (&json!(0), &json!(false)));
}
