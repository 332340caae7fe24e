//! The products of a deal on the wire: quantities and discounts as decimals, kept as whole thousandths and hundredths.

use mycrm_crm::opportunities::Line as Kept;
use mycrm_store::Currency;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::{ApiError, Result};
use crate::records::amount::{Amount, decimal, minor_of, plain};
use crate::records::given::Given;
use crate::records::links::Link;

/// A product on a deal.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OpportunityLine)]
pub(crate) struct Line {
    product: Option<String>,
    description: Option<String>,
    /// Up to three decimal places.
    quantity: String,
    /// A decimal in the deal's currency.
    unit_price: Option<String>,
    /// 0 to 100, up to two decimal places.
    discount_percentage: String,
    /// Quantity times price less discount.
    total_price: Option<String>,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = OpportunityLineDraft)]
pub(crate) struct LineDraft {
    #[serde(default)]
    product: Option<Link>,
    #[serde(default)]
    description: Option<String>,
    /// 1 when not given.
    #[serde(default)]
    quantity: Option<Amount>,
    #[serde(default)]
    unit_price: Option<Amount>,
    #[serde(default)]
    discount_percentage: Option<Amount>,
}

impl LineDraft {
    pub(super) fn resolve(self, currency: Currency) -> Result<Kept> {
        let Self { product, description, quantity, unit_price, discount_percentage } = self;
        Ok(Kept {
            product_id: product.and_then(Link::id),
            description,
            quantity_milli: quantity.map_or(Ok(1000), |quantity| quantity.scaled("quantity", 3))?,
            unit_price_minor: unit_price.map(|price| price.minor("unit_price", currency)).transpose()?,
            discount_bp: discount_percentage
                .map_or(Ok(0), |percent| percent.scaled("discount_percentage", 2))?,
        })
    }
}

/// The same numbers in another currency: 19 EUR become 19 JPY.
pub(super) fn in_other_currency(lines: &[Kept], was: Currency, now: Currency) -> Result<Vec<Kept>> {
    let line = |line: &Kept| {
        let price = minor_of("unit_price", Given::default(), Some((line.unit_price_minor, was)), now)?;
        Ok(Kept { unit_price_minor: price.over(line.unit_price_minor), ..line.clone() })
    };
    lines.iter().map(line).collect::<Result<_>>().map_err(in_products)
}

/// Names the list that the wrong value is in.
pub(super) fn in_products(error: ApiError) -> ApiError {
    match error {
        ApiError::Validation(fields) => {
            let why = fields.into_iter().map(|(name, why)| format!("{name}: {why}")).collect::<Vec<_>>();
            ApiError::field("products", why.join("; "))
        }
        other => other,
    }
}

pub(super) fn shown(kept: Kept, currency: Currency) -> Line {
    let total_price = kept.total_minor().map(|minor| decimal(minor, currency));
    let Kept { product_id, description, quantity_milli, unit_price_minor, discount_bp } = kept;
    Line {
        product: product_id.map(|id| id.to_string()),
        description,
        quantity: plain(quantity_milli, 3),
        unit_price: unit_price_minor.map(|minor| decimal(minor, currency)),
        discount_percentage: plain(discount_bp, 2),
        total_price,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_comes_back_as_it_was_sent() {
        let draft: LineDraft = serde_json::from_value(serde_json::json!({
            "product": null, "quantity": 2.5, "unit_price": "19.99", "discount_percentage": "12.5",
        }))
        .unwrap();
        let line = shown(draft.resolve(Currency::EUR).unwrap(), Currency::EUR);
        assert_eq!((line.quantity.as_str(), line.discount_percentage.as_str()), ("2.5", "12.5"));
        assert_eq!(line.unit_price.as_deref(), Some("19.99"));
        // 2.5 * 19.99 = 49.975, less 12.5 % = 43.728125
        assert_eq!(line.total_price.as_deref(), Some("43.73"));
    }

    #[test]
    fn whole_numbers_are_shown_whole() {
        assert_eq!(
            (plain(3000, 3).as_str(), plain(1, 3).as_str(), plain(0, 2).as_str()),
            ("3", "0.001", "0")
        );
    }
}
