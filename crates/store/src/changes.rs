//! Reading the change log: what a row's history and the list of user actions are made of.

use std::collections::BTreeMap;

use sqlx::SqliteConnection;

use crate::{Id, Result, Timestamp};

#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::Type)]
#[sqlx(rename_all = "lowercase")]
pub enum ChangeKind {
    Insert,
    Update,
}

/// One logged change of one row.
#[derive(Debug, Clone)]
pub struct Change {
    pub seq: i64,
    pub table: String,
    pub row: String,
    pub kind: ChangeKind,
    /// Field to old and new value.
    pub fields: BTreeMap<String, (serde_json::Value, serde_json::Value)>,
    pub effective_at: Timestamp,
    pub recorded_at: Timestamp,
    pub actor: String,
    pub change_set: Id,
    /// What the user action was called.
    pub label: String,
}

#[derive(sqlx::FromRow)]
struct ChangeRow {
    seq: i64,
    table_name: String,
    row_id: String,
    kind: ChangeKind,
    fields: String,
    effective_at: Timestamp,
    recorded_at: Timestamp,
    actor: String,
    change_set_id: Id,
    label: String,
}

impl TryFrom<ChangeRow> for Change {
    type Error = crate::Error;

    fn try_from(row: ChangeRow) -> Result<Self> {
        Ok(Self {
            seq: row.seq,
            table: row.table_name,
            row: row.row_id,
            kind: row.kind,
            fields: serde_json::from_str(&row.fields)?,
            effective_at: row.effective_at,
            recorded_at: row.recorded_at,
            actor: row.actor,
            change_set: row.change_set_id,
            label: row.label,
        })
    }
}

/// Changes of one row before a place, newest first: by when they were made, and `seq` among those of one moment. What was
/// made on another device long ago and came today stands where it was made.
///
/// # Errors
/// When the database cannot be read.
pub async fn changes_of_row(
    connection: &mut SqliteConnection,
    row: &Id,
    before: (Timestamp, i64),
    limit: i64,
) -> Result<Vec<Change>> {
    let rows: Vec<ChangeRow> = sqlx::query_as(
        "SELECT c.seq, c.table_name, c.row_id, c.kind, c.fields, c.effective_at, t.recorded_at, t.actor, t.change_set_id, s.label
         FROM changes c JOIN transactions t ON t.id = c.tx JOIN change_sets s ON s.id = t.change_set_id
         WHERE c.row_id = ?1 AND (t.recorded_at, c.seq) < (?2, ?3)
         ORDER BY t.recorded_at DESC, c.seq DESC LIMIT ?4",
    )
    .bind(row)
    .bind(before.0)
    .bind(before.1)
    .bind(limit)
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(Change::try_from).collect()
}

/// One user action.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ChangeSet {
    pub no: i64,
    pub id: Id,
    pub label: String,
    pub actor: String,
    pub started_at: Timestamp,
    pub undoes: Option<Id>,
    pub undone_by: Option<Id>,
    /// Rows it changed, each as often as it was written.
    pub op_count: i64,
}

/// User actions before `before` (a `no`), newest first; taking an action back is not an action of its own.
///
/// # Errors
/// When the database cannot be read.
pub async fn change_sets(
    connection: &mut SqliteConnection,
    before: i64,
    limit: i64,
) -> Result<Vec<ChangeSet>> {
    Ok(sqlx::query_as(
        "SELECT no, id, label, actor, started_at, undoes, undone_by, op_count
         FROM change_sets WHERE no < ?1 AND undoes IS NULL ORDER BY no DESC LIMIT ?2",
    )
    .bind(before)
    .bind(limit)
    .fetch_all(connection)
    .await?)
}
