//! Commands while another process has the database.

use std::time::Duration;

use serde_json::{Value, json};

use crate::program::{Folder, folder};

/// One request with a token, from a runtime of its own.
fn get(url: &str, token: &str) -> (u16, Value) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    // Only the first one counts.
    let _ = rustls::crypto::ring::default_provider().install_default();
    runtime.block_on(async {
        let reply = reqwest::Client::new()
            .get(url)
            .bearer_auth(token)
            .timeout(Duration::from_secs(30))
            .send()
            .await
            .unwrap();
        (reply.status().as_u16(), reply.json().await.unwrap())
    })
}

fn contacts(folder: &Folder) -> String {
    let path = folder.path().join("contacts.csv");
    std::fs::write(&path, "Last Name,Email\nLovelace,ada@x.example\n").unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn serve_names_its_address_first_and_a_link_next_and_ends_on_a_signal() {
    let folder = folder();
    for signal in ["TERM", "INT"] {
        let mut serving = folder.serve();
        assert!(serving.base.starts_with("http://127.0.0.1:"));
        let second = serving.line();
        assert!(second.contains(&format!("{}/sign-in?code=", serving.base)), "{second}");
        assert_eq!(serving.signal(signal), Some(0), "SIG{signal} ends it in order");
        assert!(!folder.path().join("mycrm.channel").exists());
    }
}

#[test]
fn commands_reach_the_process_that_has_the_database() {
    let folder = folder();
    let serving = folder.serve();
    let token = folder.run(&["token", "create", "script"]).ok().to_owned();
    let file = contacts(&folder);
    let done = folder.run(&["import", &file, "--kind", "contacts", "--yes", "--json"]).json();
    assert_eq!(done["created"]["contacts"], 1);
    let (status, page) = get(&format!("{}/api/contacts", serving.base), &token);
    assert_eq!((status, &page["count"]), (200, &json!(1)), "it serves what the command imported");
    folder.run(&["undo"]).ok();
    assert_eq!(get(&format!("{}/api/contacts", serving.base), &token).1["count"], 0);
    let copy = folder.path().join("copy.db");
    folder.run(&["backup", copy.to_str().unwrap()]).ok();
    assert!(copy.metadata().unwrap().len() > 0);
    assert!(folder.run(&["sign-in"]).ok().starts_with(&serving.base));
    assert_eq!(folder.run(&["doctor"]).code, 0);
    assert_eq!(serving.signal("TERM"), Some(0));
    assert_eq!(folder.run(&["token", "list"]).ok().lines().count(), 1, "all of it was kept");
}

#[test]
fn what_needs_the_database_for_itself_ends_with_exit_code_3() {
    let folder = folder();
    let copy = folder.path().join("copy.db");
    folder.run(&["backup", copy.to_str().unwrap()]).ok();
    let _serving = folder.serve();
    for arguments in [&["serve", "--port", "0"][..], &["restore", copy.to_str().unwrap()][..]] {
        let ran = folder.run(arguments);
        assert_eq!(ran.code, 3, "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains("in use"), "{}", ran.err);
    }
}

#[test]
fn a_process_that_does_not_answer_is_told_with_exit_code_3() {
    let folder = folder();
    let _serving = folder.serve();
    std::fs::remove_file(folder.path().join("mycrm.channel")).unwrap();
    let ran = folder.run(&["undo"]);
    assert!(ran.code == 3 && ran.err.contains("does not answer"), "{}: {}", ran.code, ran.err);
}

#[test]
fn a_stranger_without_the_secret_gets_nothing_over_the_channel() {
    use std::io::{Read as _, Write as _};

    let folder = folder();
    let _serving = folder.serve();
    let note = folder.path().join("mycrm.channel");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(note.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
    let note: Value = serde_json::from_str(&std::fs::read_to_string(note).unwrap()).unwrap();
    let port = u16::try_from(note["port"].as_u64().unwrap()).unwrap();
    let mut stream = std::net::TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.write_all("0".repeat(note["secret"].as_str().unwrap().len()).as_bytes()).unwrap();
    let mut heard = Vec::new();
    let _ = stream.read_to_end(&mut heard);
    assert_eq!(heard, b"", "the door is shut without a word");
}
