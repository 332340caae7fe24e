//! Which rows an undo leaves standing: those that somebody has built on since.
//!
//! The rows that the action made are in `undo_rows` while it is taken back; which of them stay is marked there.

use std::collections::HashSet;

use sqlx::{AssertSqlSafe, SqliteConnection};

use crate::registry::{self, ANY, TABLES, Table};
use crate::{ChangeKind, Id, Result};

/// Rows looked at between two questions for more.
const PAGE: i64 = 500;

/// Notes the rows that the action made.
pub(super) async fn note_made(connection: &mut SqliteConnection, change_set: &Id) -> Result<()> {
    forget(connection).await?;
    sqlx::query(
        "INSERT OR IGNORE INTO undo_rows (row_id, table_name, seq)
         SELECT c.row_id, c.table_name, c.seq FROM transactions t CROSS JOIN changes c ON c.tx = t.id
         WHERE t.change_set_id = ?1 AND c.kind = ?2",
    )
    .bind(change_set)
    .bind(ChangeKind::Insert)
    .execute(connection)
    .await?;
    Ok(())
}

pub(super) async fn forget(connection: &mut SqliteConnection) -> Result<()> {
    sqlx::query("DELETE FROM undo_rows").execute(connection).await?;
    Ok(())
}

/// Marks the rows that were edited since, or that something made since belongs or points to; and with them what they
/// are made of and what they point to.
pub(super) async fn mark(connection: &mut SqliteConnection, change_set: &Id) -> Result<()> {
    mark_edited(connection, change_set).await?;
    mark_built_on(connection).await?;
    loop {
        let open: Vec<(String, String)> =
            sqlx::query_as("SELECT row_id, table_name FROM undo_rows WHERE keep = 1 LIMIT ?1")
                .bind(PAGE)
                .fetch_all(&mut *connection)
                .await?;
        if open.is_empty() {
            return Ok(());
        }
        for (row, table) in open {
            sqlx::query("UPDATE undo_rows SET keep = 2 WHERE row_id = ?1")
                .bind(&row)
                .execute(&mut *connection)
                .await?;
            let Some(table) = registry::table(&table) else { continue };
            for marking in around(table) {
                sqlx::query(AssertSqlSafe(marking)).bind(&row).execute(&mut *connection).await?;
            }
        }
    }
}

/// Statements that mark what a row of the table points to and what is part of it.
fn around(table: &'static Table) -> Vec<String> {
    let mark =
        |select: String| format!("UPDATE undo_rows SET keep = 1 WHERE keep = 0 AND row_id IN ({select})");
    let targets =
        table.links.iter().map(|link| format!("SELECT {} FROM {} WHERE id = ?1", link.field, table.name));
    let parts = links_to(table.name)
        .filter(|(_, link)| link.part_of)
        .map(|(part, link)| format!("SELECT id FROM {} WHERE {} = ?1", part.name, link.field));
    targets.chain(parts).map(mark).collect()
}

fn links_to(table: &str) -> impl Iterator<Item = (&'static Table, &'static registry::Link)> {
    TABLES.iter().flat_map(move |t| {
        t.links.iter().filter(move |link| link.table == table || link.table == ANY).map(move |link| (t, link))
    })
}

/// Rows of the action with an edit of an action that stands; taking an edit back is no edit.
async fn mark_edited(connection: &mut SqliteConnection, change_set: &Id) -> Result<()> {
    sqlx::query(
        "UPDATE undo_rows SET keep = 1 WHERE row_id IN (
           SELECT m.row_id FROM undo_rows m CROSS JOIN changes c ON c.row_id = m.row_id AND c.seq > m.seq
             JOIN transactions t ON t.id = c.tx JOIN change_sets s ON s.id = t.change_set_id
           WHERE t.change_set_id <> ?1 AND s.undone_by IS NULL AND s.undoes IS NULL)",
    )
    .bind(change_set)
    .execute(connection)
    .await?;
    Ok(())
}

/// Rows of the action that live rows of other actions link to.
async fn mark_built_on(connection: &mut SqliteConnection) -> Result<()> {
    let tables: HashSet<String> = sqlx::query_scalar("SELECT DISTINCT table_name FROM undo_rows")
        .fetch_all(&mut *connection)
        .await?
        .into_iter()
        .collect();
    if tables.is_empty() {
        return Ok(());
    }
    // Collected, because a closure held over an await makes the future of an undo not Send for every lifetime.
    let links: Vec<_> = TABLES.iter().flat_map(|t| t.links.iter().map(move |link| (t, link))).collect();
    for (table, link) in links {
        if link.table != ANY && !tables.contains(link.table) {
            continue;
        }
        let sql = format!(
            "UPDATE undo_rows SET keep = 1 WHERE keep = 0 AND row_id IN (
               SELECT x.{field} FROM {name} x WHERE x.{field} IN (SELECT row_id FROM undo_rows)
                 AND x.deleted_at IS NULL AND x.id NOT IN (SELECT row_id FROM undo_rows))",
            field = link.field,
            name = table.name
        );
        sqlx::query(AssertSqlSafe(sql)).execute(&mut *connection).await?;
    }
    Ok(())
}
