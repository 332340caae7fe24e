//! The app on a real socket: who gets in, and what they may do.

use std::time::Duration;

use mycrm_api::serve;
use reqwest::header::{CONTENT_SECURITY_POLICY, COOKIE, HOST, LOCATION, ORIGIN, SET_COOKIE};
use reqwest::{Client, Method, RequestBuilder, Response, redirect};
use serde_json::{Value, json};

use crate::world::{World, world};

pub(crate) struct Served {
    pub(crate) world: World,
    pub(crate) base: String,
    link: String,
    client: Client,
}

pub(crate) async fn served() -> Served {
    let world = world().await;
    let at = serve::start(&world.app, 0).await.unwrap();
    let client = Client::builder().redirect(redirect::Policy::none()).build().unwrap();
    Served { world, base: format!("http://{}", at.address), link: at.sign_in_link, client }
}

impl Served {
    pub(crate) fn ask(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.base)).timeout(Duration::from_secs(30))
    }

    pub(crate) async fn token(&self, scope: &str) -> String {
        let made =
            self.world.post("/api/core/tokens/", json!({"name": format!("a {scope}"), "scope": scope})).await;
        made["token"].as_str().unwrap().to_owned()
    }

    /// Signs in; the cookie.
    async fn sign_in(&self) -> String {
        let reply = self.client.get(&self.link).send().await.unwrap();
        assert_eq!((reply.status().as_u16(), reply.headers()[LOCATION].as_bytes()), (303, &b"/"[..]));
        let cookie = reply.headers()[SET_COOKIE].to_str().unwrap().to_owned();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
        cookie.split(';').next().unwrap().to_owned()
    }
}

async fn status(request: RequestBuilder) -> u16 {
    request.send().await.unwrap().status().as_u16()
}

async fn refusal(reply: Response) -> (u16, String) {
    let status = reply.status().as_u16();
    let body: Value = reply.json().await.unwrap();
    (status, body["code"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn nobody_gets_in_without_a_token_or_a_sign_in() {
    let served = served().await;
    for request in [
        served.ask(Method::GET, "/api/companies/"),
        served.ask(Method::GET, "/api/companies/").bearer_auth("mycrm_made_up"),
        served.ask(Method::GET, "/api/companies/").basic_auth("admin", Some("admin")),
        served.ask(Method::GET, "/api/companies/").header(COOKIE, "mycrm_session=1"),
        served.ask(Method::POST, "/api/core/tokens/").json(&json!({"name": "mine", "scope": "admin"})),
        served.ask(Method::GET, "/api/core/stream/"),
        served.ask(Method::GET, "/api/nothing/"),
    ] {
        assert_eq!(refusal(request.send().await.unwrap()).await, (401, "unauthorized".to_owned()));
    }
}

#[tokio::test]
async fn each_scope_may_do_what_it_says_and_no_more() {
    let served = served().await;
    let new = json!({"name": "x"});
    for (scope, read, write, admin) in
        [("read", 200, 403, 403), ("write", 200, 201, 403), ("admin", 200, 201, 200)]
    {
        let token = served.token(scope).await;
        assert_eq!(
            status(served.ask(Method::GET, "/api/companies").bearer_auth(&token)).await,
            read,
            "{scope}"
        );
        let post = served.ask(Method::POST, "/api/companies").bearer_auth(&token).json(&new);
        assert_eq!(status(post).await, write, "{scope}");
        let list = served.ask(Method::GET, "/api/core/tokens/").bearer_auth(&token);
        assert_eq!(status(list).await, admin, "{scope}");
        let settings = served.ask(Method::PATCH, "/api/core/settings/").bearer_auth(&token).json(&json!({}));
        assert_eq!(status(settings).await, admin, "{scope}");
    }
    let created = served.world.get("/api/companies/").await["results"][0]["created_by"].clone();
    assert!(created.as_str().unwrap().starts_with("api:a "), "the change log names the token: {created}");
}

#[tokio::test]
async fn a_revoked_token_is_worth_nothing_at_once() {
    let served = served().await;
    let token = served.token("write").await;
    let tokens = served.world.get("/api/core/tokens/").await;
    assert!(!tokens.to_string().contains(&token), "a token is shown once");
    let one = format!("/api/core/tokens/{}/", tokens["results"][0]["id"].as_str().unwrap());
    assert_eq!(served.world.send("DELETE", &one, &[], "").await.status, 204);
    assert_eq!(status(served.ask(Method::GET, "/api/companies/").bearer_auth(&token)).await, 401);
}

#[tokio::test]
async fn a_name_that_was_pointed_at_this_computer_gets_nothing() {
    let served = served().await;
    let token = served.token("admin").await;
    let port = served.base.rsplit(':').next().unwrap();
    for (host, expected) in [
        (format!("localhost:{port}"), 200),
        (format!("evil.example:{port}"), 403),
        ("127.0.0.1".to_owned(), 403),
        ("127.0.0.1:1".to_owned(), 403),
    ] {
        for path in ["/api/companies/", "/api/schema/"] {
            let request = served.ask(Method::GET, path).header(HOST, &host).bearer_auth(&token);
            assert_eq!(status(request).await, expected, "{host} {path}");
        }
    }
}

#[tokio::test]
async fn a_browser_signs_in_once_by_link_and_other_pages_cannot_use_its_cookie() {
    let served = served().await;
    let cookie = served.sign_in().await;
    assert_eq!(status(served.client.get(&served.link)).await, 403, "the link is used up");
    assert_eq!(
        status(served.client.get(&served.link).header(COOKIE, &cookie)).await,
        303,
        "who is in stays in"
    );
    assert_eq!(status(served.ask(Method::GET, "/api/companies/").header(COOKIE, &cookie)).await, 200);
    let port = served.base.rsplit(':').next().unwrap();
    for (origin, expected) in [
        (Some(served.base.clone()), 201),
        (Some("http://evil.example".to_owned()), 403),
        (Some(format!("http://localhost:{port}")), 403),
        (Some("null".to_owned()), 403),
        (None, 403),
    ] {
        let mut request =
            served.ask(Method::POST, "/api/companies/").header(COOKIE, &cookie).json(&json!({"name": "x"}));
        if let Some(origin) = &origin {
            request = request.header(ORIGIN, origin);
        }
        assert_eq!(status(request).await, expected, "{origin:?}");
    }
    assert_eq!(served.world.get("/api/companies/").await["count"], 1);
}

#[tokio::test]
async fn every_answer_tells_the_browser_to_run_nothing_foreign() {
    let served = served().await;
    for path in ["/", "/api/docs/", "/api/schema/", "/api/companies/", "/sign-in", "/assets/none.js"] {
        let reply = served.ask(Method::GET, path).send().await.unwrap();
        let policy = reply.headers()[CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
        assert!(policy.contains("script-src 'self';") && policy.contains("frame-ancestors 'none'"), "{path}");
        assert!(!reply.headers().contains_key("access-control-allow-origin"), "{path}");
    }
}

#[tokio::test]
async fn the_interactive_page_needs_nothing_from_elsewhere() {
    let served = served().await;
    let page = served.ask(Method::GET, "/api/docs/").send().await.unwrap().text().await.unwrap();
    assert!(!page.contains("http://") && !page.contains("https://"), "{page}");
    for script in page.split("<script").skip(1) {
        assert!(script.starts_with(" src=\"./"), "an inline script would not run: {script}");
    }
    let bundle = served.ask(Method::GET, "/api/docs/swagger-ui-bundle.js").send().await.unwrap();
    assert_eq!(bundle.status(), 200);
    let schema: Value = served.ask(Method::GET, "/api/schema").send().await.unwrap().json().await.unwrap();
    assert!(schema["paths"]["/api/leads/"].is_object());
}

#[tokio::test]
async fn a_script_posts_a_form_and_reads_its_record_back() {
    let served = served().await;
    let token = served.token("write").await;
    let form = [("first_name", "Ada"), ("email", "ada@x.example"), ("tags", "a"), ("tags", "b")];
    let lead: Value = served
        .ask(Method::POST, "/api/leads")
        .bearer_auth(&token)
        .form(&form)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(lead["tags"], json!(["a", "b"]));
    let one = format!("/api/leads/{}", lead["id"].as_str().unwrap());
    let again: Value =
        served.ask(Method::GET, &one).bearer_auth(&token).send().await.unwrap().json().await.unwrap();
    assert_eq!(again, lead);
}

#[tokio::test]
async fn one_who_asks_too_often_is_told_when_to_come_back() {
    let served = served().await;
    let token = served.token("read").await;
    let mut refused = None;
    for _ in 0..3000 {
        let reply = served.ask(Method::GET, "/api/core/jobs/").bearer_auth(&token).send().await.unwrap();
        if reply.status() == 429 {
            refused = Some(reply);
            break;
        }
    }
    let refused = refused.expect("a wild loop is stopped");
    assert!(refused.headers().contains_key("retry-after"));
    assert_eq!(refusal(refused).await.1, "rate_limited");
    let other = served.token("write").await;
    assert_eq!(status(served.ask(Method::GET, "/api/core/jobs/").bearer_auth(&other)).await, 200);
}

#[tokio::test]
async fn events_reach_a_listener_and_end_with_the_app() {
    let served = served().await;
    let token = served.token("read").await;
    let mut stream = served.ask(Method::GET, "/api/core/stream/").bearer_auth(&token).send().await.unwrap();
    assert_eq!(stream.headers()["content-type"], "text/event-stream");
    let id = served.world.new_id("/api/companies/", json!({"name": "Acme"})).await;
    let mut heard = String::new();
    while !heard.contains(&format!("companies:{id}")) {
        heard.push_str(&String::from_utf8_lossy(&stream.chunk().await.unwrap().expect("the stream goes on")));
    }
    assert!(heard.contains("event: change") && heard.contains("\"origin\":\"user\""), "{heard}");
    served.world.app.shutdown().await;
    while stream.chunk().await.unwrap().is_some() {}
}

#[tokio::test]
async fn a_stream_ends_when_its_token_is_revoked() {
    let served = served().await;
    let (revoked, other) = (served.token("read").await, served.token("write").await);
    let listen =
        async |token: &str| served.ask(Method::GET, "/api/core/stream/").bearer_auth(token).send().await;
    let (mut stream, mut stays) = (listen(&revoked).await.unwrap(), listen(&other).await.unwrap());
    let tokens = served.world.get("/api/core/tokens/").await;
    let token = tokens["results"].as_array().unwrap().iter().find(|token| token["scope"] == "read").unwrap();
    let one = format!("/api/core/tokens/{}/", token["id"].as_str().unwrap());
    served.world.send("DELETE", &one, &[], "").await.success();
    let id = served.world.new_id("/api/companies/", json!({"name": "Acme"})).await;
    while let Some(heard) = stream.chunk().await.unwrap() {
        assert!(!String::from_utf8_lossy(&heard).contains(&id), "it heard what came after");
    }
    let mut heard = String::new();
    while !heard.contains(&id) {
        heard.push_str(&String::from_utf8_lossy(&stays.chunk().await.unwrap().expect("the stream goes on")));
    }
}
