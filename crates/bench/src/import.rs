//! An import of 50,000 contacts into the full database, with dry run, duplicates and undo log.

use std::io::Write as _;
use std::time::{Duration, Instant};

use mycrm_api::App;
use mycrm_store::Id;
use serde_json::{Value, json};
use sqlx::Connection as _;

use crate::Result;
use crate::figures::Figures;
use crate::generate::contacts_csv;
use crate::peer::Peer;

const ROWS: usize = 50_000;

pub(crate) async fn measure(app: &App, peer: &Peer, figures: &mut Figures) -> Result<()> {
    let csv = contacts_csv(ROWS);
    let mut file = tempfile::Builder::new().suffix(".csv").tempfile()?;
    file.write_all(csv.as_bytes())?;
    let staged = app.stage_file(file.path()).await?;
    let import = ask(app, "POST", "/api/imports/", json!({ "staged": staged.staged })).await?;
    let path = format!("/api/imports/{}/", import["id"].as_str().ok_or("an import has an id")?);
    let start = Instant::now();
    ask(app, "POST", &format!("{path}run/"), json!({})).await?;
    let done = loop {
        let import = ask(app, "GET", &path, Value::Null).await?;
        match import["status"].as_str() {
            Some("done") => break import,
            Some("running" | "checking" | "checked" | "mapping") => {
                tokio::time::sleep(Duration::from_millis(5)).await
            }
            other => return Err(format!("the import ended as {other:?}: {}", import["message"]).into()),
        }
    };
    let took = start.elapsed();
    eprintln!("import: {}", done["summary"]);
    let bare = insert_bare(peer, &csv).await?;
    figures.time(
        "import of 50,000 contacts with dedupe",
        took,
        8_000.0,
        Some((bare, "INSERTs into the bare table, no dedupe, log or search index")),
    );
    Ok(())
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

async fn insert_bare(peer: &Peer, csv: &str) -> Result<Duration> {
    let mut connection = peer.connection().await;
    let start = Instant::now();
    let mut tx = connection.begin().await?;
    for line in csv.lines().skip(1) {
        let cells: Vec<&str> = line.splitn(12, ',').collect();
        sqlx::query(
            "INSERT INTO contacts (id, first_name, last_name, email, phone, job_title, city, country, website, linkedin,
               source, notes, status, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'active', 0, 0)",
        )
        .bind(Id::new())
        .bind(cells[0])
        .bind(cells[1])
        .bind(cells[2])
        .bind(cells[3])
        .bind(cells[5])
        .bind(cells[6])
        .bind(cells[7])
        .bind(cells[8])
        .bind(cells[9])
        .bind(cells[10])
        .bind(cells[11])
        .execute(&mut *tx)
        .await?;
    }
    tx.commit().await?;
    Ok(start.elapsed())
}
