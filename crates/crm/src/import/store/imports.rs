//! Keeps imports and remembered mappings: bookkeeping of this installation, neither synced nor logged.

use mycrm_store::{Id, Store, Timestamp};
use sqlx::{Sqlite, SqliteConnection};

use crate::import::mapping::{Kind, Mapping, Remembered, header_key};
use crate::import::record::{Import, State, Status};
use crate::import::summary::Summary;
use crate::{Error, Result};

type ImportRow = (Id, String, String, String, String, String, i64, Option<Id>, Timestamp, Timestamp);

const COLUMNS: &str =
    "id, file_name, path, content_hash, status, state, rows_done, change_set_id, created_at, updated_at";

fn import(row: ImportRow) -> Result<Import> {
    let (id, file_name, path, fingerprint, status, state, rows_done, change_set, created_at, updated_at) =
        row;
    let State { detected, mapping, options, summary, message } =
        serde_json::from_str(&state).map_err(mycrm_store::Error::from)?;
    let status = Status::parse(&status).unwrap_or(Status::Failed);
    let rows_done = u64::try_from(rows_done).unwrap_or_default();
    let path = path.into();
    Ok(Import {
        id,
        file_name,
        path,
        fingerprint,
        status,
        detected,
        mapping,
        options,
        summary,
        rows_done,
        change_set,
        message,
        created_at,
        updated_at,
    })
}

pub(crate) async fn insert(store: &Store, import: &Import) -> Result<()> {
    sqlx::query(
        "INSERT INTO imports (id, file_name, path, content_hash, status, kind, state, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8)",
    )
    .bind(&import.id)
    .bind(&import.file_name)
    .bind(import.path.to_string_lossy().into_owned())
    .bind(&import.fingerprint)
    .bind(import.status.as_str())
    .bind(import.mapping.kind.key())
    .bind(json(&import.state())?)
    .bind(import.created_at)
    .execute(store.bookkeeping())
    .await?;
    Ok(())
}

/// Writes everything of an import that can change.
pub(crate) async fn save<'e>(to: impl sqlx::Executor<'e, Database = Sqlite>, import: &Import) -> Result<()> {
    sqlx::query(
        "UPDATE imports SET content_hash = ?2, status = ?3, kind = ?4, state = ?5, rows_done = ?6, change_set_id = ?7,
           updated_at = ?8 WHERE id = ?1",
    )
    .bind(&import.id)
    .bind(&import.fingerprint)
    .bind(import.status.as_str())
    .bind(import.mapping.kind.key())
    .bind(json(&import.state())?)
    .bind(i64::try_from(import.rows_done).unwrap_or(i64::MAX))
    .bind(&import.change_set)
    .bind(Timestamp::now())
    .execute(to)
    .await?;
    Ok(())
}

/// Writes how far a run is, in the transaction of the rows it speaks of.
pub(crate) async fn save_progress(
    connection: &mut SqliteConnection,
    id: &Id,
    change_set: &Id,
    rows_done: u64,
    summary: &Summary,
) -> Result<()> {
    sqlx::query(
        "UPDATE imports SET rows_done = ?2, change_set_id = ?3, state = json_set(state, '$.summary', json(?4)),
           updated_at = ?5 WHERE id = ?1",
    )
    .bind(id)
    .bind(i64::try_from(rows_done).unwrap_or(i64::MAX))
    .bind(change_set)
    .bind(json(summary)?)
    .bind(Timestamp::now())
    .execute(connection)
    .await?;
    Ok(())
}

pub(crate) async fn get(store: &Store, id: &Id) -> Result<Import> {
    let sql = sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM imports WHERE id = ?1"));
    let row: Option<ImportRow> = sqlx::query_as(sql).bind(id).fetch_optional(store.readers()).await?;
    import(row.ok_or_else(|| Error::NotFound { record: "import", id: id.to_string() })?)
}

/// The latest imports, newest first.
pub(crate) async fn recent(store: &Store, limit: u32) -> Result<Vec<Import>> {
    let sql = sqlx::AssertSqlSafe(format!(
        "SELECT {COLUMNS} FROM imports ORDER BY created_at DESC, id DESC LIMIT ?1"
    ));
    let rows: Vec<ImportRow> = sqlx::query_as(sql).bind(limit).fetch_all(store.readers()).await?;
    rows.into_iter().map(import).collect()
}

/// Imports that a crash cut off while they were checked or run.
pub(crate) async fn cut_off(store: &Store) -> Result<Vec<Import>> {
    let sql = sqlx::AssertSqlSafe(format!(
        "SELECT {COLUMNS} FROM imports WHERE status IN ('checking', 'running') ORDER BY created_at, id"
    ));
    let rows: Vec<ImportRow> = sqlx::query_as(sql).fetch_all(store.readers()).await?;
    rows.into_iter().map(import).collect()
}

/// Whether an action was taken back, or is not there at all.
pub(crate) async fn is_undone(store: &Store, change_set: &Id) -> Result<bool> {
    let stands: Option<bool> = sqlx::query_scalar("SELECT undone_by IS NULL FROM change_sets WHERE id = ?1")
        .bind(change_set)
        .fetch_optional(store.readers())
        .await?;
    Ok(stands != Some(true))
}

pub(crate) async fn remember(store: &Store, mapping: &Mapping, headers: &[String]) -> Result<()> {
    sqlx::query(
        "INSERT INTO import_mappings (header_key, kind, mapping, used_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (header_key) DO UPDATE SET kind = ?2, mapping = ?3, used_at = ?4",
    )
    .bind(header_key(headers))
    .bind(mapping.kind.key())
    .bind(json(&Remembered::new(mapping, headers))?)
    .bind(Timestamp::now())
    .execute(store.bookkeeping())
    .await?;
    Ok(())
}

pub(crate) async fn remembered(
    store: &Store,
    headers: &[String],
    kind: Option<Kind>,
) -> Result<Option<Mapping>> {
    let row: Option<String> = sqlx::query_scalar(
        "SELECT mapping FROM import_mappings WHERE header_key = ?1 AND (?2 IS NULL OR kind = ?2)",
    )
    .bind(header_key(headers))
    .bind(kind.map(Kind::key))
    .fetch_optional(store.readers())
    .await?;
    // One that an older version wrote and this one cannot read is no memory.
    Ok(row
        .and_then(|text| serde_json::from_str::<Remembered>(&text).ok())
        .map(|known| known.mapping(headers)))
}

fn json(value: &impl serde::Serialize) -> Result<String> {
    Ok(serde_json::to_string(value).map_err(mycrm_store::Error::from)?)
}
