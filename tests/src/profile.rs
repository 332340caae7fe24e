//! A profile of the app, served without a window: what a script sees of it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;
use ureq::Agent;

use crate::companion::{Companion, PASSWORD};
use crate::{Clock, Program, Running, tools, until};

/// A profile in a folder of its own, with the app running on it.
pub struct Profile {
    program: PathBuf,
    folder: TempDir,
    clock: Option<Clock>,
    running: Option<Running>,
    base: String,
    token: String,
    agent: Agent,
}

impl Profile {
    /// A new one.
    ///
    /// # Panics
    /// When the program was not built or does not start.
    #[must_use]
    pub fn start() -> Self {
        Self::begin(None)
    }

    /// A new one on a machine whose clock is wrong.
    ///
    /// # Panics
    /// As [`Profile::start`].
    #[must_use]
    pub fn start_under(clock: Clock) -> Self {
        Self::begin(Some(clock))
    }

    fn begin(clock: Option<Clock>) -> Self {
        let program = tools::given("MYCRM_HEADLESS").unwrap_or_else(|missing| panic!("{missing}"));
        let config = Agent::config_builder().http_status_as_error(false).timeout_global(Some(SLOW)).build();
        let mut profile = Self {
            program,
            folder: tempfile::tempdir().expect("a folder"),
            clock,
            running: None,
            base: String::new(),
            token: String::new(),
            agent: config.into(),
        };
        let made = profile.program(&["--json", "token", "create", "test", "--scope", "admin"]).output();
        let made: Value = serde_json::from_slice(&made.stdout).expect("a token");
        profile.token = made["token"].as_str().expect("a token").to_owned();
        profile.start_again();
        profile
    }

    /// Starts the app after it was ended.
    ///
    /// # Panics
    /// When it does not say where it listens.
    pub fn start_again(&mut self) {
        let mut running = self.program(&["serve", "--port", "0"]).start();
        let line = running.line();
        let Some(base) = line.strip_prefix("listening on ") else {
            panic!("the app does not start: {line:?}\n{}", running.end().1);
        };
        self.base = base.to_owned();
        running.drain();
        self.running = Some(running);
    }

    fn program(&self, arguments: &[&str]) -> Program {
        let program = match &self.clock {
            Some(clock) => clock.program(&self.program),
            None => Program::new(&self.program),
        };
        program
            .args(["--data-dir".as_ref(), self.data().as_os_str()])
            .args(arguments)
            .env("HOME", self.folder.path())
            .env("MYCRM_SECRETS", "file")
            .env("MYCRM_SECRETS_PASSPHRASE", "a passphrase for tests")
            .without_env("XDG_STATE_HOME")
            .without_env("XDG_DATA_HOME")
            .without_env("RUST_LOG")
    }

    /// Imports a table.
    ///
    /// # Panics
    /// When that fails.
    #[track_caller]
    pub fn import(&self, file: &Path, kind: &str) {
        let file = file.to_str().expect("a path of text");
        let output = self.program(&["import", file, "--kind", kind, "--yes"]).output();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("profile")
    }

    /// The clock that it was started under.
    ///
    /// # Panics
    /// When that is the machine's own.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        self.clock.as_ref().expect("a clock of its own")
    }

    /// Ends the app as a power cut would.
    pub fn kill(&mut self) {
        self.running = None;
    }

    /// One request; its status and body.
    ///
    /// # Panics
    /// When there is no answer.
    #[must_use]
    pub fn request(&self, method: &str, path: &str, body: Option<Value>) -> (u16, Value) {
        let url = format!("{}{path}", self.base);
        let request = ureq::http::Request::builder()
            .method(method)
            .uri(url)
            .header("authorization", format!("Bearer {}", self.token))
            .header("content-type", "application/json")
            .body(body.map(|body| body.to_string()).unwrap_or_default())
            .expect("a request");
        let mut answer = self.agent.run(request).expect("the app answers");
        let status = answer.status().as_u16();
        let text = answer.body_mut().with_config().limit(64 << 20).read_to_string().expect("text");
        let body = if text.is_empty() { Value::Null } else { serde_json::from_str(&text).expect("JSON") };
        (status, body)
    }

    /// One request that succeeds.
    ///
    /// # Panics
    /// When it does not.
    #[track_caller]
    pub fn ok(&self, method: &str, path: &str, body: Option<Value>) -> Value {
        let (status, body) = self.request(method, path, body);
        assert!((200..300).contains(&status), "{method} {path}: {status} {body}");
        body
    }

    /// # Panics
    /// When it does not succeed.
    #[track_caller]
    pub fn get(&self, path: &str) -> Value {
        self.ok("GET", path, None)
    }

    /// # Panics
    /// When it does not succeed.
    #[track_caller]
    pub fn post(&self, path: &str, body: Value) -> Value {
        self.ok("POST", path, Some(body))
    }

    /// # Panics
    /// When it does not succeed.
    #[track_caller]
    pub fn patch(&self, path: &str, body: Value) -> Value {
        self.ok("PATCH", path, Some(body))
    }

    /// Signs in to a server.
    ///
    /// # Panics
    /// When that fails.
    #[track_caller]
    pub fn connect(&self, companion: &Companion, email: &str) {
        self.connect_at(&companion.base(), email);
    }

    /// Signs in to a server by another way to it.
    ///
    /// # Panics
    /// When that fails.
    #[track_caller]
    pub fn connect_at(&self, base: &str, email: &str) {
        self.post("/api/sync/connect/", json!({"server": base, "email": email, "password": PASSWORD}));
    }

    /// Waits until nothing waits here or there.
    ///
    /// # Panics
    /// When that does not come about.
    #[track_caller]
    pub fn sync(&self) {
        until("the profile to be in step", || {
            let (status, body) = self.request("POST", "/api/sync/now/", None);
            (status == 200 && body["state"] == "synced").then_some(())
        });
    }

    #[must_use]
    pub fn status(&self) -> Value {
        self.get("/api/sync/status/")
    }

    /// Every record of a collection.
    ///
    /// # Panics
    /// When the list cannot be read.
    #[must_use]
    pub fn all(&self, collection: &str) -> Vec<Value> {
        let mut path = format!("/api/{collection}/?page_size=200");
        let mut all = Vec::new();
        loop {
            let page = self.get(&path);
            all.extend(page["results"].as_array().expect("a list").iter().cloned());
            match page["next"].as_str() {
                Some(next) => path = next[next.find("/api/").expect("a path")..].to_owned(),
                None => return all,
            }
        }
    }

    /// The folder that holds the profile and what belongs to it.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

/// A request may wait for a sync of 50,000 records on a busy machine.
const SLOW: Duration = Duration::from_secs(300);
