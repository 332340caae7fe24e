//! Writes the triggers that log every row change and keep the search index, from the registry.

use crate::registry::{SEARCH_SHIFT, Search, TABLES, Table};

/// Raised when a row is written outside [`crate::Store::begin`].
pub(crate) const NO_CONTEXT: &str = "write without a context";

/// All statements, dropping what an earlier version made first.
pub(crate) fn statements() -> Vec<String> {
    TABLES
        .iter()
        .flat_map(|t| {
            let mut all = log_triggers(t);
            all.extend(t.search.as_ref().map_or_else(Vec::new, |s| search_triggers(t, s)));
            all
        })
        .collect()
}

fn log_triggers(table: &Table) -> Vec<String> {
    let Table { name, fields, .. } = table;
    let guard =
        format!("SELECT RAISE(ABORT, '{NO_CONTEXT}') WHERE NOT EXISTS (SELECT 1 FROM write_context);");
    let each = |separator: &str, text: &dyn Fn(&str) -> String| {
        fields.iter().map(|f| text(f)).collect::<Vec<_>>().join(separator)
    };
    let inserted = each(" UNION ALL ", &|f| format!("SELECT '{f}' AS f, NULL AS o, NEW.{f} AS n"));
    let updated = each(" UNION ALL ", &|f| format!("SELECT '{f}' AS f, OLD.{f} AS o, NEW.{f} AS n"));
    let differs = each(" OR ", &|f| format!("OLD.{f} IS NOT NEW.{f}"));
    let effective = table.effective.map_or_else(|| "effective_at".to_owned(), |f| format!("NEW.{f}"));
    let log = |kind: &str, rows: &str| {
        format!(
            "UPDATE write_context SET device_seq = device_seq + 1 WHERE mode = 0;
             INSERT INTO changes (tx, device, device_seq, table_name, row_id, kind, effective_at, fields)
             SELECT tx, device, device_seq, '{name}', NEW.id, '{kind}', {effective},
               (SELECT json_group_object(f, json_array(o, n)) FROM ({rows}) WHERE o IS NOT n)
             FROM write_context WHERE mode = 0;"
        )
    };
    vec![
        format!(
            "CREATE TRIGGER log_{name}_insert AFTER INSERT ON {name} BEGIN {guard} {} END",
            log("insert", &inserted)
        ),
        format!(
            "CREATE TRIGGER log_{name}_update AFTER UPDATE ON {name} WHEN {differs} BEGIN {guard} {} END",
            log("update", &updated)
        ),
        format!(
            "CREATE TRIGGER log_{name}_id BEFORE UPDATE OF id ON {name} WHEN OLD.id IS NOT NEW.id
             BEGIN SELECT RAISE(ABORT, 'a row keeps its id'); END"
        ),
        format!(
            "CREATE TRIGGER log_{name}_delete BEFORE DELETE ON {name}
             WHEN NOT EXISTS (SELECT 1 FROM write_context WHERE mode = 2)
             BEGIN SELECT RAISE(ABORT, 'rows are marked deleted, never removed'); END"
        ),
    ]
}

fn search_triggers(table: &Table, search: &Search) -> Vec<String> {
    let name = table.name;
    let text = |row: &str| (search.title.replace('$', row), search.body.replace('$', row));
    let (new_title, new_body) = text("NEW");
    let (old_title, old_body) = text("OLD");
    let base = search.kind << SEARCH_SHIFT;
    let rowid = format!("({base} + NEW.no)");
    let add = format!(
        "INSERT INTO search_words (rowid, title, body) VALUES ({rowid}, {new_title}, {new_body});
         INSERT INTO search_parts (rowid, title) VALUES ({rowid}, {new_title});"
    );
    let remove = format!(
        "DELETE FROM search_words WHERE rowid = {rowid}; DELETE FROM search_parts WHERE rowid = {rowid};"
    );
    let old_remove = remove.replace("NEW.no", "OLD.no");
    vec![
        format!(
            "CREATE TRIGGER search_{name}_insert AFTER INSERT ON {name} WHEN NEW.deleted_at IS NULL BEGIN {add} END"
        ),
        format!(
            "CREATE TRIGGER search_{name}_update AFTER UPDATE ON {name}
             WHEN OLD.deleted_at IS NULL AND NEW.deleted_at IS NULL
              AND (({old_title}) IS NOT ({new_title}) OR ({old_body}) IS NOT ({new_body}))
             BEGIN {remove} {add} END"
        ),
        format!(
            "CREATE TRIGGER search_{name}_remove AFTER UPDATE ON {name}
             WHEN OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL BEGIN {remove} END"
        ),
        format!(
            "CREATE TRIGGER search_{name}_gone AFTER DELETE ON {name} WHEN OLD.deleted_at IS NULL
             BEGIN {old_remove} END"
        ),
        format!(
            "CREATE TRIGGER search_{name}_restore AFTER UPDATE ON {name}
             WHEN OLD.deleted_at IS NOT NULL AND NEW.deleted_at IS NULL BEGIN {add} END"
        ),
    ]
}
