//! Writing results to stdout: text for people, one JSON object for programs.

use std::io::{self, Write as _};
use std::process::ExitCode;

use serde_json::Value;

use crate::ending::Failure;

/// One line. A reader that went away (`| head`) is no failure of ours.
pub(crate) fn line(text: &str) {
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "{text}").and_then(|()| out.flush());
}

/// The object when `json`, else the text.
pub(crate) fn result(json: bool, object: &Value, text: &str) {
    if json { line(&object.to_string()) } else { line(text) }
}

/// The OpenAPI document, as it is committed.
pub(crate) fn schema() -> Result<ExitCode, Failure> {
    let text = serde_json::to_string_pretty(&mycrm_api::document())
        .map_err(|error| Failure::Failed(format!("The document could not be written: {error}.")))?;
    line(&text);
    Ok(ExitCode::SUCCESS)
}
