//! The values of the records that a batch of rows may mean, as they are before it.

use std::collections::{HashMap, HashSet};

use mycrm_store::{Currency, Id, Value};
use serde_json::Map;
use uuid::Uuid;

use super::{Fields, Refusal, uuid};
use crate::import::values::amounts::Amount;
use crate::message;
use crate::store::opportunities::Line;

/// A product on a deal, as far as an import looks at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CurrentLine {
    pub(crate) id: Id,
    pub(crate) line: Line,
}

#[derive(Debug, Default)]
pub(crate) struct Current {
    pub(crate) rows: HashMap<Uuid, Map<String, serde_json::Value>>,
    /// Record and tag.
    pub(crate) tags: HashSet<(Uuid, Uuid)>,
    /// Contact and the key of a further address or number.
    pub(crate) points: HashSet<(Uuid, String)>,
    pub(crate) lines: HashMap<Uuid, Vec<CurrentLine>>,
}

impl Current {
    pub(crate) fn text(&self, id: &Id, column: &str) -> Option<&str> {
        self.rows.get(&uuid(id))?.get(column)?.as_str()
    }

    pub(crate) fn number(&self, id: &Id, column: &str) -> Option<i64> {
        self.rows.get(&uuid(id))?.get(column)?.as_i64()
    }

    /// The products of a deal.
    pub(crate) fn lines_of(&self, deal: &Id) -> &[CurrentLine] {
        self.lines.get(&uuid(deal)).map_or(&[], Vec::as_slice)
    }

    /// An amount of a row where only its currency changes: it stays the same number, so 1,500 EUR become 1,500 JPY.
    pub(crate) fn in_currency(
        &self,
        id: &Id,
        column: &str,
        currency: Currency,
    ) -> Result<Option<i64>, Refusal> {
        let was = self.text(id, "currency").and_then(|code| code.parse::<Currency>().ok());
        let (Some(minor), Some(was)) = (self.number(id, column), was) else { return Ok(None) };
        let same = Amount::of_minor(minor, was.exponent()).minor_units(currency.exponent());
        same.map(Some).map_err(|_| {
            message!(
                "The amount that is there cannot be kept in {currency}; give one beside the currency",
                currency = currency.code()
            )
        })
    }

    /// Whether a deal can have the amount: it is what its lines add up to, and one plain line follows it.
    pub(crate) fn check_lines(&self, deal: &Id, amount: Option<i64>) -> Result<(), Refusal> {
        let lines = self.lines_of(deal);
        let sum: i64 = lines.iter().filter_map(|line| line.line.total_minor()).sum();
        match (lines, amount) {
            ([], _) | (_, None) => Ok(()),
            ([only], _) if only.line.is_plain() => Ok(()),
            (_, Some(amount)) if amount == sum => Ok(()),
            _ => Err(message!(
                "The amount is not the sum of the deal's products; change those, or leave the amount out"
            )),
        }
    }

    pub(crate) fn has_tag(&self, record: &Id, tag: &Id) -> bool {
        self.tags.contains(&(uuid(record), uuid(tag)))
    }

    /// The fields of `wanted` that the row does not hold. A row that is not here was deleted meanwhile: nothing of it
    /// is written.
    pub(crate) fn differing(&self, id: &Id, wanted: Fields) -> Fields {
        let Some(row) = self.rows.get(&uuid(id)) else { return Vec::new() };
        let same = |column: &str, value: &Value| {
            let held = row.get(column).unwrap_or(&serde_json::Value::Null);
            match value {
                Value::Null => held.is_null(),
                Value::Int(wanted) => held.as_i64() == Some(*wanted),
                Value::Text(wanted) => held.as_str() == Some(wanted),
            }
        };
        wanted.into_iter().filter(|(column, value)| !same(column, value)).collect()
    }
}
