//! Signing in: what is answered to whom, and what nobody can find out by trying.

use mycrm_sync::Role;
use reqwest::Method;
use serde_json::json;

use crate::people::{PASSWORD, account, answer, audit, credentials, get, person, post, send, sign_in};
use crate::world::{World, on_each_database};

on_each_database! {
    a_member_signs_in_and_is_told_what_the_app_needs;
    an_unknown_address_is_answered_like_a_wrong_password;
    somebody_in_several_workspaces_chooses_one;
    somebody_in_no_workspace_is_not_let_in;
    what_is_typed_is_compared_and_never_carried_out;
    bodies_that_are_wrong_are_refused_and_not_quoted;
    signing_out_ends_the_session;
    changing_the_password_signs_all_other_devices_out;
    what_is_done_with_an_account_is_in_the_log_of_each_of_its_workspaces;
}

async fn a_member_signs_in_and_is_told_what_the_app_needs(world: &mut World) {
    let anna = person(world, "anna@example.org", "Berg & Co", Role::Owner).await;
    let session = &anna.session;
    assert_eq!(session["member"]["role"], "owner");
    assert_eq!(session["member"]["email"], "anna@example.org");
    assert_eq!(session["workspace"]["name"], "Berg & Co");
    assert_eq!(session["expires_in"], 900);
    assert!(mycrm_sync::page::PageKey::parse(session["page_key"].as_str().unwrap()).is_some());
    assert_eq!(session["public_url"], world.url(""));
    let members = get(world, &anna.within("/members"), anna.token()).await;
    assert_eq!((members.status, &members.body["members"][0]["is_you"]), (200, &json!(true)));
    // However it is typed.
    sign_in(world, " ANNA@Example.ORG ").await;
    assert_eq!(audit(world, &anna).await, ["signed_in", "signed_in", "joined"]);
}

async fn an_unknown_address_is_answered_like_a_wrong_password(world: &mut World) {
    account(world, "anna@example.org", "Berg", Role::Owner).await;
    let wrong = post(world, "/api/v1/sign_in", None, credentials("anna@example.org", "wrong password")).await;
    let unknown = post(world, "/api/v1/sign_in", None, credentials("nobody@example.org", PASSWORD)).await;
    let senseless = post(world, "/api/v1/sign_in", None, credentials("no address", PASSWORD)).await;
    assert_eq!(wrong.code(), (401, "wrong_credentials"));
    assert_eq!((unknown.status, &unknown.text), (wrong.status, &wrong.text));
    assert_eq!((senseless.status, &senseless.text), (wrong.status, &wrong.text));
}

async fn somebody_in_several_workspaces_chooses_one(world: &mut World) {
    account(world, "anna@example.org", "Berg", Role::Owner).await;
    account(world, "anna@example.org", "Tal", Role::Viewer).await;
    let which = post(world, "/api/v1/sign_in", None, credentials("anna@example.org", PASSWORD)).await;
    assert_eq!(which.code(), (409, "which_workspace"));
    let workspaces = which.body["workspaces"].as_array().unwrap();
    assert_eq!((&workspaces[0]["name"], &workspaces[1]["name"]), (&json!("Berg"), &json!("Tal")));
    let mut named = credentials("anna@example.org", PASSWORD);
    named["workspace"] = workspaces[1]["id"].clone();
    let session = post(world, "/api/v1/sign_in", None, named.clone()).await;
    assert_eq!((session.status, &session.body["member"]["role"]), (200, &json!("viewer")));
    named["workspace"] = json!("0198c0de-0000-7000-8000-000000000000");
    let elsewhere = post(world, "/api/v1/sign_in", None, named).await;
    assert_eq!(elsewhere.code(), (403, "not_a_member"));
}

async fn somebody_in_no_workspace_is_not_let_in(world: &mut World) {
    let anna = person(world, "anna@example.org", "Berg", Role::Owner).await;
    let bert = person(world, "bert@example.org", "Berg", Role::Member).await;
    let path = anna.within(&format!("/members/{}", bert.id()));
    assert_eq!(send(world, Method::DELETE, &path, anna.token(), None).await.status, 204);
    let again = post(world, "/api/v1/sign_in", None, credentials("bert@example.org", PASSWORD)).await;
    assert_eq!(again.code(), (403, "not_a_member"));
    assert_eq!(get(world, &bert.within("/members"), bert.token()).await.code(), (401, "signed_out"));
}

async fn what_is_typed_is_compared_and_never_carried_out(world: &mut World) {
    let anna = person(world, "anna@example.org", "Berg", Role::Owner).await;
    for hostile in ["' OR 1=1 --", "anna@example.org'; DROP TABLE users; --", "anna@example.org\0", "$1", "%"]
    {
        let answer = post(world, "/api/v1/sign_in", None, credentials(hostile, PASSWORD)).await;
        assert_eq!(answer.code(), (401, "wrong_credentials"), "{hostile}");
        let answer = post(world, "/api/v1/sign_in", None, credentials("anna@example.org", hostile)).await;
        assert!(matches!(answer.status, 401 | 429), "{hostile}");
        let mut device = credentials("anna@example.org", PASSWORD);
        device["device"]["name"] = json!(hostile);
        let answer = post(world, "/api/v1/sign_in", None, device).await;
        assert!(matches!(answer.status, 200 | 400 | 429), "{hostile}: {}", answer.text);
    }
    let devices = get(world, &anna.within("/devices"), anna.token()).await;
    assert!(devices.text.contains("' OR 1=1 --"), "a name is a text: {}", devices.text);
}

async fn bodies_that_are_wrong_are_refused_and_not_quoted(world: &mut World) {
    for (body, part) in [
        (json!({"email": "a@example.org", "password": ["geheim"]}), "password"),
        (json!({"email": "a@example.org"}), "missing field"),
        (json!([]), ""),
        (
            json!({"email": "a@example.org", "password": "x", "device": {"name": "a\nb", "platform": "x"}}),
            "device.name",
        ),
    ] {
        let answer = post(world, "/api/v1/sign_in", None, body).await;
        assert_eq!(answer.code(), (400, "bad_request"));
        assert!(answer.text.contains(part) && !answer.text.contains("geheim"), "{}", answer.text);
    }
    let request = reqwest::Client::new().post(world.url("/api/v1/sign_in"));
    let large = answer(request.body("x".repeat(100_000))).await;
    assert_eq!(large.code(), (413, "too_large"));
    let request = reqwest::Client::new().post(world.url("/api/v1/sign_in"));
    assert_eq!(answer(request.body("{")).await.code(), (400, "bad_request"));
}

async fn signing_out_ends_the_session(world: &mut World) {
    let anna = person(world, "anna@example.org", "Berg", Role::Owner).await;
    let other = sign_in(world, "anna@example.org").await;
    let out = send(world, Method::POST, "/api/v1/sign_out", anna.token(), None).await;
    assert_eq!(out.status, 204);
    assert_eq!(get(world, &anna.within("/members"), anna.token()).await.code(), (401, "signed_out"));
    let renewed = post(world, "/api/v1/token", None, json!({"refresh_token": anna.refresh()})).await;
    assert_eq!(renewed.code(), (401, "signed_out"));
    assert_eq!(get(world, &other.within("/members"), other.token()).await.status, 200);
}

async fn changing_the_password_signs_all_other_devices_out(world: &mut World) {
    let here = person(world, "anna@example.org", "Berg", Role::Owner).await;
    let there = sign_in(world, "anna@example.org").await;
    let path = "/api/v1/me/password";
    let wrong = json!({"old": "wrong password", "new": "another long password"});
    assert_eq!(post(world, path, here.token(), wrong).await.code(), (401, "wrong_credentials"));
    let weak = post(world, path, here.token(), json!({"old": PASSWORD, "new": "short"})).await;
    assert_eq!(weak.code(), (422, "unprocessable"));
    let new = "another long password";
    assert_eq!(post(world, path, here.token(), json!({"old": PASSWORD, "new": new})).await.status, 204);
    assert_eq!(get(world, &here.within("/members"), here.token()).await.status, 200);
    assert_eq!(get(world, &there.within("/members"), there.token()).await.status, 401);
    let old = post(world, "/api/v1/sign_in", None, credentials("anna@example.org", PASSWORD)).await;
    assert_eq!(old.code(), (401, "wrong_credentials"));
    let fresh = post(world, "/api/v1/sign_in", None, credentials("anna@example.org", new)).await;
    assert_eq!(fresh.status, 200);
}

async fn what_is_done_with_an_account_is_in_the_log_of_each_of_its_workspaces(world: &mut World) {
    let owner = person(world, "owner@example.org", "Tal", Role::Owner).await;
    let stranger = person(world, "stranger@example.org", "See", Role::Owner).await;
    let anna = person(world, "anna@example.org", "Berg", Role::Owner).await;
    account(world, "anna@example.org", "Tal", Role::Member).await;
    let passwords = json!({"old": PASSWORD, "new": "another long password"});
    assert_eq!(post(world, "/api/v1/me/password", anna.token(), passwords).await.status, 204);
    let off = Some(json!({"password": "another long password"}));
    assert_eq!(send(world, Method::DELETE, "/api/v1/me/totp", anna.token(), off).await.status, 204);
    let done = ["second_factor_removed", "password_changed"];
    assert_eq!(audit(world, &anna).await[..2], done);
    assert_eq!(audit(world, &owner).await[..2], done);
    let log = get(world, &owner.within("/audit"), owner.token()).await;
    assert_eq!(log.body["entries"][1]["by"]["name"], "Name of anna");
    assert_eq!(audit(world, &stranger).await, ["signed_in", "joined"], "and in no other");
}
