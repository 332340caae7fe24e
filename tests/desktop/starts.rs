//! Starts that meet something in the way: another start, a database that cannot be opened, no display, a crash.

use mycrm_tests::{Desk, Program, Window, until};
use serde_json::json;

/// A database as a later version of MyCRM leaves it: its list of migrations ends with one unknown here.
const NEWER: &[u8] = include_bytes!("newer.db");

const DATABASE: &str = "mycrm.db";

#[test]
fn a_second_start_ends_and_the_first_goes_on() {
    let Some(desk) = Desk::set_up() else { return };
    let mut first = desk.app().start();
    let pointer = desk.pointer();
    until("the first window", || pointer.window("^MyCRM$"));
    let (code, stderr) = desk.app().start().end();
    assert_eq!(code, 0, "{stderr}");
    assert!(first.ended().is_none(), "the first start goes on");
}

#[test]
fn closing_the_window_ends_the_app_where_no_tray_could_bring_it_back() {
    let Some(desk) = Desk::set_up() else { return };
    let mut app = desk.app().start();
    let pointer = desk.pointer();
    let window = until("the window", || pointer.window("^MyCRM$"));
    desk.server().close(&window);
    let (code, stderr) = app.end();
    assert_eq!(code, 0, "{stderr}");
}

#[test]
fn a_start_on_a_folder_that_another_program_holds_says_so() {
    let Some(desk) = Desk::set_up() else { return };
    let mut serving = desk.headless().args(["serve", "--port", "0"]).start();
    let line = serving.line();
    assert!(line.starts_with("listening on http://127.0.0.1:"), "{line}");
    let (code, message) = refused_start(&desk, desk.app());
    assert_eq!(code, 3, "{message}");
    assert!(message.contains("in use"), "{message}");
    assert!(serving.ended().is_none(), "the other program goes on");
}

#[test]
fn a_newer_database_is_left_alone_and_the_message_says_what_to_do() {
    let Some(desk) = Desk::set_up() else { return };
    let file = desk.data_dir().join(DATABASE);
    std::fs::write(&file, NEWER).unwrap();
    let (code, message) = refused_start(&desk, desk.app());
    assert_eq!(code, 1, "{message}");
    assert!(message.contains("newer MyCRM"), "{message}");
    assert!(std::fs::read(&file).unwrap() == NEWER, "the file was changed");
}

#[test]
fn a_damaged_database_is_left_alone_and_the_message_says_what_to_do() {
    let Some(desk) = Desk::set_up() else { return };
    let file = desk.data_dir().join(DATABASE);
    let damaged = b"not a database ".repeat(1000);
    std::fs::write(&file, &damaged).unwrap();
    let (code, message) = refused_start(&desk, desk.app());
    assert_eq!(code, 1, "{message}");
    assert!(message.contains("damaged") && message.contains("restore"), "{message}");
    assert!(std::fs::read(&file).unwrap() == damaged, "the file was changed");
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let Some(desk) = Desk::set_up() else { return };
    // Not even the administrator makes folders there.
    let (code, message) = refused_start(&desk, desk.app().env("MYCRM_DATA_DIR", "/proc/mycrm"));
    assert_eq!(code, 1, "{message}");
    assert!(message.contains("/proc/mycrm"), "{message}");
}

#[test]
fn without_a_display_the_app_says_so_and_serves_the_browser() {
    let Some(desk) = Desk::set_up() else { return };
    for app in [desk.app().without_env("DISPLAY"), desk.app().env("DISPLAY", ":4242")] {
        let mut app = app.start();
        let line = app.line();
        assert!(line.starts_with("listening on http://127.0.0.1:"), "{line}");
        app.signal("TERM");
        let (code, stderr) = app.end();
        assert_eq!(code, 0, "{stderr}");
        assert!(stderr.contains("no display"), "{stderr}");
    }
}

#[test]
fn what_was_saved_survives_a_kill() {
    let Some(desk) = Desk::set_up() else { return };
    let window = Window::open(&desk, &[]);
    let (status, company) =
        window.request("POST", "/api/companies/", Some(&json!({ "name": "Unkillable Ltd" })));
    assert_eq!(status, 201, "{company}");
    window.kill();

    let window = Window::open(&desk, &[]);
    let id = company["id"].as_str().unwrap();
    let (status, company) = window.request("GET", &format!("/api/companies/{id}/"), None);
    assert_eq!((status, &company["name"]), (200, &json!("Unkillable Ltd")));
}

#[test]
fn the_window_comes_back_where_and_as_large_as_it_was() {
    let Some(desk) = Desk::set_up() else { return };
    let mut app = desk.app().start();
    let pointer = desk.pointer();
    let id = until("the window", || pointer.window("^MyCRM$"));
    pointer.resize(&id, 1111, 777);
    until("the new size", || (pointer.size(&id) == (1111, 777)).then_some(()));
    app.signal("TERM");
    assert_eq!(app.end().0, 0);

    let _app = desk.app().start();
    let id = until("the window", || pointer.window("^MyCRM$"));
    assert_eq!(pointer.size(&id), (1111, 777));
}

/// A start that must fail: answers its message with Enter, gives its exit code and what it wrote.
fn refused_start(desk: &Desk, app: Program) -> (i32, String) {
    let mut app = app.start();
    let pointer = desk.pointer();
    let message = until("the message", || {
        assert!(app.ended().is_none(), "it ended without a message in sight: {:?}", app.end());
        pointer.window("^MyCRM cannot start$")
    });
    assert!(pointer.window("^MyCRM$").is_none(), "no empty window beside the message");
    desk.picture(&message, "start-refused");
    pointer.focus(&message);
    pointer.key("Return");
    app.end()
}
