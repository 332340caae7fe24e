//! What a server on the internet gets: forged, replayed, oversized, slow and injected. It stays up and gives nothing away.

use std::time::Duration;

use mycrm_server::Patience;
use mycrm_sync::client::{Answer, Request};
use mycrm_sync::op::{MAX_BYTES, MAX_OPS};
use mycrm_sync::push::{Push, Refused};
use mycrm_sync::{DeviceSeq, Kind, Role, Scope, Value};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;
use uuid::Uuid;

use crate::world::device::{Device, row_id};
use crate::world::{World, on_each_database};

on_each_database! {
    the_device_of_another_member_is_refused;
    an_old_batch_changes_nothing_and_a_later_one_waits;
    a_copy_with_other_ops_is_found_out;
    tables_and_fields_it_does_not_know_are_kept;
    what_cannot_be_read_is_answered;
    a_huge_body_is_refused_unread;
    who_sends_slowly_is_let_go;
    the_workspace_of_others_is_closed;
    injected_names_are_only_names;
    tokens_are_needed_everywhere;
    a_program_that_is_too_old_is_told;
    pushes_at_one_time_get_numbers_without_gaps;
}

fn next_push(device: &Device) -> Push {
    match device.session.next(&device.replica) {
        Some(Request::Push(push)) => push,
        other => panic!("something waits to be pushed: {other:?}"),
    }
}

async fn refused(device: &Device, base: &str, push: &Push) -> Result<(), Refused> {
    let (_, answered) = device.ask(base, &Request::Push(push.clone())).await.expect("an answer");
    match answered.answer {
        Answer::Push(answer) => answer.map(|_| ()),
        other => panic!("not about a push: {other:?}"),
    }
}

async fn the_device_of_another_member_is_refused(world: &mut World) {
    let owner = world.workspace().await;
    let thief = world.member(owner.workspace, Role::Member).await;
    let (mut a, mut t) = (Device::new(&owner), Device::new(&thief));
    a.contact("Ada");
    a.sync(&world.base()).await;
    t.sync(&world.base()).await;
    a.contact("Bob");
    let push = next_push(&a);
    assert_eq!(refused(&t, &world.base(), &push).await, Err(Refused::Foreign));
    // The same id in another workspace is another device.
    let elsewhere = world.workspace().await;
    let mut e = Device::new(&elsewhere);
    e.sync(&world.base()).await;
    let push = Push { first: DeviceSeq(1), epoch: e.replica.epoch().expect("it has synced"), ..push };
    assert_eq!(refused(&e, &world.base(), &push).await, Ok(()));
    a.sync(&world.base()).await;
    assert_eq!(a.replica.cursor().0, 2);
}

async fn an_old_batch_changes_nothing_and_a_later_one_waits(world: &mut World) {
    let owner = world.workspace().await;
    let mut a = Device::new(&owner);
    a.sync(&world.base()).await;
    let row = a.contact("one");
    let first = next_push(&a);
    a.sync(&world.base()).await;
    a.write("contacts", row, Scope::Workspace, Kind::Update, &[("name", Value::from("two"))]);
    let second = next_push(&a);
    a.write("contacts", row, Scope::Workspace, Kind::Update, &[("name", Value::from("three"))]);
    let both = next_push(&a);
    let mut third = both.clone();
    third.first = DeviceSeq(3);
    third.items = both.items[1..].to_vec();
    assert_eq!(refused(&a, &world.base(), &third).await, Err(Refused::Gap { expected: DeviceSeq(2) }));
    for push in [&first, &second, &first, &both, &second, &first] {
        assert_eq!(refused(&a, &world.base(), push).await, Ok(()));
    }
    let mut b = Device::new(&owner);
    b.sync(&world.base()).await;
    assert_eq!(b.value("contacts", row, "name"), Some(Value::from("three")));
    assert_eq!(b.replica.cursor().0, 3);
}

async fn a_copy_with_other_ops_is_found_out(world: &mut World) {
    let owner = world.workspace().await;
    let mut a = Device::new(&owner);
    a.sync(&world.base()).await;
    let mut copy = Device::new(&owner);
    copy.replica = a.replica.clone();
    copy.session = a.session.clone();
    let (one, other) = (a.contact("of the original"), copy.contact("of the copy"));
    a.sync(&world.base()).await;
    assert!(matches!(refused(&copy, &world.base(), &next_push(&copy)).await, Err(Refused::Cloned(_))));
    let reports = copy.sync(&world.base()).await;
    assert!(reports.iter().any(|report| report.is_copied));
    a.sync(&world.base()).await;
    assert!(a.sees("contacts", one) && a.sees("contacts", other) && copy.sees("contacts", one));
}

async fn tables_and_fields_it_does_not_know_are_kept(world: &mut World) {
    let owner = world.workspace().await;
    let mut a = Device::new(&owner);
    let row = row_id();
    a.write(
        "inventions_of_2040",
        row,
        Scope::Workspace,
        Kind::Insert,
        &[("colour", Value::from("infrared"))],
    );
    let reports = a.sync(&world.base()).await;
    assert!(reports.iter().all(|report| report.parked.is_empty()));
    let ask = Device::new(&owner);
    let request = ask.session.next(&ask.replica).expect("a snapshot");
    let (_, answered) = ask.ask(&world.base(), &request).await.expect("a manifest");
    let Answer::Snapshot(Ok(manifest)) = answered.answer else { panic!("a manifest") };
    let chunk = Request::Chunk(mycrm_sync::snapshot::AskChunk { id: manifest.id, index: 0 });
    let (_, answered) = ask.ask(&world.base(), &chunk).await.expect("a chunk");
    let Answer::Chunk(Ok(bytes)) = answered.answer else { panic!("a chunk") };
    assert!(String::from_utf8(bytes).expect("a text").contains("infrared"));
}

async fn post(
    world: &World,
    token: &str,
    path: &str,
    body: Vec<u8>,
) -> (reqwest::StatusCode, serde_json::Value) {
    let response = reqwest::Client::new()
        .post(world.url(path))
        .bearer_auth(token)
        .body(body)
        .send()
        .await
        .expect("an answer");
    let status = response.status();
    (status, response.json().await.expect("JSON"))
}

async fn what_cannot_be_read_is_answered(world: &mut World) {
    let owner = world.workspace().await;
    let mut a = Device::new(&owner);
    a.sync(&world.base()).await;
    let push = format!("/api/v1/workspaces/{}/push", owner.workspace.0);
    let deep = vec![b'['; 500_000];
    for body in
        [b"".to_vec(), b"{".to_vec(), b"null".to_vec(), vec![0xff; 100], deep, br#"{"epoch":-1}"#.to_vec()]
    {
        let (status, error) = post(world, &owner.token, &push, body).await;
        assert_eq!((status.as_u16(), &error["code"]), (400, &"bad_request".into()), "{error}");
        assert!(error["message"].as_str().is_some_and(|message| message.len() < 1_000));
    }
    // An op that cannot be read takes its number, and what is behind it flows.
    a.contact("Ada");
    let mut hostile = serde_json::to_value(next_push(&a)).expect("JSON");
    let good = hostile["ops"][0].clone();
    hostile["ops"] = serde_json::json!([{"op_id": 7}, 3, "'; DROP TABLE log; --", good]);
    let (status, answer) = post(world, &owner.token, &push, hostile.to_string().into_bytes()).await;
    assert_eq!(status, 200, "{answer}");
    let verdicts = answer["answer"]["push"]["Ok"]["verdicts"].as_array().expect("verdicts").clone();
    assert_eq!(verdicts.len(), 4);
    assert!(verdicts.iter().all(|verdict| verdict["rejected"]["wrong"].is_object()), "{verdicts:?}");
    let (status, again) = post(world, &owner.token, &push, hostile.to_string().into_bytes()).await;
    assert_eq!(
        (status, &again["answer"]),
        (reqwest::StatusCode::OK, &answer["answer"]),
        "sent again, the same"
    );
    let mut many = serde_json::to_value(next_push(&a)).expect("JSON");
    many["ops"] = serde_json::Value::Array(vec![serde_json::Value::Null; MAX_OPS + 1]);
    let (status, _) = post(world, &owner.token, &push, many.to_string().into_bytes()).await;
    assert_eq!(status, 400);
}

async fn a_huge_body_is_refused_unread(world: &mut World) {
    let owner = world.workspace().await;
    let path = format!("/api/v1/workspaces/{}/push", owner.workspace.0);
    let head = |length: &str| {
        let token = &owner.token;
        format!("POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n{length}\r\n\r\n")
    };
    // A gigabyte is announced, of which not a byte is sent.
    let mut stream = TcpStream::connect(world.server().address()).await.expect("a connection");
    stream.write_all(head("Content-Length: 1073741824").as_bytes()).await.expect("the head");
    let mut answer = String::new();
    timeout(Duration::from_secs(10), stream.read_to_string(&mut answer))
        .await
        .expect("in time")
        .expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 413") && answer.contains("too_large"), "{answer}");
    // Nothing is announced, and it does not end.
    let mut stream = TcpStream::connect(world.server().address()).await.expect("a connection");
    stream.write_all(head("Transfer-Encoding: chunked").as_bytes()).await.expect("the head");
    let mut sent = 0;
    let part = [b"10000\r\n".as_slice(), &[b'x'; 0x10000], b"\r\n"].concat();
    while sent < 100 * MAX_BYTES && stream.write_all(&part).await.is_ok() {
        sent += part.len();
    }
    assert!(sent < 100 * MAX_BYTES, "it went on reading");
}

async fn who_sends_slowly_is_let_go(world: &mut World) {
    let patience = Patience {
        head: Duration::from_millis(300),
        pause: Duration::from_millis(300),
        body: Duration::from_secs(2),
    };
    world.restart(|config| config.patience = patience).await;
    let owner = world.workspace().await;
    let path = format!("/api/v1/workspaces/{}/push", owner.workspace.0);
    let whole = format!(
        "POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\nContent-Length: 1000\r\n\r\n",
        owner.token
    );
    // It stops in the head, and in the body.
    for start in [&whole[..20], &format!("{whole}{{\"epoch\"")] {
        let mut stream = TcpStream::connect(world.server().address()).await.expect("a connection");
        stream.write_all(start.as_bytes()).await.expect("a part");
        let mut answer = Vec::new();
        timeout(Duration::from_secs(10), stream.read_to_end(&mut answer)).await.expect("it is ended").ok();
        let answer = String::from_utf8_lossy(&answer);
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408"), "{answer}");
    }
    // It never stops, a byte at a time.
    let mut stream = TcpStream::connect(world.server().address()).await.expect("a connection");
    stream.write_all(whole.as_bytes()).await.expect("the head");
    let (mut reading, mut writing) = stream.into_split();
    let trickle = tokio::spawn(async move {
        let mut ticks = tokio::time::interval(Duration::from_millis(100));
        loop {
            ticks.tick().await;
            if writing.write_all(b" ").await.is_err() {
                return;
            }
        }
    });
    let mut answer = Vec::new();
    timeout(Duration::from_secs(10), reading.read_to_end(&mut answer)).await.expect("it is ended").ok();
    assert!(String::from_utf8_lossy(&answer).starts_with("HTTP/1.1 408"));
    trickle.abort();
}

async fn the_workspace_of_others_is_closed(world: &mut World) {
    let (one, other) = (world.workspace().await, world.workspace().await);
    let mut a = Device::new(&other);
    a.contact("a secret");
    a.sync(&world.base()).await;
    let client = reqwest::Client::new();
    // One that is there, one that is not, and what is no id.
    let absent = Uuid::now_v7().to_string();
    for workspace in [other.workspace.0.to_string(), absent, "x'--".to_owned()] {
        for (is_post, path) in [
            (true, "push"),
            (true, "pull"),
            (true, "snapshots"),
            (false, "snapshots/00000000-0000-0000-0000-000000000000/0"),
            (false, "wake"),
            (true, "blobs/missing"),
        ] {
            let url = world.url(&format!("/api/v1/workspaces/{workspace}/{path}"));
            let request = if is_post { client.post(url).body("{}") } else { client.get(url) };
            let response = request.bearer_auth(&one.token).send().await.expect("an answer");
            assert_eq!(response.status(), 403, "{path}");
            let body: serde_json::Value = response.json().await.expect("JSON");
            assert_eq!(body["code"], "not_a_member");
        }
    }
}

async fn injected_names_are_only_names(world: &mut World) {
    let owner = world.workspace().await;
    let mut a = Device::new(&owner);
    let text = "'); DELETE FROM log; -- \u{0} \\x00 $1 ? :name \" ` \r\nX-Injected: 1";
    let row = a.contact(text);
    let reports = a.sync(&world.base()).await;
    let parked = reports.iter().any(|report| !report.parked.is_empty());
    let mut b = Device::new(&owner);
    b.sync(&world.base()).await;
    assert!(!parked && b.value("contacts", row, "name") == Some(Value::from(text)));
    let named = reqwest::Client::new()
        .get(world.url("/api/v1/workspaces/%0d%0aX-Injected:%201/wake"))
        .bearer_auth(&owner.token)
        .send()
        .await
        .expect("an answer");
    assert_eq!(named.status(), 403);
    assert!(named.headers().get("x-injected").is_none());
    let token = "' OR '1'='1";
    let response = reqwest::Client::new()
        .get(world.url(&format!("/api/v1/workspaces/{}/wake", owner.workspace.0)))
        .bearer_auth(token)
        .send()
        .await
        .expect("an answer");
    assert_eq!(response.status(), 401);
}

async fn tokens_are_needed_everywhere(world: &mut World) {
    let owner = world.workspace().await;
    let client = reqwest::Client::new();
    let within = format!("/api/v1/workspaces/{}", owner.workspace.0);
    for path in ["push", "pull", "snapshots", "blobs/missing"] {
        let response = client.post(world.url(&format!("{within}/{path}"))).send().await.expect("an answer");
        assert_eq!(response.status(), 401, "{path}");
        let body: serde_json::Value = response.json().await.expect("JSON");
        assert_eq!(body["code"], "signed_out");
    }
}

async fn a_program_that_is_too_old_is_told(world: &mut World) {
    let owner = world.workspace().await;
    let mut a = Device::new(&owner);
    a.sync(&world.base()).await;
    a.contact("Ada");
    world.restart(|config| config.minimum_schema = mycrm_sync::SchemaVersion(2)).await;
    let (status, _) = a.ask(&world.base(), &Request::Push(next_push(&a))).await.expect("an answer");
    assert_eq!(status, 426);
    let b = Device::new(&owner);
    let ask = b.session.next(&b.replica).expect("a snapshot");
    let (status, _) = b.ask(&world.base(), &ask).await.expect("an answer");
    assert_eq!(status, 426);
}

async fn pushes_at_one_time_get_numbers_without_gaps(world: &mut World) {
    let owner = world.workspace().await;
    let base = world.base();
    let writers = (0..8).map(|n| {
        let (base, owner) = (base.clone(), owner.clone());
        tokio::spawn(async move {
            let mut device = Device::new(&owner);
            for m in 0..5 {
                device.contact(&format!("{n} {m}"));
                device.sync(&base).await;
            }
            device
        })
    });
    for writer in futures::future::join_all(writers).await {
        writer.expect("it ends");
    }
    let mut reader = Device::new(&owner);
    reader.sync(&base).await;
    assert_eq!(reader.replica.cursor().0, 40);
    assert_eq!(reader.shown().len(), 40);
}
