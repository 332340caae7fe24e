//! The promised figures of the server, measured over HTTP with both databases: `cargo bench -p mycrm-server`. It prints.
#![expect(clippy::expect_used, reason = "a bench that cannot go on says so and ends")]

#[expect(dead_code, unused_imports, unused_macros, reason = "a bench needs less of it than the tests")]
mod world;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use mycrm_sync::client::{Answer, Answered, Request};
use mycrm_sync::pull::Pull;
use mycrm_sync::push::{Item, Push};
use mycrm_sync::{
    Change, ChangeSetId, Cursor, DeviceId, DeviceSeq, Epoch, Hlc, Kind, Op, OpHash, OpId, SchemaVersion,
    Scope, TxId, Value,
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use uuid::Uuid;
use world::device::{Device, now, row_id};
use world::process::Process;
use world::{SignedIn, World};

/// Ops in one push.
const BATCH: usize = 500;
const PUSHED: usize = 100_000;
const CONTACTS: usize = 250_000;
const IDLE: usize = 1_000;

#[tokio::main]
async fn main() {
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let sqlite = World::with_sqlite().await;
    measure("SQLite", sqlite).await;
    if let Some(postgres) = World::with_postgres().await {
        measure("PostgreSQL", postgres).await;
    }
}

async fn measure(name: &str, mut world: World) {
    println!("{name}");
    push_and_pull(&world).await;
    bootstrap(&world).await;
    visible(&world).await;
    idle(&mut world).await;
}

fn contact(n: usize, device: DeviceId, tx_id: TxId) -> Op {
    let text = |text: String| Change(Value::Null, Value::Text(text));
    let time = Change(Value::Null, Value::Int(1_700_000_000_000 + n as i64));
    let fields = BTreeMap::from([
        ("first_name".to_owned(), text(format!("Contact {n}"))),
        ("last_name".to_owned(), text(format!("Family {}", n % 1_000))),
        ("email".to_owned(), text(format!("contact{n}@company{}.example", n % 5_000))),
        ("phone".to_owned(), text(format!("+49 30 {n:08}"))),
        ("title".to_owned(), text("Head of purchasing".to_owned())),
        ("city".to_owned(), text("Berlin".to_owned())),
        ("created_at".to_owned(), time.clone()),
        ("updated_at".to_owned(), time),
    ]);
    let op = Op {
        op_id: OpId { device, seq: DeviceSeq(n as u64 + 1) },
        tx_id,
        change_set_id: ChangeSetId(device.0),
        table: "contacts".to_owned(),
        row: row_id(),
        scope: Scope::Workspace,
        kind: Kind::Insert,
        fields,
        hlc: Hlc::at(now()),
        effective_at: now(),
        schema_version: SchemaVersion(1),
        origin: None,
        hash: OpHash::UNSEALED,
    };
    op.sealed()
}

/// Bodies of pushes, made beforehand: the work of a device is not measured.
fn bodies(ops: usize) -> Vec<Vec<u8>> {
    let device = DeviceId(Uuid::now_v7());
    let body = |batch: usize| {
        let tx = TxId(Uuid::now_v7());
        let first = batch * BATCH;
        let items = (first..first + BATCH).map(|n| Item::Op(Box::new(contact(n, device, tx)))).collect();
        let push = Push {
            epoch: Epoch(1),
            schema: SchemaVersion(1),
            device,
            first: DeviceSeq(first as u64 + 1),
            given_up: DeviceSeq::ZERO,
            items,
            actions: Vec::new(),
        };
        serde_json::to_vec(&push).expect("JSON")
    };
    (0..ops / BATCH).map(body).collect()
}

async fn send(world: &World, who: &SignedIn, bodies: Vec<Vec<u8>>) {
    let client = reqwest::Client::new();
    let url = world.url(&format!("/api/v1/workspaces/{}/push", who.workspace.0));
    for body in bodies {
        let response = client.post(&url).bearer_auth(&who.token).body(body).send().await.expect("an answer");
        assert_eq!(response.status(), 200);
        response.bytes().await.expect("the verdicts");
    }
}

fn rate(what: &str, count: usize, took: Duration) {
    println!("  {what}: {:.0}/s ({count} in {:.2} s)", count as f64 / took.as_secs_f64(), took.as_secs_f64());
}

async fn push_and_pull(world: &World) {
    let who = world.workspace().await;
    let made = bodies(PUSHED);
    let start = Instant::now();
    send(world, &who, made).await;
    rate("pushed ops, one device", PUSHED, start.elapsed());

    let mut crowd = Vec::new();
    for _ in 0..4 {
        let who = world.workspace().await;
        let made = bodies(PUSHED / 4);
        crowd.push((who, made));
    }
    let start = Instant::now();
    futures::future::join_all(
        crowd.into_iter().map(|(who, made)| async move { send(world, &who, made).await }),
    )
    .await;
    rate("pushed ops, four workspaces at one time", PUSHED, start.elapsed());

    let mut device = Device::new(&who);
    device.sync(&world.base()).await;
    let epoch = device.replica.epoch().expect("it has synced");
    let (mut from, mut pulled) = (Cursor::ZERO, 0);
    let mut reading = Duration::ZERO;
    let start = Instant::now();
    loop {
        let pull = Pull { epoch, schema: SchemaVersion(1), device: device.replica.device(), from };
        let response = device.send(&world.base(), &Request::Pull(pull)).await.expect("an answer");
        let bytes = response.bytes().await.expect("a page");
        let read = Instant::now();
        let answered: Answered = serde_json::from_slice(&bytes).expect("the protocol");
        let Answer::Pull(Ok(page)) = answered.answer else { panic!("a page") };
        reading += read.elapsed();
        pulled += page.deliveries.len();
        from = page.next;
        if page.next == page.head {
            break;
        }
    }
    rate("pulled ops, as far as the server", pulled, start.elapsed().saturating_sub(reading));
    rate("pulled ops, with the device reading them", pulled, start.elapsed());
}

async fn bootstrap(world: &World) {
    let who = world.workspace().await;
    let made = bodies(CONTACTS);
    send(world, &who, made).await;
    let device = Device::new(&who);
    let start = Instant::now();
    let ask = device.session.next(&device.replica).expect("a snapshot");
    let (_, answered) = device.ask(&world.base(), &ask).await.expect("a manifest");
    let Answer::Snapshot(Ok(manifest)) = answered.answer else { panic!("a manifest") };
    println!("  snapshot of {CONTACTS} contacts made in {:.2} s", start.elapsed().as_secs_f64());
    let mut bytes = 0;
    for index in 0..manifest.chunks.len() {
        let chunk = Request::Chunk(mycrm_sync::snapshot::AskChunk { id: manifest.id, index });
        let response = device.send(&world.base(), &chunk).await.expect("a chunk");
        bytes += response.bytes().await.expect("its bytes").len();
    }
    let took = start.elapsed().as_secs_f64();
    println!("  and fetched: {took:.2} s, {} chunks, {} MB", manifest.chunks.len(), bytes >> 20);
}

async fn visible(world: &World) {
    let who = world.workspace().await;
    let (mut a, mut b) = (Device::new(&who), Device::new(&who));
    a.sync(&world.base()).await;
    b.sync(&world.base()).await;
    let url = world.url(&format!("/api/v1/workspaces/{}/wake", who.workspace.0));
    let mut wakes = reqwest::Client::new().get(url).bearer_auth(&who.token).send().await.expect("an answer");
    wakes.chunk().await.expect("the first head");
    let mut times = Vec::new();
    for n in 0..200 {
        let start = Instant::now();
        let row = a.contact(&format!("edit {n}"));
        a.sync(&world.base()).await;
        while !b.sees("contacts", row) {
            wakes.chunk().await.expect("a head");
            b.sync(&world.base()).await;
        }
        times.push(start.elapsed());
    }
    times.sort_unstable();
    println!("  an edit is visible on the other device: p50 {:?}, p95 {:?}", times[100], times[190]);
}

async fn idle(world: &mut World) {
    let who = world.workspace().await;
    world.stop().await;
    let process = Process::start(&world.config.data, world.config.database_url.as_deref());
    let resident = || {
        let status = std::fs::read_to_string(format!("/proc/{}/status", process.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        line.and_then(|line| line.trim().split(' ').next()?.parse::<u64>().ok()).unwrap_or_default() >> 10
    };
    let before = resident();
    let address = process.base.trim_start_matches("http://").to_owned();
    let request = format!(
        "GET /api/v1/workspaces/{}/wake HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\n\r\n",
        who.workspace.0, who.token
    );
    let mut open = Vec::new();
    for _ in 0..IDLE {
        let mut stream = TcpStream::connect(&address).await.expect("a connection");
        stream.write_all(request.as_bytes()).await.expect("a request");
        let mut head = [0; 512];
        assert!(stream.read(&mut head).await.expect("an answer") > 0);
        open.push(stream);
    }
    println!("  {IDLE} devices that wait: {} MB resident ({before} MB before)", resident());
    process.kill();
}
