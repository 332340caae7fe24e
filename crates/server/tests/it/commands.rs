//! The commands for whoever runs the server.

use serde_json::{Value, json};

use crate::program::Program;

fn said(program: &Program, arguments: &[&str], input: &str) -> (bool, String) {
    let output = program.run(arguments, input);
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(text).expect("text"))
}

#[test]
fn accounts_are_made_listed_and_given_new_passwords() {
    let program = Program::new();
    let create = ["user", "create", "Anna@Example.org", "--workspace", "Berg", "--name", "Anna Berg"];
    let (done, text) = said(&program, &create, "correct horse battery\n");
    assert!(done && text.contains("the new workspace \"Berg\", with a new account"), "{text}");
    let (done, text) = said(&program, &create, "");
    assert!(!done && text.contains("is in the workspace already"), "{text}");
    let again = ["user", "create", "anna@example.org", "--workspace", "Tal", "--role", "viewer"];
    let (done, text) = said(&program, &again, "");
    assert!(done && text.contains("with the account and password that were there"), "{text}");
    let (done, text) = said(&program, &["user", "create", "x@example.org", "--workspace", "Berg"], "short\n");
    assert!(!done && text.contains("too short"), "{text}");
    let (done, text) = said(&program, &["user", "create", "no address", "--workspace", "Berg"], "");
    assert!(!done && text.contains("no e-mail address"), "{text}");

    let (_, text) = said(&program, &["user", "list"], "");
    assert_eq!(
        text,
        "anna@example.org  Anna Berg (owner in Berg)\nanna@example.org  Anna Berg (viewer in Tal)\n"
    );
    let (_, text) = said(&program, &["workspace", "list"], "");
    assert!(text.contains("Berg (1 members)") && text.contains("Tal (1 members)"), "{text}");

    let reset = ["user", "reset-password", "anna@example.org", "--remove-second-factor"];
    let (done, text) = said(&program, &reset, "another long password\r\n");
    assert!(done, "{text}");
    let (done, text) = said(&program, &["user", "reset-password", "x@example.org"], "another long password");
    assert!(!done && text.contains("no account"), "{text}");
    let (done, text) = said(&program, &["user", "reset-second-factor", "anna@example.org"], "");
    assert!(!done && text.contains("no second factor"), "{text}");
    let (done, text) = said(&program, &["user", "reset-second-factor", "x@example.org"], "");
    assert!(!done && text.contains("no account"), "{text}");
}

#[test]
fn a_damaged_database_is_named_and_can_be_replaced() {
    let program = Program::new();
    let create = ["user", "create", "anna@example.org", "--workspace", "Berg"];
    assert!(said(&program, &create, "correct horse battery\n").0);
    let before = said(&program, &["user", "list"], "");
    let backup = program.data().join("kept.db");
    let backup = backup.to_str().expect("a path");
    assert!(said(&program, &["backup", "--to", backup], "").0);
    let file = program.data().join("mycrm-server.db");
    let length = std::fs::metadata(&file).expect("the database").len();
    let noise: Vec<u8> = (0..length).map(|at| (at * 7 % 251) as u8).collect();
    std::fs::write(&file, noise).expect("damage");

    let (done, text) = said(&program, &["user", "list"], "");
    assert!(!done && text.contains("mycrm-server restore") && text.contains("mycrm-server.db"), "{text}");
    let (done, text) = said(&program, &["restore", "--from", backup], "");
    assert!(done && text.contains("is kept beside the new one"), "{text}");
    assert_eq!(said(&program, &["user", "list"], ""), before);
}

#[tokio::test]
async fn a_new_password_counts_while_the_server_runs_and_signs_devices_out() {
    let program = Program::new();
    program.run(&["user", "create", "anna@example.org", "--workspace", "Berg"], "correct horse battery\n");
    let serving = program.serve(&[], "info");
    let sign_in = async |password: &str| {
        let body = json!({
            "email": "anna@example.org", "password": password, "device": {"name": "Laptop", "platform": "linux"},
        });
        let request = reqwest::Client::new().post(format!("{}/api/v1/sign_in", serving.base)).json(&body);
        let response = request.send().await.unwrap();
        (response.status().as_u16(), response.json::<Value>().await.unwrap())
    };
    let (status, session) = sign_in("correct horse battery").await;
    assert_eq!(status, 200);
    program.run(&["user", "reset-password", "anna@example.org"], "another long password\n");
    let body = json!({"refresh_token": session["refresh_token"]});
    let renew = reqwest::Client::new().post(format!("{}/api/v1/token", serving.base)).json(&body);
    assert_eq!(renew.send().await.unwrap().status(), 401);
    assert_eq!(sign_in("correct horse battery").await.0, 401);
    assert_eq!(sign_in("another long password").await.0, 200);
}
