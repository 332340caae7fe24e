//! How many deals were won in each past month, against how many were to be expected of those open at its beginning.

use crate::arrivals::ratios_to;
use crate::calendar::{Calendar, Month};
use crate::deals::{Outcome, Snapshot};
use crate::probability::WinModel;
use crate::season::Season;
use crate::shock::Shock;

/// Days that [`WinTable::within_a_month`](crate::probability::WinTable::within_a_month) stands for.
const MONTH: f64 = 30.0;

/// Of a deal that went to and fro, the last so many stays count.
const STAYS: usize = 10;

/// Season and shared shock of the rate of winning.
#[derive(Debug, Clone)]
pub struct Closings {
    pub season: Season,
    pub shock: Shock,
    /// Complete months seen.
    pub months: usize,
}

impl Closings {
    /// What came of a month over what was to be expected at its beginning is its shock, apart from the chance that
    /// deals which are independent given the shock would show: the variance of a sum of Bernoulli draws.
    pub fn fit(snapshot: &Snapshot<'_>, calendar: &Calendar, win: &WinModel) -> Self {
        let current = calendar.month(snapshot.at.saturating_add(1));
        let first_close = snapshot.closed().map(|known| known.entered).min();
        let first = first_close.map_or(current, |at| calendar.month(at).plus(1)).max(current.plus(-60));
        let months = calendar.months(first, current);
        if months.is_empty() {
            return Self { season: Season::NONE, shock: Shock::fit(&[], &[]), months: 0 };
        }
        let mut sums = vec![Sum::default(); months.len()];
        let lengths: Vec<f64> = (0..months.len())
            .map(|m| f64::from(snapshot.days_between(months.bounds(m).0, months.bounds(m).1)) / MONTH)
            .collect();
        for known in &snapshot.known {
            if known.outcome == Outcome::Won
                && let Some(month) = months.position(known.entered)
            {
                sums[month].won += 1;
            }
            let entries = snapshot.entries(known);
            for (n, entry) in entries.iter().enumerate().rev().take(STAYS) {
                let Some(place) = win.hazards.place[usize::from(entry.stage)] else { continue };
                let until = entries.get(n + 1).map_or(snapshot.at, |next| next.at);
                if n == 0
                    && let Some(month) = months.position(entry.at)
                {
                    let left = snapshot.days_between(entry.at, months.bounds(month).1 - 1);
                    sums[month].add(win.table.fresh_within(place, left as usize));
                }
                for month in months.starting_in(entry.at, until) {
                    // On the evening before, as a forecast of the month from its beginning knows it.
                    let age = snapshot.days_between(entry.at, months.bounds(month).0 - 1);
                    sums[month].add((win.table.within_a_month(place, age) * lengths[month]).min(1.0));
                }
            }
        }
        let won: Vec<u32> = sums.iter().map(|sum| sum.won).collect();
        let (season, shock) = ratios_to(first, &won, |n| sums[n].expected, |n| sums[n].variance);
        Self { season, shock, months: months.len() }
    }

    pub fn factor(&self, month: Month) -> f64 {
        self.season.factor(month)
    }
}

/// Wins of a month, and what its deals let expect.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    won: u32,
    expected: f64,
    variance: f64,
}

impl Sum {
    fn add(&mut self, p: f64) {
        self.expected += p;
        self.variance += p * (1.0 - p);
    }
}
