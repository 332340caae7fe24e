//! Rebuilding every row from the change log alone: what proves that the log is complete, and what sync relies on.

use std::collections::BTreeMap;

use sqlx::AssertSqlSafe;

use crate::registry;
use crate::{ChangeKind, Ctx, Error, Origin, Result, Store, Value};

/// Applies the whole log of `from` to the empty `into`. Returns how many ops there were.
///
/// # Errors
/// When a logged row does not fit the tables, which means that the log is not complete.
pub async fn replay(from: &Store, into: &Store) -> Result<u64> {
    let ops: Vec<(String, String, ChangeKind, String)> =
        sqlx::query_as("SELECT table_name, row_id, kind, fields FROM changes ORDER BY seq")
            .fetch_all(from.readers())
            .await?;
    let mut tx = into.begin(Ctx::new("replay", Origin::Remote, "Replay")).await?;
    for (table, row, kind, fields) in &ops {
        let known = registry::table(table).ok_or_else(|| Error::UnknownField(table.clone()))?;
        let fields: BTreeMap<String, (serde_json::Value, serde_json::Value)> = serde_json::from_str(fields)?;
        if let Some(unknown) = fields.keys().find(|name| !known.fields.contains(&name.as_str())) {
            return Err(Error::UnknownField(format!("{table}.{unknown}")));
        }
        tx.make_room(1).await?;
        let names: Vec<&str> = fields.keys().map(String::as_str).collect();
        let sql = match kind {
            ChangeKind::Insert => {
                // A column that was NULL is not in the op, and one with a default must not take the default instead.
                let absent: Vec<&str> = known.fields.iter().copied().filter(|f| !names.contains(f)).collect();
                let columns = names.iter().chain(&absent).copied().collect::<Vec<_>>().join(", ");
                let marks = names
                    .iter()
                    .map(|_| "?")
                    .chain(absent.iter().map(|_| "NULL"))
                    .collect::<Vec<_>>()
                    .join(", ");
                format!("INSERT INTO {table} ({columns}, id) VALUES ({marks}, ?)")
            }
            ChangeKind::Update => {
                let sets = names.iter().map(|name| format!("{name} = ?")).collect::<Vec<_>>().join(", ");
                format!("UPDATE {table} SET {sets} WHERE id = ?")
            }
        };
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for (_, new) in fields.values() {
            query = Value::from_json(new).bind(query);
        }
        query.bind(row).execute(tx.conn()).await?;
    }
    tx.commit().await?;
    Ok(u64::try_from(ops.len()).unwrap_or(u64::MAX))
}
