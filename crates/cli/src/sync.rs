//! `sync`: joining a workspace, syncing at once, and how far this device is in step.

use std::io::{BufRead as _, IsTerminal as _};
use std::process::ExitCode;

use serde_json::{Value, json};

use crate::arguments::Sync;
use crate::ending::Failure;
use crate::host::Host;
use crate::print;

pub(crate) async fn sync(host: &mut Host, what: Sync, json: bool) -> Result<ExitCode, Failure> {
    let status = match what {
        Sync::Connect { server, email, workspace } => {
            let password = password(&format!("Password of {email}: "))?;
            let draft =
                json!({"server": server, "email": email, "password": password, "workspace": workspace});
            host.request("POST", "/api/sync/connect/", Some(draft)).await?
        }
        Sync::Now => host.request("POST", "/api/sync/now/", None).await?,
        Sync::Status => host.request("GET", "/api/sync/status/", None).await?,
        Sync::Leave => host.request("POST", "/api/sync/leave/", None).await?,
    };
    print::result(json, &status, &text(&status));
    Ok(ExitCode::SUCCESS)
}

/// Typed without being shown, or the first line of what is piped in.
fn password(prompt: &str) -> Result<String, Failure> {
    let failed = |error: std::io::Error| Failure::Failed(format!("The password could not be read: {error}."));
    if std::io::stdin().is_terminal() {
        return rpassword::prompt_password(prompt).map_err(failed);
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).map_err(failed)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

fn text(status: &Value) -> String {
    let Some(workspace) = status["workspace"].as_object() else {
        return "Not connected: this profile belongs to no workspace.".to_owned();
    };
    let named = |key: &str| workspace.get(key).and_then(Value::as_str).unwrap_or_default();
    let state = status["state"].as_str().unwrap_or_default().replace('_', " ");
    let mut text = format!(
        "{state}: workspace {} at {} as {} ({})\n{} waiting, {} not accepted, {} in conflict",
        named("name"),
        named("server"),
        named("email"),
        named("role"),
        status["waiting"],
        status["rejected"],
        status["conflicts"]
    );
    if let Some(at) = status["synced_at"].as_str() {
        text.push_str(&format!("; in step at {at}"));
    }
    if let Some(problem) = status["problem"]["message"].as_str() {
        text.push_str(&format!("\n{problem}"));
    }
    text
}
