//! Everything that a salesperson writes arrives on the other device, with its history.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::pair::{assert_equal, pair};

fn id(record: &Value) -> &str {
    record["id"].as_str().unwrap()
}

#[test]
fn everyday_work_arrives_with_its_history_and_can_be_taken_back_there() {
    let (_server, one, other) = pair();
    let company =
        one.post("/api/companies/", json!({"name": "Acme", "city": "Ulm", "tags": ["key account"]}));
    let contact = one.post(
        "/api/contacts/",
        json!({"first_name": "Ada", "last_name": "Byron", "email": "ada@acme.example", "company": id(&company)}),
    );
    let deal = one.post(
        "/api/opportunities/",
        json!({"name": "Engine", "amount": "2500.00", "currency": "EUR", "company": id(&company)}),
    );
    one.post(
        "/api/tasks/",
        json!({"title": "Call Ada", "contact": id(&contact), "due_date": "2026-12-01T09:00:00Z"}),
    );
    one.post(
        "/api/activities/",
        json!({"kind": "note", "subject": "Met", "body": "Likes engines", "contact": id(&contact)}),
    );
    one.post(
        "/api/leads/",
        json!({"first_name": "Charles", "last_name": "Babbage", "company": "Difference Ltd"}),
    );
    one.post("/api/products/", json!({"name": "Mill", "price": "100.00", "currency": "EUR"}));
    assert_equal(&one, &other);
    assert_eq!(other.get(&format!("/api/contacts/{}/", id(&contact)))["email"], "ada@acme.example");

    other.patch(&format!("/api/companies/{}/", id(&company)), json!({"city": "Neu-Ulm"}));
    assert_equal(&one, &other);
    let timeline = one.get(&format!("/api/core/timeline/?record_type=company&record_id={}", id(&company)));
    let changes: Vec<&Value> = timeline["results"].as_array().unwrap().iter().collect();
    assert!(
        changes
            .iter()
            .any(|entry| entry["changes"][0]["new"] == "Neu-Ulm" && entry["action"]["verb"] == "changed"),
        "{timeline}"
    );

    // An action of the other device can be taken back here, and is taken back there.
    let action = changes.iter().find(|entry| entry["changes"][0]["new"] == "Neu-Ulm").unwrap();
    one.post("/api/core/undo/", json!({"change_set": action["change_set"]}));
    assert_equal(&one, &other);
    assert_eq!(other.get(&format!("/api/companies/{}/", id(&company)))["city"], "Ulm");
    let history = other.get("/api/core/history/");
    let undone = history["results"]
        .as_array()
        .unwrap()
        .iter()
        .find(|entry| entry["change_set"] == action["change_set"])
        .unwrap();
    assert_eq!(undone["undone"], true, "{undone}");

    // A plain undo is of this device's own last action, not of what came.
    let stages = one.get("/api/pipelines/");
    let won = stages["results"][0]["stages"].as_array().unwrap().last().unwrap().clone();
    one.post(
        &format!("/api/opportunities/{}/update_stage/", id(&deal)),
        json!({"stage": won["slug"], "lost_reason": "price"}),
    );
    assert_equal(&one, &other);
    assert_eq!(one.request("DELETE", &format!("/api/companies/{}/", id(&company)), None).0, 204);
    assert_equal(&one, &other);
    assert_eq!(other.request("GET", &format!("/api/companies/{}/", id(&company)), None).0, 404);
}

#[test]
fn an_import_of_50_000_rows_arrives_whole() {
    let (_server, one, other) = pair();
    let mut csv = "First Name,Last Name,Email\n".to_owned();
    for n in 0..50_000 {
        writeln!(csv, "Given{n},Family{n},person{n}@example.org").unwrap();
    }
    let file = one.folder().join("contacts.csv");
    std::fs::write(&file, csv).unwrap();
    one.import(&file, "contacts");
    one.sync();
    other.sync();
    let count =
        |profile: &mycrm_tests::Profile| profile.get("/api/contacts/?page_size=1")["count"].as_u64().unwrap();
    assert_eq!((count(&one), count(&other)), (50_000, 50_000));
    let found = other.get("/api/contacts/?search=person49999%40example.org");
    assert_eq!(found["results"][0]["last_name"], "Family49999", "it can be searched there");
    let history = other.get("/api/core/history/");
    assert!(
        history["results"].as_array().unwrap().iter().any(|entry| {
            entry["label"].as_str().unwrap().contains("contacts.csv")
                && entry["op_count"].as_u64() >= Some(50_000)
        }),
        "{history}"
    );
}
