//! The probability of being won within a time, for every stage and age, computed once for all deals.
//!
//! V_s(a, t), the probability that a deal which has been in stage s for a days is won within t more, follows from the
//! risks of one day: V_s(a, t) = w_s(a+1) + sum_j m_sj(a+1) G_j(t-1) + stay_s(a+1) V_s(a+1, t-1), where G_j(t) is the
//! same for a deal that enters j (a semi-Markov process; Howard 1971, Dynamic Probabilistic Systems, vol. 2).
//! Where a stage can only be left by closing, V_s(a, t) is [F_w(a+t) - F_w(a)] / S(a).

use crate::hazard::{Hazards, StageRisk};

const MONTH: usize = 30;
const YEAR: usize = 365;

/// Probabilities by stage, age and bound of time.
#[derive(Debug, Clone)]
pub struct WinTable {
    /// Days from now, ascending.
    pub bounds: Vec<u32>,
    /// `by_age[stage][age][bound]`, ages up to the last one of its own, then a month and a year.
    by_age: Vec<Vec<Vec<f64>>>,
    /// `fresh[stage][days]` from the day of entry.
    fresh: Vec<Vec<f64>>,
}

impl WinTable {
    pub fn new(hazards: &Hazards, bounds: &[u32]) -> Self {
        let days: Vec<usize> = bounds.iter().map(|&b| b as usize).chain([MONTH, YEAR]).collect();
        let longest = days.iter().copied().max().unwrap_or(YEAR);
        let stages = hazards.risks.len();
        let mut now: Vec<Vec<f64>> = hazards.risks.iter().map(|risk| vec![0.0; risk.won.len()]).collect();
        let mut by_age: Vec<Vec<Vec<f64>>> =
            now.iter().map(|ages| vec![vec![0.0; days.len()]; ages.len()]).collect();
        let mut fresh = vec![Vec::with_capacity(longest + 1); stages];
        let mut entering = vec![0.0; stages];
        enter(&hazards.risks, &now, &mut entering, &mut fresh);
        for t in 1..=longest {
            for (risk, ages) in hazards.risks.iter().zip(&mut now) {
                step(risk, ages, &entering);
            }
            for (bound, _) in days.iter().enumerate().filter(|(_, day)| **day == t) {
                for (rows, ages) in by_age.iter_mut().zip(&now) {
                    rows.iter_mut().zip(ages).for_each(|(row, &value)| row[bound] = value);
                }
            }
            enter(&hazards.risks, &now, &mut entering, &mut fresh);
        }
        Self { bounds: bounds.to_vec(), by_age, fresh }
    }

    fn row(&self, stage: usize, age: u32) -> &[f64] {
        self.by_age.get(stage).map_or(&[], |rows| &rows[(age as usize).min(rows.len() - 1)])
    }

    /// Cumulative probabilities at the bounds.
    pub fn at_bounds(&self, stage: usize, age: u32) -> &[f64] {
        let row = self.row(stage, age);
        &row[..row.len().min(self.bounds.len())]
    }

    /// Within 30 days.
    pub fn within_a_month(&self, stage: usize, age: u32) -> f64 {
        self.row(stage, age).get(self.bounds.len()).copied().unwrap_or(0.0)
    }

    pub fn within_a_year(&self, stage: usize, age: u32) -> f64 {
        self.row(stage, age).last().copied().unwrap_or(0.0)
    }

    pub fn fresh_within_a_year(&self, stage: usize) -> f64 {
        self.fresh_within(stage, YEAR)
    }

    /// For a deal that enters a stage now; days beyond what was computed count as the last one.
    pub fn fresh_within(&self, stage: usize, days: usize) -> f64 {
        let Some(curve) = self.fresh.get(stage) else { return 0.0 };
        curve.get(days).or(curve.last()).copied().unwrap_or(0.0)
    }

    /// Ages that have a row of their own; older ones share the last.
    pub fn ages(&self, stage: usize) -> usize {
        self.by_age.get(stage).map_or(0, Vec::len)
    }
}

/// One day more, in place: the value of an age needs that of the next age a day before.
fn step(risk: &StageRisk, ages: &mut [f64], entering: &[f64]) {
    let last = ages.len() - 1;
    for age in 0..=last {
        let next = (age + 1).min(last);
        let mut value = risk.won[next];
        let mut stay = 1.0 - risk.won[next] - risk.lost[next];
        for (to, moves) in &risk.moves {
            value += moves[next] * entering[*to];
            stay -= moves[next];
        }
        ages[age] = value + stay.max(0.0) * ages[next];
    }
}

/// The day of entry itself. Stages can be left for another on that day, in either direction, so it takes a few rounds.
fn enter(risks: &[StageRisk], now: &[Vec<f64>], entering: &mut [f64], fresh: &mut [Vec<f64>]) {
    for _ in 0..4 {
        for stage in (0..risks.len()).rev() {
            let risk = &risks[stage];
            let mut value = risk.won[0];
            let mut stay = 1.0 - risk.won[0] - risk.lost[0];
            for (to, moves) in &risk.moves {
                value += moves[0] * entering[*to];
                stay -= moves[0];
            }
            entering[stage] = (value + stay.max(0.0) * now[stage][0]).min(1.0);
        }
    }
    for (curve, &value) in fresh.iter_mut().zip(entering.iter()) {
        curve.push(value);
    }
}
