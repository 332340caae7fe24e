//! The cells of one row by the fields they are mapped to; what cannot be read is noted and read as missing.

use crate::{Message, message};
use mycrm_store::{Currency, Date};

use super::{RowError, RowReader};
use crate::import::source::Record;
use crate::import::values::amounts::{self, Amount};
use crate::import::values::choices::{self, Choices};
use crate::import::values::{clean, contact_points, dates};

/// Longest name or other single line; the records' own limit.
const LINE_LIMIT: usize = 1000;

/// Most tags of one row.
const TAGS_LIMIT: usize = 50;

pub(super) struct Cells<'a> {
    reader: &'a RowReader,
    record: &'a Record,
    errors: Vec<RowError>,
}

/// What programs write where there is nothing. Not for texts: someone may be called None.
fn is_placeholder(text: &str) -> bool {
    matches!(
        text.to_ascii_lowercase().as_str(),
        "-" | "--" | "–" | "n/a" | "na" | "#n/a" | "null" | "none" | "nil" | "unknown" | "tbd" | "?" | "k.a."
    )
}

impl<'a> Cells<'a> {
    pub(super) fn new(reader: &'a RowReader, record: &'a Record) -> Self {
        Self { reader, record, errors: Vec::new() }
    }

    pub(super) fn into_errors(self) -> Vec<RowError> {
        self.errors
    }

    fn raw(&self, key: &'static str) -> Option<(usize, String)> {
        let column = *self.reader.columns.get(key)?;
        let text = clean(self.record.fields.get(column)?);
        (!text.is_empty()).then_some((column, text))
    }

    /// As [`Self::raw`], without placeholders.
    fn value(&self, key: &'static str) -> Option<(usize, String)> {
        self.raw(key).filter(|(_, text)| !is_placeholder(text))
    }

    fn wrong(&mut self, column: usize, value: &str, message: Message) {
        self.errors.push(RowError {
            row: self.record.place.row,
            column: self.reader.names.get(column).cloned(),
            value: Some(value.chars().take(200).collect()),
            message,
        });
    }

    /// One line.
    pub(super) fn text(&mut self, key: &'static str) -> Option<String> {
        let (column, text) = self.raw(key)?;
        let line = if text.contains(['\n', '\t']) {
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        } else {
            text
        };
        if line.len() > LINE_LIMIT {
            self.wrong(
                column,
                &line,
                message!("is longer than the {limit} bytes kept for this field", limit = LINE_LIMIT),
            );
            return None;
        }
        Some(line)
    }

    /// Paragraphs.
    pub(super) fn prose(&mut self, key: &'static str) -> Option<String> {
        self.raw(key).map(|(_, text)| text)
    }

    pub(super) fn date(&mut self, key: &'static str) -> Option<Date> {
        let (column, text) = self.value(key)?;
        let order = self.reader.readings.get(column)?.date_order;
        if let Some(date) = dates::parse(&text, order) {
            return Some(Date(date));
        }
        let message = if dates::is_date(&text) {
            message!(
                "is no date when read as {order}; choose another order of day and month if that is wrong",
                order
            )
        } else {
            message!("is not a date, such as 2017-03-31")
        };
        self.wrong(column, &text, message);
        None
    }

    fn number(&mut self, key: &'static str, wanted: Wanted) -> Option<(usize, String, Amount)> {
        let (column, text) = self.value(key)?;
        let decimal = self.reader.readings.get(column)?.decimal;
        let amount = amounts::parse(text.trim_end_matches('%').trim_end(), decimal);
        if amount.is_none() {
            let message =
                if amounts::is_amount(&text) { wanted.otherwise_read(decimal) } else { wanted.missing() };
            self.wrong(column, &text, message);
        }
        amount.map(|amount| (column, text, amount))
    }

    /// An amount in minor units and the currency it names, in its cell or in the currency's own column.
    pub(super) fn money(
        &mut self,
        amount_key: &'static str,
        currency_key: &'static str,
    ) -> (Option<i64>, Option<Currency>) {
        let beside = self.currency(currency_key);
        let Some((column, text, amount)) = self.number(amount_key, Wanted::Amount) else {
            return (None, beside);
        };
        let usual =
            beside.or(self.reader.currencies.get(column).copied().flatten()).unwrap_or(self.reader.currency);
        let named = match &amount.currency {
            None => None,
            Some(name) => match name.code(usual.code()).parse::<Currency>() {
                Ok(currency) => Some(currency),
                Err(_) => {
                    self.wrong(column, &text, message!("names no currency that is known"));
                    return (None, beside);
                }
            },
        };
        if let (Some(named), Some(beside)) = (named, beside)
            && named != beside
        {
            self.wrong(
                column,
                &text,
                message!("is in {named}, but the currency's column says {beside}", named, beside),
            );
            return (None, Some(beside));
        }
        let currency = named.or(beside).or(self.reader.currencies.get(column).copied().flatten());
        let in_use = currency.unwrap_or(self.reader.currency);
        match amount.minor_units(in_use.exponent()) {
            Ok(minor) if minor.abs() <= mycrm_store::money::MAX_MINOR => (Some(minor), currency),
            Ok(_) => {
                self.wrong(column, &text, amounts::AmountError::TooLarge.message());
                (None, currency)
            }
            Err(error) => {
                self.wrong(column, &text, error.message());
                (None, currency)
            }
        }
    }

    fn currency(&mut self, key: &'static str) -> Option<Currency> {
        let (column, text) = self.value(key)?;
        if let Ok(currency) = text.parse() {
            return Some(currency);
        }
        // A sign, or a code with its name behind: `EUR - Euro`.
        let by_sign = amounts::parse(&format!("{text}1"), amounts::DecimalSign::Point)
            .and_then(|amount| amount.currency)
            .and_then(|name| name.code(self.reader.currency.code()).parse().ok());
        let by_first_word =
            || text.get(..3).filter(|_| text.get(3..4) == Some(" ")).and_then(|code| code.parse().ok());
        let found = by_sign.or_else(by_first_word);
        if found.is_none() {
            self.wrong(column, &text, message!("is not a currency, such as EUR or USD"));
        }
        found
    }

    /// Whole percent, 0 to 100.
    pub(super) fn percent(&mut self, key: &'static str) -> Option<i64> {
        let (column, text, amount) = self.number(key, Wanted::Percentage)?;
        let is_share = self.reader.readings.get(column)?.is_share && !text.ends_with('%');
        let percent = if is_share { amount.times_hundred().rounded() } else { amount.rounded() };
        match percent {
            Some(percent) if (0..=100).contains(&percent) => Some(percent),
            _ => {
                self.wrong(column, &text, message!("is not between 0 and 100 %"));
                None
            }
        }
    }

    pub(super) fn emails(&mut self, key: &'static str) -> Vec<String> {
        let Some((column, text)) = self.value(key) else { return Vec::new() };
        match contact_points::emails(&text) {
            Ok(emails) => emails,
            Err(part) => {
                self.wrong(column, &part, message!("is not an email address, such as name@example.com"));
                Vec::new()
            }
        }
    }

    /// As it is written, where there is something to dial in it.
    pub(super) fn phone(&mut self, key: &'static str) -> Option<String> {
        let (column, text) = self.value(key)?;
        let phone = contact_points::phone(&text);
        // Remarks beside a number are the user's own; they do not make the row wrong.
        let dialable = text.len() <= 100 && text.chars().filter(char::is_ascii_digit).count() >= 3;
        let found = phone.or_else(|| dialable.then(|| text.split_whitespace().collect::<Vec<_>>().join(" ")));
        if found.is_none() {
            self.wrong(column, &text, message!("is not a phone number"));
        }
        found
    }

    pub(super) fn website(&mut self, key: &'static str) -> Option<String> {
        let (column, text) = self.value(key)?;
        // An odd address is kept as it is written; one with another scheme could do something when it is opened.
        let found = contact_points::website(&text).or_else(|| (!text.contains(':')).then(|| text.clone()));
        if found.is_none() {
            self.wrong(column, &text, message!("is not a website, such as https://example.com"));
        }
        found
    }

    pub(super) fn domain(&mut self, key: &'static str) -> Option<String> {
        let (column, text) = self.value(key)?;
        let found = contact_points::domain(&text);
        if found.is_none() {
            self.wrong(column, &text, message!("is not a domain, such as example.com"));
        }
        found
    }

    /// One of a list; `otherwise` stands for what is not in it, where the list has such a value.
    pub(super) fn choice(
        &mut self,
        key: &'static str,
        list: Choices,
        otherwise: Option<&'static str>,
    ) -> Option<&'static str> {
        let (column, text) = self.value(key)?;
        let found = choices::find(&text, list).or(otherwise);
        if found.is_none() {
            self.wrong(
                column,
                &text,
                message!(
                    "is none of {known}; change it, or leave this column out",
                    known = choices::list(list)
                ),
            );
        }
        found
    }

    /// As [`Self::choice`], where a word that is in no list is no reason to leave the row out.
    pub(super) fn choice_if_known(&mut self, key: &'static str, list: Choices) -> Option<&'static str> {
        self.value(key).and_then(|(_, text)| choices::find(&text, list))
    }

    /// Names divided by semicolons, commas or bars, each once whatever its case.
    pub(super) fn tags(&mut self, key: &'static str) -> Vec<String> {
        let Some((column, text)) = self.value(key) else { return Vec::new() };
        let mut tags: Vec<String> = Vec::new();
        for tag in
            text.split([';', ',', '|', '\n']).map(str::trim).filter(|tag| !tag.is_empty() && tag.len() <= 100)
        {
            if !tags.iter().any(|known| known.to_lowercase() == tag.to_lowercase()) {
                tags.push(tag.to_owned());
            }
        }
        if tags.len() > TAGS_LIMIT {
            self.wrong(
                column,
                &text,
                message!(
                    "holds {count} tags; {most} are the most a record takes",
                    count = tags.len(),
                    most = TAGS_LIMIT
                ),
            );
        }
        tags
    }
}

/// What a number has to be.
#[derive(Debug, Clone, Copy)]
enum Wanted {
    Amount,
    Percentage,
}

impl Wanted {
    fn missing(self) -> Message {
        match self {
            Self::Amount => message!("is not an amount, such as 1,234.50"),
            Self::Percentage => message!("is not a percentage, such as 25"),
        }
    }

    /// Of what is a number where another sign divides off the decimals.
    fn otherwise_read(self, decimal: amounts::DecimalSign) -> Message {
        let sign = decimal.as_char();
        match self {
            Self::Amount => message!(
                "is not an amount when “{sign}” divides off the decimals; choose the other sign if that is wrong",
                sign
            ),
            Self::Percentage => message!(
                "is not a percentage when “{sign}” divides off the decimals; choose the other sign if that is wrong",
                sign
            ),
        }
    }
}
