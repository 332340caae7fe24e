//! Overrides of the forecast category on the wire: which deal, from what to what, by whom and when.

use axum::Json;
use axum::extract::State;
use mycrm_pipeline::store::{CategoryChange as Row, category_changes};
use mycrm_store::Store;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::scope::{given, pipeline};
use crate::error::{ApiError, Result};
use crate::query::Query;

const PAGE: u32 = 50;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CategoryChangeParams {
    /// The id of a pipeline; by default the default one.
    pipeline: Option<String>,
    /// From `next` of another page.
    cursor: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CategoryChangeList {
    /// The address of the next page.
    next: Option<String>,
    results: Vec<CategoryChange>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CategoryChange {
    opportunity: String,
    opportunity_name: String,
    /// Nothing where the forecast told the category itself.
    from: Option<String>,
    to: Option<String>,
    #[schema(format = DateTime)]
    changed_at: String,
    changed_by: Option<String>,
}

/// When forecast categories were set by hand, or given back to the forecast, the newest first.
#[utoipa::path(get, path = "/api/core/analytics/category_changes/", tag = "analytics",
    params(CategoryChangeParams), responses((status = 200, body = CategoryChangeList)))]
pub(crate) async fn list_category_changes(
    State(store): State<Store>,
    Query(params): Query<CategoryChangeParams>,
) -> Result<Json<CategoryChangeList>> {
    let (pipeline, _) = pipeline(&store, given(params.pipeline.as_deref())).await?;
    let before = given(params.cursor.as_deref())
        .map(|cursor| cursor.parse::<i64>())
        .transpose()
        .map_err(|_| ApiError::BadRequest("The cursor is none of this list.".to_owned()))?;
    let mut connection = store.readers().acquire().await?;
    let mut rows = category_changes(&mut connection, &pipeline, before, PAGE + 1).await?;
    let more = rows.len() > PAGE as usize;
    rows.truncate(PAGE as usize);
    let next = rows
        .last()
        .filter(|_| more)
        .map(|last| format!("/api/core/analytics/category_changes/?pipeline={pipeline}&cursor={}", last.no));
    let shown = |row: Row| {
        let Row { no: _, opportunity_id, opportunity_name, old_value, new_value, effective_at, created_by } =
            row;
        CategoryChange {
            opportunity: opportunity_id.to_string(),
            opportunity_name,
            from: old_value,
            to: new_value,
            changed_at: effective_at.to_string(),
            changed_by: created_by,
        }
    };
    Ok(Json(CategoryChangeList { next, results: rows.into_iter().map(shown).collect() }))
}
