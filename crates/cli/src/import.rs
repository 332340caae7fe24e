//! `import`: a file becomes records, after a dry run that shows what would happen.

mod mapping;
mod summary;

use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;
use std::time::Duration;

use mycrm_api::local::Operation;
use serde_json::{Map, Value, json};

use crate::arguments::Import;
use crate::ending::Failure;
use crate::host::Host;

/// How often the import is asked how far it is.
const PAUSE: Duration = Duration::from_millis(100);

pub(crate) async fn import(host: &mut Host, wish: Import, json: bool) -> Result<ExitCode, Failure> {
    let path = std::path::absolute(&wish.file)
        .map_err(|error| Failure::Failed(format!("{} is no usable path: {error}.", wish.file.display())))?;
    let staged = host.perform(Operation::Stage { path }, Vec::new()).await?.success()?;
    let import = host.request("POST", "/api/imports/", Some(json!({ "staged": staged["staged"] }))).await?;
    let at = format!("/api/imports/{}/", import["id"].as_str().unwrap_or_default());
    let changes = changes(&wish, &import)?;
    if !changes.is_empty() {
        host.request("PATCH", &at, Some(Value::Object(changes))).await?;
    }
    host.request("POST", &format!("{at}dry_run/"), None).await?;
    let checked = finished(host, &at, json).await?;
    if wish.dry_run {
        summary::print(json, &checked, "would be");
        return Ok(ExitCode::SUCCESS);
    }
    if !wish.yes {
        summary::print_to_stderr(&checked);
        if !confirmed()? {
            return Err(Failure::Failed("Nothing was imported.".to_owned()));
        }
    }
    host.request("POST", &format!("{at}run/"), None).await?;
    let done = finished(host, &at, json).await?;
    summary::print(json, &done, "were");
    Ok(ExitCode::SUCCESS)
}

/// What differs from what was found out about the file.
fn changes(wish: &Import, import: &Value) -> Result<Map<String, Value>, Failure> {
    let mut changes = Map::new();
    if let Some(kind) = wish.kind {
        changes.insert("kind".to_owned(), kind.as_str().into());
    }
    if let Some(file) = &wish.mapping {
        changes.insert("mapping".to_owned(), mapping::read(file, &import["detected"]["columns"])?);
    }
    if let Some(currency) = &wish.currency {
        changes.insert("options".to_owned(), json!({ "currency": currency }));
    }
    Ok(changes)
}

/// Waits until the work on the import is over; Ctrl-C cancels it.
async fn finished(host: &mut Host, at: &str, quiet: bool) -> Result<Value, Failure> {
    let mut progress = Progress::new(quiet);
    loop {
        let import = host.request("GET", at, None).await?;
        let message = import["message"].as_str().unwrap_or_default().to_owned();
        match import["status"].as_str().unwrap_or_default() {
            "checking" | "running" => progress.show(host, &import).await?,
            "checked" | "done" => {
                progress.end();
                return Ok(import);
            }
            "cancelled" => {
                progress.end();
                return Err(Failure::Failed(format!(
                    "Cancelled. What was imported until then is one change; `mycrm undo` takes it back. {message}"
                )));
            }
            "mapping" => {
                progress.end();
                return Err(Failure::Failed("Cancelled; nothing was imported.".to_owned()));
            }
            _ => {
                progress.end();
                return Err(Failure::Failed(message));
            }
        }
        tokio::select! {
            () = tokio::time::sleep(PAUSE) => {}
            _ = tokio::signal::ctrl_c() => {
                host.request("POST", &format!("{at}cancel/"), None).await?;
            }
        }
    }
}

/// A line on the terminal that says how far it is.
struct Progress {
    shown: bool,
    wanted: bool,
}

impl Progress {
    fn new(quiet: bool) -> Self {
        Self { shown: false, wanted: !quiet && std::io::stderr().is_terminal() }
    }

    async fn show(&mut self, host: &mut Host, import: &Value) -> Result<(), Failure> {
        if !self.wanted {
            return Ok(());
        }
        let jobs = host.request("GET", "/api/core/jobs/", None).await?;
        let mut all = jobs["results"].as_array().into_iter().flatten();
        if let Some(job) = all.find(|job| job["id"] == import["job"]) {
            let total = job["total"].as_u64().map(|total| format!(" of {total}")).unwrap_or_default();
            eprint!("\r{} rows{total}   ", job["done"]);
            self.shown = true;
        }
        Ok(())
    }

    fn end(&mut self) {
        if std::mem::take(&mut self.shown) {
            eprintln!();
        }
    }
}

fn confirmed() -> Result<bool, Failure> {
    if !std::io::stdin().is_terminal() {
        return Err(Failure::Usage(
            "Nothing was imported: there is no terminal to ask on. Repeat with --yes, or with --dry-run."
                .to_owned(),
        ));
    }
    eprint!("Import this? [y/N] ");
    let _ = std::io::stderr().flush();
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer).map_err(|error| {
        Failure::Failed(format!("Nothing was imported; the answer could not be read: {error}."))
    })?;
    Ok(matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes"))
}
