//! Reads the values of the records a batch of rows may mean, each table once for the batch.

use std::collections::HashMap;

use mycrm_store::{Id, registry};
use sqlx::SqliteConnection;
use uuid::Uuid;

use crate::Result;
use crate::import::mapping::Kind;
use crate::import::plan::current::CurrentLine;
use crate::import::plan::{Current, uuid};
use crate::store::opportunities::Line;

pub(crate) async fn load(connection: &mut SqliteConnection, kind: Kind, ids: &[Uuid]) -> Result<Current> {
    let mut current = Current::default();
    if ids.is_empty() {
        return Ok(current);
    }
    let ids = serde_json::Value::from(ids.iter().map(Uuid::to_string).collect::<Vec<_>>()).to_string();
    let rows: Vec<(Id, String)> =
        sqlx::query_as(sqlx::AssertSqlSafe(rows_sql(kind))).bind(&ids).fetch_all(&mut *connection).await?;
    for (id, fields) in rows {
        let fields = serde_json::from_str(&fields).map_err(mycrm_store::Error::from)?;
        current.rows.insert(uuid(&id), fields);
    }
    let tags: Vec<(Id, Id)> = sqlx::query_as(
        "SELECT record_id, tag_id FROM record_tags WHERE record_id IN (SELECT value FROM json_each(?1)) AND deleted_at IS NULL",
    )
    .bind(&ids)
    .fetch_all(&mut *connection)
    .await?;
    current.tags = tags.iter().map(|(record, tag)| (uuid(record), uuid(tag))).collect();
    match kind {
        Kind::Contacts => {
            let points: Vec<(Id, String)> = sqlx::query_as(
                "SELECT contact_id, value_key FROM contact_points
                 WHERE contact_id IN (SELECT value FROM json_each(?1)) AND deleted_at IS NULL",
            )
            .bind(&ids)
            .fetch_all(connection)
            .await?;
            current.points = points.into_iter().map(|(contact, key)| (uuid(&contact), key)).collect();
        }
        Kind::Opportunities => current.lines = lines(connection, &ids).await?,
        Kind::Leads | Kind::Companies => {}
    }
    Ok(current)
}

/// Every field of the rows whose ids are in the JSON list `?1`, as one JSON object for each.
pub(crate) fn rows_sql(kind: Kind) -> String {
    let table = kind.key();
    let fields = registry::table(table).map_or(&[][..], |table| table.fields);
    let pairs = fields.iter().map(|field| format!("'{field}', t.{field}")).collect::<Vec<_>>().join(", ");
    format!(
        "SELECT t.id, json_object({pairs}) FROM json_each(?1) wanted CROSS JOIN {table} t ON t.id = wanted.value
         WHERE t.deleted_at IS NULL"
    )
}

#[derive(sqlx::FromRow)]
struct LineRow {
    opportunity_id: Id,
    id: Id,
    #[sqlx(flatten)]
    line: Line,
}

async fn lines(connection: &mut SqliteConnection, ids: &str) -> Result<HashMap<Uuid, Vec<CurrentLine>>> {
    let rows: Vec<LineRow> = sqlx::query_as(
        "SELECT opportunity_id, id, product_id, description, quantity_milli, unit_price_minor, discount_bp
         FROM opportunity_lines
         WHERE opportunity_id IN (SELECT value FROM json_each(?1)) AND deleted_at IS NULL ORDER BY position, id",
    )
    .bind(ids)
    .fetch_all(connection)
    .await?;
    let mut lines: HashMap<Uuid, Vec<CurrentLine>> = HashMap::new();
    for LineRow { opportunity_id, id, line } in rows {
        lines.entry(uuid(&opportunity_id)).or_default().push(CurrentLine { id, line });
    }
    Ok(lines)
}
