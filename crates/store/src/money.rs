//! Money: integer minor units plus an ISO 4217 code; never a float.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::Error;

/// An ISO 4217 alphabetic code that this build knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency(iso_currency::Currency);

impl Currency {
    pub const EUR: Self = Self(iso_currency::Currency::EUR);
    pub const USD: Self = Self(iso_currency::Currency::USD);

    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// Digits after the decimal point: 2 for EUR, 0 for JPY, 3 for KWD.
    pub fn exponent(self) -> u32 {
        self.0.exponent().map_or(2, u32::from)
    }
}

impl FromStr for Currency {
    type Err = Error;

    fn from_str(code: &str) -> Result<Self, Error> {
        iso_currency::Currency::from_code(&code.trim().to_ascii_uppercase()).map(Self).ok_or_else(|| {
            Error::InvalidMoney(format!("{code} is not an ISO 4217 currency code, such as EUR or USD"))
        })
    }
}

impl TryFrom<String> for Currency {
    type Error = Error;

    fn try_from(code: String) -> Result<Self, Error> {
        code.parse()
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.code().to_owned()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// An exact amount in minor units of its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    pub minor: i64,
    pub currency: Currency,
}

/// Larger than any deal, and small enough that a sum over thousands of them stays within 64 bits.
pub const MAX_MINOR: i64 = 1_000_000_000_000_000;

impl Money {
    /// Reads a plain decimal ("1234.5"), as the API and exports write it.
    ///
    /// # Errors
    /// [`Error::InvalidMoney`] for anything that is not a decimal number, has more digits than the currency, or is
    /// beyond [`MAX_MINOR`].
    pub fn parse(text: &str, currency: Currency) -> Result<Self, Error> {
        let decimal = Decimal::from_str(text.trim())
            .map_err(|_| Error::InvalidMoney(format!("{text} is not an amount, such as 1234.50")))?;
        Self::from_decimal(decimal, currency)
    }

    /// # Errors
    /// As [`Money::parse`].
    pub fn from_decimal(decimal: Decimal, currency: Currency) -> Result<Self, Error> {
        let invalid = |why: String| Error::InvalidMoney(format!("{decimal} {currency} {why}"));
        let scale = Decimal::from(10_i64.pow(currency.exponent()));
        let minor = decimal.checked_mul(scale).ok_or_else(|| invalid("is too large".into()))?;
        if minor.normalize().scale() > 0 {
            return Err(invalid(format!("has more than {} decimal places", currency.exponent())));
        }
        let minor = i64::try_from(minor.trunc().mantissa() / 10_i128.pow(minor.trunc().scale()))
            .ok()
            .filter(|m| m.unsigned_abs() <= MAX_MINOR.unsigned_abs())
            .ok_or_else(|| invalid("is too large".into()))?;
        Ok(Self { minor, currency })
    }

    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.minor, self.currency.exponent())
    }
}

/// The plain decimal without the currency: "1234.50".
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_decimal().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn yen_has_no_cents_and_dinar_has_three() {
        assert_eq!(Money::parse("1500", "JPY".parse().unwrap()).unwrap().minor, 1500);
        assert_eq!(Money::parse("1.234", "KWD".parse().unwrap()).unwrap().minor, 1234);
        assert!(Money::parse("1.5", "JPY".parse().unwrap()).is_err());
    }

    #[test]
    fn a_fraction_of_a_cent_is_refused_not_rounded() {
        assert!(Money::parse("0.001", Currency::EUR).is_err());
        assert_eq!(Money::parse("0.100", Currency::EUR).unwrap().minor, 10);
    }

    #[test]
    fn the_smallest_integer_is_too_large_an_amount_not_a_panic() {
        assert!(Money::parse("-92233720368547758.08", Currency::EUR).is_err());
    }

    proptest! {
        #[test]
        fn an_amount_survives_its_text(minor in -MAX_MINOR..=MAX_MINOR, code in prop_oneof![Just("EUR"), Just("JPY"), Just("KWD")]) {
            let money = Money { minor, currency: code.parse().unwrap() };
            prop_assert_eq!(Money::parse(&money.to_string(), money.currency).unwrap(), money);
        }

        #[test]
        fn no_text_panics(text in ".{0,40}") {
            let _ = Money::parse(&text, Currency::EUR);
        }
    }
}
