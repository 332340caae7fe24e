//! PouchDB's server, installed from npm into a folder of its own: the same documents in and out.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use reqwest::Client;
use serde_json::{Value, json};

use crate::Result;

/// What it took the peer.
pub(super) struct Peer {
    pub(super) pushed: Duration,
    pub(super) pulled: Duration,
}

/// What is measured against.
const PACKAGE: &str = "pouchdb-server@4.2.0";
const BATCH: usize = 500;
const PAGE: usize = 2_000;
const PATIENCE: Duration = Duration::from_secs(60);

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// `None`, with a loud line, where it cannot be installed or started.
pub(super) async fn measure(documents: usize) -> Result<Option<Peer>> {
    let Some(program) = install() else {
        eprintln!(
            "NO PEER: {PACKAGE} cannot be installed here, so nothing stands beside the figures of sync"
        );
        return Ok(None);
    };
    let folder = tempfile::tempdir()?;
    let port = free_port()?;
    let child = Command::new("node")
        .arg(program)
        .args(["--port", &port.to_string(), "--host", "127.0.0.1", "--no-stdout-logs", "--dir"])
        .arg(folder.path())
        .current_dir(folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let _running = Running(child);
    let base = format!("http://127.0.0.1:{port}");
    let client = Client::new();
    if !answers(&client, &base).await {
        eprintln!("NO PEER: {PACKAGE} does not answer, so nothing stands beside the figures of sync");
        return Ok(None);
    }
    client.put(format!("{base}/bench")).send().await?.error_for_status()?;
    let pushed = push(&client, &base, documents).await?;
    let pulled = pull(&client, &base, documents).await?;
    Ok(Some(Peer { pushed, pulled }))
}

fn install() -> Option<PathBuf> {
    let folder = std::env::current_exe().ok()?.parent()?.join("peers");
    let program = folder.join("node_modules/pouchdb-server/bin/pouchdb-server");
    if !program.is_file() {
        std::fs::create_dir_all(&folder).ok()?;
        let installed = Command::new("npm")
            .args(["install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent", "--prefix"])
            .arg(&folder)
            .arg(PACKAGE)
            .stdout(Stdio::null())
            .status()
            .ok()?;
        if !installed.success() {
            return None;
        }
    }
    program.is_file().then_some(program)
}

/// One that is free now. The peer takes no port 0.
fn free_port() -> Result<u16> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

async fn answers(client: &Client, base: &str) -> bool {
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        if client.get(base).send().await.is_ok_and(|answer| answer.status().is_success()) {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    false
}

fn document(n: usize) -> Value {
    json!({
        "_id": format!("contact-{n:08}"),
        "first_name": format!("Given {n}"),
        "last_name": format!("Family {}", n % 1_000),
        "email": format!("person{n}@company{}.example", n % 5_000),
        "phone": format!("+49 30 {n:08}"),
        "job_title": "Head of purchasing",
        "city": "Berlin",
        "created_at": 1_700_000_000_000_u64,
        "updated_at": 1_700_000_000_000_u64,
    })
}

async fn push(client: &Client, base: &str, documents: usize) -> Result<Duration> {
    let bodies: Vec<Value> = (0..documents / BATCH)
        .map(|batch| json!({"docs": (batch * BATCH..(batch + 1) * BATCH).map(document).collect::<Vec<_>>()}))
        .collect();
    let start = Instant::now();
    for body in &bodies {
        let answer = client.post(format!("{base}/bench/_bulk_docs")).json(body).send().await?;
        answer.error_for_status()?.bytes().await?;
    }
    Ok(start.elapsed())
}

async fn pull(client: &Client, base: &str, documents: usize) -> Result<Duration> {
    let mut since = json!(0);
    let mut seen = 0;
    let mut waiting = Duration::ZERO;
    while seen < documents {
        let url = format!("{base}/bench/_changes?include_docs=true&limit={PAGE}&since={since}");
        let start = Instant::now();
        let bytes = client.get(url).send().await?.error_for_status()?.bytes().await?;
        waiting += start.elapsed();
        let page: Value = serde_json::from_slice(&bytes)?;
        let count = page["results"].as_array().map_or(0, Vec::len);
        if count == 0 {
            return Err("the peer lost documents".into());
        }
        seen += count;
        since = page["last_seq"].clone();
    }
    Ok(waiting)
}
