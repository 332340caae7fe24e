//! What machines ask about the server, and what every answer has.

use mycrm_sync::Role;
use reqwest::Method;

use crate::people::{Answer, answer, get, person, send};
use crate::world::device::Device;
use crate::world::{World, on_each_database};

on_each_database! {
    it_says_whether_it_lives_and_whether_it_can_work;
    it_counts_for_prometheus_what_is_asked_and_synced;
    counters_are_for_this_machine_or_whoever_has_the_token;
    every_answer_is_closed_to_browsers_and_has_an_id;
}

async fn it_says_whether_it_lives_and_whether_it_can_work(world: &mut World) {
    for path in ["/healthz", "/readyz"] {
        assert_eq!(get(world, path, None).await.status, 204);
    }
    assert!(get(world, "/health", None).await.text.contains("This server works"));
    world.server().database().close().await;
    assert_eq!(get(world, "/healthz", None).await.status, 204, "the process lives");
    assert_eq!(get(world, "/readyz", None).await.status, 503);
    let page = get(world, "/health", None).await;
    assert_eq!(page.status, 503);
    assert!(page.text.contains("cannot reach its data"));
    let anything = get(world, "/api/v1/invites/x", None).await;
    assert_eq!(anything.code(), (503, "unavailable"));
    assert!(anything.headers.contains_key("retry-after"));
}

async fn it_counts_for_prometheus_what_is_asked_and_synced(world: &mut World) {
    let anna = person(world, "anna@example.org", "Berg", Role::Owner).await;
    let mut laptop = Device::new(&anna.signed_in());
    laptop.contact("Erika");
    laptop.contact("Max");
    laptop.sync(&world.url("")).await;
    let mut phone = Device::new(&anna.signed_in());
    phone.sync(&world.url("")).await;
    get(world, "/u/secret-token", None).await;
    let waiting = reqwest::Client::new()
        .get(world.url(&anna.within("/wake")))
        .bearer_auth(anna.token().unwrap())
        .send()
        .await
        .unwrap();
    let metrics = get(world, "/metrics", None).await;
    assert_eq!(metrics.status, 200);
    let kind = metrics.headers["content-type"].to_str().unwrap();
    assert!(kind.starts_with("application/openmetrics-text; version=1.0.0"), "{kind}");
    for part in [
        "mycrm_push_ops_total{verdict=\"applied\"} 2",
        "mycrm_devices_connected 1",
        "mycrm_http_requests_total{method=\"GET\",route=\"/u/{token}\",status=\"404\"} 1",
        "mycrm_http_requests_total{method=\"POST\",route=\"/api/v1/workspaces/{workspace}/push\",status=\"200\"} 1",
        "mycrm_http_request_duration_seconds_count{method=\"POST\",route=\"/api/v1/sign_in\"} 1",
        "mycrm_database_connections{pool=",
        "mycrm_pull_deliveries_total",
    ] {
        assert!(metrics.text.contains(part), "{part} is not in\n{}", metrics.text);
    }
    for secret in ["secret-token", "anna", &anna.workspace().to_string()] {
        assert!(!metrics.text.contains(secret), "{secret}");
    }
    drop(waiting);
}

async fn metrics_from(world: &World, address: &str, token: Option<&str>) -> Answer {
    let mut request = reqwest::Client::new().get(world.url("/metrics")).header("x-forwarded-for", address);
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    answer(request).await
}

async fn counters_are_for_this_machine_or_whoever_has_the_token(world: &mut World) {
    assert_eq!(metrics_from(world, "203.0.113.5", None).await.status, 404);
    assert_eq!(metrics_from(world, "203.0.113.5", Some("")).await.status, 404);
    world.restart(|config| config.metrics_token = Some("a token for counters".to_owned())).await;
    assert_eq!(metrics_from(world, "203.0.113.5", Some("another token")).await.status, 404);
    assert_eq!(metrics_from(world, "203.0.113.5", Some("a token for counters")).await.status, 200);
    assert_eq!(get(world, "/metrics", None).await.status, 200);
}

async fn every_answer_is_closed_to_browsers_and_has_an_id(world: &mut World) {
    world.restart(|config| config.public_url = Some("https://crm.example.org".to_owned())).await;
    for (method, path) in [
        (Method::GET, "/healthz"),
        (Method::GET, "/nothing"),
        (Method::POST, "/api/v1/sign_in"),
        (Method::DELETE, "/u/x"),
        (Method::GET, "/api/v1/workspaces/x/members"),
    ] {
        let answer = send(world, method, path, None, None).await;
        let header =
            |name: &str| answer.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        assert!(header("content-security-policy").starts_with("default-src 'none'"), "{path}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(header("cache-control"), "no-store", "{path}");
        assert_eq!(header("strict-transport-security"), "max-age=31536000", "{path}");
        assert!(header("x-request-id").len() == 36, "{path}");
        assert!(!answer.headers.contains_key("set-cookie"), "{path}");
        assert!(!answer.headers.contains_key("access-control-allow-origin"), "{path}");
    }
    let request = reqwest::Client::new().get(world.url("/healthz")).header("x-request-id", "from-a-proxy-1");
    assert_eq!(answer(request).await.headers["x-request-id"], "from-a-proxy-1");
}
