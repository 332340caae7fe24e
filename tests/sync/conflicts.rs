//! Two people change the same thing without knowing of each other.

use serde_json::{Value, json};

use crate::pair::{assert_equal, pair};

#[test]
fn the_same_deal_edited_offline_ends_equal_and_the_loser_can_be_chosen() {
    let (mut server, one, other) = pair();
    let deal =
        one.post("/api/opportunities/", json!({"name": "Engine", "amount": "10000", "currency": "JPY"}));
    let path = format!("/api/opportunities/{}/", deal["id"].as_str().unwrap());
    assert_equal(&one, &other);

    server.kill();
    one.patch(&path, json!({"amount": "20000", "next_step": "Send the offer"}));
    other.patch(&path, json!({"amount": "30000"}));
    assert_eq!(one.get(&path)["amount"], "20000");
    assert_ne!(one.status()["waiting"], 0);
    let waiting = one.get("/api/sync/waiting/");
    let edit = &waiting["results"][0];
    assert_eq!(edit["currency"], "JPY");
    let amount = edit["fields"].as_array().unwrap().iter().find(|field| field["field"] == "amount").unwrap();
    assert_eq!((&amount["old"], &amount["new"]), (&json!("10000"), &json!("20000")), "yen have no cents");
    server.start_again();
    assert_equal(&one, &other);
    let now = one.get(&path);
    assert_eq!((now["amount"].as_str(), now["next_step"].as_str()), (Some("30000"), Some("Send the offer")));

    let conflicts: Vec<_> = [&one, &other]
        .into_iter()
        .flat_map(|profile| profile.get("/api/sync/conflicts/")["results"].as_array().unwrap().clone())
        .collect();
    let shown = conflicts.iter().find(|conflict| conflict["field"] == "amount").expect("a conflict is shown");
    assert_eq!((&shown["record"]["title"], &shown["currency"]), (&json!("Engine"), &json!("JPY")));
    assert_eq!((&shown["kept"]["value"], &shown["other"]["value"]), (&json!("30000"), &json!("20000")));

    let holder =
        [&one, &other].into_iter().find(|profile| profile.status()["conflicts"] == 1).unwrap_or_else(|| {
            panic!("{}{}", one.get("/api/sync/conflicts/"), other.get("/api/sync/conflicts/"))
        });
    let list = holder.get("/api/sync/conflicts/");
    let sides = ["kept", "other"].map(|side| list["results"][0][side]["is_here"] == true);
    assert!(sides[0] != sides[1], "one of them was written on this device: {list}");
    let id = list["results"][0]["id"].as_str().unwrap();
    holder.ok("POST", &format!("/api/sync/conflicts/{id}/take_other/"), None);
    assert_equal(&one, &other);
    assert_eq!(other.get(&path)["amount"], "20000");
    assert_eq!(one.get(&path)["amount"], "20000");
    assert_eq!((&one.status()["conflicts"], &other.status()["conflicts"]), (&json!(0), &json!(0)));
}

#[test]
fn a_deal_that_was_won_here_and_moved_there_is_one_question() {
    let (mut server, one, other) = pair();
    let deal = one.post("/api/opportunities/", json!({"name": "Engine"}));
    let path = format!("/api/opportunities/{}/", deal["id"].as_str().unwrap());
    assert_equal(&one, &other);
    let pipelines = one.get("/api/pipelines/");
    let stages = pipelines["results"][0]["stages"].as_array().unwrap().clone();
    let of_kind = |kind: &str, nth: usize| {
        let all: Vec<_> = stages.iter().filter(|stage| stage["kind"] == kind).collect();
        all[nth]["slug"].as_str().unwrap().to_owned()
    };
    server.kill();
    one.post(&format!("{path}update_stage/"), json!({"stage": of_kind("won", 0)}));
    other.post(&format!("{path}update_stage/"), json!({"stage": of_kind("open", 2)}));
    server.start_again();
    assert_equal(&one, &other);
    let now = one.get(&path);
    assert_eq!((&now["stage"], &now["actual_close_date"]), (&json!(of_kind("open", 2)), &Value::Null));
    let conflicts: Vec<_> = [&one, &other]
        .into_iter()
        .flat_map(|profile| profile.get("/api/sync/conflicts/")["results"].as_array().unwrap().clone())
        .collect();
    assert!(conflicts.iter().all(|conflict| conflict["field"] == "stage"), "{conflicts:?}");

    let holder = [&one, &other].into_iter().find(|profile| profile.status()["conflicts"] == 1).expect("one");
    let list = holder.get("/api/sync/conflicts/");
    let id = list["results"][0]["id"].as_str().unwrap();
    holder.ok("POST", &format!("/api/sync/conflicts/{id}/take_other/"), None);
    assert_equal(&one, &other);
    for profile in [&one, &other] {
        let now = profile.get(&path);
        assert_eq!(now["stage"], of_kind("won", 0));
        assert!(now["actual_close_date"].is_string(), "a deal that is won was won on a day");
        assert_eq!(profile.status()["conflicts"], 0);
        let id = deal["id"].as_str().unwrap();
        let timeline = profile.get(&format!("/api/core/timeline/?record_type=opportunity&record_id={id}"));
        let moves = timeline["results"].as_array().unwrap().iter().filter(|entry| entry["kind"] == "stage");
        assert!(moves.count() >= 3, "the choice is a move: {timeline}");
    }
}

#[test]
fn an_edit_of_what_was_deleted_waits_for_a_choice_and_can_bring_it_back() {
    let (mut server, one, other) = pair();
    let company = one.post("/api/companies/", json!({"name": "Acme"}));
    let path = format!("/api/companies/{}/", company["id"].as_str().unwrap());
    assert_equal(&one, &other);
    server.kill();
    let (status, _) = one.request("DELETE", &path, None);
    assert_eq!(status, 204);
    other.patch(&path, json!({"city": "Ulm"}));
    server.start_again();
    assert_equal(&one, &other);
    assert_eq!(one.request("GET", &path, None).0, 404);
    let holder =
        [&one, &other].into_iter().find(|profile| profile.status()["conflicts"] == 1).unwrap_or_else(|| {
            panic!("{}{}", one.get("/api/sync/conflicts/"), other.get("/api/sync/conflicts/"))
        });
    let list = holder.get("/api/sync/conflicts/");
    assert_eq!(list["results"][0]["kind"], "edit_of_deleted", "{list}");
    let id = list["results"][0]["id"].as_str().unwrap();
    holder.ok("POST", &format!("/api/sync/conflicts/{id}/take_other/"), None);
    assert_equal(&one, &other);
    assert_eq!(one.get(&path)["city"], "Ulm");
}
