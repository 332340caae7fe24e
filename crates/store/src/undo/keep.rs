//! Which rows an undo leaves standing: those that somebody has built on since.

use std::collections::{BTreeMap, HashSet};

use sqlx::{AssertSqlSafe, SqliteConnection};

use super::Op;
use crate::registry::{self, ANY, TABLES, Table};
use crate::{ChangeKind, Id, Result};

/// Rows that the action made: id to table.
pub(super) type Made<'a> = BTreeMap<&'a str, &'static Table>;

/// The ids that an action made, as a table named `made`.
const MADE: &str = "WITH made AS MATERIALIZED (
   SELECT c.row_id, c.seq FROM transactions t JOIN changes c ON c.tx = t.id WHERE t.change_set_id = ?1 AND c.kind = 'insert')";

pub(super) fn made_by(ops: &[Op]) -> Made<'_> {
    ops.iter()
        .filter(|op| op.kind == ChangeKind::Insert)
        .filter_map(|op| Some((op.row.as_str(), registry::table(&op.table)?)))
        .collect()
}

/// Rows made by the action that were edited since, or that something made since belongs or points to; and with them
/// what they are made of and what they point to.
pub(super) async fn rows_to_keep(
    connection: &mut SqliteConnection,
    change_set: &Id,
    made: &Made<'_>,
) -> Result<HashSet<String>> {
    let mut keep = HashSet::new();
    let mut open = edited(connection, change_set).await?;
    open.extend(built_on(connection, change_set, made).await?);
    while let Some(row) = open.pop() {
        let Some(table) = made.get(row.as_str()) else { continue };
        if !keep.insert(row.clone()) {
            continue;
        }
        for link in table.links {
            let sql = format!("SELECT {} FROM {} WHERE id = ?1", link.field, table.name);
            let target: Option<Option<String>> =
                sqlx::query_scalar(AssertSqlSafe(sql)).bind(&row).fetch_optional(&mut *connection).await?;
            open.extend(target.flatten());
        }
        // Collected, because a closure held over an await makes the future of an undo not Send for every lifetime.
        let parts: Vec<_> = links_to(table.name).filter(|(_, link)| link.part_of).collect();
        for (part, link) in parts {
            let sql = format!("SELECT id FROM {} WHERE {} = ?1", part.name, link.field);
            let parts: Vec<String> =
                sqlx::query_scalar(AssertSqlSafe(sql)).bind(&row).fetch_all(&mut *connection).await?;
            open.extend(parts);
        }
    }
    Ok(keep)
}

fn links_to(table: &str) -> impl Iterator<Item = (&'static Table, &'static registry::Link)> {
    TABLES.iter().flat_map(move |t| {
        t.links.iter().filter(move |link| link.table == table || link.table == ANY).map(move |link| (t, link))
    })
}

/// Rows of the action with an edit of an action that stands; taking an edit back is no edit.
async fn edited(connection: &mut SqliteConnection, change_set: &Id) -> Result<Vec<String>> {
    let sql = format!(
        "{MADE} SELECT DISTINCT made.row_id FROM made CROSS JOIN changes c ON c.row_id = made.row_id AND c.seq > made.seq
           JOIN transactions t ON t.id = c.tx JOIN change_sets s ON s.id = t.change_set_id
         WHERE t.change_set_id <> ?1 AND s.undone_by IS NULL AND s.undoes IS NULL"
    );
    Ok(sqlx::query_scalar(AssertSqlSafe(sql)).bind(change_set).fetch_all(connection).await?)
}

/// Rows of the action that live rows of other actions link to.
async fn built_on(
    connection: &mut SqliteConnection,
    change_set: &Id,
    made: &Made<'_>,
) -> Result<Vec<String>> {
    let tables: HashSet<&str> = made.values().map(|table| table.name).collect();
    let mut found = Vec::new();
    // Collected for the same reason.
    let links: Vec<_> = TABLES.iter().flat_map(|t| t.links.iter().map(move |link| (t, link))).collect();
    for (table, link) in links {
        if link.table != ANY && !tables.contains(link.table) {
            continue;
        }
        let sql = format!(
            "{MADE} SELECT DISTINCT x.{field} FROM {name} x WHERE x.{field} IN (SELECT row_id FROM made)
               AND x.deleted_at IS NULL AND x.id NOT IN (SELECT row_id FROM made)",
            field = link.field,
            name = table.name
        );
        let rows: Vec<String> =
            sqlx::query_scalar(AssertSqlSafe(sql)).bind(change_set).fetch_all(&mut *connection).await?;
        found.extend(rows);
    }
    Ok(found)
}
