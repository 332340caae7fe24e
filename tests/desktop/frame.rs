//! What passes between the page and the app, measured in the page itself.

use mycrm_tests::{Desk, Window};
use serde_json::json;

#[test]
fn the_page_reaches_the_app_over_raw_bytes_and_nothing_else() {
    let Some(desk) = Desk::set_up() else { return };
    let window = Window::open(&desk, &[]);

    let refusal = window.driver.script_async(
        "return await window.__TAURI_INTERNALS__.invoke('api', { method: 'GET', path: '/api/core/status/' })\
           .then(() => 'taken', (error) => error.code);",
        &[],
    );
    assert_eq!(refusal, json!("bad_request"), "a request as JSON means that bytes travel the slow way");

    let (status, body) = window.request("GET", "/api/core/status/", None);
    assert_eq!(status, 200, "{body}");
}

#[test]
fn the_page_cannot_reach_what_it_does_not_need() {
    let Some(desk) = Desk::set_up() else { return };
    let window = Window::open(&desk, &[]);
    for command in [
        "plugin:window|close",
        "plugin:event|listen",
        "plugin:dialog|open",
        "plugin:opener|open_url",
        "plugin:app|version",
    ] {
        let answer = window.driver.script_async(
            "return await window.__TAURI_INTERNALS__.invoke(args[0]).then(() => 'done', (error) => String(error));",
            &[json!(command)],
        );
        let answer = answer.as_str().unwrap_or_default().to_owned();
        assert!(answer.contains("not allowed") || answer.contains("not found"), "{command}: {answer}");
    }
    let reachable = window.driver.script("return typeof window.__TAURI__", &[]);
    assert_eq!(reachable, json!("undefined"), "no global Tauri object");

    let outside = window.driver.script_async(
        "return await fetch('http://127.0.0.1:9/').then(() => 'sent', (error) => error.name);",
        &[],
    );
    assert_eq!(outside, json!("TypeError"), "the policy of the page allows no other connections");

    let refusal = window.driver.script_async(
        "return await window.__TAURI_INTERNALS__.invoke('open_external', { url: 'file:///etc/passwd' })\
           .then(() => 'opened', (error) => error.code);",
        &[],
    );
    assert_eq!(refusal, json!("forbidden"));
}
