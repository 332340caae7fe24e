//! What waits for the server.

use axum::Json;
use axum::extract::State;
use mycrm_replica::inbox;
use mycrm_store::Store;
use serde::Serialize;
use utoipa::ToSchema;

use super::entries::{EntriesQuery, SyncEdit, base, next};
use crate::error::Result;
use crate::query::Query;

const PATH: &str = "/api/sync/waiting/";

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WaitingPage {
    next: Option<String>,
    results: Vec<SyncEdit>,
}

/// Edits that the server has not decided yet, in the order in which they are sent.
#[utoipa::path(get, path = "/api/sync/waiting/", tag = "sync", params(EntriesQuery),
    responses((status = 200, body = WaitingPage)))]
pub(crate) async fn list_waiting_edits(
    State(store): State<Store>,
    Query(query): Query<EntriesQuery>,
) -> Result<Json<WaitingPage>> {
    let mut rows = inbox::waiting(&store, query.cut()?).await?;
    let next = next(&mut rows, PATH, |row| row.no);
    let base = base(&store).await?;
    let mut connection = store.readers().acquire().await?;
    let mut results = Vec::with_capacity(rows.len());
    for row in &rows {
        results.push(SyncEdit::of(&mut connection, row, base).await?);
    }
    Ok(Json(WaitingPage { next, results }))
}
