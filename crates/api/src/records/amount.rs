//! Amounts on the wire: decimal strings, never floats; a number is taken too where it is meant as one.

use std::fmt;

use mycrm_crm::Field;
use mycrm_crm::message;
use mycrm_store::{Currency, Money};
use serde::de::{Deserialize, Deserializer, Error, Visitor};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use super::given::{Given, Sent};
use crate::error::{ApiError, Result};

/// A plain decimal as it was sent; what it is worth depends on its currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Amount(String);

impl Amount {
    pub(crate) fn minor(&self, field: &str, currency: Currency) -> Result<i64> {
        Money::parse(&self.0, currency)
            .map(|money| money.minor)
            .map_err(|error| ApiError::field(field, error.to_string()))
    }

    /// As a whole number of 10^-places.
    pub(crate) fn scaled(&self, field: &str, places: u32) -> Result<i64> {
        let wrong = || {
            let value = &self.0;
            let message =
                message!("{value} is not a number with at most {places} decimal places", value, places);
            ApiError::wrong(field, message)
        };
        let (whole, part) = self.0.split_once('.').unwrap_or((&self.0, ""));
        let part = part.trim_end_matches('0');
        if whole.is_empty() || part.len() > places as usize || part.contains(['+', '-']) {
            return Err(wrong());
        }
        format!("{whole}{part:0<width$}", width = places as usize).parse().map_err(|_| wrong())
    }
}

/// As it is sent out.
pub(crate) fn decimal(minor: i64, currency: Currency) -> String {
    Money { minor, currency }.to_string()
}

/// The currency of a stored record; its code was checked when it was saved.
pub(crate) fn currency_of(code: &str, otherwise: Currency) -> Currency {
    code.parse().unwrap_or(otherwise)
}

/// The minor units that a draft means.
///
/// When only the currency changes, the amount stays the same number: 1,500 EUR become 1,500 JPY, not 150,000.
pub(crate) fn minor_of(
    field: &str,
    amount: Given<Amount>,
    old: Option<(Option<i64>, Currency)>,
    currency: Currency,
) -> Result<Field<i64>> {
    match (amount.0, old) {
        (Field::Set(amount), _) => amount.minor(field, currency).map(Field::Set),
        (Field::Null, _) => Ok(Field::Null),
        (Field::Unset, Some((Some(minor), before))) if before != currency => {
            Amount(decimal(minor, before)).minor(field, currency).map(Field::Set)
        }
        (Field::Unset, _) => Ok(Field::Unset),
    }
}

struct Digits;

impl Visitor<'_> for Digits {
    type Value = Amount;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an amount such as \"1234.50\"")
    }

    fn visit_str<E: Error>(self, text: &str) -> std::result::Result<Amount, E> {
        Ok(Amount(text.trim().to_owned()))
    }

    fn visit_i64<E: Error>(self, number: i64) -> std::result::Result<Amount, E> {
        Ok(Amount(number.to_string()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> std::result::Result<Amount, E> {
        Ok(Amount(number.to_string()))
    }

    // The shortest decimal that reads as this float is what was written in the body.
    fn visit_f64<E: Error>(self, number: f64) -> std::result::Result<Amount, E> {
        Ok(Amount(number.to_string()))
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        deserializer.deserialize_any(Digits)
    }
}

impl PartialSchema for Amount {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("A decimal amount in its currency; a JSON number is accepted too"))
            .examples(["1234.50"])
            .build()
            .into()
    }
}

impl ToSchema for Amount {}

impl Sent for Amount {
    fn is_blank(&self) -> bool {
        self.0.is_empty()
    }
}

/// A whole number of 10^-places as a decimal without superfluous zeros.
pub(crate) fn plain(scaled: i64, places: u32) -> String {
    let unit = 10_i64.pow(places);
    let (whole, part) = (scaled / unit, (scaled % unit).unsigned_abs());
    if part == 0 {
        return whole.to_string();
    }
    let digits = format!("{part:0width$}", width = places as usize);
    format!("{whole}.{}", digits.trim_end_matches('0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(json: &str) -> Amount {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn text_and_numbers_mean_the_same_amount() {
        for json in ["\"1234.5\"", "1234.5", "\" 1234.50 \""] {
            assert_eq!(sent(json).minor("amount", Currency::EUR).unwrap(), 123_450, "{json}");
        }
        assert_eq!(sent("0.1").minor("amount", Currency::EUR).unwrap(), 10);
        assert!(sent("\"a lot\"").minor("amount", Currency::EUR).is_err());
    }

    #[test]
    fn quantities_are_exact_or_refused() {
        for (json, milli) in [("2", 2000), ("2.5", 2500), ("\"0.125\"", 125), ("\"1.1000\"", 1100)] {
            assert_eq!(sent(json).scaled("quantity", 3).unwrap(), milli, "{json}");
        }
        for json in ["\"0.1234\"", "\"many\"", "\"1.-5\"", "\"\""] {
            assert!(sent(json).scaled("quantity", 3).is_err(), "{json}");
        }
    }

    #[test]
    fn a_new_currency_keeps_the_number() {
        let yen: Currency = "JPY".parse().unwrap();
        let old = Some((Some(150_000), Currency::EUR));
        assert_eq!(minor_of("amount", Given::default(), old, yen).unwrap(), Field::Set(1500));
        assert_eq!(minor_of("amount", Given::default(), old, Currency::EUR).unwrap(), Field::Unset);
        let cents = Some((Some(150_050), Currency::EUR));
        assert!(minor_of("amount", Given::default(), cents, yen).is_err(), "half a yen is not made up");
    }
}
