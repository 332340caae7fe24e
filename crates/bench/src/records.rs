//! Lists, search, board and a move: through the router, as the window asks, JSON and all.

use std::time::Duration;

use mycrm_api::App;

use crate::Result;
use crate::figures::{Figures, p95};
use crate::generate::{Made, searches};
use crate::peer::Peer;

const RUNS: usize = 40;
const SAME_SQL: &str = "the same rows by SQL on the bare file";

pub(crate) async fn measure(app: &App, peer: &Peer, made: &Made, figures: &mut Figures) -> Result<()> {
    let count = "SELECT count(*) FROM contacts WHERE deleted_at IS NULL";
    let first = "SELECT t.*, c.name FROM contacts t LEFT JOIN companies c ON c.id = t.company_id
                 WHERE t.deleted_at IS NULL ORDER BY t.name COLLATE NOCASE, t.id LIMIT 50";
    let took = get(app, "/api/contacts/?page_size=50").await?;
    figures.time(
        "first page of contacts",
        took,
        30.0,
        Some((peer.read(RUNS, &[count, first]).await?, SAME_SQL)),
    );

    let deals = "SELECT t.*, s.name, c.name FROM opportunities t JOIN stages s ON s.id = t.stage_id
                 LEFT JOIN companies c ON c.id = t.company_id
                 WHERE t.deleted_at IS NULL ORDER BY t.amount_minor DESC, t.id DESC LIMIT 50";
    let count_deals = "SELECT count(*) FROM opportunities WHERE deleted_at IS NULL";
    let took = get(app, "/api/opportunities/?page_size=50&ordering=-amount").await?;
    figures.time(
        "first page of opportunities by amount",
        took,
        30.0,
        Some((peer.read(RUNS, &[count_deals, deals]).await?, SAME_SQL)),
    );

    let next = far_page(app).await?;
    let took = get(app, &next).await?;
    let deep = "SELECT t.*, c.name FROM contacts t LEFT JOIN companies c ON c.id = t.company_id
                WHERE t.deleted_at IS NULL AND (t.name COLLATE NOCASE, t.id) > ('Hanna', '')
                ORDER BY t.name COLLATE NOCASE, t.id LIMIT 50";
    figures.time(
        "next page of contacts",
        took,
        15.0,
        Some((peer.read(RUNS, &[count, deep]).await?, SAME_SQL)),
    );

    search(app, peer, figures).await?;
    board(app, peer, figures).await?;
    moves(app, peer, made, figures).await
}

async fn get(app: &App, path: &str) -> Result<Duration> {
    p95(RUNS, async |_| answer(app, "GET", path, Vec::new()).await.map(|_| ())).await
}

async fn answer(app: &App, method: &str, path: &str, body: Vec<u8>) -> Result<serde_json::Value> {
    let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    let (status, _, body) = app.dispatch(method, path, headers, body).await;
    if !(200..300).contains(&status) {
        return Err(format!("{method} {path} answered {status}: {}", String::from_utf8_lossy(&body)).into());
    }
    Ok(serde_json::from_slice(&body)?)
}

/// The link to a page in the middle of the list.
async fn far_page(app: &App) -> Result<String> {
    let filter = "%7B%22field%22%3A%22name%22%2C%22op%22%3A%22gte%22%2C%22value%22%3A%22Hanna%22%7D";
    let page =
        answer(app, "GET", &format!("/api/contacts/?page_size=50&ordering=name&filter={filter}"), Vec::new())
            .await?;
    let next = page["next"].as_str().ok_or("a page in the middle has a next one")?;
    Ok(next.replace(&format!("&filter={filter}"), "").replace(&format!("filter={filter}&"), ""))
}

async fn search(app: &App, peer: &Peer, figures: &mut Figures) -> Result<()> {
    let terms = searches(203);
    let took = p95(200, async |n| {
        answer(app, "GET", &format!("/api/core/search/?limit=20&q={}", encoded(&terms[n])), Vec::new())
            .await
            .map(|_| ())
    })
    .await?;
    let mut connection = peer.connection().await;
    let bare = p95(200, async |n| -> sqlx::Result<()> {
        let words: Vec<String> = terms[n].split_whitespace().map(|w| format!("\"{w}\"*")).collect();
        sqlx::query("SELECT rowid FROM search_words WHERE search_words MATCH ?1 ORDER BY rank LIMIT 20")
            .bind(words.join(" "))
            .fetch_all(&mut *connection)
            .await?;
        sqlx::query("SELECT rowid FROM search_parts WHERE search_parts MATCH ?1 LIMIT 20")
            .bind(format!("\"{}\"", terms[n]))
            .fetch_all(&mut *connection)
            .await?;
        Ok(())
    })
    .await?;
    figures.time(
        "search over all records, p95",
        took,
        50.0,
        Some((bare, "both indexes asked by SQL on the bare file")),
    );
    Ok(())
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

async fn board(app: &App, peer: &Peer, figures: &mut Figures) -> Result<()> {
    let took = get(app, "/api/opportunities/pipeline/?page_size=30").await?;
    let totals = "SELECT stage_id, currency, probability, count(*), sum(amount_minor) FROM opportunities
                  WHERE deleted_at IS NULL GROUP BY pipeline_id, stage_id, currency, probability";
    let cards = "SELECT t.*, c.name FROM stages s JOIN opportunities t ON t.id IN (
                   SELECT x.id FROM opportunities x WHERE x.stage_id = s.id AND x.deleted_at IS NULL ORDER BY x.rank, x.id LIMIT 30)
                 LEFT JOIN companies c ON c.id = t.company_id";
    figures.time("board with totals", took, 60.0, Some((peer.read(RUNS, &[totals, cards]).await?, SAME_SQL)));
    Ok(())
}

async fn moves(app: &App, peer: &Peer, made: &Made, figures: &mut Figures) -> Result<()> {
    let deal = |n: usize| &made.opportunities[n * 97 % made.opportunities.len()];
    let stage = |n: usize| &made.stages[n % 4];
    let took = p95(RUNS, async |n| {
        let body = serde_json::json!({ "stage": stage(n) }).to_string().into_bytes();
        answer(app, "POST", &format!("/api/opportunities/{}/update_stage/", deal(n)), body).await.map(|_| ())
    })
    .await?;
    let mut connection = peer.connection().await;
    let bare = p95(RUNS, async |n| -> sqlx::Result<()> {
        sqlx::query("UPDATE opportunities SET stage_id = ?1, rank = 'a', stage_entered_at = stage_entered_at + 1 WHERE id = ?2")
            .bind(stage(n))
            .bind(deal(n))
            .execute(&mut *connection)
            .await?;
        Ok(())
    })
    .await?;
    figures.time(
        "drop to saved",
        took,
        50.0,
        Some((bare, "one UPDATE on the bare file, no history, no log")),
    );
    Ok(())
}
