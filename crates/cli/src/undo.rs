//! `undo`: takes the last change back.

use std::process::ExitCode;
use std::time::Duration;

use serde_json::Value;

use crate::ending::Failure;
use crate::host::Host;
use crate::print;

pub(crate) async fn undo(host: &mut Host, json: bool) -> Result<ExitCode, Failure> {
    let answer = host.request("POST", "/api/core/undo/", None).await?;
    // A large change is taken back by a job, and the answer is that.
    let undone = if answer["undone_by"].is_string() { answer } else { finished(host, &answer).await? };
    let label = undone["label"].as_str().unwrap_or_default();
    let kept = undone["kept_count"].as_u64().unwrap_or_default();
    let mut text = format!("Taken back: {label} ({} records changed)", undone["reverted"]);
    if kept > 0 {
        text.push_str(&format!("; {kept} fields were changed since and stay as they are"));
    }
    print::result(json, &undone, &text);
    Ok(ExitCode::SUCCESS)
}

/// Between two looks at a job.
const PAUSE: Duration = Duration::from_millis(100);

/// Waits until the job is over; Ctrl-C cancels it, and then nothing was taken back.
async fn finished(host: &mut Host, started: &Value) -> Result<Value, Failure> {
    let id = started["id"].as_str().unwrap_or_default();
    loop {
        let jobs = host.request("GET", "/api/core/jobs/", None).await?;
        let job = jobs["results"].as_array().into_iter().flatten().find(|job| job["id"] == id);
        let Some(job) = job else {
            return Err(Failure::Failed("The work on this change is not known any more.".to_owned()));
        };
        match job["status"].as_str().unwrap_or_default() {
            "running" => {}
            "done" => return Ok(job["undone"].clone()),
            _ => {
                let message = job["message"].as_str().unwrap_or("It was stopped; nothing was taken back.");
                return Err(Failure::Failed(message.to_owned()));
            }
        }
        tokio::select! {
            () = tokio::time::sleep(PAUSE) => {}
            _ = tokio::signal::ctrl_c() => {
                host.request("POST", &format!("/api/core/jobs/{id}/cancel/"), None).await?;
            }
        }
    }
}
