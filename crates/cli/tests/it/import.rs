//! `import` and `undo` from the shell.

use serde_json::{Value, json};

use crate::program::{Folder, folder};

const CONTACTS: &str = "First Name;Last Name;Email;Company\nAda;Lovelace;ada@engines.example;Engines Ltd\n\
    Grace;Hopper;grace@navy.example;Navy\nNo;Address;nowhere;Navy\n";

fn file(folder: &Folder) -> String {
    let path = folder.path().join("contacts.csv");
    std::fs::write(&path, CONTACTS).unwrap();
    path.to_str().unwrap().to_owned()
}

fn contacts(counts: &Value) -> u64 {
    counts["contacts"].as_u64().unwrap()
}

#[test]
fn a_file_is_tried_imported_repeated_and_taken_back() {
    let folder = folder();
    let file = file(&folder);
    let tried = folder.run(&["import", &file, "--kind", "contacts", "--dry-run", "--json"]).json();
    assert_eq!((contacts(&tried["created"]), &tried["errors"]), (2, &json!(1)), "{tried}");
    let done = folder.run(&["import", &file, "--kind", "contacts", "--yes", "--json"]).json();
    assert_eq!(tried, done, "the dry run told the truth");
    assert_eq!(done["created"]["companies"], 2);
    let again = folder.run(&["import", &file, "--kind", "contacts", "--yes", "--json"]).json();
    assert_eq!((contacts(&again["created"]), contacts(&again["unchanged"])), (0, 2), "{again}");
    folder.run(&["undo"]).ok();
    let after = folder.run(&["import", &file, "--kind", "contacts", "--yes", "--json"]).json();
    assert_eq!(contacts(&after["created"]), 2, "everything comes back");
}

#[test]
fn nothing_is_imported_without_a_yes() {
    let folder = folder();
    let file = file(&folder);
    let ran = folder.run(&["import", &file]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("would be created") && ran.err.contains("--yes"), "{}", ran.err);
    assert_eq!(folder.run(&["undo"]).code, 1, "there is nothing to take back");
}

#[test]
fn a_mapping_from_a_file_is_followed() {
    let folder = folder();
    let file = file(&folder);
    let mapping = folder.path().join("mapping.json");
    std::fs::write(&mapping, json!({"Last Name": "last_name", "Email": "email"}).to_string()).unwrap();
    let mapping = mapping.to_str().unwrap();
    let done =
        folder.run(&["import", &file, "--kind", "contacts", "--mapping", mapping, "--yes", "--json"]).json();
    assert_eq!((contacts(&done["created"]), &done["created"]["companies"]), (2, &json!(0)));
    std::fs::write(mapping, json!({"Surname": "last_name"}).to_string()).unwrap();
    let wrong = folder.run(&["import", &file, "--mapping", mapping, "--yes"]);
    assert!(
        wrong.code == 2 && wrong.err.contains("Surname") && wrong.err.contains("Last Name"),
        "{}",
        wrong.err
    );
}

#[test]
fn files_that_are_none_are_told_clearly() {
    let folder = folder();
    let missing = folder.run(&["import", "no-such-file.csv", "--yes"]);
    assert!(missing.code == 1 && missing.err.contains("no-such-file.csv"), "{}", missing.err);
    let empty = folder.path().join("empty.csv");
    std::fs::write(&empty, "").unwrap();
    let ran = folder.run(&["import", empty.to_str().unwrap(), "--yes"]);
    assert!(ran.code == 1 && ran.err.contains("empty"), "{}", ran.err);
}
