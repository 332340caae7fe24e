//! Bringing amounts to the base currency.

use std::collections::HashMap;

use mycrm_store::{Currency, Date, Result};
use sqlx::SqliteConnection;

use crate::deals::Amount;

/// Rates to the base currency, in billionths, by day.
#[derive(Debug, Clone)]
pub(super) struct Rates {
    base: Currency,
    by_currency: HashMap<String, Vec<(Date, i64)>>,
}

impl Rates {
    pub(super) async fn read(connection: &mut SqliteConnection, base: Currency) -> Result<Self> {
        let rows: Vec<(String, Date, i64)> = sqlx::query_as(
            "SELECT currency, day, rate_nano FROM currency_rates
             WHERE base = ?1 AND deleted_at IS NULL ORDER BY currency, day, no",
        )
        .bind(base.code())
        .fetch_all(connection)
        .await?;
        let mut by_currency: HashMap<String, Vec<(Date, i64)>> = HashMap::new();
        for (currency, day, rate) in rows {
            by_currency.entry(currency).or_default().push((day, rate));
        }
        Ok(Self { base, by_currency })
    }

    /// In minor units of the base currency, rounded half away from zero; amounts no integer holds have no rate either.
    pub(super) fn convert(&self, minor: i64, currency: &str, day: impl FnOnce() -> Date) -> Amount {
        if currency == self.base.code() {
            return Amount::Minor(minor);
        }
        let (Some(rates), Ok(from)) = (self.by_currency.get(currency), currency.parse::<Currency>()) else {
            return Amount::Unconverted;
        };
        // Asked for only here: the day of an instant takes a calendar.
        let day = day();
        let valid = rates.partition_point(|(since, _)| *since <= day);
        let Some(&(_, rate)) = rates.get(valid.saturating_sub(1)) else { return Amount::Unconverted };
        let mut numerator = i128::from(minor) * i128::from(rate);
        let mut denominator = 1_000_000_000_i128;
        let (to, from) = (self.base.exponent(), from.exponent());
        if to >= from {
            numerator *= 10_i128.pow(to - from);
        } else {
            denominator *= 10_i128.pow(from - to);
        }
        let half = if numerator < 0 { -denominator / 2 } else { denominator / 2 };
        i64::try_from((numerator + half) / denominator).map_or(Amount::Unconverted, Amount::Minor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_of_the_day_holds_and_digits_are_those_of_the_currencies() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let rates = Rates {
            base: Currency::EUR,
            by_currency: HashMap::from([
                ("USD".into(), vec![(day("2020-01-01"), 900_000_000), (day("2021-01-01"), 800_000_000)]),
                ("JPY".into(), vec![(day("2020-01-01"), 6_250_000)]),
            ]),
        };
        let on = |minor, currency, text| rates.convert(minor, currency, || day(text));
        assert_eq!(on(1_000, "USD", "2020-06-01"), Amount::Minor(900));
        assert_eq!(on(1_000, "USD", "2021-06-01"), Amount::Minor(800));
        assert_eq!(on(1_000, "USD", "2019-06-01"), Amount::Minor(900), "the earliest there is");
        assert_eq!(on(1_000, "JPY", "2020-06-01"), Amount::Minor(625), "1,000 yen are 6.25");
        assert_eq!(on(1_000, "CHF", "2020-06-01"), Amount::Unconverted);
        assert_eq!(on(77, "EUR", "2020-06-01"), Amount::Minor(77));
        assert_eq!(on(i64::MAX, "USD", "2020-06-01"), Amount::Minor(8_301_034_833_169_298_226));
    }
}
