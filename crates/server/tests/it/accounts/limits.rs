//! How often one may ask: by address, by account and by member.

use std::num::NonZeroU32;
use std::time::Duration;

use mycrm_server::accounts::Limit;
use mycrm_sync::Role;
use serde_json::json;

use crate::people::{Answer, PASSWORD, account, answer, credentials, get, person, post};
use crate::world::{World, on_each_database};

on_each_database! {
    an_address_that_guesses_is_stopped_and_others_are_not;
    an_account_that_is_guessed_at_is_closed_for_a_while_from_everywhere;
    a_member_that_runs_wild_is_told_when_to_come_back;
    refresh_tokens_cannot_be_guessed_fast;
}

/// So many, and then none for an hour.
fn only(burst: u32) -> Limit {
    Limit::new(NonZeroU32::new(burst).unwrap(), Duration::from_secs(3600))
}

async fn sign_in_from(world: &World, address: &str, email: &str, password: &str) -> Answer {
    let request = reqwest::Client::new().post(world.url("/api/v1/sign_in"));
    answer(request.header("x-forwarded-for", address).json(&credentials(email, password))).await
}

async fn an_address_that_guesses_is_stopped_and_others_are_not(world: &mut World) {
    world.restart(|config| config.limits.sign_in_per_address = only(3)).await;
    account(world, "anna@example.org", "Berg", Role::Owner).await;
    for guess in 0..3 {
        let email = format!("guess{guess}@example.org");
        assert_eq!(sign_in_from(world, "203.0.113.5", &email, "wrong password").await.status, 401);
    }
    let stopped = sign_in_from(world, "203.0.113.5", "anna@example.org", PASSWORD).await;
    assert_eq!(stopped.code(), (429, "too_many_requests"));
    let seconds: u64 = stopped.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=3601).contains(&seconds), "{seconds}");
    assert_eq!(
        sign_in_from(world, "1.2.3.4, 203.0.113.5", "a@example.org", "x").await.status,
        429,
        "a made-up hop"
    );
    assert_eq!(sign_in_from(world, "203.0.113.6", "anna@example.org", PASSWORD).await.status, 200);
}

async fn an_account_that_is_guessed_at_is_closed_for_a_while_from_everywhere(world: &mut World) {
    world.restart(|config| config.limits.sign_in_per_account = only(3)).await;
    for email in ["anna@example.org", "bert@example.org"] {
        account(world, email, "Berg", Role::Owner).await;
    }
    for (host, typed) in ["anna@example.org", "ANNA@example.org", " anna@example.org"].iter().enumerate() {
        let guess = sign_in_from(world, &format!("203.0.113.{host}"), typed, "wrong password").await;
        assert_eq!(guess.status, 401);
    }
    assert_eq!(sign_in_from(world, "198.51.100.1", "anna@example.org", PASSWORD).await.status, 429);
    assert_eq!(sign_in_from(world, "198.51.100.1", "bert@example.org", PASSWORD).await.status, 200);
    // Nor does the limit tell who has an account.
    for host in 0..3 {
        sign_in_from(world, &format!("203.0.113.{host}"), "nobody@example.org", "wrong password").await;
    }
    assert_eq!(sign_in_from(world, "198.51.100.1", "nobody@example.org", "x").await.status, 429);
}

async fn a_member_that_runs_wild_is_told_when_to_come_back(world: &mut World) {
    world.restart(|config| config.limits.api_per_member = only(5)).await;
    let anna = person(world, "anna@example.org", "Berg", Role::Owner).await;
    let bert = person(world, "bert@example.org", "Berg", Role::Member).await;
    for _ in 0..5 {
        assert_eq!(get(world, &anna.within("/members"), anna.token()).await.status, 200);
    }
    let stopped = get(world, &anna.within("/members"), anna.token()).await;
    assert_eq!(stopped.code(), (429, "too_many_requests"));
    assert!(stopped.headers.contains_key("retry-after"));
    assert_eq!(get(world, &bert.within("/members"), bert.token()).await.status, 200);
}

async fn refresh_tokens_cannot_be_guessed_fast(world: &mut World) {
    world.restart(|config| config.limits.token_per_address = only(2)).await;
    for _ in 0..2 {
        let answer = post(world, "/api/v1/token", None, json!({"refresh_token": "mcr_x"})).await;
        assert_eq!(answer.status, 401);
    }
    let answer = post(world, "/api/v1/token", None, json!({"refresh_token": "mcr_x"})).await;
    assert_eq!(answer.code(), (429, "too_many_requests"));
}
