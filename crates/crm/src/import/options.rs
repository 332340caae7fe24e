//! What the user decides about an import, apart from the mapping.

use mycrm_store::{Currency, Id};
use serde::{Deserialize, Serialize};

use super::detect::Overrides;
use super::values::amounts::DecimalSign;
use super::values::dates::DateOrder;

/// Decisions with their defaults; `None` leaves a decision to what was detected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    /// Of amounts that name none; `None` is the base currency.
    pub currency: Option<Currency>,
    /// The pipeline for deals that name none.
    pub pipeline: Option<Id>,
    /// As `pipeline`, by name; made where it is missing.
    pub pipeline_name: Option<String>,
    /// Whether companies, people, products, pipelines and stages that rows name are made where they are missing.
    pub create_missing: bool,
    pub date_order: Option<DateOrder>,
    pub decimal: Option<DecimalSign>,
    pub has_header: Option<bool>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            currency: None,
            pipeline: None,
            pipeline_name: None,
            create_missing: true,
            date_order: None,
            decimal: None,
            has_header: None,
        }
    }
}

impl Options {
    #[must_use]
    pub fn overrides(&self) -> Overrides {
        Overrides { has_header: self.has_header, date_order: self.date_order, decimal: self.decimal }
    }
}
