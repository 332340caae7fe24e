//! Products with a list price; deals hold them as lines.

use mycrm_store::{Id, Tx};
use sqlx::SqliteConnection;

use crate::field::{currency, named};
use crate::store::{list, settings, small};
use crate::{Error, Field, ListQuery, Page, Result, message};

record!(
    /// Something that is sold.
    Product, ProductDraft {
        required { name: String, currency: String, is_active: bool }
        optional { description: String, sku: String, price_minor: i64, category: String, external_id: String }
        shown {}
        apart {}
    }
);

/// # Errors
/// [`Error::Invalid`] without a name, with an unknown currency or with an SKU that another product has.
pub async fn create(tx: &mut Tx<'_>, mut draft: ProductDraft) -> Result<Id> {
    check(tx.conn(), &mut draft, None).await?;
    if draft.name.is_unset() {
        return Err(Error::invalid("name", message!("may not be empty")));
    }
    if !matches!(draft.currency, Field::Set(_)) {
        draft.currency = Field::Set(settings::base_currency(tx.conn()).await?.to_string());
    }
    let id = Id::new();
    tx.insert("products", &id, draft.assignments()?).await?;
    Ok(id)
}

/// # Errors
/// As [`create`], and [`Error::NotFound`].
pub async fn update(tx: &mut Tx<'_>, id: &Id, mut draft: ProductDraft) -> Result<()> {
    check(tx.conn(), &mut draft, Some(id)).await?;
    small::update(tx, "products", "product", id, draft.assignments()?).await
}

async fn check(connection: &mut SqliteConnection, draft: &mut ProductDraft, own: Option<&Id>) -> Result<()> {
    draft.name = named("name", std::mem::take(&mut draft.name))?;
    draft.currency = currency("currency", std::mem::take(&mut draft.currency))?;
    if let Field::Set(sku) = &draft.sku
        && small::sku_taken(connection, sku, own).await?
    {
        return Err(Error::invalid("sku", message!("another product has the SKU {sku}", sku)));
    }
    Ok(())
}

/// # Errors
/// [`Error::NotFound`].
pub async fn delete(tx: &mut Tx<'_>, id: &Id) -> Result<()> {
    small::delete(tx, "products", "product", id).await
}

/// # Errors
/// When the database cannot be read.
pub async fn get(connection: &mut SqliteConnection, id: &Id) -> Result<Option<Product>> {
    list::one(&small::PRODUCTS, connection, id).await
}

/// # Errors
/// [`Error::BadQuery`].
pub async fn list(connection: &mut SqliteConnection, query: &ListQuery) -> Result<Page<Product>> {
    small::PRODUCTS.page(connection, query).await
}
