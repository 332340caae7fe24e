//! Analytics and the 12-month forecast: how long they take at three sizes, with what memory, and how good they are.

mod fill;
mod real;
mod teams;
mod written;

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use mycrm_api::App;
use serde_json::{Value, json};

pub(crate) use written::write_into_docs;

use crate::Result;
use crate::figures::{Figures, p95};
use crate::peer::Peer;
use crate::start;

/// Deals, target in ms, and the names of the rows.
const SIZES: [(u32, f64, [&str; 3]); 3] = [
    (
        10_000,
        60.0,
        [
            "analytics and 12-month forecast of 10,000 deals",
            "the same, first request after start",
            "the same, after an edit",
        ],
    ),
    (
        100_000,
        300.0,
        [
            "analytics and 12-month forecast of 100,000 deals",
            "the same, first request after start (100,000)",
            "the same, after an edit (100,000)",
        ],
    ),
    (
        1_000_000,
        3_000.0,
        [
            "analytics and 12-month forecast of 1,000,000 deals",
            "the same, first request after start (1,000,000)",
            "the same, after an edit (1,000,000)",
        ],
    ),
];

/// What a system without a model asks its database: sums by stage, the funnel from the history, won by month.
const PEER: &[&str] = &[
    "SELECT s.slug, count(*), sum(o.amount_minor), sum(o.amount_minor * s.probability) / 100, avg(o.stage_entered_at)
     FROM opportunities o JOIN stages s ON s.id = o.stage_id WHERE o.deleted_at IS NULL GROUP BY s.id",
    "SELECT h.new_value, count(DISTINCT h.opportunity_id) FROM opportunity_history h
     WHERE h.field = 'stage' AND h.deleted_at IS NULL GROUP BY h.new_value",
    "SELECT strftime('%Y-%m', o.stage_entered_at / 1000, 'unixepoch'), count(*), sum(o.amount_minor)
     FROM opportunities o JOIN stages s ON s.id = o.stage_id AND s.kind = 'won'
     WHERE o.deleted_at IS NULL GROUP BY 1",
];
const PEER_IS: &str =
    "counts and sums by stage, funnel and months by SQL on the bare file: no model, no bands";

pub(crate) async fn measure(figures: &mut Figures) -> Result<()> {
    for (deals, target, names) in SIZES {
        let folder = tempfile::tempdir()?;
        fill::fill(folder.path(), deals).await?;
        let peer = Peer::copy_of(folder.path()).await?;
        let bare = peer.read(if deals > 500_000 { 3 } else { 10 }, PEER).await?;
        let app = App::open(folder.path()).await?;
        let start = Instant::now();
        ask(&app, "GET", &analytics(), Value::Null).await?;
        let first = start.elapsed();
        let warm = p95(if deals > 500_000 { 5 } else { 20 }, async |_| {
            ask(&app, "GET", &analytics(), Value::Null).await.map(|_| ())
        })
        .await?;
        let edited = after_an_edit(&app).await?;
        figures.time(names[0], warm, target, Some((bare, PEER_IS)));
        figures.time(names[1], first, target, Some((bare, PEER_IS)));
        figures.time(names[2], edited, target, Some((bare, PEER_IS)));
        let token = ask(&app, "POST", "/api/core/tokens/", json!({"name": "bench", "scope": "read"})).await?;
        let token = token["token"].as_str().ok_or("a new token is shown once")?.to_owned();
        app.shutdown().await;
        // The data folder is free for another program only when nothing holds the app any more.
        drop(app);
        eprintln!(
            "{deals} deals: first {first:.1?}, warm {warm:.1?}, after an edit {edited:.1?}, bare SQL {bare:.1?}"
        );
        if deals == 1_000_000 {
            let peak = peak_memory(folder.path(), &token)?;
            figures.memory("peak memory of the program with 1,000,000 deals analysed", peak, 400.0);
        }
    }
    Ok(())
}

/// At the end of the simulated history.
fn analytics() -> String {
    format!("/api/core/analytics/pipeline_analytics/?as_of={}", fill::LAST_DAY)
}

async fn after_an_edit(app: &App) -> Result<Duration> {
    let page = ask(app, "GET", "/api/opportunities/?page_size=1", Value::Null).await?;
    let id = page["results"][0]["id"].as_str().ok_or("there are deals")?;
    let path = format!("/api/opportunities/{id}/");
    let mut slowest = Duration::ZERO;
    for n in 0..5 {
        ask(app, "PATCH", &path, json!({"amount": format!("{}.00", 1000 + n)})).await?;
        let start = Instant::now();
        ask(app, "GET", &analytics(), Value::Null).await?;
        slowest = slowest.max(start.elapsed());
    }
    Ok(slowest)
}

async fn ask(app: &App, method: &str, path: &str, body: Value) -> Result<Value> {
    let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
    let (status, _, body) = app.dispatch(method, path, headers, body).await;
    if !(200..300).contains(&status) {
        return Err(format!("{method} {path} answered {status}: {}", String::from_utf8_lossy(&body)).into());
    }
    Ok(serde_json::from_slice(&body)?)
}

/// Of the real program after one request over HTTP, in MiB.
fn peak_memory(data: &Path, token: &str) -> Result<f64> {
    let mut command = Command::new(start::program("MYCRM_HEADLESS")?);
    command.args(["serve", "--port", "0", "--data-dir"]).arg(data);
    let (line, mut child) = start::said(command, "listening on ")?;
    let address = line.trim_start_matches("listening on http://").trim();
    let mut stream = TcpStream::connect(address)?;
    write!(
        stream,
        "GET {} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n",
        analytics()
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let peak = start::mib(child.id(), "VmHWM", "status");
    start::end(&mut child)?;
    if !answer.starts_with("HTTP/1.1 200") {
        return Err(format!("the program answered {}", answer.lines().next().unwrap_or_default()).into());
    }
    peak
}

/// The tables of docs/forecast.md.
pub(crate) async fn tables() -> Result<[(&'static str, String); 2]> {
    Ok([("accuracy", teams::table()), ("maven", real::table().await?)])
}
