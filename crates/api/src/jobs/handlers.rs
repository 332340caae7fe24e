//! The activity centre: what runs, what ran, and stopping it.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Job, Jobs};
use crate::error::{ApiError, Result};
use crate::id::PathId;

/// Running and recent jobs, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct JobList {
    results: Vec<Job>,
}

#[utoipa::path(get, path = "/api/core/jobs/", tag = "core", responses((status = 200, body = JobList)))]
pub(crate) async fn list_jobs(State(jobs): State<Jobs>) -> Json<JobList> {
    Json(JobList { results: jobs.all() })
}

/// Asks a job to stop at its next safe point.
#[utoipa::path(post, path = "/api/core/jobs/{id}/cancel/", tag = "core", params(("id" = String, Path)),
    responses((status = 200, body = Job)))]
pub(crate) async fn cancel_job(State(jobs): State<Jobs>, PathId(id): PathId) -> Result<Json<Job>> {
    jobs.cancel(&id).map(Json).ok_or_else(|| ApiError::NotFound(format!("There is no job with the id {id}.")))
}
