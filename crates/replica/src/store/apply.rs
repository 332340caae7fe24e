//! Writing merged rows into the tables.

use std::collections::HashMap;

use mycrm_store::registry::{self, Table};
use mycrm_store::{QuietTx, Value};
use mycrm_sync::client::Schema;
use mycrm_sync::merge::Row;
use mycrm_sync::{RowKey, SchemaVersion, Value as Held};
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

/// Writes rows, one statement for each table. Lives for one transaction of the database.
#[derive(Debug, Default)]
pub(crate) struct Applier {
    prepared: HashMap<&'static str, Prepared>,
    unfit: bool,
}

#[derive(Debug)]
struct Prepared {
    sql: String,
    /// What stands where a row has no value: NULL, or the default of a column that has to have one.
    absent: Vec<Value>,
}

impl Applier {
    pub(crate) async fn new(connection: &mut SqliteConnection) -> Result<Self> {
        let unfit =
            sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM sync_unfit)").fetch_one(connection).await?;
        Ok(Self { prepared: HashMap::new(), unfit })
    }

    /// Makes the row of a table what it is after the merge; `None` and what has no insert yet are no row.
    ///
    /// A row that the tables refuse, such as an end before its start, made of two edits that were fine by themselves, is
    /// left as it was and noted: it must not hold up the rest.
    pub(crate) async fn write(
        &mut self,
        tx: &mut QuietTx<'_>,
        key: &RowKey,
        row: Option<&Row>,
    ) -> Result<()> {
        let Some(table) = registry::table(&key.table) else { return Ok(()) };
        let id = key.row.to_string();
        let Some(row) = row.filter(|row| row.is_inserted) else {
            return remove(tx, table, &id).await;
        };
        if !self.prepared.contains_key(table.name) {
            let prepared = Prepared::new(tx.conn(), table).await?;
            self.prepared.insert(table.name, prepared);
        }
        let Some(prepared) = self.prepared.get(table.name) else { return Ok(()) };
        let mut query = sqlx::query(AssertSqlSafe(prepared.sql.clone())).bind(&id);
        for (field, absent) in table.fields.iter().zip(&prepared.absent) {
            let value = row.fields.get(*field).map(|register| &register.value);
            query = match value {
                None | Some(Held::Null) => absent.clone().bind(query),
                Some(Held::Int(number)) => query.bind(*number),
                Some(Held::Real(number)) => query.bind(number.get()),
                Some(Held::Text(text)) => query.bind(text.as_str()),
            };
        }
        match query.execute(tx.conn()).await {
            Ok(done) => {
                if done.rows_affected() > 0 {
                    tx.touch(table.name, &id);
                }
                self.fits(tx.conn(), table, &id).await
            }
            Err(sqlx::Error::Database(error)) if is_refusal(error.as_ref()) => {
                self.unfit = true;
                note_unfit(tx.conn(), table, &id, error.message()).await
            }
            Err(error) => Err(error.into()),
        }
    }

    async fn fits(&self, connection: &mut SqliteConnection, table: &Table, id: &str) -> Result<()> {
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

impl Prepared {
    async fn new(connection: &mut SqliteConnection, table: &'static Table) -> Result<Self> {
        let columns: Vec<(String, bool, Option<String>)> =
            sqlx::query_as("SELECT name, \"notnull\", dflt_value FROM pragma_table_info(?1)")
                .bind(table.name)
                .fetch_all(&mut *connection)
                .await?;
        let mut absent = Vec::with_capacity(table.fields.len());
        for field in table.fields {
            let default = columns
                .iter()
                .find(|(name, is_required, _)| name == field && *is_required)
                .and_then(|(_, _, default)| default.as_deref());
            absent.push(match default {
                None => Value::Null,
                Some(expression) => evaluate(connection, expression).await?,
            });
        }
        let names = table.fields.join(", ");
        let marks = vec!["?"; table.fields.len() + 1].join(", ");
        let each = |text: &dyn Fn(&str) -> String, separator: &str| {
            table.fields.iter().map(|field| text(field)).collect::<Vec<_>>().join(separator)
        };
        let sets = each(&|field| format!("{field} = excluded.{field}"), ", ");
        let differs = each(&|field| format!("{0}.{field} IS NOT excluded.{field}", table.name), " OR ");
        let sql = format!(
            "INSERT INTO {} (id, {names}) VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET {sets} WHERE {differs}",
            table.name
        );
        Ok(Self { sql, absent })
    }
}

/// The value of a default as the migration wrote it.
async fn evaluate(connection: &mut SqliteConnection, expression: &str) -> Result<Value> {
    let json: String = sqlx::query_scalar(AssertSqlSafe(format!("SELECT json_array({expression})")))
        .persistent(false)
        .fetch_one(connection)
        .await?;
    let [value]: [Held; 1] = serde_json::from_str(&json).map_err(crate::Error::unreadable)?;
    Ok(match value {
        Held::Int(number) => Value::Int(number),
        Held::Text(text) => Value::Text(text),
        Held::Null | Held::Real(_) => Value::Null,
    })
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
    Ok(())
}

/// Whether a constraint of the table speaks against the values.
fn is_refusal(error: &dyn sqlx::error::DatabaseError) -> bool {
    use sqlx::error::ErrorKind;
    matches!(error.kind(), ErrorKind::CheckViolation | ErrorKind::NotNullViolation | ErrorKind::UniqueViolation)
        // A text where the column of a STRICT table holds a number: SQLITE_CONSTRAINT_DATATYPE.
        || error.code().is_some_and(|code| code == "3091")
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
