//! The second factor: asked for once it is confirmed, and no code counts twice.

use std::num::NonZeroU32;

use mycrm_sync::Role;
use reqwest::Method;
use serde_json::{Value, json};
use totp_rs::{Algorithm, Builder, Secret, Totp};

use crate::people::{
    Answer, MINUTE, PASSWORD, Person, Time, account, audit, credentials, person, post, send, sign_in,
    stop_time,
};
use crate::world::{World, on_each_database};

on_each_database! {
    it_is_asked_for_once_a_code_has_confirmed_it;
    a_code_counts_once_even_if_two_send_it_at_the_same_time;
    choosing_a_workspace_does_not_use_the_code_up;
    it_is_taken_off_with_the_password_only;
    guessing_codes_is_stopped;
}

/// What an authenticator app makes of the secret that it is given.
fn app(secret: &str) -> Totp {
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_step_duration(30)
        .with_secret(Secret::try_from_base32(secret).unwrap())
        .with_account_name("x")
        .build()
        .unwrap()
}

pub(super) fn code(app: &Totp, time: &Time) -> String {
    app.generate(u64::try_from(time.now()).unwrap() / 1000).to_string()
}

pub(super) async fn set_up(world: &World, person: &Person, time: &Time) -> Totp {
    let new = post(world, "/api/v1/me/totp", person.token(), json!({"password": PASSWORD})).await;
    assert_eq!(new.status, 200, "{}", new.text);
    assert!(new.body["otpauth_url"].as_str().unwrap().starts_with("otpauth://totp/MyCRM:"));
    let app = app(new.body["secret"].as_str().unwrap());
    let body = json!({"code": code(&app, time)});
    assert_eq!(post(world, "/api/v1/me/totp/confirm", person.token(), body).await.status, 204);
    app
}

pub(super) fn with_code(email: &str, code: &str) -> Value {
    let mut body = credentials(email, PASSWORD);
    body["totp"] = json!(code);
    body
}

pub(super) async fn try_code(world: &World, email: &str, code: &str) -> Answer {
    post(world, "/api/v1/sign_in", None, with_code(email, code)).await
}

async fn it_is_asked_for_once_a_code_has_confirmed_it(world: &mut World) {
    let time = stop_time(world).await;
    // More than a person tries in a minute.
    world.restart(|config| config.limits.sign_in_per_account.burst = NonZeroU32::new(30).unwrap()).await;
    let anna = person(world, "anna@example.org", "Berg", Role::Owner).await;
    let confirm = "/api/v1/me/totp/confirm";
    let early = post(world, confirm, anna.token(), json!({"code": "000000"})).await;
    assert_eq!(early.code(), (409, "no_totp"));
    post(world, "/api/v1/me/totp", anna.token(), json!({"password": PASSWORD})).await;
    sign_in(world, "anna@example.org").await;
    let wrong = post(world, confirm, anna.token(), json!({"code": "12345"})).await;
    assert_eq!(wrong.code(), (422, "unprocessable"));

    let app = set_up(world, &anna, &time).await;
    let none = post(world, "/api/v1/sign_in", None, credentials("anna@example.org", PASSWORD)).await;
    assert_eq!(none.code(), (401, "totp_required"));
    let mut wrong = with_code("anna@example.org", "000000");
    wrong["password"] = json!("wrong password");
    let answer = post(world, "/api/v1/sign_in", None, wrong).await;
    assert_eq!(answer.code(), (401, "wrong_credentials"), "nobody learns of it without the password");
    let replay = try_code(world, "anna@example.org", &code(&app, &time)).await;
    assert_eq!(replay.code(), (401, "totp_required"), "the code that confirmed it is used up");
    time.pass(MINUTE / 2);
    assert_eq!(try_code(world, "anna@example.org", &code(&app, &time)).await.status, 200);
    assert_eq!(audit(world, &anna).await[..2], ["signed_in", "second_factor_added"]);
    let again = post(world, "/api/v1/me/totp", anna.token(), json!({"password": PASSWORD})).await;
    assert_eq!(again.code(), (409, "totp_enabled"));
}

async fn a_code_counts_once_even_if_two_send_it_at_the_same_time(world: &mut World) {
    let time = stop_time(world).await;
    let anna = person(world, "anna@example.org", "Berg", Role::Owner).await;
    let app = set_up(world, &anna, &time).await;
    time.pass(MINUTE);
    let code = code(&app, &time);
    let tries = (0..4).map(|_| try_code(world, "anna@example.org", &code));
    let statuses: Vec<u16> =
        futures::future::join_all(tries).await.iter().map(|answer| answer.status).collect();
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
    assert_eq!(try_code(world, "anna@example.org", &code).await.code(), (401, "totp_required"));
}

async fn choosing_a_workspace_does_not_use_the_code_up(world: &mut World) {
    let time = stop_time(world).await;
    let anna = person(world, "anna@example.org", "Berg", Role::Owner).await;
    let app = set_up(world, &anna, &time).await;
    account(world, "anna@example.org", "Tal", Role::Member).await;
    time.pass(MINUTE);
    let code = code(&app, &time);
    let which = try_code(world, "anna@example.org", &code).await;
    assert_eq!(which.code(), (409, "which_workspace"));
    let mut body = with_code("anna@example.org", &code);
    body["workspace"] = which.body["workspaces"][0]["id"].clone();
    assert_eq!(post(world, "/api/v1/sign_in", None, body).await.status, 200);
}

async fn it_is_taken_off_with_the_password_only(world: &mut World) {
    let bert = person(world, "bert@example.org", "Berg", Role::Member).await;
    let wrong = post(world, "/api/v1/me/totp", bert.token(), json!({"password": "wrong password"})).await;
    assert_eq!(wrong.code(), (401, "wrong_credentials"), "nor is one put on without it");
    let time = stop_time(world).await;
    let anna = person(world, "anna@example.org", "Berg", Role::Owner).await;
    set_up(world, &anna, &time).await;
    let off = async |password: &str| {
        let body = Some(json!({"password": password}));
        send(world, Method::DELETE, "/api/v1/me/totp", anna.token(), body).await
    };
    assert_eq!(off("wrong password").await.code(), (401, "wrong_credentials"));
    assert_eq!(off(PASSWORD).await.status, 204);
    sign_in(world, "anna@example.org").await;
}

async fn guessing_codes_is_stopped(world: &mut World) {
    let time = stop_time(world).await;
    let anna = person(world, "anna@example.org", "Berg", Role::Owner).await;
    set_up(world, &anna, &time).await;
    let mut last = None;
    for guess in 0..30 {
        last = Some(try_code(world, "anna@example.org", &format!("{guess:06}")).await);
    }
    assert_eq!(last.unwrap().code(), (429, "too_many_requests"));
}
