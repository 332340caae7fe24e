//! Cumulative incidence where a time can end in one of several ways.

use super::Tally;

/// F_k(t) = sum over t_i <= t of S(t_i-) d_ki / n_i (Aalen and Johansen 1978, Scandinavian Journal of Statistics
/// 5:141-150). One minus Kaplan-Meier per cause would count every cut-off as if the other ends did not exist.
#[derive(Debug, Clone, PartialEq)]
pub struct Incidence {
    /// The times at which something ended, in order.
    pub times: Vec<u32>,
    /// `incidence[cause][place of the time]`.
    pub incidence: Vec<Vec<f64>>,
    /// S at the times: with all F it sums to 1.
    pub survival: Vec<f64>,
}

impl Tally {
    pub fn aalen_johansen(&self) -> Incidence {
        let causes = self.causes();
        let mut at_risk = self.n();
        let mut survival = 1.0;
        let mut reached = vec![0.0; causes];
        let mut result =
            Incidence { times: Vec::new(), incidence: vec![Vec::new(); causes], survival: Vec::new() };
        for time in 0..self.len() {
            let mut exits = 0_u64;
            let before = survival;
            for (cause, reached) in reached.iter_mut().enumerate() {
                let count = self.exits_at(time, cause);
                exits += u64::from(count);
                if count > 0 {
                    *reached += before * f64::from(count) / at_risk as f64;
                }
            }
            if exits > 0 {
                survival *= 1.0 - exits as f64 / at_risk as f64;
                result.times.push(u32::try_from(time).unwrap_or(u32::MAX));
                result.survival.push(survival);
                for (all, &reached) in result.incidence.iter_mut().zip(&reached) {
                    all.push(reached);
                }
            }
            at_risk -= exits + u64::from(self.censored_at(time));
        }
        result
    }
}

impl Incidence {
    fn place(&self, time: u32) -> Option<usize> {
        self.times.partition_point(|&t| t <= time).checked_sub(1)
    }

    /// F of a cause at a time.
    pub fn at(&self, cause: usize, time: u32) -> f64 {
        self.place(time).and_then(|place| self.incidence.get(cause)?.get(place)).copied().unwrap_or(0.0)
    }

    /// S at a time.
    pub fn survival_at(&self, time: u32) -> f64 {
        self.place(time).map_or(1.0, |place| self.survival[place])
    }

    /// The probability of ending for a cause within `within` more units, given that nothing ended by `age`:
    /// [F(age + within) - F(age)] / S(age). Nothing where nobody was seen to last that long.
    pub fn within(&self, cause: usize, age: u32, within: u32) -> Option<f64> {
        let left = self.survival_at(age);
        let gained = self.at(cause, age.saturating_add(within)) - self.at(cause, age);
        (left > 1e-12).then(|| (gained / left).clamp(0.0, 1.0))
    }
}
