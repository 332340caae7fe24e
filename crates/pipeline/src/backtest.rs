//! What the forecast would have said in the past, against what came: from snapshots of the histories alone.

mod baselines;
mod scores;

pub use baselines::Baseline;
pub use scores::{Bin, Compared, Reliability, Scores};

use std::ops::ControlFlow;

use crate::calendar::{Calendar, Month};
use crate::deals::{Book, Outcome, Snapshot};
use crate::forecast::{Fitted, Options, forecast_fitted};
use baselines::Rates;

/// What is tested.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// The first month that is forecast.
    pub from: Month,
    /// The first month that is not known any more.
    pub until: Month,
    /// Months ahead.
    pub horizon: usize,
    pub paths: usize,
    pub seed: u64,
}

/// One forecast of one month and what came.
#[derive(Debug, Clone, PartialEq)]
pub struct MonthTest {
    /// The month from whose beginning it was forecast.
    pub origin: Month,
    /// 0 is the month of the origin.
    pub ahead: usize,
    pub p10: f64,
    pub p50: f64,
    pub p90: f64,
    pub mean: f64,
    pub actual: f64,
    /// In the order of [`Baseline::ALL`]; nothing where a baseline has no history to go by.
    pub baselines: [Option<f64>; 3],
}

/// One open deal at one origin: how likely it was to be won within the horizon, and whether it was.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DealTest {
    pub probability: f64,
    pub baselines: [Option<f64>; 3],
    pub won: bool,
}

/// All tests of a plan.
#[derive(Debug, Clone)]
pub struct Backtest {
    pub months: Vec<MonthTest>,
    pub deals: Vec<DealTest>,
    /// Won revenue of each month from the first win on, for the scale of MASE.
    pub history: Vec<f64>,
}

impl Plan {
    /// Forecasts that are made: one from the beginning of each month.
    pub fn origins(&self) -> u64 {
        u64::try_from(self.until.since(self.from) - horizon(self) + 1).unwrap_or(0)
    }
}

fn horizon(plan: &Plan) -> i32 {
    i32::try_from(plan.horizon.clamp(1, 12)).unwrap_or(12)
}

/// Forecasts from the beginning of each month of the plan, each time from what was known then.
pub fn backtest(book: &Book, calendar: &Calendar, plan: Plan) -> Backtest {
    run(book, calendar, plan, &|_| ControlFlow::Continue(())).0
}

/// As [`backtest`]; `watch` is told how many forecasts were made, and may end it, which leaves nothing.
pub fn backtest_watched(
    book: &Book,
    calendar: &Calendar,
    plan: Plan,
    watch: &dyn Fn(u64) -> ControlFlow<()>,
) -> Option<Backtest> {
    let (tests, whole) = run(book, calendar, plan, watch);
    whole.then_some(tests)
}

fn run(
    book: &Book,
    calendar: &Calendar,
    plan: Plan,
    watch: &dyn Fn(u64) -> ControlFlow<()>,
) -> (Backtest, bool) {
    let end = book.as_of(calendar.start(plan.until) - 1);
    let horizon = horizon(&plan);
    let first_win = end.won().map(|known| known.entered).min();
    let first = first_win.map_or(plan.from, |at| calendar.month(at)).min(plan.from);
    let months = calendar.months(first, plan.until);
    let (actual, _) = crate::forecast::revenue_by_month(&end, &months);
    let closing = closings(book, &end);
    let mut tests = Backtest { months: Vec::new(), deals: Vec::new(), history: actual.clone() };
    let mut origin = plan.from;
    while origin.plus(horizon) <= plan.until {
        if watch(u64::try_from(origin.since(plan.from)).unwrap_or(0)).is_break() {
            return (tests, false);
        }
        let at = calendar.start(origin) - 1;
        let snapshot = book.as_of(at);
        let fitted = Fitted::new(&snapshot, calendar, plan.horizon).without_hand();
        let seed = plan.seed ^ u64::from(origin.since(Month::new(2000, 1)).unsigned_abs());
        let options = Options { months: plan.horizon, paths: plan.paths, seed, quota: None };
        let forecast = forecast_fitted(&snapshot, calendar, &fitted, options);
        for (ahead, month) in forecast.months.iter().enumerate() {
            let place = usize::try_from(month.month.since(first)).unwrap_or(0);
            tests.months.push(MonthTest {
                origin,
                ahead,
                p10: month.revenue.p10,
                p50: month.revenue.p50,
                p90: month.revenue.p90,
                mean: month.revenue.mean,
                actual: actual[place],
                baselines: baselines::revenue(&snapshot, calendar, &fitted, &forecast.past, origin, ahead),
            });
        }
        let limit = calendar.start(origin.plus(horizon));
        let rates = Rates::at(&snapshot, calendar, origin, horizon);
        for deal in &forecast.open_deals {
            let known = &snapshot.known[deal.place];
            let probability = deal.within();
            let won = closing[known.deal as usize].is_some_and(|closed| closed < limit);
            tests.deals.push(DealTest { probability, baselines: rates.of(&snapshot, known), won });
        }
        origin = origin.plus(1);
    }
    (tests, true)
}

/// When each deal was won, by place in the book.
fn closings(book: &Book, end: &Snapshot<'_>) -> Vec<Option<i64>> {
    let mut won = vec![None; book.deals().len()];
    for known in end.known.iter().filter(|known| known.outcome == Outcome::Won) {
        won[known.deal as usize] = Some(known.entered);
    }
    won
}
