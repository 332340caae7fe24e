//! Rebuilding every row from the change log alone: what proves that the log is complete, and what sync relies on.

use std::collections::BTreeMap;

use futures::TryStreamExt as _;
use sqlx::{AssertSqlSafe, SqliteConnection};

use crate::registry::{self, Table};
use crate::{Ctx, Origin, Result, Store, Tx, Value};

/// Applies the log of `from` to the empty `into`: of each field, what was written last. Returns how many ops there were.
///
/// What counts for that is the stamp, not when an op arrived: those of other devices come late. What the server did not
/// accept, and what is kept for the history alone, is left out.
///
/// # Errors
/// When a logged row does not fit the tables, which means that the log is not complete.
pub async fn replay(from: &Store, into: &Store) -> Result<u64> {
    let mut reader = from.readers().acquire().await?;
    let mut tx = into.begin(Ctx::new("replay", Origin::Remote, "Replay")).await?;
    let mut required = BTreeMap::new();
    let mut row = Rebuilt::default();
    let mut count = 0;
    {
        let mut ops = sqlx::query_as::<_, (String, String, String)>(
            "SELECT c.table_name, c.row_id, c.fields
             FROM changes c JOIN transactions t ON t.id = c.tx JOIN devices d ON d.id = c.device
             WHERE c.counts = 1 AND NOT EXISTS (
               SELECT 1 FROM sync_parked p WHERE p.device = c.device AND p.device_seq = c.device_seq)
             ORDER BY c.table_name, c.row_id, coalesce(t.admitted, t.hlc), d.device_id, c.device_seq",
        )
        .fetch(&mut *reader);
        while let Some((table, id, fields)) = ops.try_next().await? {
            if row.table != table || row.id != id {
                std::mem::replace(&mut row, Rebuilt::new(table, id)).write(&mut tx, &mut required).await?;
            }
            let fields: BTreeMap<String, (serde_json::Value, serde_json::Value)> =
                serde_json::from_str(&fields)?;
            row.fields.extend(fields.into_iter().map(|(name, (_, new))| (name, new)));
            count += 1;
        }
    }
    row.write(&mut tx, &mut required).await?;
    tx.commit().await?;
    Ok(count)
}

/// A row as the ops so far made it.
#[derive(Default)]
struct Rebuilt {
    table: String,
    id: String,
    fields: BTreeMap<String, serde_json::Value>,
}

impl Rebuilt {
    fn new(table: String, id: String) -> Self {
        Self { table, id, fields: BTreeMap::new() }
    }

    async fn write(self, tx: &mut Tx<'_>, required: &mut BTreeMap<&'static str, Vec<String>>) -> Result<()> {
        let Self { table, id, fields } = self;
        if id.is_empty() {
            return Ok(());
        }
        // A newer program's table, kept for it.
        let Some(known) = registry::table(&table) else { return Ok(()) };
        if !required.contains_key(known.name) {
            let columns = required_columns(tx.conn(), known).await?;
            required.insert(known.name, columns);
        }
        let required = required.get(known.name).map(Vec::as_slice).unwrap_or_default();
        // A column that was NULL is in no op. One that may be NULL must not take its default instead.
        let value = |name: &'static str| match fields.get(name) {
            None | Some(serde_json::Value::Null) if required.iter().any(|column| column == name) => None,
            value => Some((name, value.map_or(Value::Null, Value::from_json))),
        };
        let values: Vec<_> = known.fields.iter().copied().filter_map(value).collect();
        let names = values.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
        let marks = vec!["?"; values.len() + 1].join(", ");
        tx.make_room(1).await?;
        let sql = format!("INSERT INTO {} (id, {names}) VALUES ({marks})", known.name);
        let mut query = sqlx::query(AssertSqlSafe(sql)).bind(id);
        for (_, value) in values {
            query = value.bind(query);
        }
        query.execute(tx.conn()).await?;
        Ok(())
    }
}

async fn required_columns(connection: &mut SqliteConnection, table: &Table) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar("SELECT name FROM pragma_table_info(?1) WHERE \"notnull\"")
        .bind(table.name)
        .fetch_all(connection)
        .await?)
}
