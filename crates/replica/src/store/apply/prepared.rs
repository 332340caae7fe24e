//! The statements that put rows into a table, made once.

use std::sync::Arc;

use mycrm_store::registry::Table;
use mycrm_sync::Value as Held;
use sqlx::{AssertSqlSafe, SqliteConnection};

use crate::Result;

/// Rows in one statement: more cost no less, and the widest table stays far below SQLite's 32,766 parameters.
pub(super) const AT_ONCE: usize = 64;

#[derive(Debug)]
pub(super) struct Prepared {
    /// Puts one row; gives its id if it changed.
    pub(super) one: Arc<str>,
    /// The same for [`AT_ONCE`] rows.
    pub(super) many: Arc<str>,
    /// What stands where a row has no value, in the order of the fields: NULL, or the default of a column that has to
    /// have one.
    pub(super) absent: Vec<Held>,
}

impl Prepared {
    pub(super) async fn new(connection: &mut SqliteConnection, table: &'static Table) -> Result<Self> {
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
                None => Held::Null,
                Some(expression) => evaluate(connection, expression).await?,
            });
        }
        Ok(Self { one: upsert(table, 1).into(), many: upsert(table, AT_ONCE).into(), absent })
    }
}

fn upsert(table: &Table, rows: usize) -> String {
    let Table { name, fields, .. } = table;
    let marks = format!("({})", vec!["?"; fields.len() + 1].join(", "));
    let each = |text: &dyn Fn(&str) -> String, separator: &str| {
        fields.iter().map(|field| text(field)).collect::<Vec<_>>().join(separator)
    };
    format!(
        "INSERT INTO {name} (id, {}) VALUES {} ON CONFLICT (id) DO UPDATE SET {} WHERE {} RETURNING id",
        fields.join(", "),
        vec![marks; rows].join(", "),
        each(&|field| format!("{field} = excluded.{field}"), ", "),
        each(&|field| format!("{name}.{field} IS NOT excluded.{field}"), " OR "),
    )
}

/// The value of a default as the migration wrote it.
async fn evaluate(connection: &mut SqliteConnection, expression: &str) -> Result<Held> {
    let json: String = sqlx::query_scalar(AssertSqlSafe(format!("SELECT json_array({expression})")))
        .persistent(false)
        .fetch_one(connection)
        .await?;
    let [value]: [Held; 1] = serde_json::from_str(&json).map_err(crate::Error::unreadable)?;
    Ok(value)
}
