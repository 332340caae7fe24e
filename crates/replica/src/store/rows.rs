//! Rows as the server has them, out of the ops that came from it: the log is the only place where they are kept.

use std::collections::{BTreeMap, BTreeSet};

use mycrm_sync::client::{Kept, Schema};
use mycrm_sync::merge::{Row, Rows, Write};
use mycrm_sync::{Cursor, DeviceSeq, MemberId, RowId, RowKey, SchemaVersion, Scope};
use sqlx::{AssertSqlSafe, SqliteConnection};
use uuid::Uuid;

use super::ops::{LogRow, SELECT};
use crate::{Error, Result};

/// What the log has about some rows.
#[derive(Debug, Default)]
pub(crate) struct Touched {
    /// As the server has them.
    pub(crate) rows: Rows,
    /// What this device has written of them that the server's rows do not contain, by its row in `devices`.
    pub(crate) unseen: BTreeMap<i64, BTreeMap<DeviceSeq, Kept>>,
}

/// Reads rows from the log: what has a number up to the cursor is the server's.
pub(crate) async fn base_rows(
    connection: &mut SqliteConnection,
    schema: &Schema,
    keys: &BTreeSet<RowKey>,
    cursor: Cursor,
    own: MemberId,
) -> Result<Touched> {
    let mut touched = Touched::default();
    let mut rows: BTreeMap<RowKey, Row> = BTreeMap::new();
    let ids: Vec<String> = keys.iter().map(|key| key.row.to_string()).collect();
    let ids = serde_json::Value::from(ids).to_string();
    // The list comes first, or the planner walks the whole log.
    let sql =
        SELECT.replace("FROM changes c", "FROM json_each(?1) k CROSS JOIN changes c ON c.row_id = k.value");
    let found: Vec<LogRow> =
        sqlx::query_as(AssertSqlSafe(sql)).bind(&ids).fetch_all(&mut *connection).await?;
    for log in &found {
        let key = RowKey { table: log.table_name.clone(), row: row_id(&log.row_id)? };
        if !keys.contains(&key) {
            continue;
        }
        if log.logged().is_some_and(|logged| logged <= cursor) {
            if log.counts {
                take(schema, rows.entry(key.clone()).or_default(), &key, log, cursor, own)?;
            }
        } else if log.lane.is_some()
            && let Some(kept) = log.kept()?
        {
            touched.unseen.entry(log.device).or_default().insert(log.seq(), kept);
        }
    }
    for (table, row, as_of) in backfilled(connection, &ids).await? {
        if let Some(row) = rows.get_mut(&RowKey { table, row: row_id(&row)? }) {
            row.as_of = row.as_of.max(Cursor(as_of.cast_unsigned()));
        }
    }
    touched.rows = Rows::from(rows.into_iter().collect::<Vec<_>>());
    Ok(touched)
}

fn take(
    schema: &Schema,
    row: &mut Row,
    key: &RowKey,
    log: &LogRow,
    cursor: Cursor,
    own: MemberId,
) -> Result<()> {
    let mut fields = log.fields()?;
    // A table that is not known at all is kept as it is: nothing reads it.
    if schema.tables.contains_key(&key.table) {
        fields.retain(|field, _| schema.knows(&key.table, field));
    }
    let write = Write {
        stamp: log.stamp()?,
        by: log.by(own)?,
        scope: log.scope()?,
        kind: log.kind(),
        fields: fields.iter().collect(),
        seq: log.logged(),
    };
    // All of the log up to the cursor is in the row, so that nothing of it is a conflict once more.
    row.as_of = cursor;
    row.apply(key, &write);
    Ok(())
}

async fn backfilled(connection: &mut SqliteConnection, ids: &str) -> Result<Vec<(String, String, i64)>> {
    Ok(sqlx::query_as(
        "SELECT table_name, row_id, as_of FROM sync_backfills WHERE row_id IN (SELECT value FROM json_each(?1))",
    )
    .bind(ids)
    .fetch_all(connection)
    .await?)
}

pub(super) fn row_id(text: &str) -> Result<RowId> {
    Uuid::try_parse(text).map(RowId).map_err(Error::unreadable)
}

/// The documents of which something came from the server.
pub(crate) async fn documents(connection: &mut SqliteConnection) -> Result<BTreeSet<RowId>> {
    let scopes: Vec<String> = sqlx::query_scalar(
        "SELECT DISTINCT scope FROM changes WHERE scope IS NOT NULL AND log_seq IS NOT NULL AND counts = 1",
    )
    .fetch_all(connection)
    .await?;
    scopes.iter().map(|scope| row_id(scope)).collect()
}

/// What a purge removes: the rows whose ops hang on the document.
pub(crate) async fn rows_of(
    connection: &mut SqliteConnection,
    document: RowId,
) -> Result<Vec<(String, String)>> {
    Ok(sqlx::query_as("SELECT DISTINCT table_name, row_id FROM changes WHERE scope = ?1")
        .bind(document.to_string())
        .fetch_all(connection)
        .await?)
}

/// Whether a scope is the whole workspace's.
pub(super) fn document_of(scope: Scope) -> Option<String> {
    Option::<RowId>::from(scope).map(|row| row.to_string())
}

/// Rows with something in the log that a newer program wrote, or a newer one than this was before.
pub(crate) async fn newer_rows(
    connection: &mut SqliteConnection,
    than: SchemaVersion,
) -> Result<Vec<RowKey>> {
    let rows: Vec<(String, String)> = sqlx::query_as(
        "SELECT DISTINCT c.table_name, c.row_id FROM transactions t JOIN changes c ON c.tx = t.id
         WHERE t.origin = 'remote' AND t.schema_version > ?1 AND c.log_seq IS NOT NULL AND c.counts = 1",
    )
    .bind(than.0)
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(|(table, row)| Ok(RowKey { table, row: row_id(&row)? })).collect()
}
