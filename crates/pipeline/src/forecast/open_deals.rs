//! Each open deal with its value and the probability of being won in each month; deals of like risk share a row.

use super::Fitted;
use crate::calendar::Calendar;
use crate::deals::{Category, DAY, Known, Snapshot};
use crate::expectation::ValueBasis;

/// An open deal in the forecast.
#[derive(Debug, Clone)]
pub struct OpenDeal {
    /// In [`Snapshot::known`].
    pub place: usize,
    /// Minor units.
    pub value: f64,
    /// Standard deviation of what is not known about the value.
    pub spread: f64,
    /// Probability of being won in each month, apart from the shared shock.
    pub wins: Vec<f64>,
    /// Its probability was set by hand: the shared shock does not change it.
    pub by_hand: bool,
    /// Expects nothing, whatever its probability.
    pub omitted: bool,
}

impl OpenDeal {
    /// Probability of being won within the forecast.
    pub fn within(&self) -> f64 {
        self.wins.iter().sum::<f64>().min(1.0)
    }
}

/// All of them.
#[derive(Debug, Clone)]
pub(super) struct OpenDeals {
    pub(super) deals: Vec<OpenDeal>,
    pub(super) valued_by_median: u64,
    pub(super) without_value: u64,
}

impl OpenDeals {
    pub(super) fn of(snapshot: &Snapshot<'_>, fitted: &Fitted) -> Self {
        let mut all = Self { deals: Vec::new(), valued_by_median: 0, without_value: 0 };
        let season: Vec<f64> =
            (0..fitted.months).map(|m| fitted.closings.factor(fitted.first.plus(place_i32(m)))).collect();
        let spread_evenly = even(fitted);
        for (place, known) in snapshot.known.iter().enumerate() {
            if known.outcome != crate::deals::Outcome::Open {
                continue;
            }
            let deal = snapshot.deal(known);
            let expected = fitted.expectations.expected(deal, known);
            match expected.basis {
                ValueBasis::Amount => {}
                ValueBasis::ProductMedian | ValueBasis::PipelineMedian => all.valued_by_median += 1,
                ValueBasis::Unknown | ValueBasis::Unconverted => all.without_value += 1,
            }
            let model = fitted.win.by_model(snapshot, known);
            let hand =
                deal.hand_probability.filter(|_| fitted.by_hand).map(|hand| f64::from(hand.min(100)) / 100.0);
            // Who sets a probability means it for the day that the deal is expected to be closed on.
            let dated = hand.is_some() && months_ahead(known, fitted).is_some();
            let wins = if fitted.win.from_history && !dated && (hand.is_none() || model > 1e-6) {
                by_risk(snapshot, known, fitted, hand, &season)
            } else {
                let weight = hand.unwrap_or(model);
                by_date(known, fitted, &spread_evenly).iter().map(|part| part * weight).collect()
            };
            all.deals.push(OpenDeal {
                place,
                value: expected.value,
                spread: expected.spread,
                wins,
                by_hand: hand.is_some(),
                omitted: fitted.by_hand && deal.category == Some(Category::Omitted),
            });
        }
        all
    }
}

/// Months of the risk table, brought to the probability that the deal's features or the user give it.
fn by_risk(
    snapshot: &Snapshot<'_>,
    known: &Known,
    fitted: &Fitted,
    target: Option<f64>,
    season: &[f64],
) -> Vec<f64> {
    let Some(stage) = fitted.win.hazards.place[usize::from(known.stage)] else {
        return vec![0.0; fitted.months];
    };
    let age = snapshot.days_in_stage(known);
    let row = fitted.win.table.at_bounds(stage, age);
    let year = fitted.win.table.within_a_year(stage, age);
    if year <= 0.0 {
        return vec![0.0; fitted.months];
    }
    let wanted = target.unwrap_or_else(|| fitted.win.adjusted(year, snapshot.deal(known)));
    // A season changes when deals are closed, not whether: it stretches the time of the share closed by then.
    let (mut before, mut hazard, mut reached) = (0.0, 0.0, 0.0);
    row.iter()
        .zip(season)
        .map(|(&until, season)| {
            let left = |won: f64| (1.0 - won / year).max(1e-9).ln();
            hazard += (left(before) - left(until)).max(0.0) * season;
            before = until;
            let now = 1.0 - (-hazard).exp();
            let part = (now - reached) * wanted;
            reached = now;
            part
        })
        .collect()
}

/// Without a history or by hand: in the month of the expected close date; where that is past or not set, over three
/// months.
fn by_date(known: &Known, fitted: &Fitted, evenly: &[f64]) -> Vec<f64> {
    match months_ahead(known, fitted) {
        Some(at) => (0..fitted.months).map(|m| if m == at { 1.0 } else { 0.0 }).collect(),
        None => evenly.to_vec(),
    }
}

/// In which month from the first the deal is expected to be closed; nothing where that is past or not told.
fn months_ahead(known: &Known, fitted: &Fitted) -> Option<usize> {
    // Noon, so that no zone's offset carries it into another month than the civil date's.
    let month = Calendar::utc().month(i64::from(known.expected_close?) * DAY + DAY / 2);
    usize::try_from(month.since(fitted.first)).ok()
}

fn even(fitted: &Fitted) -> Vec<f64> {
    (0..fitted.months).map(|m| if m < 3 { 1.0 / 3.0 } else { 0.0 }).collect()
}

pub(super) fn place_i32(n: usize) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}
