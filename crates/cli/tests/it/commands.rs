//! Commands with nothing else running.

use serde_json::json;

use crate::program::folder;

#[test]
fn a_token_is_printed_alone_listed_without_itself_and_revoked() {
    let folder = folder();
    let made = folder.run(&["token", "create", "script", "--scope", "read"]);
    let token = made.ok();
    assert!(token.starts_with("mycrm_") && token.lines().count() == 1, "{token}");
    assert_eq!(made.out, format!("{token}\n"), "nothing but the token");
    let list = folder.run(&["token", "list"]);
    assert!(list.ok().starts_with("script\tread\t") && !list.out.contains(token), "{}", list.out);
    assert_eq!(folder.run(&["token", "create", "script"]).code, 1, "one name, one token");
    folder.run(&["token", "revoke", "script"]).ok();
    assert_eq!(folder.run(&["token", "list", "--json"]).json()["results"], json!([]));
    let unknown = folder.run(&["token", "revoke", "script"]);
    assert!(unknown.code == 1 && unknown.err.contains("script"), "{}", unknown.err);
}

#[test]
fn what_is_typed_wrong_is_told_with_exit_code_2() {
    let folder = folder();
    for (arguments, hint) in [
        (&["imprt"][..], "imprt"),
        (&["serve", "--port", "http"][..], "--port"),
        (&["token", "create", "x", "--scope", "root"][..], "read"),
        (&[][..], "serve"),
        (&["import", "x.csv", "--dry-run", "--yes"][..], "--yes"),
    ] {
        let ran = folder.run(arguments);
        assert_eq!(ran.code, 2, "{arguments:?}");
        assert!(ran.err.contains(hint), "{arguments:?}: {}", ran.err);
    }
    assert!(folder.run(&["--help"]).ok().contains("backup"));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "and nothing was touched");
}

#[test]
fn undo_without_anything_to_undo_says_so() {
    let ran = folder().run(&["undo"]);
    assert_eq!((ran.code, ran.err.trim_end()), (1, "There is nothing to undo."));
}

#[test]
fn a_backup_brings_back_what_was_there() {
    let folder = folder();
    folder.run(&["token", "create", "before"]).ok();
    let copy = folder.path().join("copy.db");
    let copy = copy.to_str().unwrap();
    folder.run(&["backup", copy]).ok();
    let again = folder.run(&["backup", copy]);
    assert!(
        again.code == 1 && again.err.contains("exists"),
        "an existing file is not overwritten: {}",
        again.err
    );
    folder.run(&["token", "create", "after"]).ok();
    folder.run(&["restore", copy]).ok();
    assert!(!folder.run(&["token", "list"]).ok().contains("after"));
    std::fs::write(folder.path().join("junk.db"), "not a database").unwrap();
    let junk = folder.run(&["restore", folder.path().join("junk.db").to_str().unwrap()]);
    assert!(junk.code == 1 && junk.err.starts_with("Nothing was restored"), "{}", junk.err);
    assert!(folder.run(&["token", "list"]).ok().contains("before"));
}

#[test]
fn doctor_says_what_is_well_and_how_to_mend_what_is_not() {
    let folder = folder();
    let checks = folder.run(&["doctor", "--json"]).json();
    assert_eq!(checks["ok"], true, "{checks}");
    let mut command = folder.command(&["doctor"]);
    let ill = command.env_remove("MYCRM_SECRETS_PASSPHRASE").output().unwrap();
    assert_eq!(ill.status.code(), Some(1));
    assert!(String::from_utf8(ill.stdout).unwrap().contains("MYCRM_SECRETS_PASSPHRASE"));
    std::fs::write(folder.path().join("mycrm.db"), vec![7; 100_000]).unwrap();
    let damaged = folder.run(&["doctor"]);
    assert!(damaged.code == 1 && damaged.out.contains("restore"), "{}", damaged.out);
}

#[test]
fn the_printed_document_is_the_committed_one() {
    let printed = folder().run(&["schema"]);
    printed.ok();
    let committed =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../ui/openapi.json")).unwrap();
    assert!(
        printed.out == committed.replace("\r\n", "\n"),
        "ui/openapi.json is stale; `cargo xtask gen` writes it"
    );
}
