//! The key of second factors: the database and its backups alone make no codes, and what happens without it.

use mycrm_server::accounts::administration;
use mycrm_server::{Config, Error, Server, backups};
use mycrm_sync::Role;
use serde_json::json;
use totp_rs::Totp;

use super::second_factor::{code, set_up, try_code, with_code};
use crate::people::{MINUTE, PASSWORD, Person, Time, audit, credentials, person, post, sign_in, stop_time};
use crate::world::{World, on_each_database};

on_each_database! {
    secrets_are_sealed_in_the_database;
    what_an_older_version_left_in_clear_is_sealed_at_the_start;
    without_the_key_nobody_with_a_second_factor_is_let_in_until_it_is_put_back_or_reset;
    a_sealed_secret_does_not_count_for_another_account;
    a_key_that_is_none_is_refused_at_the_start;
}

async fn kept(world: &World, email: &str) -> Vec<u8> {
    let pool = world.tables().await;
    let text = "SELECT totp_secret FROM users WHERE email = $1";
    let secret = sqlx::query_scalar(text).bind(email.to_owned()).fetch_one(&pool).await.unwrap();
    pool.close().await;
    secret
}

async fn keep(world: &World, email: &str, secret: Vec<u8>) {
    let pool = world.tables().await;
    let text = "UPDATE users SET totp_secret = $1 WHERE email = $2";
    sqlx::query(text).bind(secret).bind(email.to_owned()).execute(&pool).await.unwrap();
    pool.close().await;
}

async fn anna(world: &mut World) -> (Time, Person, Totp) {
    let time = stop_time(world).await;
    let anna = person(world, "anna@example.org", "Berg", Role::Owner).await;
    let app = set_up(world, &anna, &time).await;
    time.pass(MINUTE);
    (time, anna, app)
}

fn holds(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|part| part == needle)
}

async fn secrets_are_sealed_in_the_database(world: &mut World) {
    let (time, _, app) = anna(world).await;
    let secret = app.secret().as_bytes().to_vec();
    assert!(!holds(&kept(world, "anna@example.org").await, &secret));
    for name in ["mycrm-server.db", "mycrm-server.db-wal"] {
        let bytes = std::fs::read(world.config.data.join(name)).unwrap_or_default();
        assert!(!holds(&bytes, &secret), "{name}");
    }
    world.restart(|_| {}).await;
    assert_eq!(try_code(world, "anna@example.org", &code(&app, &time)).await.status, 200);
}

async fn what_an_older_version_left_in_clear_is_sealed_at_the_start(world: &mut World) {
    let (time, _, app) = anna(world).await;
    let secret = app.secret().as_bytes().to_vec();
    keep(world, "anna@example.org", secret.clone()).await;
    let clear = try_code(world, "anna@example.org", &code(&app, &time)).await;
    assert_eq!(clear.status, 200, "it counts until then");
    world.restart(|_| {}).await;
    let sealed = kept(world, "anna@example.org").await;
    assert!(!holds(&sealed, &secret) && sealed.len() > secret.len());
    time.pass(MINUTE);
    assert_eq!(try_code(world, "anna@example.org", &code(&app, &time)).await.status, 200);
    world.restart(|_| {}).await;
    assert_eq!(kept(world, "anna@example.org").await, sealed, "once");
}

/// Takes the key away, as a restore on another machine does.
async fn lose_the_key(world: &mut World) -> Option<String> {
    let file = world.config.data.join("totp.key");
    let given = world.config.totp_key.clone();
    let lost = given.or_else(|| std::fs::read_to_string(&file).ok());
    world
        .restart(|config| {
            config.totp_key = None;
            // There is none where one is configured.
            let _ = std::fs::remove_file(&file);
        })
        .await;
    assert!(!file.exists(), "no other one is made while something is sealed with the one that was lost");
    lost
}

async fn without_the_key_nobody_with_a_second_factor_is_let_in_until_it_is_put_back_or_reset(
    world: &mut World,
) {
    let (time, anna, app) = anna(world).await;
    let bert = person(world, "bert@example.org", "Berg", Role::Member).await;
    let lost = lose_the_key(world).await;
    let refused = try_code(world, "anna@example.org", &code(&app, &time)).await;
    assert_eq!(refused.code(), (409, "totp_unavailable"));
    assert!(refused.text.contains("lacks the key") && refused.text.contains("reset"), "{}", refused.text);
    let no_code = post(world, "/api/v1/sign_in", None, credentials("anna@example.org", PASSWORD)).await;
    assert_eq!(no_code.code(), (409, "totp_unavailable"), "nor without a code");
    let mut wrong = with_code("anna@example.org", "000000");
    wrong["password"] = json!("wrong password");
    let wrong = post(world, "/api/v1/sign_in", None, wrong).await;
    assert_eq!(wrong.code(), (401, "wrong_credentials"), "nobody learns of it without the password");
    sign_in(world, "bert@example.org").await;
    let new = post(world, "/api/v1/me/totp", bert.token(), json!({"password": PASSWORD})).await;
    assert_eq!(new.code(), (409, "totp_unavailable"), "none is kept in clear");

    world.restart(|config| config.totp_key = Some("0b".repeat(32))).await;
    let other = try_code(world, "anna@example.org", &code(&app, &time)).await;
    assert_eq!(other.code(), (409, "totp_unavailable"), "another key opens nothing");
    world.restart(|config| config.totp_key = lost).await;
    assert_eq!(try_code(world, "anna@example.org", &code(&app, &time)).await.status, 200);

    lose_the_key(world).await;
    let reset = || {
        let now = world.config.clock.now();
        administration::reset_second_factor(world.server().database(), "anna@example.org", now)
    };
    reset().await.expect("it is reset");
    assert!(reset().await.is_err(), "there is none any more");
    sign_in(world, "anna@example.org").await;
    assert_eq!(audit(world, &anna).await[1], "second_factor_removed");
    // Now that nothing needs the lost one, there is a new key.
    world.restart(|config| config.totp_key = config.database_url.as_ref().map(|_| "0c".repeat(32))).await;
    time.pass(MINUTE);
    let app = set_up(world, &anna, &time).await;
    time.pass(MINUTE);
    assert_eq!(try_code(world, "anna@example.org", &code(&app, &time)).await.status, 200);
}

async fn a_sealed_secret_does_not_count_for_another_account(world: &mut World) {
    let (time, _, app) = anna(world).await;
    person(world, "bert@example.org", "Berg", Role::Owner).await;
    let moved = kept(world, "anna@example.org").await;
    keep(world, "bert@example.org", moved).await;
    let answer = try_code(world, "bert@example.org", &code(&app, &time)).await;
    assert_eq!(answer.code(), (500, "internal"));
}

async fn a_key_that_is_none_is_refused_at_the_start(world: &mut World) {
    world.stop().await;
    let config = Config { totp_key: Some("secret".to_owned()), ..world.config.clone() };
    let error = Server::start(config).await.expect_err("no key");
    assert!(matches!(error, Error::TotpKey(_)), "{error}");
    assert!(error.to_string().contains("64 hexadecimal digits") && !error.to_string().contains("secret"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_key_is_a_file_for_its_owner_alone_and_in_no_backup() {
    use std::os::unix::fs::PermissionsExt as _;
    let mut world = World::with_sqlite().await;
    let (_, _, app) = anna(&mut world).await;
    let file = world.config.data.join("totp.key");
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let key = std::fs::read_to_string(&file).unwrap();
    let digits = key.trim().as_bytes();
    let bytes: Vec<u8> = digits
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect();
    let backup = world.config.data.join("kept.db");
    backups::make(world.server().database(), &backup, &world.config.clock).await.expect("a backup");
    let copy = std::fs::read(&backup).unwrap();
    assert!(!holds(&copy, digits) && !holds(&copy, &bytes), "the key");
    assert!(!holds(&copy, app.secret().as_bytes()), "the secret");
    world.restart(|_| {}).await;
    assert_eq!(std::fs::read_to_string(&file).unwrap(), key, "it is made once");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn processes_that_share_the_key_check_each_others_second_factors() {
    let Some(mut world) = World::with_postgres().await else { return };
    let (time, _, app) = anna(&mut world).await;
    assert!(!world.config.data.join("totp.key").exists(), "nothing is kept beside PostgreSQL");
    let other = tempfile::tempdir().unwrap();
    let config = Config { data: other.path().to_owned(), ..world.config.clone() };
    let second = Server::start(config).await.expect("it starts");
    let request = reqwest::Client::new().post(format!("http://{}/api/v1/sign_in", second.address()));
    let body = with_code("anna@example.org", &code(&app, &time));
    assert_eq!(request.json(&body).send().await.unwrap().status(), 200);
    second.shutdown().await;
}
