//! Rates of foreign currencies on the wire.

use mycrm_crm::Field;
use mycrm_store::{Date, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

use super::amount::Amount;
use super::given::draft;

/// What one unit of a currency is worth in another from a day on, until the next rate.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CurrencyRate {
    id: String,
    /// ISO 4217.
    currency: String,
    /// What it is converted to: the base currency of when it was entered.
    base: String,
    #[schema(format = Date)]
    day: String,
    /// Units of `base` for one of `currency`: a decimal with up to nine places.
    rate: String,
    #[schema(format = DateTime)]
    created_at: String,
    created_by: Option<String>,
    #[schema(format = DateTime)]
    updated_at: String,
}

draft!(CurrencyRateDraft { currency: String, base: String, day: String, rate: Amount });

collection!(
    currency_rates, "currency_rate", |row| format!("{} in {}", row.currency, row.base), CurrencyRate, CurrencyRateDraft,
    "/api/currency_rates/", "/api/currency_rates/{id}/", filters { "currency" "base" "day" },
    list_currency_rates create_currency_rate get_currency_rate replace_currency_rate update_currency_rate
    delete_currency_rate
);

impl CurrencyRateDraft {
    fn called(&self) -> Option<String> {
        self.currency.0.clone().set()
    }

    fn resolve(
        self,
        given: &Surroundings,
        old: Option<&records::CurrencyRate>,
    ) -> Result<records::CurrencyRateDraft> {
        let Self { currency, base, day, rate } = self;
        let today = || Timestamp::now().date_in(&given.zone);
        let date = |text: String| {
            let wrong = || ApiError::field("day", format!("{text} is no date, such as 2026-01-31"));
            text.trim().parse::<Date>().map_err(|_| wrong())
        };
        Ok(records::CurrencyRateDraft {
            currency: currency.0,
            base: base.0,
            day: match day.try_map(date)? {
                Field::Unset if old.is_none() => Field::Set(today()),
                day => day,
            },
            rate_nano: rate.try_map(|rate| rate.scaled("rate", 9))?,
        })
    }
}

impl From<records::CurrencyRate> for CurrencyRate {
    fn from(row: records::CurrencyRate) -> Self {
        let records::CurrencyRate { id, currency, base, day, rate_nano, created_at, created_by, updated_at } =
            row;
        Self {
            id: id.to_string(),
            currency,
            base,
            day: day.to_string(),
            rate: decimal(rate_nano),
            created_at: created_at.to_string(),
            created_by,
            updated_at: updated_at.to_string(),
        }
    }
}

/// Billionths as a plain decimal without needless zeros.
fn decimal(nano: i64) -> String {
    let text = format!("{}.{:09}", nano / 1_000_000_000, nano % 1_000_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_written_as_people_write_them() {
        for (nano, text) in
            [(920_000_000, "0.92"), (1_000_000_000, "1"), (6_250_000, "0.00625"), (1, "0.000000001")]
        {
            assert_eq!(decimal(nano), text);
        }
    }
}
