//! An app on a folder of its own, asked like the window asks it.

use std::collections::HashMap;

use mycrm_api::App;
use serde_json::Value;
use tempfile::TempDir;

pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) folder: TempDir,
}

pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HashMap<String, String>,
    pub(crate) text: String,
}

pub(crate) async fn world() -> World {
    let folder = tempfile::tempdir().unwrap();
    let app = App::open(folder.path()).await.unwrap();
    World { app, folder }
}

impl World {
    pub(crate) async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Reply {
        let headers = headers.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
        let (status, headers, body) = self.app.dispatch(method, path, headers, body.into()).await;
        Reply {
            status,
            headers: headers.into_iter().collect(),
            text: String::from_utf8(body).expect("answers are text"),
        }
    }

    pub(crate) async fn ask(&self, method: &str, path: &str, body: Value) -> Reply {
        self.send(method, path, &[("content-type", "application/json")], &body.to_string()).await
    }

    /// # Panics
    /// When it is no success.
    pub(crate) async fn get(&self, path: &str) -> Value {
        self.send("GET", path, &[], "").await.success()
    }

    /// # Panics
    /// When it is no success.
    pub(crate) async fn post(&self, path: &str, body: Value) -> Value {
        self.ask("POST", path, body).await.success()
    }

    /// The id of a new record.
    pub(crate) async fn new_id(&self, path: &str, body: Value) -> String {
        self.post(path, body).await["id"].as_str().expect("records have ids").to_owned()
    }
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    #[track_caller]
    pub(crate) fn success(&self) -> Value {
        assert!((200..300).contains(&self.status), "{}: {}", self.status, self.text);
        if self.text.is_empty() { Value::Null } else { self.json() }
    }

    /// The refusal's code, with its status checked.
    #[track_caller]
    pub(crate) fn refusal(&self, status: u16) -> String {
        assert_eq!(self.status, status, "{}", self.text);
        let body = self.json();
        assert!(
            body["message"]
                .as_str()
                .is_some_and(|message| message.ends_with('.') || body["details"].is_object()),
            "{body}"
        );
        body["code"].as_str().expect("refusals have a code").to_owned()
    }

    /// What is wrong with a field.
    #[track_caller]
    pub(crate) fn wrong(&self, field: &str) -> String {
        assert_eq!(self.refusal(422), "validation");
        let body = self.json();
        body["details"]["fields"][field]
            .as_str()
            .unwrap_or_else(|| panic!("{field} is not named: {body}"))
            .to_owned()
    }

    pub(crate) fn change_set(&self) -> Option<&str> {
        self.headers.get("x-change-set").map(String::as_str)
    }
}
