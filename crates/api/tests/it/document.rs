//! The OpenAPI document: complete, unambiguous, and the committed one.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

fn document() -> Value {
    serde_json::to_value(mycrm_api::document()).unwrap()
}

/// Path, method and operation of each.
fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let paths = document["paths"].as_object().unwrap();
    let all = paths.iter().flat_map(|(path, item)| {
        item.as_object()
            .unwrap()
            .iter()
            .map(move |(method, operation)| (path.clone(), method.clone(), operation.clone()))
    });
    all.filter(|(_, _, operation)| operation.get("responses").is_some()).collect()
}

#[test]
fn the_committed_document_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/openapi.json");
    let now = format!("{}\n", serde_json::to_string_pretty(&mycrm_api::document()).unwrap());
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    assert!(committed == now, "ui/openapi.json is stale; `cargo xtask gen` writes it");
}

#[test]
fn every_operation_has_a_name_of_its_own_and_says_how_it_is_refused() {
    let document = document();
    let mut seen = BTreeMap::new();
    for (path, method, operation) in operations(&document) {
        let id =
            operation["operationId"].as_str().unwrap_or_else(|| panic!("{method} {path} has no operationId"));
        if let Some(other) = seen.insert(id.to_owned(), path.clone()) {
            panic!("{id} is both {other} and {path}");
        }
        assert!(
            operation["responses"]["default"]["content"]["application/json"].is_object(),
            "{method} {path}"
        );
        assert!(path.ends_with('/'), "{path} is declared without its slash");
    }
    assert!(seen.len() > 60, "{}", seen.len());
}

/// Two types of one name overwrite each other in the document, so the sources are asked.
#[test]
fn no_two_types_of_the_wire_have_one_name() {
    let mut seen = BTreeMap::new();
    for path in sources(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        for name in described_types(&std::fs::read_to_string(&path).unwrap()) {
            if let Some(other) = seen.insert(name.clone(), path.clone()) {
                panic!("{name} is in {} and in {}", other.display(), path.display());
            }
        }
    }
    assert!(seen.len() > 50, "{seen:?}");
}

fn sources(path: PathBuf) -> Vec<PathBuf> {
    if path.is_dir() {
        return std::fs::read_dir(&path).unwrap().flat_map(|entry| sources(entry.unwrap().path())).collect();
    }
    vec![path]
}

/// The names that derived types have in the document.
fn described_types(source: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut lines = source.lines();
    while let Some(line) = lines.next() {
        if !(line.starts_with("#[derive(") && line.contains("ToSchema")) {
            continue;
        }
        let mut renamed = None;
        for line in lines.by_ref() {
            if let Some((_, rest)) = line.split_once("schema(as = ") {
                renamed = rest.split(')').next().map(str::to_owned);
            }
            if let Some((_, rest)) = line.split_once("struct ").or_else(|| line.split_once("enum ")) {
                let name = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap().to_owned();
                names.push(renamed.unwrap_or(name));
                break;
            }
        }
    }
    names
}

#[test]
fn every_reference_leads_somewhere() {
    let document = document();
    let text = document.to_string();
    for reference in text.split("\"#/components/schemas/").skip(1) {
        let name = reference.split('"').next().unwrap();
        assert!(document["components"]["schemas"][name].is_object(), "{name} is not described");
    }
}
