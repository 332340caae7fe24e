//! Lists: what to show, in which order, from where on; and a page of the answer.
//!
//! Pages are found by key, never by counting rows off, so page 5,000 costs what page 1 costs and a row that is
//! added or removed meanwhile neither repeats nor hides another.

use jiff::tz::TimeZone;
use mycrm_store::Currency;
use serde::{Deserialize, Serialize};

use crate::{Error, Result};

/// A question to a list.
#[derive(Debug, Clone)]
pub struct ListQuery {
    pub search: Option<String>,
    pub filter: Option<Filter>,
    /// A field, with `-` before it for descending; the list's own order when absent.
    pub ordering: Option<String>,
    /// 1 to [`MAX_PAGE`].
    pub page_size: u32,
    pub cursor: Option<Cursor>,
    /// What amounts in filters are in that name no currency.
    pub currency: Currency,
    /// Where a day begins and ends, when an instant is compared with a day.
    pub zone: TimeZone,
}

pub const DEFAULT_PAGE: u32 = 50;
pub const MAX_PAGE: u32 = 200;

impl Default for ListQuery {
    fn default() -> Self {
        Self {
            search: None,
            filter: None,
            ordering: None,
            page_size: DEFAULT_PAGE,
            cursor: None,
            currency: Currency::EUR,
            zone: TimeZone::UTC,
        }
    }
}

impl ListQuery {
    /// Adds a condition that must hold beside the others.
    #[must_use]
    pub fn and(mut self, rule: Filter) -> Self {
        self.filter = Some(match self.filter.take() {
            None => rule,
            Some(Filter::Group { all: true, mut rules }) => {
                rules.push(rule);
                Filter::Group { all: true, rules }
            }
            Some(other) => Filter::Group { all: true, rules: vec![other, rule] },
        });
        self
    }
}

/// Conditions on fields, nested at will.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    Group { all: bool, rules: Vec<Filter> },
    Rule { field: String, op: Op, value: serde_json::Value },
}

impl Filter {
    pub fn eq(field: &str, value: impl Into<serde_json::Value>) -> Self {
        Self::Rule { field: field.to_owned(), op: Op::Eq, value: value.into() }
    }

    /// Whether it is small enough for one SQL statement: rules nested and beside each other, and values of `in`.
    ///
    /// # Errors
    /// [`Error::BadQuery`] naming the bound.
    pub(crate) fn check_size(&self) -> Result<()> {
        let (rules, values) = self.size();
        if rules > MAX_RULES {
            return Err(Error::BadQuery(format!(
                "filtered: there are {rules} rules, at most {MAX_RULES} are read"
            )));
        }
        if values > MAX_VALUES {
            return Err(Error::BadQuery(format!(
                "filtered: there are {values} values to choose from, at most {MAX_VALUES} are read"
            )));
        }
        Ok(())
    }

    /// Rules and groups in it, and values of its `in` rules.
    fn size(&self) -> (usize, usize) {
        match self {
            Self::Group { rules, .. } => rules
                .iter()
                .map(Self::size)
                .fold((1, 0), |(rules, values), (more, some)| (rules + more, values + some)),
            Self::Rule { value, .. } => (1, value.as_array().map_or(0, Vec::len)),
        }
    }

    /// Reads `{"match": "all"|"any", "rules": [...]}` or `{"field", "op", "value"}`.
    ///
    /// # Errors
    /// [`Error::BadQuery`] naming what was not understood.
    pub fn from_json(json: &serde_json::Value) -> Result<Self> {
        Self::read(json, MAX_DEPTH)
    }

    fn read(json: &serde_json::Value, depth: usize) -> Result<Self> {
        let bad = |what: &str| Error::BadQuery(format!("filtered: {what}"));
        if depth == 0 {
            return Err(bad("the filter is nested too deep"));
        }
        let object = json.as_object().ok_or_else(|| bad("a filter is an object with rules or a field"))?;
        if let Some(rules) = object.get("rules") {
            let rules = rules.as_array().ok_or_else(|| bad("rules is a list"))?;
            let all = match object.get("match").and_then(|m| m.as_str()) {
                None | Some("all") => true,
                Some("any") => false,
                Some(other) => return Err(bad(&format!("match is {other:?}, but can be all or any"))),
            };
            let rules = rules.iter().map(|rule| Self::read(rule, depth - 1)).collect::<Result<_>>()?;
            return Ok(Self::Group { all, rules });
        }
        let field =
            object.get("field").and_then(|f| f.as_str()).ok_or_else(|| bad("a rule names a field"))?;
        let op = object
            .get("op")
            .and_then(|o| o.as_str())
            .unwrap_or("eq")
            .parse()
            .map_err(|why: String| bad(&why))?;
        let value = object.get("value").cloned().unwrap_or(serde_json::Value::Null);
        Ok(Self::Rule { field: field.to_owned(), op, value })
    }
}

const MAX_DEPTH: usize = 8;
/// Rules of one filter, however they are nested: SQLite reads expressions up to a depth of 1,000.
const MAX_RULES: usize = 200;
/// Values of all `in` rules together.
const MAX_VALUES: usize = 1_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    Eq,
    Ne,
    Contains,
    StartsWith,
    Gt,
    Gte,
    Lt,
    Lte,
    In,
    IsNull,
    NotNull,
}

impl std::str::FromStr for Op {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        Ok(match text {
            "eq" => Self::Eq,
            "ne" => Self::Ne,
            "contains" => Self::Contains,
            "starts_with" => Self::StartsWith,
            "gt" => Self::Gt,
            "gte" => Self::Gte,
            "lt" => Self::Lt,
            "lte" => Self::Lte,
            "in" => Self::In,
            "is_null" => Self::IsNull,
            "not_null" => Self::NotNull,
            _ => {
                return Err(format!(
                    "op is {text:?}, but can be eq, ne, contains, starts_with, gt, gte, lt, lte, in, is_null or not_null"
                ));
            }
        })
    }
}

/// A place in an ordered list: the sort value and id of a row. Opaque text to everybody else.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cursor {
    #[serde(rename = "k")]
    pub(crate) key: serde_json::Value,
    #[serde(rename = "i")]
    pub(crate) id: String,
    /// The page before this row instead of the one after it.
    #[serde(rename = "b", default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) back: bool,
}

impl Cursor {
    /// # Errors
    /// [`Error::BadQuery`] for text that no list gave out.
    pub fn parse(text: &str) -> Result<Self> {
        serde_json::from_str(text)
            .map_err(|_| Error::BadQuery("continued: the cursor was not given out by this list".into()))
    }

    pub fn to_text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// One page.
#[derive(Debug, Clone)]
pub struct Page<T> {
    /// Rows in the whole list, exactly.
    pub count: i64,
    pub next: Option<Cursor>,
    pub previous: Option<Cursor>,
    pub results: Vec<T>,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_nested_filter_is_read() {
        let filter = Filter::from_json(&json!({"match": "any", "rules": [
            {"field": "city", "op": "eq", "value": "Ulm"},
            {"rules": [{"field": "amount", "op": "gte", "value": "100"}]},
        ]}))
        .unwrap();
        let Filter::Group { all: false, rules } = filter else { panic!("not any") };
        assert_eq!(rules[0], Filter::eq("city", "Ulm"));
    }

    #[test]
    fn nonsense_is_named_not_ignored() {
        for (bad, why) in [
            (json!([]), "object"),
            (json!({"match": "some", "rules": []}), "some"),
            (json!({"field": "a", "op": "like"}), "like"),
            (json!({"op": "eq"}), "field"),
        ] {
            let message = Filter::from_json(&bad).unwrap_err().to_string();
            assert!(message.contains(why), "{message}");
        }
        let deep = (0..20).fold(json!({"field": "a"}), |inner, _| json!({"rules": [inner]}));
        assert!(Filter::from_json(&deep).is_err());
    }
}
