//! `undo`: takes the last change back.

use std::process::ExitCode;

use crate::ending::Failure;
use crate::host::Host;
use crate::print;

pub(crate) async fn undo(host: &mut Host, json: bool) -> Result<ExitCode, Failure> {
    let undone = host.request("POST", "/api/core/undo/", None).await?;
    let label = undone["label"].as_str().unwrap_or_default();
    let kept = undone["kept"].as_array().map_or(0, Vec::len);
    let mut text = format!("Taken back: {label} ({} records changed)", undone["reverted"]);
    if kept > 0 {
        text.push_str(&format!("; {kept} fields were changed since and stay as they are"));
    }
    print::result(json, &undone, &text);
    Ok(ExitCode::SUCCESS)
}
