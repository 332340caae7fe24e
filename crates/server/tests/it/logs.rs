//! The log of the program: enough to find what happened, and nothing about anybody.

use serde_json::{Value, json};

use crate::program::Program;

/// Every kind of secret and personal data goes through a server at its most talkative; none is in what it wrote.
#[tokio::test]
async fn the_log_holds_no_address_no_token_and_no_password() {
    let program = Program::new();
    let password = "correct horse battery";
    program.run(&["user", "create", "anna@example.org", "--workspace", "Berg"], &format!("{password}\n"));
    let serving = program.serve(&["--log", "json"], "info,mycrm_server=trace");
    let http = reqwest::Client::new();
    let url = |path: &str| format!("{}{path}", serving.base);
    let device = json!({"name": "Laptop von Anna", "platform": "linux"});
    let post = async |path: &str, token: &str, body: Value| {
        let request = http.post(url(path)).bearer_auth(token).header("x-forwarded-for", "203.0.113.77");
        request.json(&body).send().await.unwrap().json::<Value>().await.unwrap_or_default()
    };
    let body = json!({"email": "anna@example.org", "password": password, "device": device});
    let session = post("/api/v1/sign_in", "", body.clone()).await;
    let access = session["access_token"].as_str().unwrap().to_owned();
    let refresh = session["refresh_token"].as_str().unwrap().to_owned();
    let workspace = session["workspace"]["id"].as_str().unwrap();
    let wrong = json!({"email": "secret@example.net", "password": "falsches Passwort", "device": device});
    post("/api/v1/sign_in", "", wrong).await;
    let invite = json!({"email": "invited@example.net", "role": "member"});
    let invite = post(&format!("/api/v1/workspaces/{workspace}/invites"), &access, invite).await;
    let invited = invite["link"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    http.get(url(&format!("/join/{invited}"))).send().await.unwrap();
    http.get(url(&format!("/u/{}", "u".repeat(67)))).send().await.unwrap();
    http.get(url("/nothing/personal@example.net?token=query-secret")).send().await.unwrap();
    let renewed = post("/api/v1/token", "", json!({"refresh_token": refresh})).await;
    assert!(renewed["access_token"].is_string());
    post("/api/v1/me/totp", renewed["access_token"].as_str().unwrap(), json!({"password": password})).await;

    let log = serving.end();
    let lines: Vec<Value> =
        log.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect();
    let answered: Vec<&Value> = lines.iter().filter(|line| line["message"] == "answered").collect();
    assert!(answered.len() >= 8, "{log}");
    assert!(answered.iter().all(|line| line["span"]["id"].is_string() && line["status"].is_u64()), "{log}");
    assert!(answered.iter().any(|line| line["span"]["route"] == "/join/{token}"), "{log}");
    for secret in [
        "@example",
        "anna",
        "Anna",
        password,
        "Passwort",
        "query-secret",
        "203.0.113.77",
        "127.0.0.1:",
        &invited,
        &access,
        &refresh,
        &access[4..],
        &refresh[4..],
        &"u".repeat(67),
        session["page_key"].as_str().unwrap(),
        renewed["refresh_token"].as_str().unwrap(),
    ] {
        assert!(!log.contains(secret), "{secret} is in the log:\n{log}");
    }
}
