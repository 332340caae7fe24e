//! What anybody could forecast without a model: the three that ours has to beat.

use crate::calendar::{Calendar, Month};
use crate::deals::{Known, Outcome, Snapshot};
use crate::forecast::{Fitted, Past};

/// A forecast without a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Baseline {
    /// Sum of amount times stage probability, in the month of the expected close date; where that is past or not set,
    /// evenly over three months. Of a deal: the stage's probability.
    StageProbability,
    /// The same month of last year. Of a deal: the share of the deals open a year ago that was won within the horizon.
    SeasonalNaive,
    /// The mean of the last three months. Of a deal: the share of the deals open one horizon ago that was won since.
    LastThreeMonths,
}

impl Baseline {
    pub const ALL: [Self; 3] = [Self::StageProbability, Self::SeasonalNaive, Self::LastThreeMonths];
}

/// What they say of a month, from what the snapshot knew.
pub(super) fn revenue(
    snapshot: &Snapshot<'_>,
    calendar: &Calendar,
    fitted: &Fitted,
    past: &Past,
    origin: Month,
    ahead: usize,
) -> [Option<f64>; 3] {
    let month = origin.plus(i32::try_from(ahead).unwrap_or(0));
    let last_year = usize::try_from(month.plus(-12).since(past.first)).ok();
    let recent = &past.revenue[past.revenue.len().saturating_sub(3)..];
    let mean = (recent.len() == 3).then(|| recent.iter().sum::<f64>() / 3.0);
    [
        Some(weighted(snapshot, calendar, fitted, origin, month)),
        last_year.and_then(|place| past.revenue.get(place)).copied(),
        mean,
    ]
}

fn weighted(
    snapshot: &Snapshot<'_>,
    calendar: &Calendar,
    fitted: &Fitted,
    origin: Month,
    month: Month,
) -> f64 {
    let day = |month: Month| calendar.day(calendar.start(month));
    let (now, begin, end) = (day(origin), day(month), day(month.plus(1)));
    snapshot
        .open()
        .map(|known| {
            let stage = &snapshot.book.stages[usize::from(known.stage)];
            let value = fitted.expectations.expected(snapshot.deal(known), known).value;
            let part = match known.expected_close.filter(|&day| day >= now) {
                Some(day) if (begin..end).contains(&day) => 1.0,
                Some(_) => 0.0,
                None if month.since(origin) < 3 => 1.0 / 3.0,
                None => 0.0,
            };
            value * f64::from(stage.probability) / 100.0 * part
        })
        .sum()
}

/// Shares of open deals that were won, seen from an origin.
pub(super) struct Rates {
    last_year: Option<f64>,
    last_horizon: Option<f64>,
}

impl Rates {
    pub(super) fn at(snapshot: &Snapshot<'_>, calendar: &Calendar, origin: Month, horizon: i32) -> Self {
        let share = |from: Month| {
            let (begin, end) = (calendar.start(from), calendar.start(from.plus(horizon)));
            let (mut open, mut won) = (0_u64, 0_u64);
            for known in &snapshot.known {
                let was_open = snapshot.entries(known)[0].at < begin
                    && (known.outcome == Outcome::Open || known.entered >= begin);
                open += u64::from(was_open);
                won += u64::from(was_open && known.outcome == Outcome::Won && known.entered < end);
            }
            (open > 0).then(|| won as f64 / open as f64)
        };
        Self { last_year: share(origin.plus(-12)), last_horizon: share(origin.plus(-horizon)) }
    }

    pub(super) fn of(&self, snapshot: &Snapshot<'_>, known: &Known) -> [Option<f64>; 3] {
        let stage = &snapshot.book.stages[usize::from(known.stage)];
        [Some(f64::from(stage.probability) / 100.0), self.last_year, self.last_horizon]
    }
}
