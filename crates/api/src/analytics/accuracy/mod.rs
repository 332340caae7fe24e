//! How good the forecast has been: forecasts of the past from what was known then, against what came.
//!
//! A small pipeline is tested while the caller waits, a large one by a job.

mod shown;

use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Json;
use axum::extract::State;
use mycrm_pipeline::Month;
use mycrm_pipeline::backtest::{Backtest, Plan, backtest_watched};
use mycrm_pipeline::probability::MIN_CLOSED;
use mycrm_pipeline::store::kept_since;
use mycrm_store::{Currency, Date, Id, Store, Timestamp};
use serde::Deserialize;
use utoipa::IntoParams;

use self::shown::{AccuracyState, ForecastAccuracy};
use super::Books;
use super::scope::{Scope, ScopeParams};
use crate::error::{ApiError, Result};
use crate::events::Events;
use crate::jobs::{Ending, Job, JobKind, JobStatus, Jobs, Progress};
use crate::query::Query;

/// Months ahead, where nobody asks for others.
pub(super) const HORIZON: usize = 3;
/// Months from whose beginning the past is forecast, at most.
const ORIGINS: i32 = 36;
/// Months of history before the first.
const BEFORE: i32 = 3;
/// Deals times forecasts that are tested while the caller waits: below a second.
const AT_ONCE: u64 = 600_000;
/// A large test holds for the day, unless more ops than this came since.
const STILL_HOLDS: i64 = 2_000;
/// Tests that are kept.
const KEPT: usize = 8;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AccuracyParams {
    /// The id of a pipeline; by default the default one.
    pipeline: Option<String>,
    /// Months ahead, 1 to 12; 3 by default.
    #[param(minimum = 1, maximum = 12)]
    horizon: Option<u32>,
    /// As it was known at the end of that day; by default now.
    #[param(format = Date)]
    as_of: Option<String>,
    /// `en` or `de`.
    language: Option<String>,
}

/// Finished tests. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(crate) struct Backtests(Arc<Mutex<Vec<Done>>>);

/// What a test is of.
#[derive(Debug, Clone, PartialEq)]
struct Subject {
    pipeline: Id,
    currency: Currency,
    day: Date,
    plan: Plan,
}

impl Subject {
    fn of(scope: &Scope, plan: Plan) -> Self {
        Self {
            pipeline: scope.pipeline.clone(),
            currency: scope.currency,
            day: scope.at.date_in(&scope.zone),
            plan,
        }
    }
}

#[derive(Debug, Clone)]
struct Done {
    subject: Subject,
    seq: i64,
    at: Timestamp,
    test: Arc<Backtest>,
}

impl Backtests {
    fn find(&self, subject: &Subject, seq: i64, large: bool) -> Option<Done> {
        let done = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let holds = |done: &&Done| {
            done.subject == *subject
                && (done.seq == seq || (large && (0..STILL_HOLDS).contains(&(seq - done.seq))))
        };
        done.iter().find(holds).cloned()
    }

    /// The test of a pipeline as it is now: one that was made, or a new one where that takes little. Nothing where a job
    /// has to make it first. Blocks while it computes.
    pub(super) fn now(&self, scope: &Scope, plan: Plan) -> Option<Arc<Backtest>> {
        let (subject, large) = (Subject::of(scope, plan), !at_once(scope, &plan));
        if let Some(done) = self.find(&subject, scope.stored.seq(), large) {
            return Some(done.test);
        }
        let done = (!large).then(|| test(scope, subject, &|_| ControlFlow::Continue(())))??;
        self.keep(done.clone());
        Some(done.test)
    }

    fn keep(&self, new: Done) {
        let mut done = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        done.retain(|old| old.subject != new.subject);
        done.insert(0, new);
        done.truncate(KEPT);
    }
}

/// How good forecasts of the past would have been, beside what anybody could have said without a model.
#[utoipa::path(get, path = "/api/core/analytics/accuracy/", tag = "analytics", params(AccuracyParams),
    responses((status = 200, body = ForecastAccuracy)))]
pub(crate) async fn get_forecast_accuracy(
    State(store): State<Store>,
    State(books): State<Books>,
    State(tests): State<Backtests>,
    State(jobs): State<Jobs>,
    State(events): State<Events>,
    Query(params): Query<AccuracyParams>,
) -> Result<Json<ForecastAccuracy>> {
    let AccuracyParams { pipeline, horizon, as_of, language } = params;
    let horizon = match horizon {
        None => HORIZON,
        Some(horizon @ 1..=12) => horizon as usize,
        Some(other) => return Err(ApiError::field("horizon", format!("is {other}, but can be 1 to 12"))),
    };
    let params = ScopeParams { pipeline, as_of, language, ..ScopeParams::default() };
    let scope = Scope::of(&store, &books, &params).await?;
    let recorded =
        kept_since(&store, &scope.pipeline, scope.at.plus_days(-3 * 366).date_in(&scope.zone)).await?;
    let Some(plan) = plan(&scope, horizon) else {
        return Ok(Json(ForecastAccuracy::without(
            &scope,
            AccuracyState::TooLittle,
            None,
            horizon,
            &recorded,
        )));
    };
    let subject = Subject::of(&scope, plan);
    let seq = scope.stored.seq();
    let scope = Arc::new(scope);
    let done = match tests.find(&subject, seq, !at_once(&scope, &plan)) {
        Some(done) => done,
        None if !at_once(&scope, &plan) => {
            let job = start(&jobs, &events, tests, &scope, subject).await;
            let working = AccuracyState::Working;
            return Ok(Json(ForecastAccuracy::without(&scope, working, Some(&job.id), horizon, &recorded)));
        }
        None => {
            let of = Arc::clone(&scope);
            let work = move || test(&of, subject, &|_| ControlFlow::Continue(()));
            let done = tokio::task::spawn_blocking(work).await.map_err(ApiError::internal)?;
            let done = done.ok_or_else(|| ApiError::internal("a test that nobody watches was stopped"))?;
            tests.keep(done.clone());
            done
        }
    };
    Ok(Json(ForecastAccuracy::of(&scope, &done.test, plan, done.at, &recorded)))
}

/// The months that can be tested; nothing where too little has happened.
pub(super) fn plan(scope: &Scope, horizon: usize) -> Option<Plan> {
    let now = scope.stored.book.as_of(scope.at.millis());
    let first = now.won().map(|known| known.entered).min()?;
    if (now.closed().count() as u64) < MIN_CLOSED {
        return None;
    }
    let until = scope.calendar.month(scope.at.millis().saturating_add(1));
    let ahead = i32::try_from(horizon).unwrap_or(12);
    let from: Month = scope.calendar.month(first).plus(BEFORE).max(until.plus(1 - ahead - ORIGINS));
    (from.plus(ahead) <= until).then_some(Plan { from, until, horizon, paths: 2_000, seed: 20_170_301 })
}

/// Whether it takes so little that the caller may wait.
fn at_once(scope: &Scope, plan: &Plan) -> bool {
    scope.stored.book.deals().len() as u64 * plan.origins() <= AT_ONCE
}

fn test(scope: &Scope, subject: Subject, watch: &dyn Fn(u64) -> ControlFlow<()>) -> Option<Done> {
    let test = backtest_watched(&scope.stored.book, &scope.calendar, subject.plan, watch)?;
    Some(Done { subject, seq: scope.stored.seq(), at: scope.at, test: Arc::new(test) })
}

/// One job for a pipeline and horizon at a time.
async fn start(jobs: &Jobs, events: &Events, tests: Backtests, scope: &Arc<Scope>, subject: Subject) -> Job {
    let link = format!("/forecast/accuracy?pipeline={}&horizon={}", subject.pipeline, subject.plan.horizon);
    let _turn = jobs.turn().await;
    let running = jobs.all().into_iter().find(|job| {
        job.kind == JobKind::Accuracy
            && job.status == JobStatus::Running
            && job.link.as_deref() == Some(&link)
    });
    if let Some(job) = running {
        return job;
    }
    let (scope, events) = (Arc::clone(scope), events.clone());
    let name = scope.pipeline_name.clone();
    jobs.start(JobKind::Accuracy, name, Some(link), |progress| async move {
        let watch = watch(&progress, subject.plan.origins());
        let worked = tokio::task::spawn_blocking(move || test(&scope, subject, &watch)).await;
        match worked {
            Ok(Some(done)) => {
                tests.keep(done);
                events.touched(vec!["accuracy".to_owned()]);
                Ending::Done(None)
            }
            Ok(None) => Ending::Cancelled(None),
            // A panic in the work: the job's own bookkeeping says what it means.
            Err(error) => std::panic::resume_unwind(error.into_panic()),
        }
    })
}

fn watch(progress: &Progress, total: u64) -> impl Fn(u64) -> ControlFlow<()> + Send + use<> {
    let progress = progress.clone();
    move |done| {
        progress.at(done, Some(total));
        if progress.cancelled().is_cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}
