//! Taking an action back: a small one while the caller waits, a large one as a job with progress.

use std::ops::ControlFlow;

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use mycrm_store::{Action, Error, Store, Undone, Wish};

use super::UndoResult;
use crate::caller::Caller;
use crate::error::{ApiError, Result, sentence};
use crate::idempotency;
use crate::jobs::{About, Asked, Ending, Job, JobKind, Jobs, Progress};
use crate::saved::Saved;

/// Ops that are taken back while the caller waits: well below a second.
const AT_ONCE: i64 = 2_000;
/// What was kept is listed in the job's messages, which everybody gets, as far as anybody reads it.
const LISTED: usize = 200;

/// Answers with what was done, or with the job that does it.
pub(super) async fn take_back(store: &Store, jobs: &Jobs, caller: &Caller, wish: Wish) -> Result<Response> {
    let turn = jobs.turn().await;
    if let Some(job) = caller.request.as_ref().and_then(|request| jobs.asked_with(request)) {
        return Ok(started(job));
    }
    let action = {
        let mut connection = store.readers().acquire().await?;
        wish.find(&mut connection).await?
    };
    if let Some(job) = jobs.undoing(&action.id) {
        return match wish {
            Wish::This(_) => Ok(started(job)),
            // The caller means the action before it, or comes too soon.
            Wish::LastAction { .. } | Wish::LastUndo => Err(ApiError::Conflict(format!(
                "{} is under way; wait for it or cancel it first.",
                job.label
            ))),
        };
    }
    if action.op_count > AT_ONCE {
        return Ok(started(start(store, jobs, caller, action)));
    }
    drop(turn);
    let undone = at_once(store, &wish, caller).await?;
    Ok(Saved::ok(undone.undone_by.clone(), UndoResult::from(undone)).into_response())
}

/// Takes an action back, however large it is, before anything is answered.
pub(crate) async fn at_once(store: &Store, wish: &Wish, caller: &Caller) -> mycrm_store::Result<Undone> {
    mycrm_store::take_back(store, wish, caller.undoing(), &|_, _| ControlFlow::Continue(())).await
}

fn started(job: Job) -> Response {
    (StatusCode::ACCEPTED, Json(job)).into_response()
}

fn start(store: &Store, jobs: &Jobs, caller: &Caller, action: Action) -> Job {
    let (store, ctx) = (store.clone(), caller.undoing());
    let kind = if action.is_undo() { JobKind::Redo } else { JobKind::Undo };
    let (id, about) = (action.id, About::Action(action.label));
    let request = caller.request.clone();
    let asked = Asked { change_set: id.clone(), request: request.clone() };
    jobs.start_on(kind, about, None, Some(asked), |progress| async move {
        let undone = {
            let follow = |done, total| tell(&progress, done, total);
            mycrm_store::take_back(&store, &Wish::This(id), ctx, &follow).await
        };
        match undone {
            Ok(undone) => {
                let mut result = UndoResult::from(undone);
                result.kept.truncate(LISTED);
                if let Some(request) = request
                    && let Err(error) = idempotency::keep_late(&store, request, &result).await
                {
                    tracing::error!(%error, "how an undo ended could not be kept for a repeated request");
                }
                progress.undone(result);
                Ending::Done(None)
            }
            Err(Error::Stopped) => Ending::Cancelled(Some("Nothing was taken back.".to_owned())),
            Err(error) => Ending::Failed(sentence(&error)),
        }
    })
}

fn tell(progress: &Progress, done: u64, total: u64) -> ControlFlow<()> {
    progress.at(done, Some(total));
    if progress.cancelled().is_cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
}
