//! Undo, redo and the list of user actions.

mod taking;

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use mycrm_crm::import::Status;
use mycrm_store::{ChangeSet, Id, KeptField, Store, Timestamp, Undone, Wish};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::body::Body;
use crate::caller::Caller;
use crate::error::{ApiError, Result};
use crate::jobs::{Job, Jobs};
use crate::labels::{self, Label};
use crate::query::Query;

pub(crate) use taking::at_once;

const PAGE: usize = 50;
/// Imports that may be under way at once, and more.
const RECENT_IMPORTS: u32 = 50;

#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct UndoDraft {
    /// The action to take back; by default the last one that still stands.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    change_set: Option<Id>,
}

/// What an undo or redo did.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UndoResult {
    /// The action that was taken back.
    #[schema(value_type = String)]
    change_set: Id,
    /// In English.
    label: String,
    action: Option<Label>,
    /// Records that changed.
    reverted: u64,
    /// What was changed later by someone and therefore left as it is.
    kept: Vec<Kept>,
    /// All of it, where the list is cut off.
    kept_count: u64,
    /// Taking this action back does the first one again.
    #[schema(value_type = String)]
    undone_by: Id,
}

/// A field that was left as it is.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Kept {
    record_type: &'static str,
    record_id: String,
    /// `*`: the whole record.
    field: String,
}

impl From<Undone> for UndoResult {
    fn from(undone: Undone) -> Self {
        let Undone { change_set, label, undone_by, reverted, kept, kept_count } = undone;
        let kept = kept.into_iter().map(Kept::from).collect();
        let (label, action) = labels::read(&label);
        Self { change_set, label, action, reverted, kept, kept_count, undone_by }
    }
}

impl From<KeptField> for Kept {
    fn from(kept: KeptField) -> Self {
        let KeptField { record, row, field } = kept;
        Self { record_type: record, record_id: row, field }
    }
}

/// Takes an action back: fields that nobody changed since return to what they were. One of more than 2,000 changes
/// answers with a job (202), whose `undone` says in the end what it did.
#[utoipa::path(post, path = "/api/core/undo/", tag = "core", request_body = UndoDraft,
    responses((status = 200, body = UndoResult), (status = 202, body = Job)))]
pub(crate) async fn undo(
    State(store): State<Store>,
    State(jobs): State<Jobs>,
    caller: Caller,
    Body(draft): Body<UndoDraft>,
) -> Result<Response> {
    let wish = beside_imports(&store, draft.change_set).await?;
    taking::take_back(&store, &jobs, &caller, wish).await
}

/// What to take back while imports run: never one that is still being written, whose rest could not be taken back.
async fn beside_imports(store: &Store, change_set: Option<Id>) -> Result<Wish> {
    let imports = mycrm_crm::import::recent(store, RECENT_IMPORTS).await?;
    let running: Vec<Id> = imports
        .into_iter()
        .filter(|import| import.status == Status::Running)
        .filter_map(|import| import.change_set)
        .collect();
    match change_set {
        Some(wish) if running.contains(&wish) => Err(ApiError::Conflict(
            "This import is still running; cancel it first, then it can be taken back.".to_owned(),
        )),
        Some(wish) => Ok(Wish::This(wish)),
        None => Ok(Wish::LastAction { unfinished: running }),
    }
}

/// Does the last undone action again, as long as nothing else was done since; a large one as a job, as undo does.
#[utoipa::path(post, path = "/api/core/redo/", tag = "core",
    responses((status = 200, body = UndoResult), (status = 202, body = Job)))]
pub(crate) async fn redo(
    State(store): State<Store>,
    State(jobs): State<Jobs>,
    caller: Caller,
) -> Result<Response> {
    taking::take_back(&store, &jobs, &caller, Wish::LastUndo).await
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct HistoryQuery {
    /// From `next` of the page before.
    #[serde(default)]
    cursor: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HistoryPage {
    next: Option<String>,
    results: Vec<HistoryEntry>,
}

/// One user action.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HistoryEntry {
    #[schema(value_type = String)]
    change_set: Id,
    /// In English.
    label: String,
    action: Option<Label>,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// "me" is the user of this installation, "api:NAME" a program with that token.
    actor: String,
    op_count: i64,
    undone: bool,
    /// The job that takes it back now, or does it again.
    #[schema(value_type = Option<String>)]
    job: Option<Id>,
}

impl HistoryEntry {
    fn of(set: ChangeSet, jobs: &Jobs) -> Self {
        let ChangeSet { no: _, id, label, actor, started_at, undoes: _, undone_by, op_count } = set;
        // Doing it again takes its undo back.
        let job = jobs.undoing(undone_by.as_ref().unwrap_or(&id)).map(|job| job.id);
        let (label, action) = labels::read(&label);
        let undone = undone_by.is_some();
        Self { change_set: id, label, action, at: started_at, actor, op_count, undone, job }
    }
}

/// What was done, newest first.
#[utoipa::path(get, path = "/api/core/history/", tag = "core", params(HistoryQuery),
    responses((status = 200, body = HistoryPage)))]
pub(crate) async fn list_history(
    State(store): State<Store>,
    State(jobs): State<Jobs>,
    Query(query): Query<HistoryQuery>,
) -> Result<Json<HistoryPage>> {
    let before = match query.cursor.as_deref() {
        None | Some("") => i64::MAX,
        Some(text) => {
            text.parse().map_err(|_| ApiError::field("cursor", "is none that a page before this one gave"))?
        }
    };
    let mut connection = store.readers().acquire().await?;
    let mut sets = mycrm_store::change_sets(&mut connection, before, PAGE as i64 + 1).await?;
    let more = sets.len() > PAGE;
    sets.truncate(PAGE);
    let next = sets.last().filter(|_| more).map(|last| format!("/api/core/history/?cursor={}", last.no));
    Ok(Json(HistoryPage {
        next,
        results: sets.into_iter().map(|set| HistoryEntry::of(set, &jobs)).collect(),
    }))
}
