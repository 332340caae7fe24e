//! Two windows of one workspace: the same deal is edited in both while the server is away.

use mycrm_tests::{Companion, Desk, PASSWORD, Window};
use serde_json::{Value, json};

const EMAIL: &str = "anna@example.org";

fn ok(window: &Window<'_>, method: &str, path: &str, body: Option<Value>) -> Value {
    let (status, answer) = window.request(method, path, body.as_ref());
    assert!((200..300).contains(&status), "{method} {path}: {status} {answer}");
    answer
}

/// Waits until nothing waits here or at the server.
fn sync(window: &Window<'_>) {
    window.watch("the window to be in step", || {
        let (status, answer) = window.request("POST", "/api/sync/now/", None);
        (status == 200 && answer["state"] == "synced").then_some(())
    });
}

#[test]
fn the_same_deal_edited_in_two_windows_offline_ends_equal_and_the_conflict_is_settled_with_a_click() {
    let (Some(desk), Some(other_desk)) = (Desk::set_up(), Desk::set_up()) else { return };
    let mut server = Companion::start(None);
    server.create_user(EMAIL, "Sales");
    let one = Window::open(&desk, &[]);
    let other = Window::open(&other_desk, &[]);
    for window in [&one, &other] {
        window.click_text("Start empty");
        let draft = json!({"server": server.base(), "email": EMAIL, "password": PASSWORD});
        ok(window, "POST", "/api/sync/connect/", Some(draft));
        sync(window);
    }
    let draft = json!({"name": "Lifting gear", "amount": "100.00", "currency": "EUR"});
    let deal = ok(&one, "POST", "/api/opportunities/", Some(draft));
    let path = format!("/api/opportunities/{}/", deal["id"].as_str().unwrap());
    sync(&one);
    sync(&other);

    server.kill();
    ok(&one, "PATCH", &path, Some(json!({"amount": "200.00", "next_step": "Call"})));
    ok(&other, "PATCH", &path, Some(json!({"amount": "300.00"})));
    one.wait_for_text("Offline");
    one.picture("sync-offline");
    server.start_again();
    for window in [&one, &other, &one] {
        sync(window);
    }
    for window in [&one, &other] {
        let deal = ok(window, "GET", &path, None);
        assert_eq!((&deal["amount"], &deal["next_step"]), (&json!("300.00"), &json!("Call")));
    }

    one.wait_for_text("To settle");
    assert!(one.wait_for("a[href*='/sync']").click(), "the state of sync leads to its page");
    one.wait_for_text("Lifting gear");
    one.settle();
    one.picture("sync-conflict");
    let button = one.watch("the other value", || {
        one.find_all("button").into_iter().find(|button| {
            button.attribute("aria-label").is_some_and(|name| name.starts_with("Use this one"))
        })
    });
    assert!(button.click(), "the button can be clicked");
    one.wait_for_text("In step with Sales");
    for window in [&one, &other] {
        sync(window);
        assert_eq!(ok(window, "GET", &path, None)["amount"], "200.00");
    }
    other.wait_for_text("In step");
    other.picture("sync-settled");
}
