//! Writing merged rows into the tables.

mod prepared;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use mycrm_store::QuietTx;
use mycrm_store::registry::{self, Table};
use mycrm_sync::client::Schema;
use mycrm_sync::merge::Row;
use mycrm_sync::{RowKey, SchemaVersion, Value as Held};
use prepared::Prepared;
use sqlx::{AssertSqlSafe, SqliteConnection};

use crate::Result;

/// What this program knows: every synced table and its fields.
pub(crate) fn schema() -> Schema {
    let tables = registry::TABLES
        .iter()
        .map(|table| (table.name.to_owned(), table.fields.iter().map(|field| (*field).to_owned()).collect()));
    let version = u32::try_from(mycrm_store::SCHEMA_VERSION).unwrap_or(u32::MAX);
    Schema { version: SchemaVersion(version), tables: tables.collect() }
}

/// Writes rows, many with one statement. Lives for one transaction of the database.
#[derive(Debug, Default)]
pub(crate) struct Applier {
    prepared: HashMap<&'static str, Arc<Prepared>>,
    /// Whether some rows are noted as unfit.
    unfit: bool,
}

impl Applier {
    pub(crate) async fn new(connection: &mut SqliteConnection) -> Result<Self> {
        let unfit =
            sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM sync_unfit)").fetch_one(connection).await?;
        Ok(Self { prepared: HashMap::new(), unfit })
    }

    /// Makes rows of the tables what they are after the merge; `None` and what has no insert yet are no row.
    ///
    /// A row that the tables refuse, such as an end before its start, made of two edits that were fine by themselves, is
    /// left as it was and noted: it must not hold up the rest.
    pub(crate) async fn write(
        &mut self,
        tx: &mut QuietTx<'_>,
        rows: Vec<(&RowKey, Option<&Row>)>,
    ) -> Result<()> {
        let mut present: BTreeMap<&'static str, Vec<(&RowKey, &Row)>> = BTreeMap::new();
        for (key, row) in rows {
            let Some(table) = registry::table(&key.table) else { continue };
            match row.filter(|row| row.is_inserted) {
                Some(row) => present.entry(table.name).or_default().push((key, row)),
                None => remove(tx, table, &key.row.to_string()).await?,
            }
        }
        for (table, rows) in present {
            let Some(table) = registry::table(table) else { continue };
            let prepared = self.prepared(tx.conn(), table).await?;
            for some in rows.chunks(prepared::AT_ONCE) {
                self.put_all(tx, table, &prepared, some).await?;
            }
        }
        Ok(())
    }

    async fn prepared(
        &mut self,
        connection: &mut SqliteConnection,
        table: &'static Table,
    ) -> Result<Arc<Prepared>> {
        if let Some(prepared) = self.prepared.get(table.name) {
            return Ok(Arc::clone(prepared));
        }
        let prepared = Arc::new(Prepared::new(connection, table).await?);
        self.prepared.insert(table.name, Arc::clone(&prepared));
        Ok(prepared)
    }

    async fn put_all(
        &mut self,
        tx: &mut QuietTx<'_>,
        table: &'static Table,
        prepared: &Prepared,
        rows: &[(&RowKey, &Row)],
    ) -> Result<()> {
        if rows.len() == prepared::AT_ONCE && !self.unfit {
            match put(tx, table, prepared, &prepared.many, rows).await {
                // One of them is refused: which, is found one by one.
                Err(sqlx::Error::Database(error)) if is_refusal(error.as_ref()) => {}
                done => return Ok(done?),
            }
        }
        for row in rows {
            let id = row.0.row.to_string();
            match put(tx, table, prepared, &prepared.one, std::slice::from_ref(row)).await {
                Ok(()) => self.forget_unfit(tx.conn(), table, &id).await?,
                Err(sqlx::Error::Database(error)) if is_refusal(error.as_ref()) => {
                    self.unfit = true;
                    note_unfit(tx.conn(), table, &id, error.message()).await?;
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    async fn forget_unfit(&self, connection: &mut SqliteConnection, table: &Table, id: &str) -> Result<()> {
        if self.unfit {
            sqlx::query("DELETE FROM sync_unfit WHERE table_name = ?1 AND row_id = ?2")
                .bind(table.name)
                .bind(id)
                .execute(connection)
                .await?;
        }
        Ok(())
    }
}

/// Puts rows into a table and notes those that changed.
async fn put(
    tx: &mut QuietTx<'_>,
    table: &'static Table,
    prepared: &Prepared,
    sql: &Arc<str>,
    rows: &[(&RowKey, &Row)],
) -> sqlx::Result<()> {
    let mut query = sqlx::query_scalar::<_, String>(AssertSqlSafe(Arc::clone(sql)));
    for (key, row) in rows {
        query = query.bind(key.row.to_string());
        for (field, absent) in table.fields.iter().zip(&prepared.absent) {
            let value = row.fields.get(*field).map(|register| &register.value);
            query = match value.filter(|value| !value.is_null()).unwrap_or(absent) {
                Held::Null => query.bind(None::<i64>),
                Held::Int(number) => query.bind(*number),
                Held::Real(number) => query.bind(number.get()),
                Held::Text(text) => query.bind(text.clone()),
            };
        }
    }
    let changed = query.fetch_all(tx.conn()).await?;
    for id in changed {
        tx.touch(table.name, &id);
    }
    Ok(())
}

/// Removes a row that is none any more: its insert was not accepted, or it may no longer be seen.
pub(super) async fn remove(tx: &mut QuietTx<'_>, table: &'static Table, id: &str) -> Result<()> {
    tx.allow_removal().await?;
    let done = sqlx::query(AssertSqlSafe(format!("DELETE FROM {} WHERE id = ?1", table.name)))
        .bind(id)
        .execute(tx.conn())
        .await?;
    if done.rows_affected() > 0 {
        tx.touch(table.name, id);
    }
    sqlx::query("DELETE FROM sync_unfit WHERE table_name = ?1 AND row_id = ?2")
        .bind(table.name)
        .bind(id)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// SQLITE_CONSTRAINT_DATATYPE: a text where the column of a STRICT table holds a number.
const DATATYPE: &str = "3091";

/// Whether a constraint of the table speaks against the values.
fn is_refusal(error: &dyn sqlx::error::DatabaseError) -> bool {
    use sqlx::error::ErrorKind;
    matches!(
        error.kind(),
        ErrorKind::CheckViolation | ErrorKind::NotNullViolation | ErrorKind::UniqueViolation
    ) || error.code().is_some_and(|code| code == DATATYPE)
}

async fn note_unfit(connection: &mut SqliteConnection, table: &Table, id: &str, problem: &str) -> Result<()> {
    sqlx::query(
        "INSERT INTO sync_unfit (table_name, row_id, problem) VALUES (?1, ?2, ?3)
         ON CONFLICT (table_name, row_id) DO UPDATE SET problem = excluded.problem",
    )
    .bind(table.name)
    .bind(id)
    .bind(problem)
    .execute(connection)
    .await?;
    Ok(())
}
