//! Writes many rows of one table in one statement: the triggers log each of them, and one call carries them all.

use std::collections::BTreeMap;

use mycrm_store::{Error, Id, Tx, Value, registry};

use crate::Result;
use crate::import::plan::Fields;

/// Inserts rows of a table; a column that only some of them give is NULL in the others. Columns that may not be NULL have
/// to be given by all.
pub(crate) async fn insert(tx: &mut Tx<'_>, table: &'static str, rows: Vec<(Id, Fields)>) -> Result<()> {
    let mut columns: BTreeMap<&'static str, usize> = BTreeMap::new();
    for (_, fields) in &rows {
        for (column, _) in fields {
            let next = columns.len();
            columns.entry(column).or_insert(next);
        }
    }
    let known = registry::table(table).ok_or_else(|| Error::UnknownField(table.to_owned()))?;
    if let Some(unknown) = columns.keys().find(|column| !known.fields.contains(column)) {
        return Err(Error::UnknownField(format!("{table}.{unknown}")).into());
    }
    let (now, actor) = (tx.now(), tx.actor().to_owned());
    let data: Vec<serde_json::Value> =
        rows.into_iter().map(|(id, fields)| row(&id, fields, &columns)).collect();
    let names: String = columns.keys().map(|column| format!(", {column}")).collect();
    let values: String = columns.values().map(|at| format!(", value ->> {}", at + 1)).collect();
    let sql = format!(
        "INSERT INTO {table} (id, created_at, created_by, updated_at{names})
         SELECT value ->> 0, ?2, ?3, ?2{values} FROM json_each(?1)"
    );
    sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(serde_json::Value::from(data).to_string())
        .bind(now)
        .bind(actor)
        .execute(tx.conn())
        .await?;
    Ok(())
}

fn row(id: &Id, fields: Fields, columns: &BTreeMap<&'static str, usize>) -> serde_json::Value {
    let mut row = vec![serde_json::Value::Null; columns.len() + 1];
    row[0] = id.as_str().into();
    for (column, value) in fields {
        if let Some(place) = columns.get(column).and_then(|at| row.get_mut(at + 1)) {
            *place = match value {
                Value::Null => serde_json::Value::Null,
                Value::Int(int) => int.into(),
                Value::Text(text) => text.into(),
            };
        }
    }
    row.into()
}
