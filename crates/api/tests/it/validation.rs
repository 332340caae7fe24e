//! Refusals: every one has our shape, and names the field.

use serde_json::{Value, json};

use crate::world::world;

#[tokio::test]
async fn what_is_wrong_is_named_field_by_field() {
    let world = world().await;
    for (path, draft, field, hint) in [
        ("/api/companies/", json!({}), "name", "empty"),
        ("/api/companies/", json!({"name": 5}), "name", "string"),
        ("/api/companies/", json!({"name": "A", "tags": "x"}), "tags", "sequence"),
        ("/api/contacts/", json!({"last_name": "A", "email": "nowhere"}), "email", "email"),
        (
            "/api/contacts/",
            json!({"last_name": "A", "salutation": "sir"}),
            "salutation",
            "mr, mrs, ms, dr, prof",
        ),
        ("/api/contacts/", json!({"last_name": "A", "company": "x"}), "company", "valid id"),
        ("/api/leads/", json!({"last_name": "A", "status": "warm"}), "status", "contacted"),
        ("/api/leads/", json!({"last_name": "A", "estimated_value": "1,50"}), "estimated_value", "1234.50"),
        ("/api/leads/", json!({"last_name": "A", "next_follow_up": "soon"}), "next_follow_up", "2026-11-23"),
        ("/api/opportunities/", json!({"name": "A", "stage": "nowhere"}), "stage", "prospecting"),
        ("/api/opportunities/", json!({"name": "A", "probability": 101}), "probability", "100"),
        ("/api/opportunities/", json!({"name": "A", "currency": "XXA"}), "currency", "ISO 4217"),
        ("/api/opportunities/", json!({"name": "A", "amount": "0.001"}), "amount", "decimal places"),
        (
            "/api/opportunities/",
            json!({"name": "A", "products": [{"quantity": "0.0001"}]}),
            "products",
            "quantity",
        ),
        ("/api/tasks/", json!({"title": "A", "due_date": "tomorrow"}), "due_date", "tomorrow"),
        ("/api/tasks/", json!({"title": "A", "priority": 1}), "priority", "string"),
        ("/api/activities/", json!({"kind": "note"}), "opportunity", "belongs"),
        ("/api/core/settings/", json!({"time_zone": "Mars/Olympus"}), "time_zone", "Europe/Berlin"),
    ] {
        let method = if path.contains("settings") { "PATCH" } else { "POST" };
        let why = world.ask(method, path, draft.clone()).await.wrong(field);
        assert!(why.contains(hint), "{path} {draft}: {why}");
    }
    for path in ["/api/companies/", "/api/contacts/", "/api/leads/", "/api/opportunities/", "/api/tasks/"] {
        assert_eq!(world.get(path).await["count"], 0, "nothing was saved in {path}");
    }
}

#[tokio::test]
async fn what_cannot_be_read_or_found_has_our_shape_too() {
    let world = world().await;
    assert_eq!(world.send("GET", "/api/nothing", &[], "").await.refusal(404), "not_found");
    assert_eq!(world.send("GET", "/", &[], "").await.refusal(404), "not_found");
    assert_eq!(world.send("DELETE", "/api/leads/", &[], "").await.refusal(405), "bad_request");
    assert_eq!(world.send("GET", "/api/leads/no-id/", &[], "").await.refusal(404), "not_found");
    let json = [("content-type", "application/json")];
    assert_eq!(world.send("POST", "/api/leads/", &json, "{\"a\":").await.refusal(400), "bad_request");
    assert_eq!(
        world.send("POST", "/api/leads/", &[("content-type", "text/xml")], "<a/>").await.refusal(415),
        "bad_request"
    );
    let huge = format!("{{\"notes\":\"{}\"}}", "x".repeat(17 * 1024 * 1024));
    assert_eq!(world.send("POST", "/api/leads/", &json, &huge).await.refusal(413), "too_large");
    assert_eq!(world.send("GET", "/api/core/stream/", &[], "").await.refusal(400), "bad_request");
}

#[tokio::test]
async fn forms_and_multipart_are_read_like_json() {
    let world = world().await;
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let body = "first_name=Ada&last_name=Lovelace&tags=a&tags=b&probability=40&estimated_value=12.5&notes=";
    let lead = world.send("POST", "/api/leads", &form, body).await.success();
    assert_eq!((&lead["tags"], &lead["probability"]), (&json!(["a", "b"]), &json!(40)));
    assert_eq!((&lead["estimated_value"], &lead["notes"]), (&json!("12.50"), &json!(null)));

    let multipart = [("content-type", "multipart/form-data; boundary=line")];
    let body = "--line\r\ncontent-disposition: form-data; name=\"name\"\r\n\r\nAcme\r\n\
                --line\r\ncontent-disposition: form-data; name=\"tags\"\r\n\r\none\r\n--line--\r\n";
    let company = world.send("POST", "/api/companies/", &multipart, body).await.success();
    assert_eq!((&company["name"], &company["tags"]), (&json!("Acme"), &json!(["one"])));
    let one = format!("/api/companies/{}/", company["id"].as_str().unwrap());
    assert_eq!(world.send("PATCH", &one, &form, "city=Ulm").await.success()["city"], "Ulm");
    assert!(world.send("PATCH", &one, &form, "parent=x").await.wrong("parent").contains("valid id"));
    assert_eq!(world.send("PATCH", &one, &form, "city=").await.success()["city"], json!(null), "emptied");
}

#[tokio::test]
async fn settings_are_kept_and_name_the_user() {
    let world = world().await;
    let patch = json!({"profile_name": "Ada", "base_currency": "usd", "time_zone": "Europe/Berlin", "language": "de",
                       "theme": "dark", "density": "compact", "onboarded": true});
    let settings = world.ask("PATCH", "/api/core/settings/", patch).await.success();
    assert_eq!((&settings["base_currency"], &settings["theme"]), (&json!("USD"), &json!("dark")));
    assert_eq!(world.get("/api/core/settings/").await, settings);
    assert_eq!(world.get("/api/people/?is_me=true").await["results"][0]["name"], "Ada");
    assert_eq!(world.post("/api/opportunities/", json!({"name": "A"})).await["currency"], "USD");
    let task = world.post("/api/tasks/", json!({"title": "A", "due_date": "2026-07-01T09:00:00"})).await;
    assert_eq!(task["due_date"], "2026-07-01T07:00:00.000Z", "a time without an offset is the user's");
}

#[tokio::test]
async fn an_emptied_field_of_a_form_is_none_of_any_kind() {
    let world = world().await;
    let form = [("content-type", "application/x-www-form-urlencoded")];
    for (path, body) in [
        ("/api/tasks/", "title=Call&due_date=&reminder_date=&task_type=&status=&priority=&owner="),
        (
            "/api/leads/",
            "last_name=Byron&lead_source=&status=&next_follow_up=&currency=&estimated_value=&probability=",
        ),
        (
            "/api/contacts/",
            "last_name=Curie&salutation=&contact_type=&status=&last_contact_date=&keep_in_touch_days=",
        ),
        ("/api/opportunities/", "name=Deal&currency=&expected_close_date=&forecast_category=&amount=&stage="),
        ("/api/products/", "name=Seat&currency=&price="),
    ] {
        let made = world.send("POST", path, &form, body).await.success();
        if path == "/api/opportunities/" {
            assert_eq!(made["currency"], "EUR");
        }
        if path == "/api/tasks/" {
            assert_eq!((&made["due_date"], &made["priority"]), (&Value::Null, &json!("medium")));
            let one = format!("{path}{}/", made["id"].as_str().unwrap());
            world.ask("PATCH", &one, json!({"due_date": "2026-12-01"})).await.success();
            let emptied = world.send("PATCH", &one, &form, "due_date=").await.success();
            assert_eq!(emptied["due_date"], Value::Null);
            let refused = world.send("PATCH", &one, &form, "due_date=soon").await;
            assert!(refused.wrong("due_date").contains("soon"));
        }
    }
}
