//! What was won in the months before: history for the eye, baselines, average and trend.

use crate::calendar::{Calendar, Month, Months};
use crate::deals::{Amount, Snapshot};

/// Won revenue of complete months, and of the current one so far.
#[derive(Debug, Clone)]
pub struct Past {
    /// The first complete month.
    pub first: Month,
    /// Minor units by month; deals without amount add none.
    pub revenue: Vec<f64>,
    pub deals: Vec<u64>,
    /// Of the current month up to now.
    pub booked: f64,
    pub booked_deals: u64,
}

/// Where won revenue has been going.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trend {
    /// Median change per month in minor units (Theil 1950, Sen 1968).
    pub per_month: f64,
    /// The last three months against the three before, as a share; nothing where those brought nothing.
    pub growth: Option<f64>,
    pub n: usize,
}

impl Past {
    /// Months from the first win on, at most ten years.
    pub(super) fn of(snapshot: &Snapshot<'_>, calendar: &Calendar, current: Month) -> Self {
        let oldest = snapshot.won().map(|known| known.entered).min();
        let first = oldest.map_or(current, |at| calendar.month(at)).max(current.plus(-120)).min(current);
        let months = calendar.months(first, current.plus(1));
        let (mut revenue, mut deals) = revenue_by_month(snapshot, &months);
        let (booked, booked_deals) = (revenue.pop().unwrap_or(0.0), deals.pop().unwrap_or(0));
        Self { first, revenue, deals, booked, booked_deals }
    }

    /// Of up to the last twelve complete months.
    pub fn average(&self) -> Option<f64> {
        mean(&self.revenue[self.revenue.len().saturating_sub(12)..])
    }

    /// Nothing below six complete months.
    pub fn trend(&self) -> Option<Trend> {
        let recent = &self.revenue[self.revenue.len().saturating_sub(12)..];
        if recent.len() < 6 {
            return None;
        }
        let mut slopes = Vec::new();
        for (n, a) in recent.iter().enumerate() {
            for (m, b) in recent.iter().enumerate().skip(n + 1) {
                slopes.push((b - a) / (m - n) as f64);
            }
        }
        let (before, last) = recent.split_at(recent.len() - 3);
        let before: f64 = before[before.len() - 3..].iter().sum();
        let growth = (before > 0.0).then(|| last.iter().sum::<f64>() / before - 1.0);
        Some(Trend { per_month: crate::quantiles::quantile(&mut slopes, 0.5)?, growth, n: recent.len() })
    }
}

pub(crate) fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// Won revenue in minor units and won deals by month.
pub(crate) fn revenue_by_month(snapshot: &Snapshot<'_>, months: &Months) -> (Vec<f64>, Vec<u64>) {
    let mut revenue = vec![0.0; months.len()];
    let mut deals = vec![0; months.len()];
    for known in snapshot.won() {
        let Some(month) = months.position(known.entered) else { continue };
        deals[month] += 1;
        if let Amount::Minor(minor) = known.amount {
            revenue[month] += minor as f64;
        }
    }
    (revenue, deals)
}
