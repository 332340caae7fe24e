//! Taking a user action back, and doing it again, from the change log.
//!
//! A field goes back to what it was unless somebody changed it since; a row made by the action goes away unless
//! somebody edited it since. What is kept is listed. Both are themselves one logged action, so a redo is the undo
//! of an undo.

use std::collections::{BTreeMap, HashSet};

use sqlx::{AssertSqlSafe, FromRow as _, Row as _, SqliteConnection};

use crate::registry::{self, TABLES, Table};
use crate::{ChangeKind, Ctx, Error, Id, Origin, Result, Store, Tx, Value};

/// A field, or with `field = "*"` a whole row, that was changed later and therefore kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptField {
    pub record: &'static str,
    pub row: String,
    pub field: String,
}

/// What an undo or redo did.
#[derive(Debug, Clone)]
pub struct Undone {
    /// The action that was taken back.
    pub change_set: Id,
    pub label: String,
    /// The action that took it back.
    pub undone_by: Id,
    /// Rows that changed.
    pub reverted: u64,
    pub kept: Vec<KeptField>,
}

/// Takes an action back; by default the last one that still stands.
///
/// # Errors
/// [`Error::NothingTo`], [`Error::NoSuchChangeSet`], [`Error::AlreadyUndone`].
pub async fn undo(store: &Store, change_set: Option<Id>, actor: &str) -> Result<Undone> {
    let mut reader = store.readers().acquire().await?;
    let target = match change_set {
        Some(id) => id,
        None => sqlx::query_scalar(
            "SELECT id FROM change_sets WHERE undoes IS NULL AND undone_by IS NULL ORDER BY no DESC LIMIT 1",
        )
        .fetch_optional(&mut *reader)
        .await?
        .ok_or(Error::NothingTo("undo"))?,
    };
    drop(reader);
    take_back(store, target, actor).await
}

/// Does the last undone action again, as long as nothing else was done since.
///
/// # Errors
/// [`Error::NothingTo`].
pub async fn redo(store: &Store, actor: &str) -> Result<Undone> {
    let last: Option<(Id, bool)> = sqlx::query_as(
        "SELECT id, undoes IS NOT NULL FROM change_sets WHERE undone_by IS NULL AND undoes IS NOT id ORDER BY no DESC LIMIT 1",
    )
    .fetch_optional(store.readers())
    .await?;
    match last {
        Some((undo, true)) => take_back(store, undo, actor).await,
        _ => Err(Error::NothingTo("redo")),
    }
}

async fn take_back(store: &Store, target: Id, actor: &str) -> Result<Undone> {
    let (label, undoes, undone_by): (String, Option<Id>, Option<Id>) =
        sqlx::query_as("SELECT label, undoes, undone_by FROM change_sets WHERE id = ?1")
            .bind(&target)
            .fetch_optional(store.readers())
            .await?
            .ok_or_else(|| Error::NoSuchChangeSet(target.to_string()))?;
    if undone_by.is_some() {
        return Err(Error::AlreadyUndone);
    }
    let mut ctx = Ctx::new(actor, Origin::Undo, label.clone());
    ctx.undoes = Some(target.clone());
    let mut tx = store.begin(ctx).await?;
    let undone_by = tx.change_set().clone();
    let mut kept = Vec::new();
    let ops = ops_of(tx.conn(), &target).await?;
    let keep_rows = rows_to_keep(tx.conn(), &target, &ops).await?;
    let mut reverted = 0;
    for op in ops.iter().rev() {
        let Some(table) = registry::table(&op.table) else { continue };
        tx.make_room(1).await?;
        if op.kind == ChangeKind::Insert {
            if keep_rows.contains(&op.row) {
                kept.push(KeptField { record: table.record, row: op.row.clone(), field: "*".into() });
            } else if remove(&mut tx, table, &op.row).await? {
                reverted += 1;
            }
        } else if revert_fields(&mut tx, table, op, &mut kept).await? {
            reverted += 1;
        }
    }
    close_books(&mut tx, &target, undoes.as_ref(), &undone_by).await?;
    tx.keep_action();
    tx.commit().await?;
    Ok(Undone { change_set: target, label, undone_by, reverted, kept })
}

/// Marks what was taken back; taking back an undo makes the first action stand again.
async fn close_books(tx: &mut Tx<'_>, target: &Id, undoes: Option<&Id>, by: &Id) -> Result<()> {
    sqlx::query("UPDATE change_sets SET undone_by = ?1 WHERE id = ?2")
        .bind(by)
        .bind(target)
        .execute(tx.conn())
        .await?;
    if let Some(first) = undoes {
        sqlx::query("UPDATE change_sets SET undone_by = NULL WHERE id = ?1")
            .bind(first)
            .execute(tx.conn())
            .await?;
        // The redo is no action to be undone by itself: undoing the first action again covers it.
        sqlx::query("UPDATE change_sets SET undone_by = id WHERE id = ?1")
            .bind(by)
            .execute(tx.conn())
            .await?;
    }
    Ok(())
}

struct Op {
    table: String,
    row: String,
    kind: ChangeKind,
    fields: String,
}

async fn ops_of(connection: &mut SqliteConnection, change_set: &Id) -> Result<Vec<Op>> {
    let rows = sqlx::query(
        "SELECT c.table_name, c.row_id, c.kind, c.fields FROM transactions t JOIN changes c ON c.tx = t.id
         WHERE t.change_set_id = ?1 ORDER BY c.seq",
    )
    .bind(change_set)
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            let (table, row, kind, fields) = <(String, String, ChangeKind, String)>::from_row(row)?;
            Ok(Op { table, row, kind, fields })
        })
        .collect()
}

/// Rows made by the action that somebody edited since, with what they are made of and what they point to.
async fn rows_to_keep(
    connection: &mut SqliteConnection,
    change_set: &Id,
    ops: &[Op],
) -> Result<HashSet<String>> {
    let made: BTreeMap<&str, &Table> = ops
        .iter()
        .filter(|op| op.kind == ChangeKind::Insert)
        .filter_map(|op| Some((op.row.as_str(), registry::table(&op.table)?)))
        .collect();
    // An edit counts while its action stands; taking an edit back is no edit.
    let edited: Vec<String> = sqlx::query_scalar(
        "WITH made AS MATERIALIZED (
           SELECT c.row_id, c.seq FROM transactions t JOIN changes c ON c.tx = t.id
           WHERE t.change_set_id = ?1 AND c.kind = 'insert')
         SELECT DISTINCT made.row_id FROM made CROSS JOIN changes c ON c.row_id = made.row_id AND c.seq > made.seq
           JOIN transactions t ON t.id = c.tx JOIN change_sets s ON s.id = t.change_set_id
         WHERE t.change_set_id <> ?1 AND s.undone_by IS NULL AND s.undoes IS NULL",
    )
    .bind(change_set)
    .fetch_all(&mut *connection)
    .await?;
    let mut keep = HashSet::new();
    let mut open = edited;
    while let Some(row) = open.pop() {
        let Some(table) = made.get(row.as_str()) else { continue };
        if !keep.insert(row.clone()) {
            continue;
        }
        for link in table.links {
            let target: Option<Option<String>> = sqlx::query_scalar(AssertSqlSafe(format!(
                "SELECT {} FROM {} WHERE id = ?1",
                link.field, table.name
            )))
            .bind(&row)
            .fetch_optional(&mut *connection)
            .await?;
            open.extend(target.flatten());
        }
        for (part, link) in parts_of(table.name) {
            let parts: Vec<String> = sqlx::query_scalar(AssertSqlSafe(format!(
                "SELECT id FROM {} WHERE {} = ?1",
                part.name, link
            )))
            .bind(&row)
            .fetch_all(&mut *connection)
            .await?;
            open.extend(parts);
        }
    }
    Ok(keep)
}

fn parts_of(table: &str) -> impl Iterator<Item = (&'static Table, &'static str)> {
    TABLES.iter().flat_map(move |t| {
        t.links
            .iter()
            .filter(move |link| link.part_of && link.table == table)
            .map(move |link| (t, link.field))
    })
}

async fn remove(tx: &mut Tx<'_>, table: &Table, row: &str) -> Result<bool> {
    let now = tx.now();
    let sql = format!(
        "UPDATE {} SET deleted_at = ?1, updated_at = ?1 WHERE id = ?2 AND deleted_at IS NULL",
        table.name
    );
    let done = sqlx::query(AssertSqlSafe(sql)).bind(now).bind(row).execute(tx.conn()).await?;
    Ok(done.rows_affected() > 0)
}

/// Puts back each field that still has the value this op gave it.
async fn revert_fields(
    tx: &mut Tx<'_>,
    table: &'static Table,
    op: &Op,
    kept: &mut Vec<KeptField>,
) -> Result<bool> {
    let fields: BTreeMap<String, (serde_json::Value, serde_json::Value)> = serde_json::from_str(&op.fields)?;
    let fields: Vec<_> = fields.iter().filter(|(name, _)| table.fields.contains(&name.as_str())).collect();
    if fields.is_empty() {
        return Ok(false);
    }
    let same = fields.iter().map(|(name, _)| format!("{name} IS ?")).collect::<Vec<_>>().join(", ");
    let sql = format!("SELECT {same} FROM {} WHERE id = ?", table.name);
    let mut query = sqlx::query(AssertSqlSafe(sql));
    for (_, (_, new)) in &fields {
        query = Value::from_json(new).bind(query);
    }
    let Some(current) = query.bind(&op.row).fetch_optional(tx.conn()).await? else { return Ok(false) };
    let mut back = Vec::new();
    for (i, (name, (old, _))) in fields.iter().enumerate() {
        if current.try_get::<bool, _>(i)? {
            back.push((name.as_str(), Value::from_json(old)));
        } else if !registry::is_bookkeeping(name) {
            kept.push(KeptField { record: table.record, row: op.row.clone(), field: (*name).clone() });
        }
    }
    if back.is_empty() {
        return Ok(false);
    }
    let sets = back.iter().map(|(name, _)| format!("{name} = ?")).collect::<Vec<_>>().join(", ");
    let mut query = sqlx::query(AssertSqlSafe(format!("UPDATE {} SET {sets} WHERE id = ?", table.name)));
    for (_, value) in back {
        query = value.bind(query);
    }
    Ok(query.bind(&op.row).execute(tx.conn()).await?.rows_affected() > 0)
}
