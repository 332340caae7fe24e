//! A backtest as it is sent.

use mycrm_pipeline::Month;
use mycrm_pipeline::backtest::{Backtest, Baseline, Plan, Scores};
use mycrm_pipeline::store::Kept;
use mycrm_store::{Currency, Id, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

use crate::analytics::figures::{Interval, major, percent, round};
use crate::analytics::scope::Scope;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AccuracyState {
    Ready,
    /// `job` computes it; ask again when that has ended.
    Working,
    /// Too few deals or months to forecast any past month.
    TooLittle,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ForecastAccuracy {
    state: AccuracyState,
    job: Option<String>,
    #[schema(format = DateTime)]
    generated_at: String,
    pipeline: String,
    pipeline_name: String,
    currency: String,
    /// The first month that was forecast, and the last.
    from: Option<String>,
    until: Option<String>,
    /// Months ahead.
    horizon: usize,
    scores: Option<AccuracyScores>,
    by_ahead: Vec<AccuracyAhead>,
    baselines: Vec<AccuracyBaseline>,
    reliability: Vec<ReliabilityBin>,
    months: Vec<TestedMonth>,
    /// Forecasts as they were shown on the first day of each month that was kept, this month and the two after it.
    recorded: Vec<RecordedForecast>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AccuracyScores {
    /// Forecasts of a month.
    months: usize,
    /// Forecasts of an open deal.
    deals: usize,
    /// Months that ended within P10 to P90; 80 % is right.
    coverage: Option<Interval>,
    /// Mean absolute scaled error of the median (Hyndman and Koehler 2006); below 1 is better than the naive forecast.
    mase: Option<f64>,
    /// Mean pinball loss of P10, P50 and P90, in major units.
    pinball: Option<f64>,
    /// Mean squared error of the win probability (Brier 1950), 0 to 1.
    brier: Option<f64>,
}

/// Forecasts so many months ahead; 0 is the month that begins.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AccuracyAhead {
    ahead: usize,
    months: usize,
    coverage: Option<Interval>,
    mase: Option<f64>,
    pinball: Option<f64>,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum BaselineName {
    StageProbability,
    SeasonalNaive,
    LastThreeMonths,
}

/// Scores of the forecast and of a baseline on the same cases.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AccuracyBaseline {
    name: BaselineName,
    label: String,
    /// False where it has no history to go by.
    applies: bool,
    months: usize,
    deals: usize,
    mase: Option<f64>,
    mase_ours: Option<f64>,
    pinball: Option<f64>,
    pinball_ours: Option<f64>,
    brier: Option<f64>,
    brier_ours: Option<f64>,
}

/// Deals that were given about the same probability, in percent.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReliabilityBin {
    mean_probability: f64,
    observed: f64,
    low: f64,
    high: f64,
    n: u64,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TestedMonth {
    /// The month from whose beginning it was forecast.
    origin: String,
    month: String,
    ahead: usize,
    p10: f64,
    p50: f64,
    p90: f64,
    expected: f64,
    actual: f64,
    stage_probability: Option<f64>,
    seasonal_naive: Option<f64>,
    last_three_months: Option<f64>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RecordedForecast {
    #[schema(format = Date)]
    day: String,
    month: String,
    p10: f64,
    p50: f64,
    p90: f64,
    /// Nothing while the month goes on.
    actual: Option<f64>,
}

impl ForecastAccuracy {
    pub(super) fn without(
        scope: &Scope,
        state: AccuracyState,
        job: Option<&Id>,
        horizon: usize,
        kept: &[Kept],
    ) -> Self {
        Self {
            state,
            job: job.map(ToString::to_string),
            generated_at: scope.at.to_string(),
            pipeline: scope.pipeline.to_string(),
            pipeline_name: scope.pipeline_name.clone(),
            currency: scope.currency.to_string(),
            from: None,
            until: None,
            horizon,
            scores: None,
            by_ahead: Vec::new(),
            baselines: Vec::new(),
            reliability: Vec::new(),
            months: Vec::new(),
            recorded: recorded(scope, kept),
        }
    }

    pub(super) fn of(scope: &Scope, test: &Backtest, plan: Plan, at: Timestamp, kept: &[Kept]) -> Self {
        let scores = test.scores(None);
        let words = scope.words();
        let ahead = |ahead: usize| {
            let Scores { coverage, mase, pinball, months, .. } = test.scores(Some(ahead));
            AccuracyAhead {
                ahead,
                months,
                coverage: coverage.map(Interval::from),
                mase: mase.map(three),
                pinball: pinball.map(|loss| major(loss, scope.currency)),
            }
        };
        let bins = test.reliability().bins;
        Self {
            generated_at: at.to_string(),
            from: Some(plan.from.to_string()),
            until: Some(plan.until.plus(-1).to_string()),
            scores: Some(AccuracyScores {
                months: scores.months,
                deals: scores.deals,
                coverage: scores.coverage.map(Interval::from),
                mase: scores.mase.map(three),
                pinball: scores.pinball.map(|loss| major(loss, scope.currency)),
                brier: scores.brier.map(|score| round(score, 10_000.0)),
            }),
            by_ahead: (0..plan.horizon).map(ahead).collect(),
            baselines: Baseline::ALL
                .iter()
                .enumerate()
                .map(|(place, &name)| baseline(name, words.baseline(name), place, &scores, scope.currency))
                .collect(),
            reliability: bins
                .iter()
                .map(|bin| ReliabilityBin {
                    mean_probability: percent(bin.mean_probability),
                    observed: percent(bin.won.rate),
                    low: percent(bin.won.low),
                    high: percent(bin.won.high),
                    n: bin.won.n,
                })
                .collect(),
            months: test.months.iter().map(|month| tested(month, scope.currency)).collect(),
            ..Self::without(scope, AccuracyState::Ready, None, plan.horizon, kept)
        }
    }
}

fn three(number: f64) -> f64 {
    round(number, 1_000.0)
}

fn baseline(
    name: Baseline,
    label: &str,
    place: usize,
    scores: &Scores,
    currency: Currency,
) -> AccuracyBaseline {
    let (mase, pinball) = (scores.mase_beside[place], scores.pinball_beside[place]);
    let brier = scores.brier_beside[place];
    AccuracyBaseline {
        name: match name {
            Baseline::StageProbability => BaselineName::StageProbability,
            Baseline::SeasonalNaive => BaselineName::SeasonalNaive,
            Baseline::LastThreeMonths => BaselineName::LastThreeMonths,
        },
        label: label.to_owned(),
        applies: pinball.is_some(),
        months: pinball.map_or(0, |compared| compared.n),
        deals: brier.map_or(0, |compared| compared.n),
        mase: mase.map(|compared| three(compared.baseline)),
        mase_ours: mase.map(|compared| three(compared.ours)),
        pinball: pinball.map(|compared| major(compared.baseline, currency)),
        pinball_ours: pinball.map(|compared| major(compared.ours, currency)),
        brier: brier.map(|compared| round(compared.baseline, 10_000.0)),
        brier_ours: brier.map(|compared| round(compared.ours, 10_000.0)),
    }
}

fn tested(month: &mycrm_pipeline::backtest::MonthTest, currency: Currency) -> TestedMonth {
    let amount = |minor: f64| major(minor, currency);
    let [stage_probability, seasonal_naive, last_three_months] =
        month.baselines.map(|minor| minor.map(amount));
    TestedMonth {
        origin: month.origin.to_string(),
        month: month.origin.plus(i32::try_from(month.ahead).unwrap_or(0)).to_string(),
        ahead: month.ahead,
        p10: amount(month.p10),
        p50: amount(month.p50),
        p90: amount(month.p90),
        expected: amount(month.mean),
        actual: amount(month.actual),
        stage_probability,
        seasonal_naive,
        last_three_months,
    }
}

/// The first day that was kept of each month, held against what came by now.
fn recorded(scope: &Scope, kept: &[Kept]) -> Vec<RecordedForecast> {
    let now = scope.stored.book.as_of(scope.at.millis());
    let current = scope.calendar.month(scope.at.millis());
    let mut seen: Option<Month> = None;
    let mut rows = Vec::new();
    for day in kept.iter().filter(|day| day.currency == scope.currency && day.taken_at <= scope.at) {
        let month = scope.calendar.month(day.taken_at.millis());
        if seen == Some(month) {
            continue;
        }
        seen = Some(month);
        for told in day.snapshot.months.iter().take(3) {
            let bounds = scope.calendar.start(told.month)..scope.calendar.start(told.month.plus(1));
            let won = now.won().filter(|known| bounds.contains(&known.entered));
            let came: f64 = won.filter_map(|known| known.amount.minor()).map(|minor| minor as f64).sum();
            rows.push(RecordedForecast {
                day: day.day.to_string(),
                month: told.month.to_string(),
                p10: major(told.p10, scope.currency),
                p50: major(told.p50, scope.currency),
                p90: major(told.p90, scope.currency),
                actual: (told.month < current).then(|| major(came, scope.currency)),
            });
        }
    }
    rows
}
