//! Public pages: what visitors see, and what comes of it in the log.

use mycrm_sync::page::{EVENTS, Page, PageKey, PageKind, server_device, server_member};
use mycrm_sync::{Role, Scope, Value};
use reqwest::Method;
use serde_json::json;
use uuid::Uuid;

use crate::people::{Answer, Person, answer, get, person, post, send};
use crate::world::desktop::Desktop;
use crate::world::device::Device;
use crate::world::{World, on_each_database};

on_each_database! {
    looking_changes_nothing_and_one_click_unsubscribes;
    an_event_arrives_in_the_tables_of_a_desktop;
    who_may_not_write_mints_no_pages_and_takes_no_place_of_the_servers;
    twice_is_once_even_at_the_same_time;
    what_is_forged_or_of_another_workspace_is_not_there;
    every_page_is_closed_and_speaks_the_visitors_language;
    an_invitation_has_a_page_that_changes_nothing;
    nothing_leads_elsewhere;
    an_address_that_runs_wild_is_stopped;
    events_of_the_server_and_edits_of_devices_end_in_one_log;
}

fn page_of(person: &Person, kind: PageKind, subject: Uuid) -> (Page, PageKey) {
    let key = PageKey::parse(person.session["page_key"].as_str().unwrap()).unwrap();
    (Page { kind, workspace: person.workspace(), subject }, key)
}

/// The address that a device writes into a mail, and the row that comes of it.
fn link(person: &Person, subject: Uuid) -> (String, Page) {
    let (page, key) = page_of(person, PageKind::Unsubscribe, subject);
    (format!("/u/{}", page.mint(&key)), page)
}

/// What a mail program sends (RFC 8058 section 3.2).
async fn one_click(world: &World, path: &str) -> Answer {
    let request = reqwest::Client::new().post(world.url(path));
    answer(request.form(&[("List-Unsubscribe", "One-Click")])).await
}

async fn events(world: &World, person: &Person) -> Vec<(String, String)> {
    let mut device = Device::new(&person.signed_in());
    device.sync(&world.url("")).await;
    let text = |value: Option<&Value>| match value {
        Some(Value::Text(text)) => text.clone(),
        other => panic!("no text: {other:?}"),
    };
    let shown = device.shown();
    let events = shown.iter().filter(|(key, _)| key.table == EVENTS);
    events.map(|(_, row)| (text(row.get("kind")), text(row.get("subject")))).collect()
}

async fn looking_changes_nothing_and_one_click_unsubscribes(world: &mut World) {
    let anna = person(world, "anna@example.org", "Berg & Söhne", Role::Owner).await;
    let subject = Uuid::now_v7();
    let (path, page) = link(&anna, subject);
    for _ in 0..3 {
        let looked = get(world, &path, None).await;
        assert_eq!(looked.status, 200);
        assert!(looked.text.contains("<form method=\"post\">") && looked.text.contains("Berg &amp; Söhne"));
        assert!(!looked.text.contains("anna") && !looked.text.contains(&subject.to_string()));
        assert_eq!(send(world, Method::HEAD, &path, None, None).await.status, 200);
    }
    assert_eq!(events(world, &anna).await, []);

    let done = one_click(world, &path).await;
    assert_eq!(done.status, 200, "{}", done.text);
    assert!(done.text.contains("You are unsubscribed"));
    assert_eq!(events(world, &anna).await, [("unsubscribe".to_owned(), subject.to_string())]);
    let mut device = Device::new(&anna.signed_in());
    device.sync(&world.url("")).await;
    assert_eq!(device.value(EVENTS, page.event(), "data"), Some(Value::from("{}")));
    assert!(matches!(device.value(EVENTS, page.event(), "occurred_at"), Some(Value::Int(at)) if at > 0));

    // The button sends a form without fields, and some mail programs send parts.
    for (number, body) in [("", ""), ("multipart/form-data; boundary=b", "--b--")].into_iter().enumerate() {
        let (path, _) = link(&anna, Uuid::now_v7());
        let request =
            reqwest::Client::new().post(world.url(&path)).header("content-type", body.0).body(body.1);
        assert_eq!(answer(request).await.status, 200);
        assert_eq!(events(world, &anna).await.len(), 2 + number);
    }
}

async fn an_event_arrives_in_the_tables_of_a_desktop(world: &mut World) {
    let anna = person(world, "anna@example.org", "Berg", Role::Owner).await;
    let mut desktop = Desktop::joined(world, &anna.signed_in()).await;
    let (path, page) = link(&anna, Uuid::now_v7());
    assert_eq!(one_click(world, &path).await.status, 200);
    desktop.sync().await;
    let events: Vec<(String, String, String)> =
        desktop.rows("SELECT id, kind, subject FROM public_events").await;
    let expected = (page.event().to_string(), "unsubscribe".to_owned(), page.subject.to_string());
    assert_eq!(events, [expected]);
    let refused: Vec<(String, String)> = desktop.rows("SELECT table_name, problem FROM sync_unfit").await;
    assert_eq!(refused, []);
}

async fn who_may_not_write_mints_no_pages_and_takes_no_place_of_the_servers(world: &mut World) {
    let anna = person(world, "anna@example.org", "Berg", Role::Owner).await;
    let viewer = person(world, "viewer@example.org", "Berg", Role::Viewer).await;
    assert_eq!(viewer.session["page_key"], "");
    // Anybody can work out under which id the server writes.
    let push = json!({
        "epoch": 1, "schema": 1, "device": server_device(anna.workspace()), "first": 1, "given_up": 0,
        "ops": [null],
    });
    for who in [&viewer, &anna] {
        let answer = post(world, &who.within("/push"), who.token(), push.clone()).await;
        assert_eq!(answer.status, 409, "{}", answer.text);
    }
    let (path, _) = link(&anna, Uuid::now_v7());
    assert_eq!(one_click(world, &path).await.status, 200);
}

async fn twice_is_once_even_at_the_same_time(world: &mut World) {
    let anna = person(world, "anna@example.org", "Berg", Role::Owner).await;
    let (path, _) = link(&anna, Uuid::now_v7());
    for answer in futures::future::join_all((0..5).map(|_| one_click(world, &path))).await {
        assert_eq!(answer.status, 200, "{}", answer.text);
    }
    assert_eq!(one_click(world, &path).await.status, 200);
    world.restart(|_| {}).await;
    assert_eq!(one_click(world, &path).await.status, 200);
    assert_eq!(events(world, &anna).await.len(), 1);
    let (other, _) = link(&anna, Uuid::now_v7());
    one_click(world, &other).await;
    assert_eq!(events(world, &anna).await.len(), 2);
}

async fn what_is_forged_or_of_another_workspace_is_not_there(world: &mut World) {
    let anna = person(world, "anna@example.org", "Berg", Role::Owner).await;
    let carl = person(world, "carl@example.org", "Tal", Role::Owner).await;
    let subject = Uuid::now_v7();
    let (page, key) = page_of(&anna, PageKind::Unsubscribe, subject);
    let (_, key_of_carl) = page_of(&carl, PageKind::Unsubscribe, subject);
    let token = page.mint(&key);
    let mut forged = vec![
        page.mint(&key_of_carl),
        page.mint(&PageKey::new([0; 32])),
        Page { workspace: Uuid::now_v7(), ..page }.mint(&key),
        Page { kind: PageKind::Open, ..page }.mint(&key),
        token[1..].to_owned(),
        format!("{token}A"),
        "x".to_owned(),
        "%3Cscript%3E".to_owned(),
        "x".repeat(4_000),
    ];
    for at in [1, 10, 40, 60] {
        let other = if token.as_bytes()[at] == b'A' { "B" } else { "A" };
        forged.push(format!("{}{other}{}", &token[..at], &token[at + 1..]));
    }
    let first = get(world, &format!("/u/{}", forged[0]), None).await;
    for token in &forged {
        let path = format!("/u/{token}");
        for answer in [get(world, &path, None).await, one_click(world, &path).await] {
            assert_eq!((answer.status, &answer.text), (404, &first.text), "{token:.80}");
        }
    }
    assert_eq!(events(world, &anna).await, []);
    assert_eq!(events(world, &carl).await, []);
}

async fn every_page_is_closed_and_speaks_the_visitors_language(world: &mut World) {
    let anna = person(world, "anna@example.org", "<script>alert(1)</script>", Role::Owner).await;
    let (path, _) = link(&anna, Uuid::now_v7());
    for path in [&path, "/u/forged", "/join/forged", "/health"] {
        for (asks, lang) in [("de-DE,de;q=0.9", "de"), ("fr,en;q=0.5", "en")] {
            let request = reqwest::Client::new().get(world.url(path)).header("accept-language", asks);
            let page = answer(request).await;
            let header = |name: &str| page.headers.get(name).map(|value| value.to_str().unwrap().to_owned());
            let policy = header("content-security-policy").unwrap();
            for part in
                ["default-src 'none'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"]
            {
                assert!(policy.contains(part), "{path}: {policy}");
            }
            assert!(!policy.contains("unsafe") && !policy.contains("script-src"), "{policy}");
            assert_eq!(header("referrer-policy").as_deref(), Some("no-referrer"));
            assert_eq!(header("x-content-type-options").as_deref(), Some("nosniff"));
            assert_eq!(header("cache-control").as_deref(), Some("no-store"));
            assert_eq!(header("x-robots-tag").as_deref(), Some("noindex, nofollow"));
            assert_eq!(header("vary").as_deref(), Some("accept-language"));
            assert_eq!(header("set-cookie"), None);
            assert!(page.text.contains(&format!("<html lang=\"{lang}\">")), "{}", page.text);
            assert!(!page.text.contains("<script"), "{}", page.text);
        }
    }
}

async fn an_invitation_has_a_page_that_changes_nothing(world: &mut World) {
    let anna = person(world, "anna@example.org", "Berg", Role::Owner).await;
    let body = json!({"email": "new@example.org", "role": "member"});
    let made = post(world, &anna.within("/invites"), anna.token(), body).await;
    let link = made.body["link"].as_str().unwrap();
    let path = link.strip_prefix(&world.url("")).unwrap();
    for _ in 0..2 {
        let page = get(world, path, None).await;
        assert_eq!(page.status, 200);
        assert!(page.text.contains("Berg") && !page.text.contains("new@example.org"), "{}", page.text);
    }
    let token = path.rsplit('/').next().unwrap();
    assert_eq!(get(world, &format!("/api/v1/invites/{token}"), None).await.status, 200);
    assert_eq!(get(world, &format!("/join/{}", &token[1..]), None).await.status, 404);
}

async fn nothing_leads_elsewhere(world: &mut World) {
    let anna = person(world, "anna@example.org", "Berg", Role::Owner).await;
    let (path, _) = link(&anna, Uuid::now_v7());
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    for path in [
        format!("{path}?url=https://evil.example"),
        format!("{path}?next=//evil.example"),
        "//evil.example/u/x".to_owned(),
        "/u/https%3A%2F%2Fevil.example".to_owned(),
        "/join/%2F%2Fevil.example".to_owned(),
        "/health/..%2f..%2fevil.example".to_owned(),
    ] {
        for request in [client.get(world.url(&path)), client.post(world.url(&path))] {
            let answer = answer(request.header("host", "evil.example")).await;
            assert!(!(300..400).contains(&answer.status), "{path}: {}", answer.status);
            assert!(!answer.headers.contains_key("location"), "{path}");
            assert!(!answer.text.contains("evil.example"), "{path}: {}", answer.text);
        }
    }
}

async fn an_address_that_runs_wild_is_stopped(world: &mut World) {
    world
        .restart(|config| config.limits.pages_per_address.burst = std::num::NonZeroU32::new(3).unwrap())
        .await;
    let from = async |address: &str| {
        let request = reqwest::Client::new().get(world.url("/u/x")).header("x-forwarded-for", address);
        answer(request).await
    };
    let mut last = from("203.0.113.5").await;
    for _ in 0..200 {
        last = from("203.0.113.5").await;
        if last.status == 429 {
            break;
        }
    }
    assert_eq!(last.status, 429);
    assert!(last.headers.contains_key("retry-after") && last.text.contains("<h1>"));
    assert_eq!(from("203.0.113.6").await.status, 404);
}

async fn events_of_the_server_and_edits_of_devices_end_in_one_log(world: &mut World) {
    let anna = person(world, "anna@example.org", "Berg", Role::Owner).await;
    let base = world.url("");
    let mut laptop = Device::new(&anna.signed_in());
    let contact = laptop.contact("Erika");
    laptop.sync(&base).await;
    for _ in 0..3 {
        let (path, _) = link(&anna, contact.0);
        one_click(world, &path).await;
    }
    let (_, page) = link(&anna, contact.0);
    laptop.sync(&base).await;
    assert!(laptop.sees(EVENTS, page.event()));
    // It is a row like any other: a device may put it away.
    laptop.write(
        EVENTS,
        page.event(),
        Scope::Workspace,
        mycrm_sync::Kind::Update,
        &[("data", Value::from("seen"))],
    );
    laptop.sync(&base).await;
    let mut phone = Device::new(&anna.signed_in());
    phone.sync(&base).await;
    assert_eq!(phone.shown(), laptop.shown());
    assert_eq!(phone.value(EVENTS, page.event(), "data"), Some(Value::from("seen")));
    assert_ne!(server_member(anna.workspace()), anna.signed_in().member);

    let export = get(world, &anna.within("/export"), anna.token()).await;
    let lines: Vec<serde_json::Value> =
        export.text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of = |kind: &str| lines.iter().filter(|line| line["type"] == kind).count();
    assert_eq!((of("workspace"), of("member"), of("row"), of("op")), (1, 1, 2, 3), "{}", export.text);
    assert_eq!(lines.last().unwrap()["lines"], lines.len());
    assert_eq!(of("audit"), 3, "joined, signed in, exported");
    let viewer = person(world, "viewer@example.org", "Berg", Role::Member).await;
    assert_eq!(get(world, &viewer.within("/export"), viewer.token()).await.code(), (403, "forbidden"));
}
