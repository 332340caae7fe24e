//! The backtest on the Maven pipeline, a public file of 8,800 fictitious deals, imported as a user would.

use std::path::{Path, PathBuf};
use std::time::Duration;

use mycrm_api::App;
use serde_json::{Value, json};

use super::ask;
use crate::Result;

/// Beside the repository, or where the variable says.
fn file() -> Option<PathBuf> {
    let told = std::env::var_os("MYCRM_SHARED").map(PathBuf::from);
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let path = told.unwrap_or(beside).join("data/maven-crm/sales_pipeline.csv");
    if path.is_file() {
        return Some(path);
    }
    eprintln!("SKIPPED: {} is not there, so there is no table of the Maven pipeline", path.display());
    None
}

/// In Markdown; empty without the file.
pub(super) async fn table() -> Result<String> {
    let Some(path) = file() else { return Ok(String::new()) };
    let folder = tempfile::tempdir()?;
    let app = App::open(folder.path()).await?;
    let staged = app.stage_file(&path).await?;
    let import = ask(&app, "POST", "/api/imports/", json!({ "staged": staged.staged })).await?;
    let at = format!("/api/imports/{}/", import["id"].as_str().ok_or("an import has an id")?);
    ask(&app, "POST", &format!("{at}run/"), json!({})).await?;
    while ask(&app, "GET", &at, Value::Null).await?["status"] != "done" {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let last = "as_of=2017-12-31";
    let told = ask(&app, "GET", &format!("/api/core/analytics/accuracy/?{last}"), Value::Null).await?;
    let overview =
        ask(&app, "GET", &format!("/api/core/analytics/pipeline_analytics/?{last}"), Value::Null).await?;
    app.shutdown().await;
    let stale = overview["pipeline_health"]["recommendations"].as_array().and_then(|all| {
        all.iter().find(|advice| advice["type"] == "stale").and_then(|advice| advice["deals"].as_u64())
    });
    let coverage = &told["scores"]["coverage"];
    let mut lines = vec![
        format!(
            "{} forecasts of a month made from {} to {}, {} of {} within P10 to P90 ({} %); {} of 1,589 engaging deals are older \
             than any that was closed.",
            told["scores"]["months"],
            text(&told["from"]),
            text(&told["until"]),
            coverage["count"],
            coverage["n"],
            coverage["rate"],
            stale.unwrap_or(0)
        ),
        String::new(),
        "| | months | MASE | ours on these | pinball loss | ours | deals | Brier | ours |".to_owned(),
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|".to_owned(),
    ];
    for row in told["baselines"].as_array().into_iter().flatten() {
        let cells =
            ["months", "mase", "mase_ours", "pinball", "pinball_ours", "deals", "brier", "brier_ours"];
        let cells: Vec<String> = cells.iter().map(|name| text(&row[*name])).collect();
        let cells = if row["applies"] == true {
            cells.join(" | ")
        } else {
            "does not apply | | | | | | |".to_owned()
        };
        lines.push(format!("| {} | {cells} |", text(&row["label"])));
    }
    lines.extend([
        String::new(),
        "| forecast from | of month | P10 | P50 | P90 | came | stage probability | last three months |"
            .to_owned(),
        "|---|---|--:|--:|--:|--:|--:|--:|".to_owned(),
    ]);
    for row in told["months"].as_array().into_iter().flatten() {
        let money = |name: &str| row[name].as_f64().map_or("-".to_owned(), |value| format!("{:.0}", value));
        lines.push(format!(
            "| {} | {} | {} | {} | {} | {} | {} | {} |",
            text(&row["origin"]),
            text(&row["month"]),
            money("p10"),
            money("p50"),
            money("p90"),
            money("actual"),
            money("stage_probability"),
            money("last_three_months"),
        ));
    }
    Ok(lines.join("\n"))
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "-".to_owned(),
        other => other.to_string(),
    }
}
