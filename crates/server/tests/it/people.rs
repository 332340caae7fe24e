//! People of a test: accounts with passwords, what they send and what they are answered, at a time that the test chooses.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use mycrm_server::accounts::administration::{self, NewAccount};
use mycrm_server::{Clock, Id};
use mycrm_sync::{MemberId, Millis, Role};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::world::{SignedIn, World};

pub(crate) const PASSWORD: &str = "correct horse battery";
pub(crate) const MINUTE: i64 = 60_000;
pub(crate) const DAY: i64 = 24 * 60 * MINUTE;

/// A clock that stands still until a test moves it.
#[derive(Debug, Clone)]
pub(crate) struct Time(Arc<AtomicI64>);

impl Time {
    pub(crate) fn pass(&self, millis: i64) {
        self.0.fetch_add(millis, Ordering::SeqCst);
    }

    pub(crate) fn now(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// Lets the server go by a clock of the test from here on.
pub(crate) async fn stop_time(world: &mut World) -> Time {
    let time = Time(Arc::new(AtomicI64::new(1_800_000_000_000)));
    let now = time.clone();
    world.restart(move |config| config.clock = Clock::from_fn(move || Millis(now.now()))).await;
    time
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) text: String,
    /// Null for what is no JSON.
    pub(crate) body: Value,
}

impl Answer {
    pub(crate) fn code(&self) -> (u16, &str) {
        (self.status, self.body["code"].as_str().unwrap_or_default())
    }
}

pub(crate) async fn send(
    world: &World,
    method: Method,
    path: &str,
    token: Option<&str>,
    body: Option<Value>,
) -> Answer {
    let mut request = reqwest::Client::new().request(method, world.url(path));
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    if let Some(body) = body {
        request = request.json(&body);
    }
    answer(request).await
}

pub(crate) async fn answer(request: reqwest::RequestBuilder) -> Answer {
    let response = request.send().await.expect("an answer");
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let text = response.text().await.expect("its body");
    let body = serde_json::from_str(&text).unwrap_or(Value::Null);
    Answer { status, headers, text, body }
}

pub(crate) async fn post(world: &World, path: &str, token: Option<&str>, body: Value) -> Answer {
    send(world, Method::POST, path, token, Some(body)).await
}

pub(crate) async fn get(world: &World, path: &str, token: Option<&str>) -> Answer {
    send(world, Method::GET, path, token, None).await
}

/// Somebody who is signed in with a real session.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) session: Value,
}

impl Person {
    pub(crate) fn token(&self) -> Option<&str> {
        self.session["access_token"].as_str()
    }

    pub(crate) fn refresh(&self) -> &str {
        self.session["refresh_token"].as_str().expect("a refresh token")
    }

    pub(crate) fn id(&self) -> &str {
        self.session["member"]["id"].as_str().expect("a member")
    }

    pub(crate) fn workspace(&self) -> Uuid {
        self.session["workspace"]["id"].as_str().and_then(|id| id.parse().ok()).expect("a workspace")
    }

    /// For a device that syncs.
    pub(crate) fn signed_in(&self) -> SignedIn {
        SignedIn {
            workspace: Id(self.workspace()),
            member: MemberId(self.id().parse().expect("an id")),
            token: self.token().expect("a token").to_owned(),
        }
    }

    pub(crate) fn within(&self, rest: &str) -> String {
        format!("/api/v1/workspaces/{}{rest}", self.workspace())
    }
}

/// Makes an account in a workspace of this name.
pub(crate) async fn account(world: &World, email: &str, workspace: &str, role: Role) {
    let new = NewAccount {
        email: email.to_owned(),
        name: Some(format!("Name of {}", email.split('@').next().unwrap_or_default())),
        workspace: workspace.to_owned(),
        role,
    };
    let now = world.config.clock.now();
    administration::create(world.server().database(), &new, || Ok(PASSWORD.to_owned()), now)
        .await
        .expect("an account");
}

pub(crate) fn credentials(email: &str, password: &str) -> Value {
    json!({"email": email, "password": password, "device": {"name": "Laptop", "platform": "linux"}})
}

pub(crate) async fn sign_in(world: &World, email: &str) -> Person {
    let answer = post(world, "/api/v1/sign_in", None, credentials(email, PASSWORD)).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    Person { session: answer.body }
}

/// An account in a workspace, signed in.
pub(crate) async fn person(world: &World, email: &str, workspace: &str, role: Role) -> Person {
    account(world, email, workspace, role).await;
    sign_in(world, email).await
}

/// What the audit log of the workspace says was done, the latest first.
pub(crate) async fn audit(world: &World, owner: &Person) -> Vec<String> {
    let answer = get(world, &owner.within("/audit"), owner.token()).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let entries = answer.body["entries"].as_array().expect("entries");
    entries.iter().map(|entry| entry["action"].as_str().expect("an action").to_owned()).collect()
}
