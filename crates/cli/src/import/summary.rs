//! What an import did or would do.

use serde_json::{Map, Value};

use crate::print;

/// With `json`: one object {created, updated, unchanged, duplicates, errors}.
pub(super) fn print(json: bool, import: &Value, verb: &str) {
    if json {
        print::line(&object(import).to_string());
    } else {
        print::line(&text(import, verb));
    }
}

/// For the question that follows it: stdout is for the result.
pub(super) fn print_to_stderr(import: &Value) {
    eprintln!("{}", text(import, "would be"));
}

fn object(import: &Value) -> Value {
    let keys = ["created", "updated", "unchanged", "duplicates", "errors"];
    let summary = &import["summary"];
    Value::Object(keys.iter().map(|&key| (key.to_owned(), summary[key].clone())).collect::<Map<_, _>>())
}

fn text(import: &Value, verb: &str) -> String {
    let summary = &import["summary"];
    let mut lines = Vec::new();
    for what in ["created", "updated", "unchanged"] {
        let counts = summary[what].as_object().map(counts).unwrap_or_default();
        if !counts.is_empty() {
            lines.push(format!("{counts} {verb} {what}"));
        }
    }
    for what in ["duplicates", "errors"] {
        if summary[what].as_u64().unwrap_or(0) > 0 {
            lines.push(format!("{} rows with {what}", summary[what]));
        }
    }
    if lines.is_empty() {
        lines.push("The file has no rows.".to_owned());
    }
    lines.join("\n")
}

fn counts(by_type: &Map<String, Value>) -> String {
    let counted = by_type.iter().filter(|(_, count)| count.as_u64().unwrap_or(0) > 0);
    counted.map(|(name, count)| format!("{count} {name}")).collect::<Vec<_>>().join(", ")
}
