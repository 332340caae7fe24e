//! The forecast of the coming months with its intervals, and what it rests on.

use axum::Json;
use axum::extract::State;
use mycrm_pipeline::analysis::{Analysis, analyse};
use mycrm_pipeline::deals::Category;
use mycrm_pipeline::forecast::{Band, Method, Options};
use mycrm_store::Store;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::Books;
use super::advice::Recommendation;
use super::figures::{major, percent, round};
use super::scope::{Scope, ScopeParams};
use crate::error::{ApiError, Result};
use crate::query::Query;

/// Complete months that are shown before the forecast.
const HISTORY: usize = 24;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct MonthsParam {
    /// 1 to 12, the current one first; 3 by default.
    #[param(minimum = 1, maximum = 12)]
    months: Option<u32>,
}

impl MonthsParam {
    pub(super) fn months(&self) -> Result<usize> {
        match self.months.unwrap_or(3) {
            months @ 1..=12 => Ok(months as usize),
            other => Err(ApiError::field("months", format!("is {other}, but can be 1 to 12"))),
        }
    }
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ForecastMethod {
    /// Nothing is open and nothing was ever won.
    NoData,
    /// Too few deals were closed: the stages' own probabilities.
    StageProbabilities,
    /// Competing risks of the own history, shared shocks and arrivals.
    CompetingRisks,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ForecastTrend {
    Increasing,
    Decreasing,
    Stable,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SalesForecast {
    #[schema(format = DateTime)]
    generated_at: String,
    pipeline: String,
    pipeline_name: String,
    /// Of all amounts.
    currency: String,
    months: usize,
    /// Expected revenue of all months together, what is won already in the current one included.
    forecast_amount: f64,
    /// Mean of up to twelve complete months.
    historical_average: Option<f64>,
    confidence_interval: ForecastInterval,
    /// Of the last complete months; nothing below six.
    trend: Option<ForecastTrend>,
    /// Median change from month to month (Theil-Sen).
    trend_per_month: Option<f64>,
    /// The last three months against the three before, in percent.
    growth_rate: Option<f64>,
    by_month: Vec<ForecastMonth>,
    by_category: Vec<ForecastByCategory>,
    by_owner: Vec<ForecastByOwner>,
    /// Share of the expected revenue that comes from deals not in the pipeline yet, in percent.
    new_business: Option<f64>,
    method: ForecastMethod,
    /// Closed deals it rests on.
    n: u64,
    open: u64,
    quota: ForecastQuota,
    history: Vec<HistoryMonth>,
    /// Open deals without an amount, taken to bring what such deals brought.
    valued_by_median: u64,
    /// Open deals that add no money.
    without_value: u64,
    /// Complete months from which a season could be told; below 24 there is none.
    season_months: usize,
    /// How the numbers came about, in the asked language.
    notes: Vec<String>,
    recommendations: Vec<Recommendation>,
}

/// P10, P50 and P90 of all months together.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ForecastInterval {
    low: f64,
    median: f64,
    high: f64,
    /// In percent.
    level: u8,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ForecastBand {
    mean: f64,
    p10: f64,
    p50: f64,
    p90: f64,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ForecastMonth {
    #[schema(example = "2026-11")]
    month: String,
    expected_deals: f64,
    expected_revenue: f64,
    p10: f64,
    p50: f64,
    p90: f64,
    /// Won already; of the current month.
    booked: f64,
    booked_deals: u64,
    /// Of the expected revenue, what deals bring that are not in the pipeline yet.
    new_business: f64,
    /// From the first month on.
    cumulative: ForecastBand,
    quota: Option<f64>,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ForecastCategoryName {
    /// Won already in the current month.
    Closed,
    Commit,
    BestCase,
    Pipeline,
    Omitted,
}

impl From<Option<Category>> for ForecastCategoryName {
    fn from(category: Option<Category>) -> Self {
        match category {
            None => Self::Closed,
            Some(Category::Commit) => Self::Commit,
            Some(Category::BestCase) => Self::BestCase,
            Some(Category::Pipeline) => Self::Pipeline,
            Some(Category::Omitted) => Self::Omitted,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ForecastByCategory {
    category: ForecastCategoryName,
    deals: u64,
    total_value: f64,
    expected_revenue: f64,
    /// Deals whose category the user set.
    set_by_hand: u64,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ForecastByOwner {
    owner: Option<String>,
    name: Option<String>,
    deals: u64,
    total_value: f64,
    expected_deals: f64,
    expected_revenue: f64,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ForecastQuota {
    /// Of the months that have one.
    total: Option<f64>,
    /// Quota less `forecast_amount`; nothing unless every month has one. Below zero it is exceeded.
    gap: Option<f64>,
    months_without: usize,
    booked: f64,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HistoryMonth {
    month: String,
    revenue: f64,
    deals: u64,
}

/// What will be won in the coming months: P10, P50 and P90 per month and together, by category and owner.
#[utoipa::path(get, path = "/api/core/analytics/sales_forecast/", tag = "analytics",
    params(ScopeParams, MonthsParam), responses((status = 200, body = SalesForecast)))]
pub(crate) async fn get_sales_forecast(
    State(store): State<Store>,
    State(books): State<Books>,
    Query(params): Query<ScopeParams>,
    Query(months): Query<MonthsParam>,
) -> Result<Json<SalesForecast>> {
    let months = months.months()?;
    let scope = Scope::of(&store, &books, &params).await?;
    let quotas = scope.quotas(&store, months).await?;
    let work = move || {
        let snapshot = scope.snapshot();
        let options = Options { months, quota: whole(&quotas), ..Options::default() };
        let analysis = analyse(&snapshot, &scope.calendar, options, scope.from, scope.until);
        SalesForecast::of(&scope, &analysis, &quotas)
    };
    tokio::task::spawn_blocking(work).await.map(Json).map_err(ApiError::internal)
}

/// The quota of all months, where each has one.
pub(super) fn whole(quotas: &[Option<i64>]) -> Option<i64> {
    quotas.iter().try_fold(0_i64, |sum, quota| Some(sum.saturating_add((*quota)?)))
}

impl SalesForecast {
    fn of(scope: &Scope, analysis: &Analysis, quotas: &[Option<i64>]) -> Self {
        let forecast = &analysis.forecast;
        let words = scope.words();
        let amount = |minor: f64| major(minor, scope.currency);
        let trend = forecast.past.trend();
        let all = forecast.months.last().map_or(Band::default(), |month| month.cumulative);
        let set: Vec<i64> = quotas.iter().copied().flatten().collect();
        let average = forecast.past.average();
        let months = forecast.months.iter().zip(quotas);
        let by_month: Vec<ForecastMonth> = months
            .map(|(month, quota)| {
                let band = month.revenue;
                ForecastMonth {
                    month: month.month.to_string(),
                    expected_deals: round(month.expected_deals, 100.0),
                    expected_revenue: amount(band.mean),
                    p10: amount(band.p10),
                    p50: amount(band.p50),
                    p90: amount(band.p90),
                    booked: amount(month.booked),
                    booked_deals: month.booked_deals,
                    new_business: amount(month.new_business),
                    cumulative: {
                        let Band { mean, p10, p50, p90 } = month.cumulative;
                        ForecastBand {
                            mean: amount(mean),
                            p10: amount(p10),
                            p50: amount(p50),
                            p90: amount(p90),
                        }
                    },
                    quota: quota.map(|minor| amount(minor as f64)),
                }
            })
            .collect();
        let history = forecast.past.revenue.iter().zip(&forecast.past.deals).enumerate();
        let skip = forecast.past.revenue.len().saturating_sub(HISTORY);
        Self {
            generated_at: scope.at.to_string(),
            pipeline: scope.pipeline.to_string(),
            pipeline_name: scope.pipeline_name.clone(),
            currency: scope.currency.to_string(),
            months: by_month.len(),
            forecast_amount: amount(forecast.months.iter().map(|month| month.revenue.mean).sum()),
            historical_average: average.map(amount),
            confidence_interval: ForecastInterval {
                low: amount(all.p10),
                median: amount(all.p50),
                high: amount(all.p90),
                level: 80,
            },
            // A change below a hundredth of the average a month is none that anybody would act on.
            trend: trend.map(|trend| match (trend.per_month, average.unwrap_or(0.0) / 100.0) {
                (change, least) if change > least => ForecastTrend::Increasing,
                (change, least) if change < -least => ForecastTrend::Decreasing,
                _ => ForecastTrend::Stable,
            }),
            trend_per_month: trend.map(|trend| amount(trend.per_month)),
            growth_rate: trend.and_then(|trend| trend.growth).map(percent),
            by_month,
            by_category: forecast
                .by_category
                .iter()
                .map(|row| ForecastByCategory {
                    category: row.category.into(),
                    deals: row.deals,
                    total_value: amount(row.total_value),
                    expected_revenue: amount(row.expected_revenue),
                    set_by_hand: row.set_by_hand,
                })
                .collect(),
            by_owner: forecast
                .by_owner
                .iter()
                .map(|row| {
                    let place = row.owner.map(|owner| owner as usize);
                    ForecastByOwner {
                        owner: place.and_then(|at| scope.stored.owner_ids().get(at)).map(ToString::to_string),
                        name: place.and_then(|at| scope.stored.book.owners.get(at)).cloned(),
                        deals: row.deals,
                        total_value: amount(row.total_value),
                        expected_deals: round(row.expected_deals, 100.0),
                        expected_revenue: amount(row.expected_revenue),
                    }
                })
                .collect(),
            new_business: forecast.new_business_share.map(percent),
            method: match forecast.method {
                Method::NoData => ForecastMethod::NoData,
                Method::StageProbabilities => ForecastMethod::StageProbabilities,
                Method::CompetingRisks => ForecastMethod::CompetingRisks,
            },
            n: forecast.closed,
            open: forecast.open,
            quota: ForecastQuota {
                total: (!set.is_empty()).then(|| amount(set.iter().map(|&minor| minor as f64).sum())),
                gap: forecast.quota_gap.map(amount),
                months_without: quotas.len() - set.len(),
                booked: amount(forecast.past.booked),
            },
            history: history
                .skip(skip)
                .map(|(at, (&revenue, &deals))| HistoryMonth {
                    month: forecast.past.first.plus(i32::try_from(at).unwrap_or(i32::MAX)).to_string(),
                    revenue: amount(revenue),
                    deals,
                })
                .collect(),
            valued_by_median: forecast.valued_by_median,
            without_value: forecast.without_value,
            season_months: forecast.season_months,
            notes: words.forecast_notes(forecast),
            recommendations: analysis
                .recommendations
                .iter()
                .map(|advice| Recommendation::of(scope, &words, advice))
                .collect(),
        }
    }
}
