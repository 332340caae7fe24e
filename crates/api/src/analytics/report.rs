//! The report on a pipeline as a PDF.

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use mycrm_pipeline::analysis::analyse;
use mycrm_pipeline::forecast::Options;
use mycrm_pipeline::report::{Subject, report};
use mycrm_pipeline::words;
use mycrm_print::{Document, Form, Language, Paper, Report, pdf};
use mycrm_store::Store;
use serde::Deserialize;
use utoipa::IntoParams;

use super::Books;
use super::accuracy::{Backtests, HORIZON, plan};
use super::forecast::{MonthsParam, whole};
use super::scope::{Scope, ScopeParams, given};
use crate::error::{ApiError, Result};
use crate::query::Query;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ReportParams {
    /// `a4` (the default) or `letter`.
    paper: Option<String>,
}

/// Forecast, pipeline, win rates and how good past forecasts were, on paper.
#[utoipa::path(get, path = "/api/core/analytics/report/", tag = "analytics",
    params(ReportParams, ScopeParams, MonthsParam),
    responses((status = 200, description = "The report", body = Vec<u8>, content_type = "application/pdf")))]
pub(crate) async fn print_pipeline_report(
    State(store): State<Store>,
    State(books): State<Books>,
    State(tests): State<Backtests>,
    Query(params): Query<ReportParams>,
    Query(scope): Query<ScopeParams>,
    Query(months): Query<MonthsParam>,
) -> Result<impl IntoResponse + use<>> {
    let months = months.months()?;
    let paper = match given(params.paper.as_deref()) {
        None | Some("a4") => Paper::A4,
        Some("letter") => Paper::UsLetter,
        Some(other) => {
            return Err(ApiError::field("paper", format!("{other} is not there; a4 and letter are")));
        }
    };
    let scope = Scope::of(&store, &books, &scope).await?;
    let quotas = scope.quotas(&store, months).await?;
    let printed = tokio::task::spawn_blocking(move || print(&scope, &tests, &quotas, months, paper)).await;
    let bytes = printed.map_err(ApiError::internal)??;
    let name = "attachment; filename=\"sales-forecast.pdf\"";
    Ok(([(header::CONTENT_TYPE, "application/pdf"), (header::CONTENT_DISPOSITION, name)], bytes))
}

fn print(
    scope: &Scope,
    tests: &Backtests,
    quotas: &[Option<i64>],
    months: usize,
    paper: Paper,
) -> Result<Vec<u8>> {
    let snapshot = scope.snapshot();
    let options = Options { months, quota: whole(quotas), ..Options::default() };
    let analysis = analyse(&snapshot, &scope.calendar, options, scope.from, scope.until);
    // A test is of the whole pipeline. That of a large one is left out until its job has made it.
    let tested = plan(scope, HORIZON).filter(|_| scope.is_whole());
    let backtest = tested.and_then(|plan| tests.now(scope, plan));
    let generated = jiff::Zoned::now().with_time_zone(scope.zone.clone());
    let subject = Subject {
        pipeline: &scope.pipeline_name,
        owner: scope.owner_name(),
        snapshot: &snapshot,
        analysis: &analysis,
        backtest: backtest.as_deref(),
        quotas,
        from: scope.from,
        until: scope.until,
        generated: &generated,
    };
    let mut report = report(&subject, &scope.words())?;
    let language = match scope.language {
        words::Language::English => Language::English,
        words::Language::German => Language::German,
    };
    let set = |report: &Report| pdf(&Document::new(Form::Report(report), paper, language, &generated));
    let printed = set(&report)?;
    if printed.unshown.is_empty() {
        return Ok(printed.pdf);
    }
    // Boxes in a name need a word on what they are.
    report.notes.push(scope.words().unshown(printed.unshown.len()));
    Ok(set(&report)?.pdf)
}
