//! Access and refresh tokens: how long they count, and what becomes of stolen and forged ones.

use mycrm_sync::Role;
use serde_json::json;

use crate::people::{Answer, DAY, MINUTE, Person, Time, audit, get, person, post, sign_in, stop_time};
use crate::world::{World, on_each_database};

on_each_database! {
    an_access_token_ends_after_a_quarter_of_an_hour_and_is_renewed;
    a_lost_answer_is_given_again_and_is_the_same;
    a_lid_that_closed_before_the_answer_came_signs_nobody_out;
    a_refresh_token_that_comes_back_ends_the_whole_session;
    what_is_forged_or_expired_lets_nobody_in_and_ends_nothing;
    two_that_renew_at_once_get_the_same;
    tokens_are_kept_as_hashes_only;
}

async fn renew(world: &World, refresh_token: &str) -> Answer {
    post(world, "/api/v1/token", None, json!({"refresh_token": refresh_token})).await
}

async fn works(world: &World, person: &Person) -> bool {
    let answer = get(world, &person.within("/members"), person.token()).await;
    assert!(answer.status == 200 || answer.code() == (401, "signed_out"), "{}", answer.text);
    answer.status == 200
}

fn renewed(answer: Answer) -> Person {
    assert_eq!(answer.status, 200, "{}", answer.text);
    Person { session: answer.body }
}

/// Uses the access token and waits until that was noted, which happens beside the answer.
async fn use_and_note(world: &World, person: &Person, time: &Time) {
    for _ in 0..1_000 {
        let answer = get(world, &person.within("/devices"), person.token()).await;
        let devices = answer.body["devices"].as_array().expect("devices");
        let this = devices.iter().find(|device| device["is_this"] == true).expect("this device");
        if this["last_seen_at"].as_i64().expect("a time") >= time.now() {
            return;
        }
    }
    panic!("it was never noted that the session is in use");
}

async fn an_access_token_ends_after_a_quarter_of_an_hour_and_is_renewed(world: &mut World) {
    let time = stop_time(world).await;
    let first = person(world, "anna@example.org", "Berg", Role::Owner).await;
    time.pass(15 * MINUTE - 1);
    assert!(works(world, &first).await);
    time.pass(1);
    assert!(!works(world, &first).await);
    let second = renewed(renew(world, first.refresh()).await);
    assert!(works(world, &second).await);
    assert_ne!(first.refresh(), second.refresh());
    assert_eq!(first.session["session_id"], second.session["session_id"]);
    time.pass(59 * DAY);
    let third = renewed(renew(world, second.refresh()).await);
    time.pass(59 * DAY);
    renewed(renew(world, third.refresh()).await);
}

async fn a_lost_answer_is_given_again_and_is_the_same(world: &mut World) {
    let time = stop_time(world).await;
    let first = person(world, "anna@example.org", "Berg", Role::Owner).await;
    let heard = renewed(renew(world, first.refresh()).await);
    time.pass(MINUTE / 2);
    use_and_note(world, &heard, &time).await;
    let again = renewed(renew(world, first.refresh()).await);
    assert_eq!(heard.refresh(), again.refresh());
    assert_eq!(heard.token(), again.token());
    assert!(works(world, &again).await);
}

async fn a_lid_that_closed_before_the_answer_came_signs_nobody_out(world: &mut World) {
    let time = stop_time(world).await;
    let first = person(world, "anna@example.org", "Berg", Role::Owner).await;
    let unheard = renew(world, first.refresh()).await;
    time.pass(7 * DAY);
    let again = renewed(renew(world, first.refresh()).await);
    assert_eq!(unheard.body["refresh_token"], again.session["refresh_token"]);
    assert!(works(world, &again).await);
}

async fn a_refresh_token_that_comes_back_ends_the_whole_session(world: &mut World) {
    let time = stop_time(world).await;
    let first = person(world, "anna@example.org", "Berg", Role::Owner).await;
    let bystander = sign_in(world, "anna@example.org").await;
    let second = renewed(renew(world, first.refresh()).await);
    time.pass(MINUTE);
    use_and_note(world, &second, &time).await;
    time.pass(MINUTE);
    assert_eq!(renew(world, first.refresh()).await.code(), (401, "signed_out"));
    assert!(!works(world, &second).await, "whoever of the two was the thief");
    assert_eq!(renew(world, second.refresh()).await.code(), (401, "signed_out"));
    assert!(works(world, &bystander).await);
    assert_eq!(audit(world, &bystander).await[0], "token_reused");
}

async fn what_is_forged_or_expired_lets_nobody_in_and_ends_nothing(world: &mut World) {
    let time = stop_time(world).await;
    let anna = person(world, "anna@example.org", "Berg", Role::Owner).await;
    let refresh = anna.refresh().to_owned();
    let swapped = |at: usize| {
        let other = if refresh.as_bytes()[at] == b'A' { "B" } else { "A" };
        format!("{}{other}{}", &refresh[..at], &refresh[at + 1..])
    };
    let forged = [
        swapped(8),
        swapped(28),
        swapped(50),
        swapped(refresh.len() - 3),
        refresh[..refresh.len() - 1].to_owned(),
        format!("{refresh}A"),
        anna.token().unwrap().to_owned(),
        String::new(),
        "mcr_".to_owned(),
        "'; DROP TABLE sessions; --".to_owned(),
    ];
    for token in &forged {
        assert_eq!(renew(world, token).await.code(), (401, "signed_out"), "{token}");
    }
    for token in ["", "nonsense", &refresh, "mca_AAAA"] {
        assert_eq!(get(world, &anna.within("/members"), Some(token)).await.code(), (401, "signed_out"));
    }
    assert!(works(world, &anna).await, "nobody is signed out by what somebody made up");
    time.pass(60 * DAY);
    assert_eq!(renew(world, &refresh).await.code(), (401, "signed_out"));
}

async fn two_that_renew_at_once_get_the_same(world: &mut World) {
    let anna = person(world, "anna@example.org", "Berg", Role::Owner).await;
    let asks = (0..6).map(|_| renew(world, anna.refresh()));
    let answers = futures::future::join_all(asks).await;
    for answer in &answers {
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert_eq!(answer.body["refresh_token"], answers[0].body["refresh_token"]);
        assert_eq!(answer.body["access_token"], answers[0].body["access_token"]);
    }
}

async fn tokens_are_kept_as_hashes_only(world: &mut World) {
    let anna = person(world, "anna@example.org", "Berg", Role::Owner).await;
    if world.config.database_url.is_some() {
        return;
    }
    let entries = std::fs::read_dir(&world.config.data).unwrap();
    let files: Vec<_> = entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()).collect();
    assert!(files.len() >= 2, "the database and its log: {files:?}");
    for file in files {
        let bytes = std::fs::read(file).unwrap();
        for secret in [anna.refresh(), anna.token().unwrap(), crate::people::PASSWORD] {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "a secret is in the database");
        }
    }
}
