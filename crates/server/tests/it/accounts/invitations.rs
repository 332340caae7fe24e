//! Invitations: who may send which, and that each lets one person in once.

use mycrm_sync::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::people::{Answer, DAY, PASSWORD, Person, account, audit, get, person, post, send, stop_time};
use crate::world::{World, on_each_database};

on_each_database! {
    somebody_new_is_invited_and_signed_in_with_one_step;
    an_invitation_lets_one_in_once_even_if_two_try_at_the_same_time;
    it_ends_after_seven_days_or_when_it_is_withdrawn_or_replaced;
    somebody_with_an_account_shows_its_password;
    who_left_comes_back_as_the_same_member;
    nobody_comes_back_by_an_invitation_that_they_wrote;
    roles_above_ones_own_are_not_given_and_members_invite_nobody;
    an_invitation_of_another_workspace_is_not_there;
    what_is_wrong_with_a_request_is_said;
}

async fn invite(world: &World, by: &Person, email: &str, role: &str) -> Answer {
    post(world, &by.within("/invites"), by.token(), json!({"email": email, "role": role})).await
}

/// The token in the link, which is where people find it.
async fn invited(world: &World, by: &Person, email: &str, role: &str) -> String {
    let answer = invite(world, by, email, role).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let link = answer.body["link"].as_str().unwrap();
    link.strip_prefix(&world.url("/join/")).expect("a link to this server").to_owned()
}

fn accepting(password: &str) -> Value {
    json!({"name": "Neue Person", "password": password, "device": {"name": "Laptop", "platform": "linux"}})
}

async fn accept(world: &World, token: &str, password: &str) -> Answer {
    post(world, &format!("/api/v1/invites/{token}/accept"), None, accepting(password)).await
}

async fn somebody_new_is_invited_and_signed_in_with_one_step(world: &mut World) {
    let anna = person(world, "anna@example.org", "Berg", Role::Owner).await;
    let token = invited(world, &anna, "New@Example.org", "member").await;
    let shown = get(world, &format!("/api/v1/invites/{token}"), None).await;
    assert_eq!(
        shown.body,
        json!({"workspace": {"name": "Berg"}, "email": "new@example.org", "role": "member", "invited_by": "Name of anna"})
    );
    let open = get(world, &anna.within("/invites"), anna.token()).await;
    assert_eq!(open.body["invites"][0]["email"], "new@example.org");
    assert!(!open.text.contains(&token), "a link is shown once");

    let session = accept(world, &token, PASSWORD).await;
    assert_eq!(session.status, 200, "{}", session.text);
    assert_eq!(session.body["member"]["role"], "member");
    assert_eq!(session.body["member"]["name"], "Neue Person");
    let new = Person { session: session.body };
    let members = get(world, &new.within("/members"), new.token()).await;
    assert_eq!(members.body["members"].as_array().unwrap().len(), 2);
    let open = get(world, &anna.within("/invites"), anna.token()).await;
    assert_eq!(open.body["invites"], json!([]));
    assert_eq!(audit(world, &anna).await[..3], ["signed_in", "joined", "invited"]);
}

async fn an_invitation_lets_one_in_once_even_if_two_try_at_the_same_time(world: &mut World) {
    let anna = person(world, "anna@example.org", "Berg", Role::Owner).await;
    let token = invited(world, &anna, "new@example.org", "member").await;
    let tries = futures::future::join_all((0..4).map(|_| accept(world, &token, PASSWORD))).await;
    let mut statuses: Vec<u16> = tries.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses[0], 200);
    assert!(statuses[1..].iter().all(|status| matches!(status, 401 | 404 | 429)), "{statuses:?}");
    assert_eq!(accept(world, &token, PASSWORD).await.code(), (404, "not_found"));
    assert_eq!(get(world, &format!("/api/v1/invites/{token}"), None).await.status, 404);
    let members = get(world, &anna.within("/members"), anna.token()).await;
    assert_eq!(members.body["members"].as_array().unwrap().len(), 2);
}

async fn it_ends_after_seven_days_or_when_it_is_withdrawn_or_replaced(world: &mut World) {
    let time = stop_time(world).await;
    account(world, "anna@example.org", "Berg", Role::Owner).await;
    let anna = crate::people::sign_in(world, "anna@example.org").await;
    let replaced = invited(world, &anna, "new@example.org", "member").await;
    let token = invited(world, &anna, "new@example.org", "member").await;
    assert_eq!(accept(world, &replaced, PASSWORD).await.status, 404);
    time.pass(7 * DAY);
    assert_eq!(accept(world, &token, PASSWORD).await.status, 404);

    let anna = crate::people::sign_in(world, "anna@example.org").await;
    let made = invite(world, &anna, "other@example.org", "viewer").await;
    let token = made.body["link"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    let path = anna.within(&format!("/invites/{}", made.body["id"].as_str().unwrap()));
    assert_eq!(send(world, Method::DELETE, &path, anna.token(), None).await.status, 204);
    assert_eq!(send(world, Method::DELETE, &path, anna.token(), None).await.status, 404);
    assert_eq!(accept(world, &token, PASSWORD).await.status, 404);
    for forged in ["", "x", "%2E%2E%2Fsign_in", "%00", "' OR 1=1 --"] {
        assert_eq!(get(world, &format!("/api/v1/invites/{forged}"), None).await.status, 404, "{forged}");
    }
}

async fn somebody_with_an_account_shows_its_password(world: &mut World) {
    let anna = person(world, "anna@example.org", "Berg", Role::Owner).await;
    person(world, "bert@example.org", "Tal", Role::Owner).await;
    let token = invited(world, &anna, "bert@example.org", "admin").await;
    let wrong = accept(world, &token, "not the password").await;
    assert_eq!(wrong.code(), (401, "wrong_credentials"));
    let session = accept(world, &token, PASSWORD).await;
    assert_eq!((session.status, &session.body["member"]["name"]), (200, &json!("Name of bert")));
    assert_eq!(session.body["workspace"]["name"], "Berg");
    assert_eq!(invite(world, &anna, "bert@example.org", "viewer").await.code(), (409, "already_member"));
}

async fn who_left_comes_back_as_the_same_member(world: &mut World) {
    let anna = person(world, "anna@example.org", "Berg", Role::Owner).await;
    let bert = person(world, "bert@example.org", "Berg", Role::Member).await;
    let path = bert.within(&format!("/members/{}", bert.id()));
    assert_eq!(send(world, Method::DELETE, &path, bert.token(), None).await.status, 204);
    let token = invited(world, &anna, "bert@example.org", "viewer").await;
    let back = accept(world, &token, PASSWORD).await;
    assert_eq!(back.body["member"]["id"].as_str(), Some(bert.id()));
    assert_eq!(back.body["member"]["role"], "viewer");
}

async fn nobody_comes_back_by_an_invitation_that_they_wrote(world: &mut World) {
    let anna = person(world, "anna@example.org", "Berg", Role::Owner).await;
    let mallory = person(world, "mallory@example.org", "Berg", Role::Admin).await;
    let bert = person(world, "bert@example.org", "Berg", Role::Admin).await;
    let tokens = [
        invited(world, &mallory, "m2@example.org", "admin").await,
        invited(world, &bert, "b2@example.org", "admin").await,
    ];
    let path = anna.within(&format!("/members/{}", mallory.id()));
    assert_eq!(send(world, Method::DELETE, &path, anna.token(), None).await.status, 204);
    let path = anna.within(&format!("/members/{}", bert.id()));
    assert_eq!(
        send(world, Method::PATCH, &path, anna.token(), Some(json!({"role": "member"}))).await.status,
        204
    );
    for token in tokens {
        assert_eq!(accept(world, &token, PASSWORD).await.status, 404);
    }
}

async fn roles_above_ones_own_are_not_given_and_members_invite_nobody(world: &mut World) {
    let admin = person(world, "admin@example.org", "Berg", Role::Admin).await;
    let bert = person(world, "bert@example.org", "Berg", Role::Member).await;
    let viewer = person(world, "viewer@example.org", "Berg", Role::Viewer).await;
    assert_eq!(invite(world, &admin, "new@example.org", "owner").await.code(), (403, "forbidden"));
    assert_eq!(invite(world, &admin, "new@example.org", "admin").await.status, 201);
    for who in [&bert, &viewer] {
        assert_eq!(invite(world, who, "new@example.org", "viewer").await.code(), (403, "forbidden"));
        assert_eq!(get(world, &who.within("/invites"), who.token()).await.code(), (403, "forbidden"));
    }
    assert_eq!(invite(world, &admin, "new@example.org", "root").await.code(), (400, "bad_request"));
}

async fn an_invitation_of_another_workspace_is_not_there(world: &mut World) {
    let anna = person(world, "anna@example.org", "Berg", Role::Owner).await;
    let carl = person(world, "carl@example.org", "Tal", Role::Owner).await;
    let made = invite(world, &anna, "new@example.org", "member").await;
    let path = carl.within(&format!("/invites/{}", made.body["id"].as_str().unwrap()));
    assert_eq!(send(world, Method::DELETE, &path, carl.token(), None).await.status, 404);
    assert_eq!(get(world, &anna.within("/invites"), carl.token()).await.code(), (403, "not_a_member"));
    let token = made.body["link"].as_str().unwrap().rsplit('/').next().unwrap();
    assert_eq!(get(world, &format!("/api/v1/invites/{token}"), None).await.status, 200);
}

async fn what_is_wrong_with_a_request_is_said(world: &mut World) {
    let anna = person(world, "anna@example.org", "Berg", Role::Owner).await;
    for email in
        ["", "no address", "a@b@example.org", "x@example.org\r\nBcc: y@example.org", "<x@example.org>"]
    {
        let answer = invite(world, &anna, email, "member").await;
        assert_eq!(answer.code(), (400, "bad_request"), "{email}");
        assert!(answer.text.contains("email: This is no e-mail address"), "{}", answer.text);
    }
    let token = invited(world, &anna, "new@example.org", "member").await;
    assert_eq!(accept(world, &token, "short").await.code(), (422, "unprocessable"));
    assert_eq!(accept(world, &token, PASSWORD).await.status, 200, "a refused try does not use it up");
}
