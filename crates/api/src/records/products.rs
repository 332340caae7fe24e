//! Products on the wire.

use serde::Serialize;
use utoipa::ToSchema;

use super::amount::{Amount, currency_of, decimal, minor_of};
use super::given::draft;

/// Something that is sold.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Product {
    id: String,
    name: String,
    description: Option<String>,
    /// No two products have the same.
    sku: Option<String>,
    /// A decimal in `currency`.
    price: Option<String>,
    currency: String,
    category: Option<String>,
    is_active: bool,
    /// The id in the system it was imported from.
    external_id: Option<String>,
    #[schema(format = DateTime)]
    created_at: String,
    created_by: Option<String>,
    #[schema(format = DateTime)]
    updated_at: String,
}

draft!(ProductDraft {
    name: String,
    description: String,
    sku: String,
    price: Amount,
    currency: String,
    category: String,
    is_active: bool,
    external_id: String,
});

collection!(
    products, "product", |row| row.name.clone(), Product, ProductDraft, "/api/products/", "/api/products/{id}/",
    filters { "category" "currency" "is_active" "sku" },
    list_products create_product get_product replace_product update_product delete_product
);

bulk!(
    "product", ProductDraft, ProductBulkCreation, ProductBulkChange,
    "/api/products/bulk_create/" "/api/products/bulk_update/" "/api/products/bulk_delete/",
    bulk_create_products bulk_update_products bulk_delete_products
);

impl ProductDraft {
    fn called(&self) -> Option<String> {
        self.name.0.clone().set()
    }

    fn resolve(self, given: &Surroundings, old: Option<&records::Product>) -> Result<records::ProductDraft> {
        let Self { name, description, sku, price, currency, category, is_active, external_id } = self;
        let before = old.map(|old| (old.price_minor, currency_of(&old.currency, given.currency)));
        let in_currency = match currency.0.as_ref().set() {
            Some(code) => currency_of(code, given.currency),
            None => before.map_or(given.currency, |(_, currency)| currency),
        };
        Ok(records::ProductDraft {
            name: name.0,
            currency: currency.0,
            is_active: is_active.0,
            description: description.0,
            sku: sku.0,
            price_minor: minor_of("price", price, before, in_currency)?,
            category: category.0,
            external_id: external_id.0,
        })
    }
}

impl From<records::Product> for Product {
    fn from(row: records::Product) -> Self {
        let records::Product {
            id,
            name,
            currency,
            is_active,
            description,
            sku,
            price_minor,
            category,
            external_id,
            created_at,
            created_by,
            updated_at,
        } = row;
        let in_currency = currency_of(&currency, mycrm_store::Currency::EUR);
        Self {
            id: id.to_string(),
            name,
            description,
            sku,
            price: price_minor.map(|minor| decimal(minor, in_currency)),
            currency,
            category,
            is_active,
            external_id,
            created_at: created_at.to_string(),
            created_by,
            updated_at: updated_at.to_string(),
        }
    }
}
