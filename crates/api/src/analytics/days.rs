//! The pipeline as it was shown each day: kept by a worker, listed, and kept now on demand.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use mycrm_crm::{ListQuery, pipelines};
use mycrm_pipeline::analysis::analyse;
use mycrm_pipeline::daily::{DayMonth, DaySnapshot, DayStage};
use mycrm_pipeline::forecast::Options;
use mycrm_pipeline::store::{Kept, keep_snapshot, kept_since, last_kept};
use mycrm_store::{Currency, Store};
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;
use utoipa::{IntoParams, ToSchema};

use super::Books;
use super::figures::{major, round};
use super::scope::{self, Scope, ScopeParams, given, pipeline};
use crate::body::Body;
use crate::error::{ApiError, Result};
use crate::query::Query;

/// How often it is looked whether a new day has begun. The first look waits until the window stands.
const LOOK: Duration = Duration::from_secs(15 * 60);
const FIRST_LOOK: Duration = Duration::from_secs(20);

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SnapshotParams {
    /// The id of a pipeline; by default the default one.
    pipeline: Option<String>,
    /// The first day; by default all that were kept.
    #[param(format = Date)]
    from: Option<String>,
}

#[derive(Debug, Default, Deserialize, ToSchema)]
pub(crate) struct SnapshotRequest {
    /// By default the default one.
    pipeline: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PipelineSnapshotList {
    results: Vec<PipelineSnapshot>,
}

/// A pipeline as it was shown on a day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PipelineSnapshot {
    #[schema(format = Date)]
    day: String,
    #[schema(format = DateTime)]
    taken_at: String,
    currency: String,
    open: u64,
    overall_health_score: Option<f64>,
    stages: Vec<SnapshotStage>,
    months: Vec<SnapshotMonth>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SnapshotStage {
    /// Slug, of then.
    stage: String,
    count: u64,
    total_value: f64,
    weighted_value: f64,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SnapshotMonth {
    month: String,
    expected_revenue: f64,
    p10: f64,
    p50: f64,
    p90: f64,
}

/// The days that were kept, the oldest first: one a day since the first start, never changed afterwards.
#[utoipa::path(get, path = "/api/core/analytics/snapshots/", tag = "analytics", params(SnapshotParams),
    responses((status = 200, body = PipelineSnapshotList)))]
pub(crate) async fn list_pipeline_snapshots(
    State(store): State<Store>,
    Query(params): Query<SnapshotParams>,
) -> Result<Json<PipelineSnapshotList>> {
    let (pipeline, _) = pipeline(&store, given(params.pipeline.as_deref())).await?;
    let since = scope::day("from", params.from.as_deref())?;
    let kept = kept_since(&store, &pipeline, since.unwrap_or(FIRST_DAY)).await?;
    Ok(Json(PipelineSnapshotList { results: kept.into_iter().map(shown).collect() }))
}

/// Keeps the pipeline as it is today, unless that was done already; answers with what is kept of today.
#[utoipa::path(post, path = "/api/core/analytics/snapshots/", tag = "analytics",
    request_body = SnapshotRequest, responses((status = 200, body = PipelineSnapshotList)))]
pub(crate) async fn keep_pipeline_snapshot(
    State(store): State<Store>,
    State(books): State<Books>,
    Body(wish): Body<SnapshotRequest>,
) -> Result<Json<PipelineSnapshotList>> {
    let scope =
        Scope::of(&store, &books, &ScopeParams { pipeline: wish.pipeline, ..ScopeParams::default() }).await?;
    let (pipeline, today) = (scope.pipeline.clone(), scope.at.date_in(&scope.zone));
    keep(&store, scope).await?;
    let kept = kept_since(&store, &pipeline, today).await?;
    Ok(Json(PipelineSnapshotList { results: kept.into_iter().map(shown).collect() }))
}

const FIRST_DAY: mycrm_store::Date = mycrm_store::Date(jiff::civil::Date::constant(1970, 1, 1));

/// Keeps a day of every pipeline for as long as the app runs.
pub(crate) async fn keep_days(store: Store, end: CancellationToken) {
    let mut wait = FIRST_LOOK;
    loop {
        tokio::select! {
            () = end.cancelled() => return,
            () = tokio::time::sleep(wait) => {}
        }
        wait = LOOK;
        if let Err(error) = keep_today(&store).await {
            tracing::warn!(?error, "today's snapshot of the pipelines was not kept; it is tried again later");
        }
    }
}

async fn keep_today(store: &Store) -> Result<()> {
    let all = {
        let mut connection = store.readers().acquire().await?;
        pipelines::list(
            &mut connection,
            &ListQuery { page_size: mycrm_crm::list::MAX_PAGE, ..ListQuery::default() },
        )
        .await?
    };
    let zone = crate::settings::zone_of(store).await?;
    for row in all.results.into_iter().filter(|row| row.opportunity_count > 0) {
        let today = mycrm_store::Timestamp::now().date_in(&zone);
        if last_kept(store, &row.id).await?.is_some_and(|day| day >= today) {
            continue;
        }
        // Books of its own: those that nobody looks at need not stay in memory.
        let params = ScopeParams { pipeline: Some(row.id.to_string()), ..ScopeParams::default() };
        keep(store, Scope::of(store, &Books::default(), &params).await?).await?;
    }
    Ok(())
}

async fn keep(store: &Store, scope: Scope) -> Result<()> {
    let pipeline = scope.pipeline.clone();
    let work = move || {
        let snapshot = scope.snapshot();
        let options = Options { months: 12, ..Options::default() };
        let analysis = analyse(&snapshot, &scope.calendar, options, scope.from, scope.until);
        Kept {
            day: scope.at.date_in(&scope.zone),
            taken_at: scope.at,
            currency: scope.currency,
            snapshot: DaySnapshot::of(&snapshot, &analysis),
        }
    };
    let kept = tokio::task::spawn_blocking(work).await.map_err(ApiError::internal)?;
    Ok(keep_snapshot(store, &pipeline, &kept).await?)
}

fn shown(kept: Kept) -> PipelineSnapshot {
    let Kept { day, taken_at, currency, snapshot } = kept;
    let DaySnapshot { open, health, stages, months } = snapshot;
    let stage = |stage: DayStage| {
        let DayStage { stage, count, total_value, weighted_value } = stage;
        SnapshotStage {
            stage,
            count,
            total_value: major(total_value, currency),
            weighted_value: major(weighted_value, currency),
        }
    };
    PipelineSnapshot {
        day: day.to_string(),
        taken_at: taken_at.to_string(),
        currency: currency.to_string(),
        open,
        overall_health_score: health.map(|score| round(score, 10.0)),
        stages: stages.into_iter().map(stage).collect(),
        months: months.into_iter().map(|month| shown_month(&month, currency)).collect(),
    }
}

fn shown_month(month: &DayMonth, currency: Currency) -> SnapshotMonth {
    SnapshotMonth {
        month: month.month.to_string(),
        expected_revenue: major(month.expected, currency),
        p10: major(month.p10, currency),
        p50: major(month.p50, currency),
        p90: major(month.p90, currency),
    }
}
