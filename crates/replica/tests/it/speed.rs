//! How fast a device takes in and sends what is many. It prints and asserts nothing about time.
//!
//!     cargo test --release -p mycrm-replica --test it speed -- --ignored --nocapture --test-threads 1

use std::time::{Duration, Instant};

use mycrm_store::Id;
use mycrm_sync::client::{Event, Request};
use mycrm_sync::pull::Limits;

use crate::desk::Desk;
use crate::server::Server;

async fn import(server: &Server, desk: &Desk, count: usize) {
    for part in 0..count.div_ceil(5_000) {
        desk.act(server, "Import", async |tx| {
            for n in part * 5_000..count.min((part + 1) * 5_000) {
                tx.make_room(1).await.unwrap();
                let fields = vec![
                    ("first_name", format!("First {n}").into()),
                    ("last_name", format!("Last {n}").into()),
                    ("email", format!("contact{n}@example.org").into()),
                    ("phone", format!("+49 731 {n}").into()),
                    ("job_title", "Head of purchasing".into()),
                    ("city", "Ulm".into()),
                    ("postal_code", "89073".into()),
                    ("country", "DE".into()),
                    ("website", "https://example.org".into()),
                    ("notes", "Met at the fair, wants an offer for the new line.".into()),
                ];
                tx.insert("contacts", &Id::new(), fields).await.unwrap();
            }
        })
        .await;
    }
}

fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("VmHWM: unknown");
    line.split_whitespace().skip(1).collect::<Vec<_>>().join(" ")
}

/// Seconds of the processor that this process has used, with all its threads: what else runs on the machine does not count.
fn used() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind = stat.rsplit(')').next().unwrap_or_default();
    let ticks = behind.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

/// Syncs, and tells how long the device itself took, by kind of request.
async fn timed(name: &str, desk: &mut Desk, server: &mut Server, count: usize) {
    desk.device.note(Event::Stir);
    let mut spent = [(Duration::ZERO, 0.0); 4];
    loop {
        let (begin, before) = (Instant::now(), used());
        let Some(request) = desk.ask().await else { break };
        let kind = match request {
            Request::Push(_) => 0,
            Request::Pull(_) => 1,
            Request::Snapshot(_) => 2,
            Request::Chunk(_) => 3,
        };
        spent[kind].0 += begin.elapsed();
        spent[kind].1 += used() - before;
        let answered = server.answer(desk.member, &request);
        let now = desk.clock(server);
        let (begin, before) = (Instant::now(), used());
        desk.device.receive(&request, answered, now).await.unwrap();
        spent[kind].0 += begin.elapsed();
        spent[kind].1 += used() - before;
    }
    for (kind, (spent, used)) in ["push", "pull", "snapshot", "chunks"].iter().zip(spent) {
        if spent > Duration::from_millis(50) {
            let seconds = spent.as_secs_f64();
            let (rate, peak) = (count as f64 / seconds, peak());
            println!(
                "{name}: {kind} {count} in {seconds:.2} s ({used:.2} s of processor), {rate:.0}/s, peak {peak}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "it measures, and takes minutes without --release"]
async fn speed_of_pushing_and_pulling() {
    const COUNT: usize = 50_000;
    let mut server = Server::new();
    server.limits = Limits::default();
    server.chunk = mycrm_sync::snapshot::CHUNK_BYTES;
    let mut ann = Desk::joined(1, &mut server).await;
    let mut ben = Desk::joined(2, &mut server).await;
    ann.sync(&mut server).await;
    ben.sync(&mut server).await;
    let begin = Instant::now();
    import(&server, &ann, COUNT).await;
    println!("writing {COUNT} in {:.2} s", begin.elapsed().as_secs_f64());
    timed("own", &mut ann, &mut server, COUNT).await;
    timed("another's", &mut ben, &mut server, COUNT).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "it measures, and takes minutes without --release"]
async fn speed_of_a_bootstrap() {
    const COUNT: usize = 250_000;
    let mut server = Server::new();
    server.limits = Limits::default();
    server.chunk = mycrm_sync::snapshot::CHUNK_BYTES;
    let mut ann = Desk::joined(1, &mut server).await;
    import(&server, &ann, COUNT).await;
    timed("own", &mut ann, &mut server, COUNT).await;
    let mut ben = Desk::joined(2, &mut server).await;
    timed("bootstrap", &mut ben, &mut server, COUNT).await;
}
