//! More than one person, and coming and going.

use mycrm_tests::{Companion, PASSWORD, Profile};
use serde_json::json;

use crate::pair::{EMAIL, assert_equal, pair};

/// Anna's device, and that of somebody whom she invited.
fn invited(role: &str) -> (Companion, Profile, Profile) {
    let companion = Companion::start(None);
    companion.create_user(EMAIL, "Sales");
    let anna = Profile::start();
    anna.connect(&companion, EMAIL);
    let invite = anna.post("/api/sync/invites/", json!({"email": "ben@example.org", "role": role}));
    let link = invite["link"].as_str().unwrap();
    let ben = Profile::start();
    let shown = ben.get(&format!("/api/sync/invitation/?link={link}"));
    assert_eq!((&shown["workspace"], &shown["role"]), (&json!("Sales"), &json!(role)));
    ben.post("/api/sync/join/", json!({"link": link, "name": "Ben", "password": PASSWORD}));
    (companion, anna, ben)
}

#[test]
fn a_colleague_joins_and_each_sees_who_wrote_what() {
    let (_server, anna, ben) = invited("member");
    let company = ben.post("/api/companies/", json!({"name": "Acme"}));
    assert_equal(&anna, &ben);
    let id = company["id"].as_str().unwrap();
    let timeline = anna.get(&format!("/api/core/timeline/?record_type=company&record_id={id}"));
    assert_eq!(timeline["results"][0]["actor"], "Ben", "{timeline}");
    let members = anna.get("/api/sync/members/");
    assert_eq!(members["results"].as_array().unwrap().len(), 2);
    let devices = anna.get("/api/sync/devices/");
    assert!(devices["results"].as_array().unwrap().iter().any(|device| device["is_this"] == true));
    let mine = |profile: &Profile| profile.get("/api/people/?is_me=true")["results"][0]["name"].clone();
    assert_eq!(mine(&ben), "Ben");
    assert_ne!(mine(&anna), "Ben");
}

#[test]
fn what_a_viewer_writes_is_not_accepted_and_can_be_exported() {
    let (_server, anna, ben) = invited("viewer");
    let company = anna.post("/api/companies/", json!({"name": "Acme", "city": "Ulm"}));
    let path = format!("/api/companies/{}/", company["id"].as_str().unwrap());
    anna.sync();
    ben.sync();
    ben.patch(&path, json!({"city": "Berlin"}));
    ben.sync();
    assert_eq!(ben.get(&path)["city"], "Ulm", "it is what it is for everybody");
    let rejected = ben.get("/api/sync/rejected/");
    let edit = rejected["results"]
        .as_array()
        .unwrap()
        .iter()
        .find(|edit| edit["record"]["title"] == "Acme")
        .unwrap_or_else(|| panic!("{rejected}"));
    assert_eq!(edit["reason"], "forbidden");
    assert!(edit["fields"].as_array().unwrap().iter().any(|field| field["new"] == "Berlin"));
    assert!(!ben.get("/api/sync/rejected/export/").as_array().unwrap().is_empty());
    let id = edit["id"].as_str().unwrap();
    ben.ok("POST", &format!("/api/sync/rejected/{id}/dismiss/"), None);
    let left = ben.get("/api/sync/rejected/");
    assert!(left["results"].as_array().unwrap().iter().all(|edit| edit["id"] != id));
    assert_eq!(anna.get(&path)["city"], "Ulm");
}

#[test]
fn leaving_keeps_everything_and_joining_again_doubles_nothing() {
    let (server, one, other) = pair();
    one.post("/api/companies/", json!({"name": "Acme"}));
    assert_equal(&one, &other);
    other.ok("POST", "/api/sync/leave/", None);
    assert_eq!(other.status()["state"], "detached");
    assert_eq!(other.all("companies").len(), 1, "it stays");
    other.post("/api/companies/", json!({"name": "While away"}));
    one.post("/api/companies/", json!({"name": "Meanwhile"}));
    one.sync();
    other.connect(&server, EMAIL);
    assert_equal(&one, &other);
    assert_eq!(one.all("companies").len(), 3);
}

#[test]
fn a_device_that_was_signed_out_keeps_what_waits_until_it_signs_in_again() {
    let (_server, one, other) = pair();
    let devices = one.get("/api/sync/devices/");
    let away = devices["results"]
        .as_array()
        .unwrap()
        .iter()
        .find(|device| device["is_this"] == false)
        .unwrap()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    one.ok("DELETE", &format!("/api/sync/devices/{away}/"), None);
    other.post("/api/companies/", json!({"name": "Written while signed out"}));
    let (status, body) = other.request("POST", "/api/sync/now/", None);
    assert_eq!((status, &body["code"]), (409, &json!("signed_out")));
    assert_eq!(other.status()["state"], "signed_out");
    other.post("/api/sync/sign_in/", json!({"password": PASSWORD}));
    assert_equal(&one, &other);
    assert_eq!(one.all("companies").len(), 1);
}
