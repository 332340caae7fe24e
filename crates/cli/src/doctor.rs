//! `doctor`: is everything there that MyCRM needs, and how to mend what is not.

use std::path::Path;
use std::process::ExitCode;

use serde_json::{Value, json};

use crate::ending::Failure;
use crate::host::Host;
use crate::print;

/// One thing that was looked at.
#[derive(Debug)]
struct Finding {
    what: &'static str,
    ok: bool,
    /// What was found; where it is not well, how to mend it.
    detail: String,
}

pub(crate) async fn doctor(data_dir: &Path, json: bool) -> Result<ExitCode, Failure> {
    let findings = match Host::open(data_dir).await {
        Ok(mut host) => {
            let status = host.request("GET", "/api/core/status/", None).await;
            let elsewhere = matches!(host, Host::Running(_));
            host.close().await;
            well(data_dir, elsewhere, &status?)
        }
        Err(failure) => vec![ill(failure)],
    };
    let ok = findings.iter().all(|finding| finding.ok);
    if json {
        let checks: Vec<Value> = findings
            .iter()
            .map(|finding| json!({ "name": finding.what, "ok": finding.ok, "detail": finding.detail }))
            .collect();
        print::line(&json!({ "ok": ok, "checks": checks }).to_string());
    } else {
        for finding in &findings {
            let mark = if finding.ok { "ok   " } else { "WRONG" };
            print::line(&format!("{mark} {}: {}", finding.what, finding.detail));
        }
    }
    Ok(if ok { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn ill(failure: Failure) -> Finding {
    let (Failure::Failed(detail) | Failure::Usage(detail) | Failure::InUse(detail)) = failure;
    Finding { what: "database", ok: false, detail }
}

fn well(data_dir: &Path, elsewhere: bool, status: &Value) -> Vec<Finding> {
    let opened = if elsewhere { "open in a running MyCRM, which answers" } else { "opens" };
    let secrets = &status["secrets"];
    let kept = secrets["kind"] != "unavailable";
    let detail = match (secrets["message"].as_str(), secrets["kind"].as_str()) {
        (Some(message), _) => message.to_owned(),
        (None, Some("file")) => "kept in an encrypted file".to_owned(),
        (None, _) => "kept in the system's keyring".to_owned(),
    };
    vec![
        Finding { what: "database", ok: true, detail: format!("{} {opened}", data_dir.display()) },
        Finding {
            what: "SQLite",
            ok: true,
            detail: status["sqlite_version"].as_str().unwrap_or_default().to_owned(),
        },
        Finding { what: "secrets", ok: kept, detail },
    ]
}
