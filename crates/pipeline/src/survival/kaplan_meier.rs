//! The product-limit estimator of how many are still there after a time.

use super::Tally;

/// One step of the curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    pub time: u32,
    pub at_risk: u64,
    pub exits: u64,
    /// S(time): the share still there after this time.
    pub survival: f64,
    /// Of S, by Greenwood 1926.
    pub variance: f64,
}

/// S(t) = prod over t_i <= t of (1 - d_i / n_i) (Kaplan and Meier 1958, JASA 53:457-481).
#[derive(Debug, Clone, PartialEq)]
pub struct SurvivalCurve {
    /// The times at which something ended, in order.
    pub points: Vec<Point>,
    pub n: u64,
}

impl Tally {
    /// Any cause counts as the end.
    pub fn kaplan_meier(&self) -> SurvivalCurve {
        let n = self.n();
        let mut at_risk = n;
        let (mut survival, mut greenwood) = (1.0, 0.0);
        let mut points = Vec::new();
        for time in 0..self.len() {
            let exits: u64 = (0..self.causes()).map(|cause| u64::from(self.exits_at(time, cause))).sum();
            if exits > 0 {
                let (d, r) = (exits as f64, at_risk as f64);
                survival *= 1.0 - d / r;
                greenwood += d / (r * (r - d));
                // Where the last one leaves, S is 0 and so is the formula's limit.
                let variance = if exits == at_risk { 0.0 } else { survival * survival * greenwood };
                let time = u32::try_from(time).unwrap_or(u32::MAX);
                points.push(Point { time, at_risk, exits, survival, variance });
            }
            at_risk -= exits + u64::from(self.censored_at(time));
        }
        SurvivalCurve { points, n }
    }
}

impl SurvivalCurve {
    /// The share still there after a time.
    pub fn at(&self, time: u32) -> f64 {
        let after = self.points.partition_point(|point| point.time <= time);
        if after == 0 { 1.0 } else { self.points[after - 1].survival }
    }

    /// The first time by which at least a share `p` has ended; nothing where the curve does not get that far.
    pub fn quantile(&self, p: f64) -> Option<u32> {
        // Products of fractions miss a round number by the last bit.
        self.points.iter().find(|point| point.survival <= 1.0 - p + 1e-12).map(|point| point.time)
    }

    /// The censored median.
    pub fn median(&self) -> Option<u32> {
        self.quantile(0.5)
    }
}
