//! Taking a user action back, and doing it again, from the change log.
//!
//! A field goes back to what it was unless somebody changed it since; a row made by the action goes away unless
//! somebody edited it since. What is kept is listed. Both are themselves one logged action, so a redo is the undo
//! of an undo.

mod keep;

use std::collections::BTreeMap;

use sqlx::{AssertSqlSafe, FromRow as _, Row as _, SqliteConnection};

use crate::registry::{self, Table};
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
    /// What to take back to invert this: after an undo the undo itself, after a redo the first action again.
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
    take_back(store, change_set.map_or(Which::LastAction, Which::This), actor).await
}

/// Does the last undone action again, as long as nothing else was done since.
///
/// # Errors
/// [`Error::NothingTo`].
pub async fn redo(store: &Store, actor: &str) -> Result<Undone> {
    take_back(store, Which::LastUndo, actor).await
}

enum Which {
    LastAction,
    LastUndo,
    This(Id),
}

/// An action as the books have it.
#[derive(sqlx::FromRow)]
struct Target {
    id: Id,
    label: String,
    undoes: Option<Id>,
    undone_by: Option<Id>,
}

impl Which {
    /// Chosen inside the write transaction, so that two quick requests never choose the same.
    async fn find(self, connection: &mut SqliteConnection, own: &Id) -> Result<Target> {
        let (sql, id, nothing) = match self {
            Self::LastAction => (
                "SELECT id, label, undoes, undone_by FROM change_sets
                 WHERE id <> ?1 AND undoes IS NULL AND undone_by IS NULL ORDER BY no DESC LIMIT 1",
                own.clone(),
                Error::NothingTo("undo"),
            ),
            Self::LastUndo => (
                "SELECT id, label, undoes, undone_by FROM change_sets
                 WHERE id <> ?1 AND undone_by IS NULL AND undoes IS NOT id ORDER BY no DESC LIMIT 1",
                own.clone(),
                Error::NothingTo("redo"),
            ),
            Self::This(id) => (
                // What undoes itself was never an action of the user.
                "SELECT id, label, undoes, undone_by FROM change_sets WHERE id = ?1 AND undoes IS NOT id",
                id.clone(),
                Error::NoSuchChangeSet(id.to_string()),
            ),
        };
        let redoes = sql.contains("undoes IS NOT id ORDER");
        let found: Option<Target> = sqlx::query_as(sql).bind(id).fetch_optional(connection).await?;
        match found {
            Some(target) if redoes && target.undoes.is_none() => Err(nothing),
            Some(target) if target.undone_by.is_some() => Err(Error::AlreadyUndone),
            Some(target) => Ok(target),
            None => Err(nothing),
        }
    }
}

async fn take_back(store: &Store, which: Which, actor: &str) -> Result<Undone> {
    let mut tx = store.begin(Ctx::new(actor, Origin::Undo, "Undo")).await?;
    let own = tx.change_set().clone();
    let Target { id: target, label, undoes, .. } = which.find(tx.conn(), &own).await?;
    let ops = ops_of(tx.conn(), &target).await?;
    let made = keep::made_by(&ops);
    let mut kept = Vec::new();
    let mut reverted = 0;
    // Fields first: a link that the action itself made is gone before anybody asks who builds on its rows. What was
    // changed in a row that the action made needs no reverting: the row goes, or it stays as it is.
    for op in
        ops.iter().rev().filter(|op| op.kind == ChangeKind::Update && !made.contains_key(op.row.as_str()))
    {
        let Some(table) = registry::table(&op.table) else { continue };
        tx.make_room(1).await?;
        reverted += u64::from(revert_fields(&mut tx, table, op, &mut kept).await?);
    }
    let keep_rows = keep::rows_to_keep(tx.conn(), &target, &made).await?;
    for op in ops.iter().rev().filter(|op| op.kind == ChangeKind::Insert) {
        let Some(table) = registry::table(&op.table) else { continue };
        tx.make_room(1).await?;
        if keep_rows.contains(&op.row) {
            kept.push(KeptField { record: table.record, row: op.row.clone(), field: "*".into() });
        } else {
            reverted += u64::from(remove(&mut tx, table, &op.row).await?);
        }
    }
    let redoes = undoes.clone();
    close_books(&mut tx, &target, &label, undoes.as_ref(), &own).await?;
    tx.keep_action();
    tx.commit().await?;
    Ok(Undone { change_set: target, label, undone_by: redoes.unwrap_or(own), reverted, kept })
}

/// Marks what was taken back; taking back an undo makes the first action stand again.
async fn close_books(tx: &mut Tx<'_>, target: &Id, label: &str, undoes: Option<&Id>, own: &Id) -> Result<()> {
    sqlx::query("UPDATE change_sets SET label = ?1, undoes = ?2 WHERE id = ?3")
        .bind(label)
        .bind(target)
        .bind(own)
        .execute(tx.conn())
        .await?;
    sqlx::query("UPDATE change_sets SET undone_by = ?1 WHERE id = ?2")
        .bind(own)
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
            .bind(own)
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
