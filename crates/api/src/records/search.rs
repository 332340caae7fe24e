//! Search over all records on the wire, with what matched marked.

use axum::Json;
use axum::extract::State;
use mycrm_crm::search::{Found, search as find};
use mycrm_store::Store;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::error::{ApiError, Result};
use crate::query::Query;

mod highlight;

const DEFAULT: u32 = 20;
const MOST: u32 = 100;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SearchQuery {
    /// Words as they are typed; each may be a beginning or, from three letters on, a part.
    #[serde(default)]
    q: String,
    /// 1 to 100; 20 by default.
    #[serde(default)]
    limit: Option<u32>,
    /// Record types, separated by commas; all when not given.
    #[serde(default)]
    types: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SearchResults {
    results: Vec<SearchResult>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SearchResult {
    record_type: &'static str,
    id: String,
    title: String,
    subtitle: Option<String>,
    /// The title as HTML: what matched in `<mark>`, everything else escaped.
    highlight: String,
}

#[utoipa::path(get, path = "/api/core/search/", tag = "core", params(SearchQuery),
    responses((status = 200, body = SearchResults)))]
pub(crate) async fn search(
    State(store): State<Store>,
    Query(query): Query<SearchQuery>,
) -> Result<Json<SearchResults>> {
    let limit = query.limit.unwrap_or(DEFAULT);
    if !(1..=MOST).contains(&limit) {
        return Err(ApiError::field("limit", format!("is {limit}, but can be 1 to {MOST}")));
    }
    let types: Option<Vec<&str>> = query
        .types
        .as_deref()
        .filter(|types| !types.is_empty())
        .map(|types| types.split(',').map(str::trim).collect());
    let mut connection = store.readers().acquire().await?;
    let found = find(&mut connection, &query.q, types.as_deref(), limit).await?;
    let results = found.into_iter().map(|found| result(found, &query.q)).collect();
    Ok(Json(SearchResults { results }))
}

fn result(found: Found, typed: &str) -> SearchResult {
    let Found { record, id, title, subtitle } = found;
    let highlight = highlight::highlight(&title, typed);
    SearchResult { record_type: record, id, title, subtitle, highlight }
}
