//! What a row of any table is called, and the record that it is shown with: an address is shown with its contact.

use mycrm_store::Id;
use mycrm_store::registry::{self, ANY, Table};
use sqlx::SqliteConnection;

use crate::Result;
use crate::store::titles as store;

/// A record as a list of mixed kinds names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Titled {
    /// `contact`, `opportunity`, …
    pub record: &'static str,
    pub id: String,
    /// `None` where there is no such row here.
    pub title: Option<String>,
}

/// Names a row. A part names the record that it belongs to.
///
/// # Errors
/// When the database cannot be read.
pub async fn title(connection: &mut SqliteConnection, table: &str, row: &str) -> Result<Option<Titled>> {
    let Some(known) = registry::table(table) else { return Ok(None) };
    if let Some(link) = known.links.iter().find(|link| link.part_of)
        && let Some(whole) = store::text(connection, known.name, link.field, row).await?
    {
        let found = if link.table == ANY {
            find_anywhere(connection, &whole).await?
        } else {
            registry::table(link.table)
        };
        if let Some(table) = found {
            return Ok(Some(titled(connection, table, &whole).await?));
        }
    }
    Ok(Some(titled(connection, known, row).await?))
}

async fn titled(connection: &mut SqliteConnection, table: &'static Table, row: &str) -> Result<Titled> {
    let title = match expression(table) {
        Some(expression) => store::title(connection, table.name, &expression, row).await?,
        None => None,
    };
    Ok(Titled { record: table.record, id: row.to_owned(), title })
}

async fn find_anywhere(connection: &mut SqliteConnection, row: &str) -> Result<Option<&'static Table>> {
    for table in registry::TABLES.iter().filter(|table| table.search.is_some()) {
        if store::is_there(connection, table.name, row).await? {
            return Ok(Some(table));
        }
    }
    Ok(None)
}

/// The title as SQL over the table `t`.
fn expression(table: &Table) -> Option<String> {
    if let Some(search) = &table.search {
        return Some(search.title.replace('$', "t"));
    }
    let column = ["name", "title", "subject", "label", "currency"]
        .into_iter()
        .find(|name| table.fields.contains(name))?;
    Some(format!("t.{column}"))
}

/// The name of the row that a link leads to; the id where there is none.
///
/// # Errors
/// When the database cannot be read.
pub async fn linked_name(
    connection: &mut SqliteConnection,
    table: &str,
    field: &str,
    value: serde_json::Value,
) -> Result<serde_json::Value> {
    let link = registry::table(table).and_then(|t| t.links.iter().find(|link| link.field == field));
    let (Some(link), Some(id)) = (link, value.as_str()) else { return Ok(value) };
    let target =
        if link.table == ANY { find_anywhere(connection, id).await? } else { registry::table(link.table) };
    let Some(target) = target else { return Ok(value) };
    let title = titled(connection, target, id).await?.title;
    Ok(title.map_or(value, Into::into))
}

/// The code of the currency that the amounts of a row are in: its own, or that of the record that it is a part of. `None`
/// where the row has none, and the base currency counts.
///
/// # Errors
/// When the database cannot be read.
pub async fn currency(connection: &mut SqliteConnection, table: &str, row: &str) -> Result<Option<String>> {
    const FIELD: &str = "currency";
    let Some(table) = registry::table(table) else { return Ok(None) };
    if table.fields.contains(&FIELD) {
        return store::text(connection, table.name, FIELD, row).await;
    }
    let Some(link) = table.links.iter().find(|link| link.part_of && link.table != ANY) else {
        return Ok(None);
    };
    let has_one = registry::table(link.table).is_some_and(|whole| whole.fields.contains(&FIELD));
    match store::text(connection, table.name, link.field, row).await? {
        Some(whole) if has_one => store::text(connection, link.table, FIELD, &whole).await,
        _ => Ok(None),
    }
}

/// Who wrote a row first, as its history has it.
///
/// # Errors
/// When the database cannot be read.
pub async fn writer(connection: &mut SqliteConnection, row: &Id) -> Result<Option<String>> {
    store::writer(connection, row).await
}
