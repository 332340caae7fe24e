//! Edits that the server did not accept: kept here until somebody has dealt with them.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use mycrm_replica::{Cut, ParkedRow, inbox};
use mycrm_store::{Store, Timestamp};
use mycrm_sync::push::Reason;
use serde::Serialize;
use utoipa::ToSchema;

use super::TAG;
use super::entries::{EntriesQuery, SyncEdit, base, next};
use crate::caller::Caller;
use crate::error::{ApiError, Result};
use crate::events::Events;
use crate::labels::{Label, Verb};
use crate::query::Query;
use crate::saved::Saved;

const PATH: &str = "/api/sync/rejected/";

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RejectedPage {
    next: Option<String>,
    results: Vec<RejectedEdit>,
}

/// An edit that the server did not accept.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RejectedEdit {
    #[serde(flatten)]
    edit: SyncEdit,
    /// forbidden, wrong or void.
    reason: &'static str,
    /// Why, and what can be done.
    message: String,
    #[schema(value_type = String, format = DateTime)]
    rejected_at: Timestamp,
}

impl RejectedEdit {
    fn of(edit: SyncEdit, row: &ParkedRow) -> Self {
        let (reason, message) = told(&row.reason);
        Self { edit, reason, message, rejected_at: row.parked_at }
    }
}

fn told(reason: &Reason) -> (&'static str, String) {
    match reason {
        Reason::Forbidden => (
            "forbidden",
            "You may not change this record in the workspace. Ask an owner or admin, then do it again."
                .to_owned(),
        ),
        Reason::Wrong(wrong) => {
            ("wrong", format!("The server could not take it: {wrong}. It is kept here to be exported."))
        }
        Reason::Void => (
            "void",
            "It was taken back before it reached the server. It is kept here to be exported.".to_owned(),
        ),
    }
}

/// Edits that the server did not accept, oldest first.
#[utoipa::path(get, path = "/api/sync/rejected/", tag = "sync", params(EntriesQuery),
    responses((status = 200, body = RejectedPage)))]
pub(crate) async fn list_rejected_edits(
    State(store): State<Store>,
    Query(query): Query<EntriesQuery>,
) -> Result<Json<RejectedPage>> {
    let (next, results) = page(&store, query.cut()?).await?;
    Ok(Json(RejectedPage { next, results }))
}

async fn page(store: &Store, cut: Cut) -> Result<(Option<String>, Vec<RejectedEdit>)> {
    let mut rows = inbox::rejected(store, cut).await?;
    let next = next(&mut rows, PATH, |row| row.no);
    let base = base(store).await?;
    let mut connection = store.readers().acquire().await?;
    let mut results = Vec::with_capacity(rows.len());
    for row in &rows {
        let edit = SyncEdit::of(&mut connection, &row.op, base).await?;
        results.push(RejectedEdit::of(edit, row));
    }
    Ok((next, results))
}

/// All of them as one JSON file.
#[utoipa::path(get, path = "/api/sync/rejected/export/", tag = "sync",
    responses((status = 200, body = Vec<RejectedEdit>)))]
pub(crate) async fn export_rejected_edits(State(store): State<Store>) -> Result<Response> {
    let mut all: Vec<RejectedEdit> = Vec::new();
    let mut query = EntriesQuery { cursor: None };
    loop {
        let (next, results) = page(&store, query.cut()?).await?;
        query.cursor = results.last().map(|last| last.edit.id.clone());
        all.extend(results);
        if next.is_none() {
            break;
        }
    }
    let headers = [(header::CONTENT_DISPOSITION, "attachment; filename=\"rejected-edits.json\"")];
    Ok((headers, Json(all)).into_response())
}

fn number(text: &str) -> Result<i64> {
    text.parse().map_err(|_| ApiError::NotFound(format!("There is no entry {text}.")))
}

/// Does the edit once more: the reason may be gone.
#[utoipa::path(post, path = "/api/sync/rejected/{id}/retry/", tag = "sync", params(("id" = String, Path)),
    responses((status = 204)))]
pub(crate) async fn retry_rejected_edit(
    State(store): State<Store>,
    State(events): State<Events>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Saved<()>> {
    let ctx = caller.ctx(Label::new(Verb::Repeated));
    let change_set = inbox::retry(&store, number(&id)?, ctx).await?;
    events.touched(vec![TAG.to_owned()]);
    Ok(Saved::gone(change_set))
}

/// Removes the edit from the list: it was exported, or is not needed.
#[utoipa::path(post, path = "/api/sync/rejected/{id}/dismiss/", tag = "sync", params(("id" = String, Path)),
    responses((status = 204)))]
pub(crate) async fn dismiss_rejected_edit(
    State(store): State<Store>,
    State(events): State<Events>,
    _: Caller,
    Path(id): Path<String>,
) -> Result<StatusCode> {
    inbox::dismiss(&store, number(&id)?).await?;
    events.touched(vec![TAG.to_owned()]);
    Ok(StatusCode::NO_CONTENT)
}
