//! Lists on the wire: parameters in, a page with the addresses of its neighbours out.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use mycrm_crm::list::{DEFAULT_PAGE, MAX_PAGE};
use mycrm_crm::{Cursor, Filter, ListQuery, Op};
use mycrm_store::Store;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use crate::error::{ApiError, Result};
use crate::settings;

/// What every list takes; any further parameter is a field that must have that value.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "documentation: the parameters are read by name, because fields are parameters too"
)]
pub(crate) struct ListParams {
    /// Words, each of them found anywhere in a name, address or number.
    search: Option<String>,
    /// A field, `-` before it for descending.
    ordering: Option<String>,
    /// 1 to 200; 50 by default.
    page_size: Option<u32>,
    /// From `next` or `previous` of another page.
    cursor: Option<String>,
    /// `{"match": "all"|"any", "rules": [{"field", "op", "value"} or a nested group]}` with the ops eq ne contains
    /// starts_with gt gte lt lte in is_null not_null.
    filter: Option<String>,
}

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Page<T: ToSchema> {
    /// Rows in the whole list, exactly.
    count: i64,
    /// The address of the next page.
    next: Option<String>,
    /// The address of the page before.
    previous: Option<String>,
    results: Vec<T>,
}

/// The parameters of a list as they were sent.
#[derive(Debug)]
pub(crate) struct Asked {
    path: String,
    pairs: Vec<(String, String)>,
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        let pairs = serde_html_form::from_str(parts.uri.query().unwrap_or_default())
            .map_err(|error| ApiError::BadRequest(format!("The parameters cannot be read: {error}.")))?;
        Ok(Self { path: parts.uri.path().to_owned(), pairs })
    }
}

impl Asked {
    /// The same question with more conditions, put to another list.
    pub(crate) fn with(&self, path: &str, more: &[(&str, &str)]) -> Self {
        let more = more.iter().map(|&(name, value)| (name.to_owned(), value.to_owned()));
        Self { path: path.to_owned(), pairs: self.pairs.iter().cloned().chain(more).collect() }
    }

    /// Takes a parameter out.
    pub(crate) fn take(&mut self, name: &str) -> Option<String> {
        let at = self.pairs.iter().position(|(key, _)| key == name)?;
        Some(self.pairs.remove(at).1).filter(|value| !value.is_empty())
    }

    /// The question to the list; amounts in it are in the base currency, and days are days of the user's time zone.
    pub(crate) async fn query(&self, store: &Store) -> Result<ListQuery> {
        let currency = settings::base_currency(store).await?;
        let zone = settings::zone_of(store).await?;
        let mut query = ListQuery { currency, zone, page_size: DEFAULT_PAGE, ..ListQuery::default() };
        let mut fields: Vec<(&str, Vec<&str>)> = Vec::new();
        for (name, value) in self.pairs.iter().filter(|(_, value)| !value.is_empty()) {
            match name.as_str() {
                "search" => query.search = Some(value.clone()),
                "ordering" => query.ordering = Some(value.clone()),
                "page_size" => query.page_size = page_size(value)?,
                "cursor" => query.cursor = Some(Cursor::parse(value)?),
                "filter" => {
                    let json: Value = serde_json::from_str(value)
                        .map_err(|error| ApiError::BadRequest(format!("The filter is not JSON: {error}.")))?;
                    query = query.and(Filter::from_json(&json)?);
                }
                field => match fields.iter_mut().find(|(known, _)| *known == field) {
                    Some((_, values)) => values.push(value),
                    None => fields.push((field, vec![value])),
                },
            }
        }
        for (field, values) in fields {
            query = query.and(match values.as_slice() {
                [one] => Filter::eq(field, *one),
                many => {
                    Filter::Rule { field: field.to_owned(), op: Op::In, value: Value::from(many.to_vec()) }
                }
            });
        }
        Ok(query)
    }

    /// The page as it is sent.
    pub(crate) fn page<R, T: ToSchema + From<R>>(&self, page: mycrm_crm::Page<R>) -> Page<T> {
        let mycrm_crm::Page { count, next, previous, results } = page;
        Page {
            count,
            next: next.map(|cursor| self.address(&cursor)),
            previous: previous.map(|cursor| self.address(&cursor)),
            results: results.into_iter().map(T::from).collect(),
        }
    }

    /// The same question from another place on.
    pub(crate) fn address(&self, cursor: &Cursor) -> String {
        let cursor = cursor.to_text();
        let pairs: Vec<(&str, &str)> = self
            .pairs
            .iter()
            .filter(|(name, _)| name != "cursor")
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .chain([("cursor", cursor.as_str())])
            .collect();
        let query = serde_html_form::to_string(pairs).unwrap_or_default();
        format!("{}?{query}", self.path)
    }
}

fn page_size(text: &str) -> Result<u32> {
    match text.parse() {
        Ok(size) => fits(size),
        Err(_) => Err(ApiError::field("page_size", format!("is {text}, but can be 1 to {MAX_PAGE}"))),
    }
}

/// As many rows as a page may have.
pub(crate) fn fits(size: u32) -> Result<u32> {
    if (1..=MAX_PAGE).contains(&size) {
        return Ok(size);
    }
    Err(ApiError::field("page_size", format!("is {size}, but can be 1 to {MAX_PAGE}")))
}
