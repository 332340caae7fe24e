//! What can be seen in a single Rust file: its opening sentence, and SQL where none belongs.

use super::Source;

pub(super) fn module_docs(sources: &[Source]) -> Vec<String> {
    sources
        .iter()
        .filter(|source| source.is(".rs") && !source.is_generated())
        .filter(|source| !opens_with_a_sentence(&source.text))
        .map(|source| source.finding(1, "does not start with `//!` and a sentence on what the module is for"))
        .collect()
}

fn opens_with_a_sentence(text: &str) -> bool {
    let paragraph: Vec<&str> = text
        .lines()
        .map_while(|line| line.strip_prefix("//!"))
        .map(str::trim)
        .take_while(|line| !line.is_empty())
        .collect();
    paragraph.last().is_some_and(|end| end.ends_with(['.', ':']))
}

/// How a statement begins. Only in capitals, as this project writes SQL, so that prose is not taken for it.
const STATEMENTS: [&str; 17] = [
    "SELECT",
    "INSERT",
    "UPDATE",
    "DELETE",
    "REPLACE",
    "WITH",
    "CREATE",
    "ALTER",
    "DROP",
    "PRAGMA",
    "ATTACH",
    "DETACH",
    "VACUUM",
    "BEGIN",
    "COMMIT",
    "ROLLBACK",
    "SAVEPOINT",
];

/// SQL outside files called `store.rs`, folders called `store`, and the two crates that are about the database.
/// Tests may look into the database: what they promise is often what is in it.
pub(super) fn sql_outside_stores(sources: &[Source]) -> Vec<String> {
    sources
        .iter()
        .filter(|source| source.is(".rs") && !may_hold_sql(&source.path))
        .flat_map(|source| {
            sql_lines(&source.text).into_iter().map(|line| {
                source.finding(
                    line,
                    "SQL belongs into a store.rs or a store/ folder of the crate that owns the table",
                )
            })
        })
        .collect()
}

fn may_hold_sql(path: &str) -> bool {
    path.starts_with("crates/bench/")
        || path.split('/').any(|part| ["store", "store.rs", "tests", "tests.rs"].contains(&part))
}

/// The lines, counted from 1, on which a string literal starts with a statement.
fn sql_lines(text: &str) -> Vec<usize> {
    text.match_indices('"')
        .filter(|(at, _)| {
            let literal = text[at + 1..].trim_start_matches(|c: char| c.is_whitespace() || c == '\\');
            STATEMENTS.iter().any(|statement| {
                let rest = literal.strip_prefix(statement);
                rest.is_some_and(|rest| rest.starts_with(char::is_whitespace) && is_more_than_a_word(rest))
            })
        })
        .map(|(at, _)| text[..at].matches('\n').count() + 1)
        .collect()
}

/// `"UPDATE "` alone is a word someone looks for; a statement goes on.
fn is_more_than_a_word(rest: &str) -> bool {
    rest.trim_start().starts_with(|c: char| c.is_alphanumeric() || "*({\"_".contains(c) && c != '"')
}

#[cfg(test)]
mod tests {
    use super::super::source;
    use super::*;

    #[test]
    fn a_module_without_an_opening_sentence_is_found() {
        assert!(module_docs(&source("a.rs", "//! Opens the database.\n\nuse x;\n")).is_empty());
        assert!(
            module_docs(&source("a.rs", "//! Opens the database,\n//! and migrates it.\n//!\n//! More\n"))
                .is_empty()
        );
        assert_eq!(module_docs(&source("a.rs", "use x;\n")).len(), 1);
        assert_eq!(module_docs(&source("a.rs", "//!\nuse x;\n")).len(), 1);
        assert_eq!(module_docs(&source("a.rs", "//! database\nuse x;\n")).len(), 1);
    }

    #[test]
    fn sql_is_found_wherever_it_is_not_a_stores() {
        // With a stand-in for the quotes, so that this file does not find itself.
        let text = "//! Doc.\nlet a = 'SELECT id FROM lead';\nlet b = r#'\n  INSERT INTO lead'#;\n"
            .replace('\'', "\"");
        let text = text.as_str();
        assert_eq!(sql_outside_stores(&source("crates/crm/src/leads.rs", text)).len(), 2);
        assert!(sql_outside_stores(&source("crates/crm/src/leads.rs", text))[0].contains("leads.rs:2:"));
        assert!(sql_outside_stores(&source("crates/crm/src/leads/store.rs", text)).is_empty());
        assert!(sql_outside_stores(&source("crates/crm/src/store/leads.rs", text)).is_empty());
        assert!(sql_outside_stores(&source("crates/store/src/open.rs", text)).is_empty());
        assert!(sql_outside_stores(&source("crates/crm/tests/it/leads.rs", text)).is_empty());
    }

    #[test]
    fn prose_is_not_taken_for_sql() {
        let text = "\"Update your name\" \"WITH\" \"UPDATE \" \"SELECTED rows\"";
        assert!(sql_outside_stores(&source("crates/api/src/a.rs", text)).is_empty());
    }
}
