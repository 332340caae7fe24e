//! Charts as files: the data of the screens drawn as SVG or PNG, light, dark or for print.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use mycrm_pipeline::analysis::analyse;
use mycrm_pipeline::charts::{
    Chart, ForecastFan, Format, Frame, FunnelBars, QuotaBar, ReliabilityCurve, StageBars, Theme,
    VelocityBars, WinRateLine, draw,
};
use mycrm_pipeline::forecast::Options;
use mycrm_pipeline::win_rate::by_month;
use mycrm_pipeline::words::Words;
use mycrm_store::Store;
use serde::Deserialize;
use utoipa::IntoParams;

use super::Books;
use super::accuracy::{Backtests, HORIZON, plan};
use super::forecast::{MonthsParam, whole};
use super::scope::{Scope, ScopeParams, given};
use crate::error::{ApiError, Result};
use crate::query::Query;

/// Months of the win rate's curve.
const RATE_MONTHS: usize = 24;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PictureParams {
    /// `svg` (the default) or `png`.
    format: Option<String>,
    /// `light` (the default), `dark` or `print`.
    theme: Option<String>,
    /// In units of which text is 11 high, 100 to 4000 each; 720 by 360 by default.
    width: Option<u32>,
    height: Option<u32>,
    /// Pixels per unit of a PNG, 1 to 4; 2 by default.
    scale: Option<u32>,
}

/// The chart that a path names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Named {
    Forecast,
    Stages,
    Funnel,
    Velocity,
    WinRate,
    Reliability,
    Quota,
}

impl Named {
    fn of(name: &str) -> Result<Self> {
        Ok(match name {
            "forecast" => Self::Forecast,
            "stages" => Self::Stages,
            "funnel" => Self::Funnel,
            "velocity" => Self::Velocity,
            "win_rate" => Self::WinRate,
            "reliability" => Self::Reliability,
            "quota" => Self::Quota,
            other => {
                return Err(ApiError::NotFound(format!(
                    "There is no chart {other}; there are forecast, stages, funnel, velocity, win_rate, reliability and quota."
                )));
            }
        })
    }
}

/// A chart of the analytics as a file.
#[utoipa::path(get, path = "/api/core/analytics/charts/{chart}/", tag = "analytics",
    params(("chart" = String, Path, description = "forecast, stages, funnel, velocity, win_rate, reliability or quota"),
        PictureParams, ScopeParams, MonthsParam),
    responses((status = 200, description = "The picture", content((String = "image/svg+xml"), (Vec<u8> = "image/png")))))]
pub(crate) async fn get_analytics_chart(
    State(store): State<Store>,
    State(books): State<Books>,
    State(tests): State<Backtests>,
    Path(chart): Path<String>,
    Query(picture): Query<PictureParams>,
    Query(params): Query<ScopeParams>,
    Query(months): Query<MonthsParam>,
) -> Result<impl IntoResponse + use<>> {
    let named = Named::of(&chart)?;
    let months = months.months()?;
    let (format, kind) = match given(picture.format.as_deref()) {
        None | Some("svg") => (Format::Svg, "image/svg+xml"),
        Some("png") => (Format::Png, "image/png"),
        Some(other) => {
            return Err(ApiError::field("format", format!("{other} is not drawn; svg and png are")));
        }
    };
    let theme = match given(picture.theme.as_deref()) {
        None | Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        Some("print") => Theme::Print,
        Some(other) => {
            return Err(ApiError::field("theme", format!("{other} is not there; light, dark and print are")));
        }
    };
    let frame = Frame::new(picture.width.unwrap_or(720), picture.height.unwrap_or(360))
        .times(picture.scale.unwrap_or(2));
    let scope = Scope::of(&store, &books, &params).await?;
    let quotas = scope.quotas(&store, months).await?;
    let work = move || {
        let words = scope.words();
        let chart = match named {
            Named::Reliability => reliability(&scope, &tests)?,
            other => chart_of(other, &scope, &quotas, months, &words),
        };
        draw(&chart, format, theme, frame, &words).map_err(ApiError::from)
    };
    let drawn = tokio::task::spawn_blocking(work).await.map_err(ApiError::internal)?;
    Ok(([(header::CONTENT_TYPE, kind)], drawn?))
}

fn reliability(scope: &Scope, tests: &Backtests) -> Result<Chart> {
    let Some(plan) = plan(scope, HORIZON) else { return Ok(Chart::Reliability(ReliabilityCurve::default())) };
    let test = tests.now(scope, plan).ok_or_else(|| {
        ApiError::Conflict(
            "Past forecasts of so large a pipeline are tested by a job first; ask for the accuracy, and again when it is ready."
                .to_owned(),
        )
    })?;
    Ok(Chart::Reliability(ReliabilityCurve::of(&test.reliability())))
}

fn chart_of(named: Named, scope: &Scope, quotas: &[Option<i64>], months: usize, words: &Words) -> Chart {
    let snapshot = scope.snapshot();
    let options = Options { months, quota: whole(quotas), ..Options::default() };
    let analysis = analyse(&snapshot, &scope.calendar, options, scope.from, scope.until);
    let stages = &scope.stored.book.stages;
    match named {
        Named::Forecast => Chart::Forecast(ForecastFan::of(&analysis.forecast, quotas)),
        Named::Quota => Chart::Quota(QuotaBar::of(&analysis.forecast, whole(quotas))),
        Named::Stages => Chart::Stages(StageBars::of(&analysis.stages, stages)),
        Named::Funnel => Chart::Funnel(FunnelBars::of(&analysis.funnel, stages, words)),
        Named::Velocity => Chart::Velocity(VelocityBars::of(&analysis.velocity)),
        Named::WinRate | Named::Reliability => {
            let rates = by_month(&snapshot, &scope.calendar, scope.from, scope.until, RATE_MONTHS);
            Chart::WinRate(WinRateLine::of(&rates, &analysis.win_rate))
        }
    }
}
