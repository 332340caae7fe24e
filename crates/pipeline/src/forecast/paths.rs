//! Monte Carlo: courses of the coming months that share a shock, and their quantiles.
//!
//! Deals that carry most of the variance are drawn one by one, all others by the sum of their months; new business is a
//! compound Poisson sum. Independent deals alone would give bands that are too narrow.

use super::open_deals::{OpenDeal, OpenDeals, place_i32};
use super::{Band, Fitted, MonthForecast, Options, Past};
use crate::deals::{Amount, Snapshot};
use crate::quantiles::quantile;
use crate::shock::Draws;

/// Deals that are drawn one by one.
const SINGLE: usize = 128;
/// Up to so many wins of new business are valued one by one, more by their sum.
const VALUED: f64 = 24.0;

/// The months that came out.
pub(super) struct Course {
    pub(super) months: Vec<MonthForecast>,
}

/// Sums of the deals that are not drawn one by one.
struct Rest {
    /// Those that the shared shock moves.
    shocked: Sums,
    /// Those whose probability was set by hand.
    by_hand: Sums,
}

struct Sums {
    mean: Vec<f64>,
    variance: Vec<f64>,
}

/// New business: expected wins in a month per month of arrival, and what wins are worth.
struct NewBusiness {
    /// `wins[arrival month][month]`, of all arrivals expected in the month, apart from both shocks.
    wins: Vec<Vec<f64>>,
    values: Vec<f64>,
    mean: f64,
    deviation: f64,
    /// Relative standard error of the mean value.
    error: f64,
}

pub(super) fn simulate(
    fitted: &Fitted,
    open: &OpenDeals,
    snapshot: &Snapshot<'_>,
    past: &Past,
    options: Options,
) -> Course {
    let months = fitted.months;
    let paths = options.paths.max(1);
    let mut draws = Draws::new(options.seed);
    let counted: Vec<&OpenDeal> = open.deals.iter().filter(|deal| !deal.omitted).collect();
    let (single, rest) = split(counted, months);
    let multiples: Vec<&[f64]> = single
        .iter()
        .map(|deal| {
            let known = &snapshot.known[deal.place];
            fitted.expectations.multiples(snapshot.deal(known), known)
        })
        .collect();
    let new = new_business(fitted, snapshot);
    let mut revenue = vec![Vec::with_capacity(paths); months];
    let mut cumulative = vec![Vec::with_capacity(paths); months];
    let (mut new_sum, mut wins, mut arrivals) = (vec![0.0; months], vec![0.0; months], vec![0.0; months]);
    let mut month = vec![0.0; months];
    let mut new_wins = vec![0.0; months];
    for _ in 0..paths {
        fitted.win_shock().draw(&mut draws, &mut wins);
        fitted.arrivals.shock.draw(&mut draws, &mut arrivals);
        for m in 0..months {
            let month = fitted.first.plus(place_i32(m));
            wins[m] *= (fitted.closings.season.error(month) * draws.normal()).exp();
            arrivals[m] *= (fitted.arrivals.season.error(month) * draws.normal()).exp();
        }
        let worth = (1.0 + new.error * draws.normal()).max(0.1);
        month.iter_mut().for_each(|m| *m = 0.0);
        for (deal, multiples) in single.iter().zip(&multiples) {
            draw_single(deal, multiples, &wins, &mut draws, &mut month);
        }
        for m in 0..months {
            let mean = rest.shocked.mean[m] * wins[m] + rest.by_hand.mean[m];
            let variance = rest.shocked.variance[m] * wins[m] + rest.by_hand.variance[m];
            month[m] += (mean + variance.sqrt() * draws.normal()).max(0.0);
        }
        new_wins.iter_mut().for_each(|sum| *sum = 0.0);
        for (from, row) in new.wins.iter().enumerate() {
            for (m, won) in row.iter().enumerate().skip(from) {
                new_wins[m] += won * arrivals[from] * wins[m];
            }
        }
        let mut total = past.booked;
        for m in 0..months {
            let value = new.draw(new_wins[m], &mut draws) * worth;
            new_sum[m] += value;
            let all = month[m] + value + if m == 0 { past.booked } else { 0.0 };
            total += month[m] + value;
            revenue[m].push(all);
            cumulative[m].push(total);
        }
    }
    let expected = expected_deals(open, &new, months);
    let result = (0..months)
        .map(|m| MonthForecast {
            month: fitted.first.plus(place_i32(m)),
            booked: if m == 0 { past.booked } else { 0.0 },
            booked_deals: if m == 0 { past.booked_deals } else { 0 },
            expected_deals: expected[m] + if m == 0 { past.booked_deals as f64 } else { 0.0 },
            new_business: new_sum[m] / paths as f64,
            revenue: band(&mut revenue[m]),
            cumulative: band(&mut cumulative[m]),
        })
        .collect();
    Course { months: result }
}

/// The deals with the largest variance, and the sums of the others.
fn split(mut deals: Vec<&OpenDeal>, months: usize) -> (Vec<&OpenDeal>, Rest) {
    let variance = |deal: &OpenDeal| {
        let p: f64 = deal.wins.iter().sum();
        p * (1.0 - p).max(0.0) * deal.value * deal.value + p * deal.spread * deal.spread
    };
    let sums = || Sums { mean: vec![0.0; months], variance: vec![0.0; months] };
    let mut rest = Rest { shocked: sums(), by_hand: sums() };
    if deals.len() > SINGLE {
        deals.select_nth_unstable_by(SINGLE, |a, b| variance(b).total_cmp(&variance(a)));
        for deal in deals.drain(SINGLE..) {
            let sums = if deal.by_hand { &mut rest.by_hand } else { &mut rest.shocked };
            for (m, win) in deal.wins.iter().enumerate() {
                sums.mean[m] += win * deal.value;
                sums.variance[m] +=
                    win * (1.0 - win) * deal.value * deal.value + win * deal.spread * deal.spread;
            }
        }
    }
    (deals, rest)
}

/// One draw decides in which month, if any; another what an amount nobody entered comes to.
fn draw_single(deal: &OpenDeal, multiples: &[f64], shock: &[f64], draws: &mut Draws, month: &mut [f64]) {
    let mut left = draws.uniform();
    for ((win, shock), sum) in deal.wins.iter().zip(shock).zip(month) {
        left -= if deal.by_hand { *win } else { win * shock };
        if left < 0.0 {
            let multiple = if multiples.is_empty() { 1.0 } else { multiples[draws.place(multiples.len())] };
            *sum += deal.value * multiple;
            return;
        }
    }
}

impl NewBusiness {
    /// The worth of a number of wins with this mean.
    fn draw(&self, mean: f64, draws: &mut Draws) -> f64 {
        if self.values.is_empty() {
            return 0.0;
        }
        let count = draws.poisson(mean);
        if count <= VALUED {
            return (0..count as usize).map(|_| self.values[draws.place(self.values.len())]).sum();
        }
        (count * self.mean + count.sqrt() * self.deviation * draws.normal()).max(0.0)
    }
}

fn new_business(fitted: &Fitted, snapshot: &Snapshot<'_>) -> NewBusiness {
    let months = fitted.months;
    let mut new = NewBusiness {
        wins: vec![vec![0.0; months]; months],
        values: Vec::new(),
        mean: 0.0,
        deviation: 0.0,
        error: 0.0,
    };
    let Some(typical) = fitted.expectations.pipeline().filter(|_| fitted.win.from_history) else {
        return new;
    };
    new.mean = typical.mean;
    new.deviation = typical.deviation;
    if typical.mean > 0.0 {
        new.error = (typical.deviation / typical.mean / (typical.n as f64).sqrt()).min(1.0);
    }
    let valued: Vec<f64> = snapshot
        .won()
        .filter_map(|known| match known.amount {
            Amount::Minor(minor) => Some(minor as f64),
            Amount::Missing | Amount::Unconverted => None,
        })
        .collect();
    // Evenly spaced ones of many stand for all.
    new.values = valued.iter().step_by(valued.len().div_ceil(4_096).max(1)).copied().collect();
    let bounds = &fitted.win.table.bounds;
    let longest = bounds.last().copied().unwrap_or(0) as usize;
    let within: Vec<f64> = (0..=longest).map(|days| won_within(fitted, days)).collect();
    for from in 0..months {
        let begin = if from == 0 { 0 } else { bounds[from - 1] as usize };
        let end = bounds[from] as usize;
        let month = fitted.first.plus(place_i32(from));
        // The first month has partly gone by; 30.4 days is the mean length of a month.
        let part = ((end - begin) as f64 / 30.4).min(1.0);
        let arrivals = fitted.arrivals.expected(month) * part;
        for day in begin..end {
            let each = arrivals / (end - begin).max(1) as f64;
            let mut before = 0.0;
            for m in from..months {
                let until = within[(bounds[m] as usize - 1).saturating_sub(day)];
                let season = fitted.closings.factor(fitted.first.plus(place_i32(m)));
                new.wins[from][m] += each * (until - before) * season;
                before = until;
            }
        }
    }
    new
}

/// The share of new deals that are won within so many days.
fn won_within(fitted: &Fitted, days: usize) -> f64 {
    let entering = fitted.arrivals.entering.iter().enumerate();
    fitted.arrivals.won_at_once
        + entering.map(|(stage, share)| share * fitted.win.table.fresh_within(stage, days)).sum::<f64>()
}

fn expected_deals(open: &OpenDeals, new: &NewBusiness, months: usize) -> Vec<f64> {
    let mut expected = vec![0.0; months];
    for deal in open.deals.iter().filter(|deal| !deal.omitted) {
        expected.iter_mut().zip(&deal.wins).for_each(|(sum, win)| *sum += win);
    }
    for row in &new.wins {
        expected.iter_mut().zip(row).for_each(|(sum, win)| *sum += win);
    }
    expected
}

fn band(sample: &mut [f64]) -> Band {
    let mean = sample.iter().sum::<f64>() / sample.len().max(1) as f64;
    let mut at = |p| quantile(sample, p).unwrap_or(0.0);
    Band { mean, p10: at(0.1), p50: at(0.5), p90: at(0.9) }
}
