//! The dozen calls of WebDriver (W3C Recommendation, 2018) that these tests make, over plain HTTP.

use std::net::TcpListener;
use std::time::Duration;

use serde_json::{Value, json};
use ureq::Agent;

use crate::{Desk, PATIENCE, Running, until};

/// Why the driver refused: an error code of the standard, such as `no such element`.
#[derive(Debug)]
pub struct DriverError {
    pub code: String,
    pub message: String,
}

/// One session of the driver: one start of the app.
pub struct WebDriver {
    agent: Agent,
    session: String,
    // Ends the driver, and the app with it.
    _driver: Running,
}

impl WebDriver {
    /// Starts the driver and, through it, the app.
    ///
    /// # Panics
    /// When the app does not come up.
    #[must_use]
    pub fn start(desk: &Desk, args: &[String]) -> Self {
        let (port, native_port) = free_ports();
        let mut driver = desk
            .seat(&desk.tools.tauri_driver)
            .args(["--port", &port.to_string(), "--native-port", &native_port.to_string()])
            .start();
        driver.drain();
        let agent: Agent = Agent::config_builder()
            .timeout_global(Some(PATIENCE + Duration::from_secs(5)))
            .http_status_as_error(false)
            .build()
            .into();
        let base = format!("http://127.0.0.1:{port}");
        until("the driver to answer", || {
            assert!(driver.ended().is_none(), "tauri-driver ended: {}", driver.end().1);
            agent.get(format!("{base}/status")).call().ok().filter(|answer| answer.status() == 200)
        });
        let capabilities = json!({ "capabilities": { "alwaysMatch": {
            "browserName": "wry",
            "tauri:options": { "application": desk.tools.desktop, "args": args },
        }}});
        let answer = send(&agent, "POST", &format!("{base}/session"), Some(&capabilities))
            .unwrap_or_else(|error| panic!("the app did not start: {error:?}"));
        let id = answer["sessionId"].as_str().expect("a session has an id");
        Self { session: format!("{base}/session/{id}"), agent, _driver: driver }
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Result<Value, DriverError> {
        send(&self.agent, "POST", &format!("{}/{path}", self.session), Some(body))
    }

    /// Runs the body of a function in the page.
    ///
    /// # Panics
    /// When it throws.
    #[must_use]
    pub fn script(&self, script: &str, args: &[Value]) -> Value {
        self.post("execute/sync", &json!({ "script": script, "args": args }))
            .unwrap_or_else(|error| panic!("{script} failed: {error:?}"))
    }

    /// Runs the body of an async function in the page and waits for what it gives.
    ///
    /// # Panics
    /// When it throws.
    #[must_use]
    pub fn script_async(&self, script: &str, args: &[Value]) -> Value {
        let script = format!(
            "const done = arguments[arguments.length - 1];\
             (async (...args) => {{ {script} }})(...arguments).then(\
             (value) => done({{ value }}), (error) => done({{ error: String(error?.message ?? error) }}));"
        );
        let answer = self
            .post("execute/async", &json!({ "script": script, "args": args }))
            .unwrap_or_else(|error| panic!("{script} failed: {error:?}"));
        assert!(answer["error"].is_null(), "{script} threw: {}", answer["error"]);
        answer["value"].clone()
    }

    /// Ends the session, which closes the app.
    ///
    /// # Panics
    /// When the driver refuses.
    pub fn quit(self) {
        send(&self.agent, "DELETE", &self.session, None).expect("the session ends");
    }
}

/// Two ports nobody listens on. They are free when asked for, and each driver asks for its own.
fn free_ports() -> (u16, u16) {
    let listeners = [(); 2].map(|()| TcpListener::bind(("127.0.0.1", 0)).expect("a port is free"));
    let [one, other] = listeners.map(|listener| listener.local_addr().expect("a port has a number").port());
    (one, other)
}

fn send(agent: &Agent, method: &str, url: &str, body: Option<&Value>) -> Result<Value, DriverError> {
    let broken = |error: ureq::Error| DriverError { code: "unreachable".into(), message: error.to_string() };
    let mut answer = match (method, body) {
        ("POST", Some(body)) => agent.post(url).send_json(body),
        ("DELETE", _) => agent.delete(url).call(),
        _ => agent.get(url).call(),
    }
    .map_err(broken)?;
    // Screenshots are megabytes of base64.
    let answer: Value = answer.body_mut().with_config().limit(64 << 20).read_json().map_err(broken)?;
    let value = &answer["value"];
    match value["error"].as_str() {
        Some(code) => Err(DriverError {
            code: code.to_owned(),
            message: value["message"].as_str().unwrap_or_default().to_owned(),
        }),
        None => Ok(value.clone()),
    }
}
