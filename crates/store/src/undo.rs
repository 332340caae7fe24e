//! Taking a user action back, and doing it again, from the change log.
//!
//! A field goes back to what it was unless somebody changed it since; a row made by the action goes away unless
//! somebody edited it since. What is kept is listed. Both are themselves one logged action, so a redo is the undo
//! of an undo.
//!
//! All of it is one transaction, however large the action was: it happens whole or not at all. The ops are read one
//! unit after the other and what has to be remembered of them is in the table `undo_rows`, so memory stays small.

mod keep;

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use sqlx::{AssertSqlSafe, Row as _, SqliteConnection};

use crate::registry::{self, Table};
use crate::{ChangeKind, Ctx, Error, Id, Origin, Result, Store, Tx, Value};

/// A field, or with `field = "*"` a whole row, that was changed later and therefore kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptField {
    pub record: &'static str,
    pub row: String,
    pub field: String,
}

/// More of what was kept is counted only.
const MAX_LISTED: usize = 10_000;

/// Rows removed in one statement: fewer than fit into a unit.
const AT_ONCE: usize = 250;

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
    /// The first of what was kept, at most 10,000.
    pub kept: Vec<KeptField>,
    /// All that was kept.
    pub kept_count: u64,
}

/// Takes an action back; by default the last one that still stands.
///
/// # Errors
/// [`Error::NothingTo`], [`Error::NoSuchChangeSet`], [`Error::AlreadyUndone`].
pub async fn undo(store: &Store, change_set: Option<Id>, actor: &str) -> Result<Undone> {
    let wish = change_set.map_or_else(Wish::last, Wish::This);
    take_back(store, &wish, Ctx::undoing(actor), &|_, _| ControlFlow::Continue(())).await
}

/// Does the last undone action again, as long as nothing else was done since.
///
/// # Errors
/// [`Error::NothingTo`].
pub async fn redo(store: &Store, actor: &str) -> Result<Undone> {
    take_back(store, &Wish::LastUndo, Ctx::undoing(actor), &|_, _| ControlFlow::Continue(())).await
}

/// Which action to take back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// The last one of this device that still stands, but for those that are still being written.
    LastAction {
        unfinished: Vec<Id>,
    },
    /// The last undo, when nothing else was done since: a redo.
    LastUndo,
    This(Id),
}

/// An action as the books have it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Action {
    pub id: Id,
    pub label: String,
    /// How much work it is to take it back.
    pub op_count: i64,
    undoes: Option<Id>,
    undone_by: Option<Id>,
}

impl Action {
    /// Whether taking it back does another one again.
    pub fn is_undo(&self) -> bool {
        self.undoes.is_some()
    }
}

impl Wish {
    /// The last one of this device that still stands.
    pub fn last() -> Self {
        Self::LastAction { unfinished: Vec::new() }
    }

    /// The action that is meant.
    ///
    /// # Errors
    /// As [`undo`] and [`redo`].
    pub async fn find(&self, connection: &mut SqliteConnection) -> Result<Action> {
        self.find_but(connection, None).await
    }

    /// Chosen inside the write transaction `own`, so that two quick requests never choose the same.
    async fn find_but(&self, connection: &mut SqliteConnection, own: Option<&Id>) -> Result<Action> {
        let (sql, ids, nothing) = match self {
            Self::LastAction { unfinished } => (
                "SELECT id, label, op_count, undoes, undone_by FROM change_sets
                 WHERE id NOT IN (SELECT value FROM json_each(?1)) AND undoes IS NULL AND undone_by IS NULL AND is_remote = 0
                 ORDER BY no DESC LIMIT 1",
                unfinished.iter().chain(own).collect(),
                Error::NothingTo("undo"),
            ),
            Self::LastUndo => (
                "SELECT id, label, op_count, undoes, undone_by FROM change_sets
                 WHERE id NOT IN (SELECT value FROM json_each(?1)) AND undone_by IS NULL AND undoes IS NOT id AND is_remote = 0
                 ORDER BY no DESC LIMIT 1",
                own.into_iter().collect(),
                Error::NothingTo("redo"),
            ),
            Self::This(id) => (
                // What undoes itself was never an action of the user.
                "SELECT id, label, op_count, undoes, undone_by FROM change_sets
                 WHERE id IN (SELECT value FROM json_each(?1)) AND undoes IS NOT id",
                vec![id],
                Error::NoSuchChangeSet(id.to_string()),
            ),
        };
        let ids: Vec<&Id> = ids;
        let found: Option<Action> =
            sqlx::query_as(sql).bind(serde_json::to_string(&ids)?).fetch_optional(connection).await?;
        match found {
            Some(action) if *self == Self::LastUndo && action.undoes.is_none() => Err(nothing),
            Some(action) if action.undone_by.is_some() => Err(Error::AlreadyUndone),
            Some(action) => Ok(action),
            None => Err(nothing),
        }
    }
}

impl Ctx {
    /// The context of an undo or redo; the history calls it by what it takes back.
    pub fn undoing(actor: impl Into<String>) -> Self {
        Self::new(actor, Origin::Undo, "Undo")
    }
}

/// Told how many ops are behind us, and how many there are; stops the undo, which then leaves no trace.
pub type Step<'a> = &'a (dyn Fn(u64, u64) -> ControlFlow<()> + Send + Sync);

/// As [`undo`] and [`redo`], for whoever follows how far it is and may stop it.
///
/// # Errors
/// As [`undo`] and [`redo`], and [`Error::Stopped`].
pub async fn take_back(store: &Store, wish: &Wish, ctx: Ctx, step: Step<'_>) -> Result<Undone> {
    let mut tx = store.begin(ctx).await?;
    let own = tx.change_set().clone();
    let Action { id: target, label, undoes, op_count, .. } = wish.find_but(tx.conn(), Some(&own)).await?;
    let total = u64::try_from(op_count).unwrap_or_default();
    let mut work = Work { step, done: 0, total, reverted: 0, kept: Vec::new(), kept_count: 0 };
    keep::note_made(tx.conn(), &target).await?;
    // By their ops: a unit that was cut has got its own number late, and those of other devices come in any order.
    let units: Vec<i64> = sqlx::query_scalar(
        "SELECT t.id FROM transactions t WHERE t.change_set_id = ?1
         ORDER BY (SELECT max(c.seq) FROM changes c WHERE c.tx = t.id) DESC",
    )
    .bind(&target)
    .fetch_all(tx.conn())
    .await?;
    // Fields first: a link that the action itself made is gone before anybody asks who builds on its rows.
    for unit in &units {
        work.revert_updates(&mut tx, *unit).await?;
    }
    keep::mark(tx.conn(), &target).await?;
    for unit in &units {
        work.remove_made(&mut tx, *unit).await?;
    }
    keep::forget(tx.conn()).await?;
    let redoes = undoes.clone();
    close_books(&mut tx, &target, &label, undoes.as_ref(), &own).await?;
    tx.keep_action();
    tx.commit().await?;
    let Work { reverted, kept, kept_count, .. } = work;
    Ok(Undone { change_set: target, label, undone_by: redoes.unwrap_or(own), reverted, kept, kept_count })
}

/// What an undo has done so far.
struct Work<'a> {
    step: Step<'a>,
    done: u64,
    total: u64,
    reverted: u64,
    kept: Vec<KeptField>,
    kept_count: u64,
}

impl Work<'_> {
    /// Puts the fields back that the updates of a unit changed.
    async fn revert_updates(&mut self, tx: &mut Tx<'_>, unit: i64) -> Result<()> {
        let ops: Vec<Op> = sqlx::query_as(
            "SELECT c.table_name, c.row_id, c.fields, m.row_id IS NOT NULL AS is_made
             FROM changes c LEFT JOIN undo_rows m ON m.row_id = c.row_id
             WHERE c.tx = ?1 AND c.kind = ?2 ORDER BY c.seq DESC",
        )
        .bind(unit)
        .bind(ChangeKind::Update)
        .fetch_all(tx.conn())
        .await?;
        // What was changed in a row that the action made needs no reverting: the row goes, or it stays as it is.
        for op in ops.iter().filter(|op| !op.is_made) {
            let Some(table) = registry::table(&op.table_name) else { continue };
            tx.make_room(1).await?;
            self.revert_fields(tx, table, op).await?;
        }
        self.behind(ops.len())
    }

    /// Removes the rows that a unit made, but for those that are to be kept.
    async fn remove_made(&mut self, tx: &mut Tx<'_>, unit: i64) -> Result<()> {
        let rows: Vec<(String, String, bool)> = sqlx::query_as(
            "SELECT c.table_name, c.row_id, m.keep > 0 FROM changes c JOIN undo_rows m ON m.row_id = c.row_id
             WHERE c.tx = ?1 AND c.kind = ?2 ORDER BY c.seq DESC",
        )
        .bind(unit)
        .bind(ChangeKind::Insert)
        .fetch_all(tx.conn())
        .await?;
        for some in rows.chunks(AT_ONCE) {
            tx.make_room(AT_ONCE as i64).await?;
            let mut gone: BTreeMap<&'static str, Vec<&str>> = BTreeMap::new();
            for (table, row, keep) in some {
                let Some(table) = registry::table(table) else { continue };
                if *keep {
                    self.keep(table, row, "*");
                } else {
                    gone.entry(table.name).or_default().push(row);
                }
            }
            for (table, rows) in gone {
                self.reverted += remove(tx, table, rows).await?;
            }
        }
        self.behind(rows.len())
    }

    fn behind(&mut self, ops: usize) -> Result<()> {
        self.done += ops as u64;
        match (self.step)(self.done, self.total) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Error::Stopped),
        }
    }

    fn keep(&mut self, table: &'static Table, row: &str, field: &str) {
        self.kept_count += 1;
        if self.kept.len() < MAX_LISTED {
            self.kept.push(KeptField { record: table.record, row: row.to_owned(), field: field.to_owned() });
        }
    }

    /// Puts back each field that still has the value this op gave it.
    async fn revert_fields(&mut self, tx: &mut Tx<'_>, table: &'static Table, op: &Op) -> Result<()> {
        let fields: BTreeMap<String, (serde_json::Value, serde_json::Value)> =
            serde_json::from_str(&op.fields)?;
        let fields: Vec<_> =
            fields.iter().filter(|(name, _)| table.fields.contains(&name.as_str())).collect();
        if fields.is_empty() {
            return Ok(());
        }
        let same = fields.iter().map(|(name, _)| format!("{name} IS ?")).collect::<Vec<_>>().join(", ");
        let sql = format!("SELECT {same} FROM {} WHERE id = ?", table.name);
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for (_, (_, new)) in &fields {
            query = Value::from_json(new).bind(query);
        }
        let Some(current) = query.bind(&op.row_id).fetch_optional(tx.conn()).await? else { return Ok(()) };
        let mut back = Vec::new();
        for (i, (name, (old, _))) in fields.iter().enumerate() {
            if current.try_get::<bool, _>(i)? {
                back.push((name.as_str(), Value::from_json(old)));
            } else if !registry::is_bookkeeping(name) {
                self.keep(table, &op.row_id, name);
            }
        }
        if back.is_empty() {
            return Ok(());
        }
        let sets = back.iter().map(|(name, _)| format!("{name} = ?")).collect::<Vec<_>>().join(", ");
        let mut query = sqlx::query(AssertSqlSafe(format!("UPDATE {} SET {sets} WHERE id = ?", table.name)));
        for (_, value) in back {
            query = value.bind(query);
        }
        self.reverted += query.bind(&op.row_id).execute(tx.conn()).await?.rows_affected();
        Ok(())
    }
}

/// One update of the action.
#[derive(sqlx::FromRow)]
struct Op {
    table_name: String,
    row_id: String,
    fields: String,
    is_made: bool,
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

/// Marks the rows of a table deleted; returns how many were not yet.
async fn remove(tx: &mut Tx<'_>, table: &'static str, rows: Vec<&str>) -> Result<u64> {
    let now = tx.now();
    let sql = format!(
        "UPDATE {table} SET deleted_at = ?1, updated_at = ?1
         WHERE id IN (SELECT value FROM json_each(?2)) AND deleted_at IS NULL"
    );
    let rows = serde_json::Value::from(rows).to_string();
    let done = sqlx::query(AssertSqlSafe(sql)).bind(now).bind(rows).execute(tx.conn()).await?;
    Ok(done.rows_affected())
}
