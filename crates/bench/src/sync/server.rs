//! What the server does by itself, asked over HTTP.

use std::time::{Duration, Instant};

use mycrm_replica::remote::{DeviceName, Remote, Session, SignIn};
use mycrm_sync::client::{Answer, Answered};
use mycrm_sync::pull::Pull;
use mycrm_sync::push::Verdict;
use mycrm_sync::{Cursor, DeviceId, Epoch, SchemaVersion};
use mycrm_tests::{Companion, PASSWORD};
use reqwest::Client;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use uuid::Uuid;

use super::peer::Peer;
use super::{CONTACTS, IDLE, OPS, ops};
use crate::Result;
use crate::figures::Figures;

/// What the rows are called.
pub(super) struct Names {
    pub(super) push: &'static str,
    pub(super) pull: &'static str,
}

/// The account whose workspace is filled with contacts.
pub(super) const FULL: &str = "full@example.org";

async fn sign_in(companion: &Companion, email: &str) -> Result<Session> {
    let remote = Remote::new(&companion.base())?;
    let device = DeviceName { name: "Bench".to_owned(), platform: "bench" };
    let wish = SignIn {
        email: email.to_owned(),
        password: PASSWORD.to_owned(),
        totp: None,
        workspace: None,
        device,
    };
    Ok(remote.sign_in(&wish).await?)
}

fn url(companion: &Companion, session: &Session, path: &str) -> String {
    format!("{}/api/v1/workspaces/{}/{path}", companion.base(), session.workspace.id)
}

async fn push(companion: &Companion, session: &Session, bodies: Vec<Vec<u8>>) -> Result<Duration> {
    let (client, url) = (Client::new(), url(companion, session, "push"));
    let mut answers = Vec::with_capacity(bodies.len());
    let start = Instant::now();
    for body in bodies {
        let answer = client.post(&url).bearer_auth(&session.access_token).body(body).send().await?;
        answers.push(answer.error_for_status()?.bytes().await?);
    }
    let took = start.elapsed();
    for answer in answers {
        let answered: Answered = serde_json::from_slice(&answer)?;
        let Answer::Push(Ok(receipts)) = answered.answer else { return Err("a push was refused".into()) };
        if !receipts.verdicts.iter().all(|verdict| matches!(verdict, Verdict::Applied { .. })) {
            return Err("an op was rejected".into());
        }
    }
    Ok(took)
}

pub(super) async fn push_and_pull(
    companion: &Companion,
    names: &Names,
    peer: Option<&Peer>,
    figures: &mut Figures,
) -> Result<()> {
    companion.create_user("ops@example.org", "Ops");
    let session = sign_in(companion, "ops@example.org").await?;
    let pushed = push(companion, &session, ops::bodies(OPS)?).await?;
    let pulled = pull(companion, &session).await?;
    let rate = |took: Duration| OPS as f64 / took.as_secs_f64();
    let of_peer = |took: fn(&Peer) -> Duration, is| peer.map(|peer| (rate(took(peer)), is));
    let is = "PouchDB's server, _bulk_docs of 500";
    figures.rate(names.push, "ops/s", rate(pushed), 5_000.0, of_peer(|peer| peer.pushed, is));
    let is = "PouchDB's server, _changes with documents";
    figures.rate(names.pull, "ops/s", rate(pulled), 20_000.0, of_peer(|peer| peer.pulled, is));
    Ok(())
}

/// Pulls everything and lets the pages go: what the device does with them is measured by the bootstrap.
async fn pull(companion: &Companion, session: &Session) -> Result<Duration> {
    let (client, url) = (Client::new(), url(companion, session, "pull"));
    let mut from = Cursor::ZERO;
    let mut waiting = Duration::ZERO;
    loop {
        let ask = Pull { epoch: Epoch(1), schema: SchemaVersion(5), device: DeviceId(Uuid::now_v7()), from };
        let start = Instant::now();
        let answer = client.post(&url).bearer_auth(&session.access_token).json(&ask).send().await?;
        let bytes = answer.error_for_status()?.bytes().await?;
        waiting += start.elapsed();
        let answered: Answered = serde_json::from_slice(&bytes)?;
        let Answer::Pull(Ok(page)) = answered.answer else { return Err("a pull was refused".into()) };
        from = page.next;
        if page.next == page.head {
            return Ok(waiting);
        }
    }
}

/// Fills a workspace for the bootstrap.
pub(super) async fn fill(companion: &Companion) -> Result<()> {
    companion.create_user(FULL, "Full");
    let session = sign_in(companion, FULL).await?;
    push(companion, &session, ops::bodies(CONTACTS)?).await?;
    Ok(())
}

/// Devices that are connected and wait.
pub(super) async fn idle(companion: &Companion, figures: &mut Figures) -> Result<()> {
    let session = sign_in(companion, FULL).await?;
    let address = companion.base().trim_start_matches("http://").to_owned();
    let request = format!(
        "GET /api/v1/workspaces/{}/wake HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {}\r\n\r\n",
        session.workspace.id, session.access_token
    );
    let mut open = Vec::with_capacity(IDLE);
    for _ in 0..IDLE {
        let mut stream = TcpStream::connect(&address).await?;
        stream.write_all(request.as_bytes()).await?;
        let mut head = [0; 512];
        let read = stream.read(&mut head).await?;
        if !head[..read].starts_with(b"HTTP/1.1 200") {
            return Err(String::from_utf8_lossy(&head[..read]).into_owned().into());
        }
        open.push(stream);
    }
    figures.memory("server with 1,000 idle devices, resident", resident_mib(companion.process())?, 200.0);
    drop(open);
    Ok(())
}

fn resident_mib(process: u32) -> Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
    let kib: f64 = line.trim().trim_end_matches(" kB").trim().parse()?;
    Ok(kib / 1024.0)
}
