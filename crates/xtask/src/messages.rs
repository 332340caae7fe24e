//! The texts for the user that Rust makes in parts (`message!`), listed so that the UI can have them in other languages.

use std::collections::BTreeSet;

use crate::call::{Doing as _, Outcome, failed};
use crate::workspace::Workspace;

/// English texts, in the order of the alphabet.
const LIST: &str = "ui/src/shared/i18n/messages.gen.json";
const MACRO: &str = "message!(";

pub(crate) fn write(workspace: &Workspace) -> Outcome {
    let mut texts = BTreeSet::new();
    for file in workspace.files()?.iter().filter(|file| is_shipped(file)) {
        let source = std::fs::read_to_string(workspace.root.join(file));
        let source = source.doing(format_args!("cannot read {file}"))?;
        let Some(found) = texts_of(&source) else {
            return failed(format!(
                "{file}: `message!` takes its text as a plain literal, so that it can be listed"
            ));
        };
        texts.extend(found);
    }
    let json = serde_json::to_string_pretty(&texts).unwrap_or_default();
    std::fs::write(workspace.root.join(LIST), json + "\n").doing(format_args!("cannot write {LIST}"))
}

/// The macro's own file shows how it is used.
fn is_shipped(file: &str) -> bool {
    file.starts_with("crates/")
        && file.contains("/src/")
        && !file.starts_with("crates/xtask/")
        && file.ends_with(".rs")
        && !file.ends_with("crm/src/message.rs")
}

/// The texts of all `message!` of a source; `None` where one is not a literal that can be read.
fn texts_of(source: &str) -> Option<Vec<String>> {
    source.split(MACRO).skip(1).map(|after| literal(after.trim_start())).collect()
}

/// A string literal at the beginning, with its escapes resolved as JSON has them too.
fn literal(source: &str) -> Option<String> {
    let rest = source.strip_prefix('"')?;
    let mut escaped = false;
    let end = rest.char_indices().find(|(_, letter)| {
        let is_end = *letter == '"' && !escaped;
        escaped = *letter == '\\' && !escaped;
        is_end
    })?;
    serde_json::from_str(&format!("\"{}\"", &rest[..end.0])).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_found_wherever_they_stand() {
        let source = r#"f(message!("may not be empty")); message!(
            "the “{name}” says \"no\"",
            name
        )"#;
        let found = texts_of(source).expect("texts");
        assert_eq!(found, ["may not be empty", "the “{name}” says \"no\""]);
        assert_eq!(texts_of("message!(TEXT)"), None, "a constant cannot be listed");
    }
}
