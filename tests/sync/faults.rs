//! Programs that are killed, answers that are lost, databases that restart.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use mycrm_tests::{Companion, Postgres, Profile, until};
use serde_json::json;

use crate::pair::{EMAIL, assert_equal, devices, pair};

fn write_companies(profile: &Profile, names: std::ops::Range<usize>) {
    for n in names {
        profile.post("/api/companies/", json!({"name": format!("Company {n}")}));
    }
}

#[test]
fn a_device_that_is_killed_again_and_again_ends_equal() {
    let (_server, mut one, mut other) = pair();
    for round in 0..5 {
        write_companies(&one, round * 20..(round + 1) * 20);
        // Wherever the exchange is by now.
        if round % 2 == 0 {
            one.kill()
        } else {
            other.kill()
        }
        if round % 2 == 0 { one.start_again() } else { other.start_again() }
    }
    assert_equal(&one, &other);
    assert_eq!(other.all("companies").len(), 100);
}

#[test]
fn a_server_that_is_killed_mid_push_has_each_edit_once() {
    let (mut server, one, other) = pair();
    for round in 0..5 {
        write_companies(&one, round * 20..(round + 1) * 20);
        server.kill();
        write_companies(&other, 1_000 + round..1_001 + round);
        server.start_again();
    }
    assert_equal(&one, &other);
    assert_eq!(other.all("companies").len(), 105);
}

#[test]
fn a_postgres_that_crashes_mid_push_has_each_edit_once() {
    let Some(postgres) = Postgres::start() else { return };
    let server = Companion::start(Some(postgres.url()));
    let (one, other) = devices(&server);
    for round in 0..3 {
        write_companies(&one, round * 20..(round + 1) * 20);
        postgres.crash();
        write_companies(&other, 1_000 + round..1_001 + round);
        postgres.start_again();
    }
    assert_equal(&one, &other);
    assert_eq!(other.all("companies").len(), 63);
}

#[test]
fn answers_that_are_lost_double_nothing() {
    let server = Companion::start(None);
    server.create_user(EMAIL, "Sales");
    let lossy = Lossy::before(&server);
    let one = Profile::start();
    one.connect_at(&lossy.base, EMAIL);
    let other = Profile::start();
    other.connect(&server, EMAIL);
    lossy.lose(6);
    write_companies(&one, 0..30);
    until("the answers to be lost", || (lossy.left() == 0).then_some(()).or_else(|| nudge(&one)));
    assert_equal(&one, &other);
    assert_eq!(other.all("companies").len(), 30);
}

/// Asks for a sync that may fail.
fn nudge(profile: &Profile) -> Option<()> {
    let _ = profile.request("POST", "/api/sync/now/", None);
    None
}

/// A way to the server on which answers to pushes get lost: the server has carried them out.
struct Lossy {
    base: String,
    to_lose: Arc<AtomicUsize>,
}

impl Lossy {
    fn before(server: &Companion) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let target = server.base().trim_start_matches("http://").to_owned();
        let to_lose = Arc::new(AtomicUsize::new(0));
        let losing = Arc::clone(&to_lose);
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let Ok(server) = TcpStream::connect(&target) else { continue };
                let losing = Arc::clone(&losing);
                std::thread::spawn(move || pass(client, server, &losing));
            }
        });
        Self { base, to_lose }
    }

    fn lose(&self, answers: usize) {
        self.to_lose.store(answers, Ordering::SeqCst);
    }

    fn left(&self) -> usize {
        self.to_lose.load(Ordering::SeqCst)
    }
}

/// Passes bytes on, and cuts the connection where the answer to a push would begin.
fn pass(client: TcpStream, server: TcpStream, to_lose: &Arc<AtomicUsize>) {
    let is_push = Arc::new(AtomicUsize::new(0));
    let (mut from, mut to) = (client.try_clone().unwrap(), server.try_clone().unwrap());
    let seen = Arc::clone(&is_push);
    std::thread::spawn(move || {
        let mut buffer = [0; 16 << 10];
        while let Ok(read @ 1..) = from.read(&mut buffer) {
            if buffer[..read].starts_with(b"POST") {
                let head = String::from_utf8_lossy(&buffer[..read.min(200)]).into_owned();
                seen.store(usize::from(head.contains("/push ")), Ordering::SeqCst);
            }
            if to.write_all(&buffer[..read]).is_err() {
                break;
            }
        }
        let _ = to.shutdown(Shutdown::Write);
    });
    let (mut from, mut to) = (server, client);
    let mut buffer = [0; 16 << 10];
    while let Ok(read @ 1..) = from.read(&mut buffer) {
        let is_answer_to_push = is_push.swap(0, Ordering::SeqCst) == 1;
        let lose = |left: usize| left.checked_sub(1);
        if is_answer_to_push && to_lose.fetch_update(Ordering::SeqCst, Ordering::SeqCst, lose).is_ok() {
            let _ = to.shutdown(Shutdown::Both);
            let _ = from.shutdown(Shutdown::Both);
            return;
        }
        if to.write_all(&buffer[..read]).is_err() {
            return;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
}
