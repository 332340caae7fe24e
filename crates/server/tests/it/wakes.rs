//! Devices that wait are told when there is something to fetch, also of what another process committed.

use futures::StreamExt as _;
use mycrm_server::Server;
use mycrm_sync::Role;
use tokio::time::{Duration, timeout};

use crate::people::{PASSWORD, Person, account, credentials, person, post};
use crate::world::device::Device;
use crate::world::{SignedIn, World, on_each_database};

on_each_database! {
    who_waits_hears_the_head_at_once_and_after_each_commit;
    another_workspace_is_not_heard;
    who_is_removed_is_let_go;
    a_new_password_lets_go_of_who_waits_in_another_workspace;
    the_end_of_the_server_ends_the_waiting;
}

struct Ear {
    bytes: std::pin::Pin<Box<dyn futures::Stream<Item = reqwest::Result<axum::body::Bytes>> + Send>>,
    heard: String,
}

impl Ear {
    async fn open(base: &str, who: &SignedIn) -> Self {
        let url = format!("{base}/api/v1/workspaces/{}/wake", who.workspace.0);
        let response =
            reqwest::Client::new().get(url).bearer_auth(&who.token).send().await.expect("an answer");
        assert_eq!(response.status(), 200);
        Self { bytes: Box::pin(response.bytes_stream()), heard: String::new() }
    }

    /// The next head that is announced; `None` at the end.
    async fn next(&mut self) -> Option<u64> {
        loop {
            if let Some((event, rest)) = self.heard.split_once("\n\n") {
                let event = event.to_owned();
                self.heard = rest.to_owned();
                if let Some(data) = event.lines().find_map(|line| line.strip_prefix("data: ")) {
                    assert!(event.contains("event: head"), "{event}");
                    let data: serde_json::Value = serde_json::from_str(data).expect("JSON");
                    return Some(data["head"].as_u64().expect("a number"));
                }
                continue;
            }
            let bytes = self.bytes.next().await?.ok()?;
            self.heard.push_str(std::str::from_utf8(&bytes).expect("a text"));
        }
    }

    async fn expect(&mut self, head: u64) {
        let wait = async {
            while let Some(heard) = self.next().await {
                if heard >= head {
                    return;
                }
            }
            panic!("it ended before {head}");
        };
        timeout(Duration::from_secs(20), wait).await.expect("the wake-up comes");
    }
}

async fn who_waits_hears_the_head_at_once_and_after_each_commit(world: &mut World) {
    let owner = world.workspace().await;
    let mut here = Ear::open(&world.base(), &owner).await;
    assert_eq!(here.next().await, Some(0));
    // With PostgreSQL another process serves the same workspace; here it is another server in this one.
    let second = match &world.config.database_url {
        Some(_) => Some(Server::start(world.config.clone()).await.expect("a second server")),
        None => None,
    };
    let there = second.as_ref().map(|second| format!("http://{}", second.address()));
    let mut there = match there {
        Some(base) => Some(Ear::open(&base, &owner).await),
        None => None,
    };
    let mut a = Device::new(&owner);
    a.contact("Ada");
    a.sync(&world.base()).await;
    here.expect(1).await;
    a.contact("Bob");
    a.sync(&world.base()).await;
    here.expect(2).await;
    if let Some(there) = &mut there {
        there.expect(2).await;
    }
    drop(there);
    if let Some(second) = second {
        second.shutdown().await;
    }
}

async fn another_workspace_is_not_heard(world: &mut World) {
    let (one, other) = (world.workspace().await, world.workspace().await);
    let mut ear = Ear::open(&world.base(), &one).await;
    assert_eq!(ear.next().await, Some(0));
    let mut b = Device::new(&other);
    for name in ["Ada", "Bob", "Cem"] {
        b.contact(name);
    }
    b.sync(&world.base()).await;
    let mut a = Device::new(&one);
    a.contact("Dora");
    a.sync(&world.base()).await;
    let mut heard = ear.next().await;
    while heard == Some(0) {
        heard = ear.next().await;
    }
    assert_eq!(heard, Some(1), "three ops of the other workspace were before it");
    let url = world.url(&format!("/api/v1/workspaces/{}/wake", other.workspace.0));
    let response = reqwest::Client::new().get(url).bearer_auth(&one.token).send().await.expect("an answer");
    assert_eq!(response.status(), 403);
}

async fn who_is_removed_is_let_go(world: &mut World) {
    let owner = world.workspace().await;
    let member = world.member(owner.workspace, Role::Member).await;
    let mut ear = Ear::open(&world.base(), &member).await;
    let mut others = Ear::open(&world.base(), &owner).await;
    assert_eq!((ear.next().await, others.next().await), (Some(0), Some(0)));
    let url = world.url(&format!("/api/v1/workspaces/{}/members/{}", owner.workspace.0, member.member));
    let removed =
        reqwest::Client::new().delete(url).bearer_auth(&owner.token).send().await.expect("an answer");
    assert_eq!(removed.status(), 204);
    assert_eq!(timeout(Duration::from_secs(15), ear.next()).await.expect("at once"), None);
    assert_eq!(others.next().await, Some(0), "who stays is asked to look, and goes on");
}

async fn a_new_password_lets_go_of_who_waits_in_another_workspace(world: &mut World) {
    let here = person(world, "anna@example.org", "Berg", Role::Owner).await;
    let owner = person(world, "owner@example.org", "Tal", Role::Owner).await;
    account(world, "anna@example.org", "Tal", Role::Member).await;
    let mut there = credentials("anna@example.org", PASSWORD);
    there["workspace"] = owner.session["workspace"]["id"].clone();
    let there = Person { session: post(world, "/api/v1/sign_in", None, there).await.body };
    let mut ear = Ear::open(&world.base(), &there.signed_in()).await;
    assert_eq!(ear.next().await, Some(0));
    let passwords = serde_json::json!({"old": PASSWORD, "new": "another long password"});
    assert_eq!(post(world, "/api/v1/me/password", here.token(), passwords).await.status, 204);
    assert_eq!(timeout(Duration::from_secs(15), ear.next()).await.expect("at once"), None);
}

async fn the_end_of_the_server_ends_the_waiting(world: &mut World) {
    let owner = world.workspace().await;
    let mut ear = Ear::open(&world.base(), &owner).await;
    assert_eq!(ear.next().await, Some(0));
    timeout(Duration::from_secs(15), world.restart(|_| {}))
        .await
        .expect("it does not wait for those who wait");
    assert_eq!(ear.next().await, None);
}
