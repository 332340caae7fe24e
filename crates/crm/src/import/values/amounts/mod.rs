//! Amounts of money as spreadsheets, programs and people write them, read exactly: no float is ever involved.

mod currency;

use crate::{Message, message};
pub use currency::CurrencyName;
use serde::{Deserialize, Serialize};

/// Which sign stands before the fraction in a column of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DecimalSign {
    /// 1,234.50
    #[serde(rename = ".")]
    Point,
    /// 1.234,50
    #[serde(rename = ",")]
    Comma,
}

impl DecimalSign {
    #[must_use]
    pub fn as_char(self) -> char {
        match self {
            Self::Point => '.',
            Self::Comma => ',',
        }
    }

    fn grouping(self) -> char {
        match self {
            Self::Point => ',',
            Self::Comma => '.',
        }
    }
}

/// A decimal number as written, with the currency written beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount {
    /// The digits as one integer: 1,234.50 is 123450 with a scale of 2.
    unscaled: i128,
    scale: u32,
    pub currency: Option<CurrencyName>,
}

/// Why a number cannot be kept as an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmountError {
    TooFine(u32),
    TooLarge,
}

impl AmountError {
    #[must_use]
    pub fn message(self) -> Message {
        match self {
            Self::TooFine(decimals) => message!("has more decimals than the currency's {decimals}", decimals),
            Self::TooLarge => message!("is larger than any amount that can be kept"),
        }
    }
}

impl Amount {
    /// An amount that is kept in the smallest unit of its currency, which has that many decimals.
    #[must_use]
    pub fn of_minor(minor: i64, exponent: u32) -> Self {
        Self { unscaled: minor.into(), scale: exponent, currency: None }
    }

    /// The amount in the currency's smallest unit; `exponent` is the number of its decimals (2 for EUR, 0 for JPY).
    /// Zeros behind the last decimal kept are fine; anything else would be lost and is an error.
    pub fn minor_units(&self, exponent: u32) -> Result<i64, AmountError> {
        let value = if self.scale <= exponent {
            10i128.checked_pow(exponent - self.scale).and_then(|factor| self.unscaled.checked_mul(factor))
        } else {
            let factor = 10i128.checked_pow(self.scale - exponent).ok_or(AmountError::TooFine(exponent))?;
            if self.unscaled % factor != 0 {
                return Err(AmountError::TooFine(exponent));
            }
            Some(self.unscaled / factor)
        };
        value.and_then(|value| i64::try_from(value).ok()).ok_or(AmountError::TooLarge)
    }

    /// The number as a whole one, where it is one: a quantity, a percentage, a count of employees.
    #[must_use]
    pub fn whole(&self) -> Option<i64> {
        self.minor_units(0).ok()
    }

    /// The nearest whole number, halves away from zero.
    #[must_use]
    pub fn rounded(&self) -> Option<i64> {
        let factor = 10i128.checked_pow(self.scale)?;
        let half = factor / 2 * self.unscaled.signum();
        i64::try_from((self.unscaled + half) / factor).ok()
    }

    /// The number times a hundred, for shares written as 0.25.
    #[must_use]
    pub fn times_hundred(&self) -> Self {
        match self.scale {
            0 => Self { unscaled: self.unscaled.saturating_mul(100), ..self.clone() },
            1 => {
                Self { unscaled: self.unscaled.saturating_mul(10), scale: 0, currency: self.currency.clone() }
            }
            scale => Self { scale: scale - 2, ..self.clone() },
        }
    }
}

/// Reads `text` as an amount: with or without grouping (also by space or apostrophe), a sign or brackets for negative,
/// a currency before or behind. `None` where it is not a number under this decimal sign.
#[must_use]
pub fn parse(text: &str, decimal: DecimalSign) -> Option<Amount> {
    let Written { number, negative, currency } = strip(text)?;
    let (whole, fraction) = match number.split_once(decimal.as_char()) {
        Some((whole, fraction)) => (whole, fraction),
        None => (number.as_str(), ""),
    };
    if !fraction.bytes().all(|b| b.is_ascii_digit()) || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    let mut digits = ungroup(whole, decimal.grouping())?;
    digits.push_str(fraction);
    if digits.len() > 30 {
        return None;
    }
    let value: i128 = digits.parse().ok()?;
    let scale = u32::try_from(fraction.len()).ok()?;
    Some(Amount { unscaled: if negative { -value } else { value }, scale, currency })
}

/// Whether `text` is a number under either decimal sign.
#[must_use]
pub fn is_amount(text: &str) -> bool {
    parse(text, DecimalSign::Point).is_some() || parse(text, DecimalSign::Comma).is_some()
}

/// Whether the text names a currency beside its number.
#[must_use]
pub fn names_currency(text: &str) -> bool {
    strip(text).is_some_and(|written| written.currency.is_some())
}

/// The decimal sign a column's samples agree on; `None` where nothing decides (`1.234` alone, or no fraction at all).
///
/// A value that is a number under one sign only is a vote for it; `12.50` is one, `1.234` is not.
#[must_use]
pub fn infer<'a>(samples: impl IntoIterator<Item = &'a str>) -> Option<DecimalSign> {
    let (mut points, mut commas) = (0usize, 0usize);
    for text in samples {
        match (parse(text, DecimalSign::Point).is_some(), parse(text, DecimalSign::Comma).is_some()) {
            (true, false) => points += 1,
            (false, true) => commas += 1,
            _ => {}
        }
    }
    match points.cmp(&commas) {
        std::cmp::Ordering::Greater => Some(DecimalSign::Point),
        std::cmp::Ordering::Less => Some(DecimalSign::Comma),
        std::cmp::Ordering::Equal => None,
    }
}

struct Written {
    /// Digits, points and commas.
    number: String,
    negative: bool,
    currency: Option<CurrencyName>,
}

fn strip(text: &str) -> Option<Written> {
    let mut rest = text.trim();
    if rest.is_empty() || rest.len() > 64 {
        return None;
    }
    // Swiss prices end in `.-` or `.–` for no fraction.
    for end in [".-", ",-", ".–", ",–", ".\u{2014}"] {
        rest = rest.strip_suffix(end).unwrap_or(rest);
    }
    let mut negative = false;
    let mut currency = None;
    // Sign and currency come in any order and on either side: -5 €, € -5, 5- EUR, (5) EUR.
    loop {
        let bracketed = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
        if let (Some(inside), false) = (bracketed, negative) {
            negative = true;
            rest = inside.trim();
        } else if let Some(after) = rest.strip_prefix(MINUS).or_else(|| rest.strip_suffix(MINUS)) {
            if negative {
                return None;
            }
            negative = true;
            rest = after.trim();
        } else if let Some(after) = rest.strip_prefix('+') {
            rest = after.trim();
        } else if let Some((name, after)) = currency::beside(rest) {
            if currency.replace(name).is_some() {
                return None;
            }
            rest = after.trim();
        } else {
            break;
        }
    }
    let bare = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let rest = rest.strip_suffix(['.', ',']).unwrap_or(rest);
    if !rest.starts_with(bare) || !rest.ends_with(bare) {
        return None;
    }
    let mut number = String::with_capacity(rest.len());
    let mut last_was_gap = false;
    for (at, c) in rest.char_indices() {
        if bare(c) {
            number.push(c);
            last_was_gap = false;
        } else if matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’') && !last_was_gap {
            // Groups of three behind each gap: `1 234 567`, not `12 34` and not two phone numbers.
            let group = rest[at + c.len_utf8()..].chars().take_while(char::is_ascii_digit).count();
            if group != 3 {
                return None;
            }
            last_was_gap = true;
        } else {
            return None;
        }
    }
    Some(Written { number, negative, currency })
}

const MINUS: [char; 3] = ['-', '\u{2212}', '\u{2013}'];

/// The digits of the whole part, where its groups are whole: three digits, or two and a last three as in lakhs.
fn ungroup(whole: &str, grouping: char) -> Option<String> {
    if whole.bytes().all(|b| b.is_ascii_digit()) {
        return Some(whole.into());
    }
    let groups: Vec<&str> = whole.split(grouping).collect();
    let digits = |group: &&str| group.bytes().all(|b| b.is_ascii_digit());
    let (first, last) = (groups.first()?, groups.last()?);
    let middle = groups.get(1..groups.len() - 1)?;
    let thousands = middle.iter().all(|group| group.len() == 3);
    let lakhs = middle.iter().all(|group| group.len() == 2) && first.len() <= 2;
    let whole_groups = (1..=3).contains(&first.len()) && last.len() == 3 && (thousands || lakhs);
    (whole_groups && groups.iter().all(digits)).then(|| groups.concat())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{AmountError, CurrencyName, DecimalSign, infer, is_amount, parse};

    fn cents(text: &str, decimal: DecimalSign) -> Option<i64> {
        parse(text, decimal).and_then(|amount| amount.minor_units(2).ok())
    }

    fn code(text: &str, usual: &str) -> Option<String> {
        let amount = parse(text, DecimalSign::Point).or_else(|| parse(text, DecimalSign::Comma))?;
        amount.currency.map(|name| name.code(usual).to_owned())
    }

    #[test]
    fn amounts_are_read_in_every_common_way_to_write_them() {
        for (text, expected) in [
            ("1.234,50 EUR", 123_450),
            ("1.234,50", 123_450),
            ("1 234,50", 123_450),
            ("1\u{202f}234,50 €", 123_450),
            ("1234,5", 123_450),
            ("€ -5", -500),
            ("-5", -500),
            ("5-", -500),
            ("1234", 123_400),
            ("1.234.567", 123_456_700),
            ("1.234", 123_400),
            ("(1.234,50)", -123_450),
            ("+7,00", 700),
            (",50", 50),
            ("1234,500", 123_450),
        ] {
            assert_eq!(cents(text, DecimalSign::Comma), Some(expected), "{text}");
        }
        for (text, expected) in [
            ("€1,234.50", 123_450),
            ("(1,234.50)", -123_450),
            ("1'234.50", 123_450),
            ("CHF 12.-", 1_200),
            ("(5.00) USD", -500),
            ("$(5.00)", -500),
            ("1,234", 123_400),
            ("12,34,567.89", 123_456_789),
            ("USD 5", 500),
            ("-$5.25", -525),
            ("\u{2212}5", -500),
            ("1234.5000", 123_450),
            ("0", 0),
            ("50.", 5_000),
        ] {
            assert_eq!(cents(text, DecimalSign::Point), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_under_the_sign_is_refused() {
        for text in [
            "",
            "abc",
            "1,5",
            "1.2.3",
            "12 34",
            "1,23,4",
            "--5",
            "5 EUR USD",
            "1e5",
            "12k",
            "+49 30 1234567",
            "-",
        ] {
            assert_eq!(parse(text, DecimalSign::Point), None, "{text}");
        }
        assert!(!is_amount("2017-03-01") && !is_amount("01.03.2017") && !is_amount("10:00"));
    }

    #[test]
    fn decimals_a_currency_does_not_have_are_an_error_and_never_rounded_away() {
        let amount = parse("1.005", DecimalSign::Point).unwrap();
        assert_eq!(amount.minor_units(2), Err(AmountError::TooFine(2)));
        assert_eq!(amount.minor_units(3), Ok(1_005));
        let huge = parse("99999999999999999999", DecimalSign::Point).unwrap();
        assert_eq!(huge.minor_units(2), Err(AmountError::TooLarge));
    }

    #[test]
    fn a_shared_sign_means_the_files_own_currency() {
        assert_eq!(code("$5", "CAD").as_deref(), Some("CAD"));
        assert_eq!(code("$5", "EUR").as_deref(), Some("USD"));
        assert_eq!(code("5 kr", "NOK").as_deref(), Some("NOK"));
        assert_eq!(code("1.234,50 EUR", "USD").as_deref(), Some("EUR"));
        assert_eq!(code("CHF 5", "USD").as_deref(), Some("CHF"));
        assert_eq!(code("5", "USD"), None);
        assert_eq!(parse("5 €", DecimalSign::Comma).unwrap().currency, Some(CurrencyName::Sign(&["EUR"])));
    }

    #[test]
    fn a_column_decides_by_the_values_that_have_one_reading() {
        assert_eq!(infer(["1.234", "12,50"]), Some(DecimalSign::Comma));
        assert_eq!(infer(["1,234", "12.50"]), Some(DecimalSign::Point));
        assert_eq!(infer(["1.234", "2.345"]), None);
        assert_eq!(infer(["1.234.567"]), Some(DecimalSign::Comma));
        assert_eq!(infer(["1054", "", "x"]), None);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(minor in -99_999_999_999i64..99_999_999_999, grouped: bool, bracket: bool, comma: bool) {
            let (decimal, point, group) = if comma { (DecimalSign::Comma, ',', '.') } else { (DecimalSign::Point, '.', ',') };
            let whole = (minor.unsigned_abs() / 100).to_string();
            let mut text = String::new();
            for (at, digit) in whole.char_indices() {
                if grouped && at > 0 && (whole.len() - at) % 3 == 0 {
                    text.push(group);
                }
                text.push(digit);
            }
            text = format!("{text}{point}{:02}", minor.unsigned_abs() % 100);
            if minor < 0 {
                text = if bracket { format!("({text})") } else { format!("-{text}") };
            }
            prop_assert_eq!(cents(&text, decimal), Some(minor), "{}", text);
            let with_code = format!("{} EUR", text);
            prop_assert_eq!(cents(&with_code, decimal), Some(minor));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC*|[0-9., '()€$A-Zkr-]{0,20}") {
            for decimal in [DecimalSign::Point, DecimalSign::Comma] {
                if let Some(amount) = parse(&text, decimal) {
                    let _ = (amount.minor_units(0), amount.minor_units(3), amount.rounded(), amount.times_hundred());
                }
            }
        }
    }
}
