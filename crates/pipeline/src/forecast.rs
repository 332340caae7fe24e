//! What will be won in the coming months: open deals by their risks, new business by its arrivals, and the band.

mod breakdown;
mod closings;
mod open_deals;
mod past;
mod paths;

pub use breakdown::{CategoryForecast, OwnerForecast, category_of};
pub use open_deals::OpenDeal;
pub(crate) use past::revenue_by_month;
pub use past::{Past, Trend};

use crate::arrivals::Arrivals;
use crate::calendar::{Calendar, Month};
use crate::deals::{DAY, Known, Snapshot};
use crate::expectation::Expectations;
use crate::probability::WinModel;
use crate::shock::Shock;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Calendar months, the current one first: 1 to 12.
    pub months: usize,
    /// Courses that are simulated.
    pub paths: usize,
    /// The same seed gives the same answer.
    pub seed: u64,
    /// Minor units for all the months together.
    pub quota: Option<i64>,
}

impl Default for Options {
    fn default() -> Self {
        Self { months: 3, paths: 2_000, seed: 20_170_301, quota: None }
    }
}

/// Quantiles of an amount in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Band {
    pub mean: f64,
    pub p10: f64,
    pub p50: f64,
    pub p90: f64,
}

/// One month.
#[derive(Debug, Clone, PartialEq)]
pub struct MonthForecast {
    pub month: Month,
    /// Won already; of the current month only.
    pub booked: f64,
    pub booked_deals: u64,
    /// Deals won in the month, those booked among them.
    pub expected_deals: f64,
    /// Of the mean, what deals bring that are not in the pipeline yet.
    pub new_business: f64,
    /// What was booked included.
    pub revenue: Band,
    /// From the first month on.
    pub cumulative: Band,
}

/// How the numbers came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Nothing is open and nothing was ever won.
    NoData,
    /// Too few deals were closed: the stages' own probabilities, no new business.
    StageProbabilities,
    /// Competing risks of the own history, a shared shock, and arrivals.
    CompetingRisks,
}

/// The forecast as known at the instant of the snapshot.
#[derive(Debug, Clone)]
pub struct Forecast {
    pub method: Method,
    pub months: Vec<MonthForecast>,
    pub by_category: Vec<CategoryForecast>,
    pub by_owner: Vec<OwnerForecast>,
    /// Share of the expected revenue that comes from deals not in the pipeline yet.
    pub new_business_share: Option<f64>,
    pub past: Past,
    /// Quota of all months less what is expected of them, the mean; negative when it is exceeded.
    pub quota_gap: Option<f64>,
    pub closed: u64,
    pub open: u64,
    /// Open deals valued by what such deals brought, because they carry no amount.
    pub valued_by_median: u64,
    /// Open deals that add no money: no amount and nothing to go by, or no rate for their currency.
    pub without_value: u64,
    /// Complete months from which a season could be told; below 24 there is none.
    pub season_months: usize,
    /// What is expected of each open deal.
    pub open_deals: Vec<OpenDeal>,
}

/// Everything fitted once, from which forecast and analytics are read.
#[derive(Debug, Clone)]
pub struct Fitted {
    pub win: WinModel,
    pub arrivals: Arrivals,
    pub expectations: Expectations,
    /// Of the rate of winning.
    pub closings: closings::Closings,
    first: Month,
    months: usize,
    /// Whether what users set by hand is kept.
    by_hand: bool,
}

impl Fitted {
    /// The forecast begins with the millisecond after the snapshot, so a snapshot of a month's last millisecond is
    /// forecast from the next month on.
    pub fn new(snapshot: &Snapshot<'_>, calendar: &Calendar, months: usize) -> Self {
        let months = months.clamp(1, 12);
        let first = calendar.month(snapshot.at.saturating_add(1));
        let bounds: Vec<u32> = (1..=months)
            .map(|m| {
                let end = calendar.start(first.plus(i32::try_from(m).unwrap_or(12)));
                u32::try_from((end.saturating_sub(snapshot.at) + DAY / 2) / DAY).unwrap_or(1)
            })
            .collect();
        let win = WinModel::fit(snapshot, &bounds);
        let arrivals = Arrivals::fit(snapshot, calendar, &win.hazards);
        let closings = closings::Closings::fit(snapshot, calendar, &win);
        let expectations = Expectations::of(snapshot);
        Self { win, arrivals, expectations, closings, first, months, by_hand: true }
    }

    /// Without what users set by hand, which has no history: a forecast of the past must not know it.
    #[must_use]
    pub fn without_hand(self) -> Self {
        Self { by_hand: false, ..self }
    }

    /// How likely a deal is won within a year: as the user set it, else as the model says.
    pub fn likely(&self, snapshot: &Snapshot<'_>, known: &Known) -> f64 {
        let hand = snapshot.deal(known).hand_probability;
        hand.map_or_else(|| self.win.by_model(snapshot, known), |hand| f64::from(hand.min(100)) / 100.0)
    }

    fn method(&self, snapshot: &Snapshot<'_>) -> Method {
        if self.win.from_history {
            Method::CompetingRisks
        } else if snapshot.open().next().is_none() && self.win.hazards.won == 0 {
            Method::NoData
        } else {
            Method::StageProbabilities
        }
    }

    fn win_shock(&self) -> &Shock {
        &self.closings.shock
    }
}

/// Fits and forecasts.
pub fn forecast(snapshot: &Snapshot<'_>, calendar: &Calendar, options: Options) -> Forecast {
    let fitted = Fitted::new(snapshot, calendar, options.months);
    forecast_fitted(snapshot, calendar, &fitted, options)
}

/// The forecast of what was fitted before, for the months it was fitted for.
pub fn forecast_fitted(
    snapshot: &Snapshot<'_>,
    calendar: &Calendar,
    fitted: &Fitted,
    options: Options,
) -> Forecast {
    let past = Past::of(snapshot, calendar, fitted.first);
    let open = open_deals::OpenDeals::of(snapshot, fitted);
    let course = paths::simulate(fitted, &open, snapshot, &past, options);
    let expected: f64 = course.months.iter().map(|month| month.revenue.mean).sum();
    let new_business: f64 = course.months.iter().map(|month| month.new_business).sum();
    Forecast {
        method: fitted.method(snapshot),
        by_category: breakdown::by_category(snapshot, fitted, &open, &past),
        by_owner: breakdown::by_owner(snapshot, &open),
        new_business_share: (expected > 0.0).then(|| new_business / expected),
        quota_gap: options.quota.map(|quota| quota as f64 - expected),
        closed: fitted.win.hazards.won + fitted.win.hazards.lost,
        open: open.deals.len() as u64,
        valued_by_median: open.valued_by_median,
        without_value: open.without_value,
        season_months: fitted.closings.months,
        open_deals: open.deals,
        months: course.months,
        past,
    }
}
