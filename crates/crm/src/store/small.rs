//! People, products, rates and tags, and the writes that all records share.

use mycrm_store::{Id, Tx};
use sqlx::SqliteConnection;

use super::list::{Kind, Listing, field, sorted};
use crate::field::Assignments;
use crate::{Error, Field, Result, message};

const CREATED: super::list::FieldSpec = sorted("created_at", "t.created_at", Kind::Instant);
const UPDATED: super::list::FieldSpec = sorted("updated_at", "t.updated_at", Kind::Instant);

pub(crate) static PEOPLE: Listing = Listing {
    table: "people",
    select: "t.id, t.name, t.is_me, t.active, t.email, t.external_id, t.created_at, t.created_by, t.updated_at FROM people t",
    fields: &[
        sorted("name", "t.name", Kind::Text),
        field("email", "t.email", Kind::Text),
        field("is_me", "t.is_me", Kind::Bool),
        field("active", "t.active", Kind::Bool),
        CREATED,
        UPDATED,
    ],
    default_ordering: "name",
    text: "t.name",
};

pub(crate) static PRODUCTS: Listing = Listing {
    table: "products",
    select: "t.id, t.name, t.currency, t.is_active, t.description, t.sku, t.price_minor, t.category, t.external_id,
             t.created_at, t.created_by, t.updated_at FROM products t",
    fields: &[
        sorted("name", "t.name", Kind::Text),
        sorted("sku", "t.sku", Kind::Text),
        sorted("price", "t.price_minor", Kind::Money),
        field("category", "t.category", Kind::Text),
        field("currency", "t.currency", Kind::Exact),
        field("is_active", "t.is_active", Kind::Bool),
        CREATED,
        UPDATED,
    ],
    default_ordering: "name",
    text: "t.name",
};

pub(crate) static CURRENCY_RATES: Listing = Listing {
    table: "currency_rates",
    select: "t.id, t.currency, t.base, t.day, t.rate_nano, t.created_at, t.created_by, t.updated_at FROM currency_rates t",
    fields: &[
        sorted("day", "t.day", Kind::Exact),
        sorted("currency", "t.currency", Kind::Exact),
        field("base", "t.base", Kind::Exact),
        CREATED,
        UPDATED,
    ],
    default_ordering: "-day",
    text: "t.currency",
};

pub(crate) static TAGS: Listing = Listing {
    table: "tags",
    select: "t.id, t.name, t.color, t.created_at, t.created_by, t.updated_at FROM tags t",
    fields: &[sorted("name", "t.name", Kind::Text), CREATED, UPDATED],
    default_ordering: "name",
    text: "t.name",
};

pub(crate) async fn claim(connection: &mut SqliteConnection, id: &Id) -> Result<()> {
    sqlx::query("UPDATE people SET is_me = (id = ?1) WHERE is_me <> (id = ?1)")
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}

pub(crate) async fn sku_taken(
    connection: &mut SqliteConnection,
    sku: &str,
    own: Option<&Id>,
) -> Result<bool> {
    Ok(sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM products WHERE sku = ?1 AND deleted_at IS NULL AND id IS NOT ?2)",
    )
    .bind(sku)
    .bind(own)
    .fetch_one(connection)
    .await?)
}

pub(crate) async fn update(
    tx: &mut Tx<'_>,
    table: &'static str,
    record: &'static str,
    id: &Id,
    fields: Assignments,
) -> Result<()> {
    let there = if fields.is_empty() {
        exists(tx.conn(), table, id).await?
    } else {
        tx.update(table, id, fields).await?
    };
    if there { Ok(()) } else { Err(Error::not_found(record, id)) }
}

/// Says that a record was updated, if anything of it was changed since the op `before`.
pub(crate) async fn updated(
    tx: &mut Tx<'_>,
    before: i64,
    event: &'static str,
    record: &'static str,
    id: &Id,
) -> Result<()> {
    if tx.last_op().await? > before {
        tx.event(event, record, id, serde_json::json!({})).await?;
    }
    Ok(())
}

pub(crate) async fn delete(
    tx: &mut Tx<'_>,
    table: &'static str,
    record: &'static str,
    id: &Id,
) -> Result<()> {
    if tx.delete(table, id).await? { Ok(()) } else { Err(Error::not_found(record, id)) }
}

pub(crate) async fn exists(connection: &mut SqliteConnection, table: &'static str, id: &Id) -> Result<bool> {
    let sql = sqlx::AssertSqlSafe(format!(
        "SELECT EXISTS (SELECT 1 FROM {table} WHERE id = ?1 AND deleted_at IS NULL)"
    ));
    Ok(sqlx::query_scalar(sql).bind(id).fetch_one(connection).await?)
}

/// Refuses a link to a record that is not there.
pub(crate) async fn check_link(
    connection: &mut SqliteConnection,
    field: &'static str,
    table: &'static str,
    id: &Id,
) -> Result<()> {
    if exists(connection, table, id).await? {
        Ok(())
    } else {
        Err(Error::invalid(field, message!("points to {id}, which does not exist or was deleted", id)))
    }
}

/// The links that a draft gives: the name of the field, whose column is that with `_id`, the table it points into, and the id.
pub(crate) type Links<'a> = &'a [(&'static str, &'static str, &'a Field<Id>)];

/// Refuses links to records that are not there. What the row `own` of a table points to already may stay, though it was
/// deleted since: whoever saves a record whole did not choose it anew.
pub(crate) async fn check_links(
    connection: &mut SqliteConnection,
    own: Option<(&'static str, &Id)>,
    links: Links<'_>,
) -> Result<()> {
    for (field, table, link) in links {
        let Field::Set(id) = link else { continue };
        let refused = match check_link(connection, field, table, id).await {
            Ok(()) => continue,
            Err(refused) => refused,
        };
        let stays = match own {
            Some((own_table, own)) => points_to(connection, own_table, own, field, id).await?,
            None => false,
        };
        if !stays {
            return Err(refused);
        }
    }
    Ok(())
}

async fn points_to(
    connection: &mut SqliteConnection,
    table: &'static str,
    own: &Id,
    field: &'static str,
    id: &Id,
) -> Result<bool> {
    let sql = sqlx::AssertSqlSafe(format!(
        "SELECT EXISTS (SELECT 1 FROM {table} WHERE id = ?1 AND {field}_id = ?2 AND deleted_at IS NULL)"
    ));
    Ok(sqlx::query_scalar(sql).bind(own).bind(id).fetch_one(connection).await?)
}
