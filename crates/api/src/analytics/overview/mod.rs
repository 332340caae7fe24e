//! The health of a pipeline, how deals go through it, and what it will bring.

mod flow;
mod health;
mod rates;

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use mycrm_pipeline::Outcome;
use mycrm_pipeline::analysis::{Analysis, analyse};
use mycrm_pipeline::forecast::Options;
use mycrm_pipeline::store::cards;
use mycrm_store::Store;
use serde::Serialize;
use utoipa::ToSchema;

use self::flow::{ConversionFunnel, DealSlippage, DealVelocity};
use self::health::PipelineHealth;
use self::rates::WinRates;
use super::Books;
use super::advice::Recommendation;
use super::figures::{major, percent, round, slug};
use super::scope::{Scope, ScopeParams};
use crate::error::{ApiError, Result};
use crate::query::Query;

/// Months for which the open value should cover what is missing to the quotas.
const COVERED: usize = 3;

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PipelineAnalytics {
    #[schema(format = DateTime)]
    generated_at: String,
    pipeline: String,
    pipeline_name: String,
    /// Of all amounts.
    currency: String,
    open: u64,
    closed: u64,
    /// Deals in no sum, because they have no amount, or none that can be converted.
    without_amount: u64,
    unconverted: u64,
    /// Deals whose recorded history cannot have happened; its order was mended for these figures.
    mended: u64,
    pipeline_health: PipelineHealth,
    pipeline_forecast: PipelineForecast,
    conversion_funnel: ConversionFunnel,
    deal_velocity: DealVelocity,
    win_rates: WinRates,
    slippage: DealSlippage,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PipelineForecast {
    /// By slug; open stages.
    by_stage: BTreeMap<String, StageForecast>,
    /// Twelve months, the current one first.
    by_month: Vec<MonthOutlook>,
    total_pipeline_value: f64,
    /// Amounts times the stages' probabilities, or those set by hand.
    weighted_pipeline_value: f64,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StageForecast {
    count: u64,
    total_value: f64,
    weighted_value: f64,
    /// Mean predicted probability that a deal there is won within a year, in percent.
    expected_close_rate: Option<f64>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MonthOutlook {
    #[schema(example = "2026-11")]
    month: String,
    expected_deals: f64,
    expected_revenue: f64,
    p10: f64,
    p50: f64,
    p90: f64,
}

/// Health, funnel, velocity, win rates and outlook of a pipeline, from the recorded history of its deals.
#[utoipa::path(get, path = "/api/core/analytics/pipeline_analytics/", tag = "analytics", params(ScopeParams),
    responses((status = 200, body = PipelineAnalytics)))]
pub(crate) async fn get_pipeline_analytics(
    State(store): State<Store>,
    State(books): State<Books>,
    Query(params): Query<ScopeParams>,
) -> Result<Json<PipelineAnalytics>> {
    let scope = Scope::of(&store, &books, &params).await?;
    // As many months as have quotas without a gap.
    let quotas = scope.quotas(&store, COVERED).await?;
    let quota = quotas.iter().map_while(|quota| *quota).reduce(i64::saturating_add);
    let options = Options { months: 12, quota, ..Options::default() };
    let work = move || {
        let snapshot = scope.snapshot();
        let analysis = analyse(&snapshot, &scope.calendar, options, scope.from, scope.until);
        PipelineAnalytics::of(&scope, &snapshot, &analysis)
    };
    let mut answer = tokio::task::spawn_blocking(work).await.map_err(ApiError::internal)?;
    let mut connection = store.readers().acquire().await?;
    let named = cards(&mut connection, &answer.deal_velocity.extremes()).await?;
    answer.deal_velocity.name_extremes(&named);
    Ok(Json(answer))
}

impl PipelineAnalytics {
    fn of(scope: &Scope, snapshot: &mycrm_pipeline::Snapshot<'_>, analysis: &Analysis) -> Self {
        let words = scope.words();
        let advice: Vec<Recommendation> =
            analysis.recommendations.iter().map(|advice| Recommendation::of(scope, &words, advice)).collect();
        let sum = |of: &dyn Fn(&mycrm_pipeline::stage_times::StageNow) -> u64| -> u64 {
            analysis.stages.iter().map(of).sum()
        };
        Self {
            generated_at: scope.at.to_string(),
            pipeline: scope.pipeline.to_string(),
            pipeline_name: scope.pipeline_name.clone(),
            currency: scope.currency.to_string(),
            open: analysis.forecast.open,
            closed: snapshot.closed().count() as u64,
            without_amount: sum(&|stage| stage.without_amount),
            unconverted: sum(&|stage| stage.unconverted),
            mended: snapshot.known.iter().filter(|known| snapshot.deal(known).mended).count() as u64,
            conversion_funnel: ConversionFunnel::of(scope, analysis, &advice),
            deal_velocity: DealVelocity::of(scope, snapshot, analysis),
            win_rates: WinRates::of(scope, snapshot, &words),
            slippage: DealSlippage::of(scope, analysis),
            pipeline_forecast: PipelineForecast::of(scope, snapshot, analysis),
            pipeline_health: PipelineHealth::of(scope, snapshot, analysis, advice, &words),
        }
    }
}

impl PipelineForecast {
    fn of(scope: &Scope, snapshot: &mycrm_pipeline::Snapshot<'_>, analysis: &Analysis) -> Self {
        let mut chances = vec![(0.0, 0_u64); scope.stored.book.stages.len()];
        for known in snapshot.known.iter().filter(|known| known.outcome == Outcome::Open) {
            let sum = &mut chances[usize::from(known.stage)];
            sum.0 += analysis.fitted.likely(snapshot, known);
            sum.1 += 1;
        }
        let stages = &scope.stored.book.stages;
        let open = |stage: usize| stages[stage].kind == mycrm_pipeline::StageKind::Open;
        let rows = || analysis.stages.iter().filter(|row| open(row.stage));
        let amount = |minor: f64| major(minor, scope.currency);
        Self {
            by_stage: rows()
                .filter(|row| !stages[row.stage].removed || row.count > 0)
                .map(|row| {
                    let (sum, n) = chances[row.stage];
                    let stage = StageForecast {
                        count: row.count,
                        total_value: amount(row.total_value),
                        weighted_value: amount(row.weighted_value),
                        expected_close_rate: (n > 0).then(|| percent(sum / n as f64)),
                    };
                    (slug(&scope.stored, row.stage), stage)
                })
                .collect(),
            by_month: analysis
                .forecast
                .months
                .iter()
                .map(|month| MonthOutlook {
                    month: month.month.to_string(),
                    expected_deals: round(month.expected_deals, 100.0),
                    expected_revenue: amount(month.revenue.mean),
                    p10: amount(month.revenue.p10),
                    p50: amount(month.revenue.p50),
                    p90: amount(month.revenue.p90),
                })
                .collect(),
            total_pipeline_value: amount(rows().map(|row| row.total_value).sum()),
            weighted_pipeline_value: amount(rows().map(|row| row.weighted_value).sum()),
        }
    }
}
