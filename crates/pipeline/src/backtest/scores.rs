//! How good forecasts were, in the measures of the field.

use super::{Backtest, DealTest, MonthTest};
use crate::intervals::{Share, wilson};

/// Scores of the forecast and of a baseline on the same cases.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Compared {
    pub ours: f64,
    pub baseline: f64,
    pub n: usize,
}

/// All measures; nothing where there was nothing to measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Scores {
    /// Share of months within P10 to P90; 80 % is right.
    pub coverage: Option<Share>,
    /// Mean absolute scaled error of the median (Hyndman and Koehler 2006, International Journal of Forecasting
    /// 22:679-688); the scale is the mean error of the seasonal naive forecast, with less than two years of the last month.
    pub mase: Option<f64>,
    /// Mean pinball loss over P10, P50, P90 in minor units (Koenker and Bassett 1978, Econometrica 46:33-50).
    pub pinball: Option<f64>,
    /// Mean squared error of the win probability (Brier 1950, Monthly Weather Review 78:1-3).
    pub brier: Option<f64>,
    /// MASE beside each of [`super::Baseline::ALL`], where that has an answer.
    pub mase_beside: [Option<Compared>; 3],
    pub brier_beside: [Option<Compared>; 3],
    /// A baseline has no band: its one figure stands for all three quantiles.
    pub pinball_beside: [Option<Compared>; 3],
    pub months: usize,
    pub deals: usize,
    pub lag: usize,
}

/// One bin of the reliability curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bin {
    pub mean_probability: f64,
    pub won: Share,
}

/// Predicted against observed share of wins, by tenths of the probability.
#[derive(Debug, Clone, PartialEq)]
pub struct Reliability {
    pub bins: Vec<Bin>,
}

impl Backtest {
    /// Of all months, or of those so many months ahead.
    pub fn scores(&self, ahead: Option<usize>) -> Scores {
        let months: Vec<&MonthTest> =
            self.months.iter().filter(|test| ahead.is_none_or(|ahead| test.ahead == ahead)).collect();
        let lag = if self.history.len() >= 24 { 12 } else { 1 };
        let scale = scale(&self.history, lag);
        let inside = months.iter().filter(|test| (test.p10..=test.p90).contains(&test.actual)).count();
        let error = |tests: &[&MonthTest], of: &dyn Fn(&MonthTest) -> f64| {
            mean(tests.iter().map(|test| (of(test) - test.actual).abs())).zip(scale).map(|(e, s)| e / s)
        };
        let mase_beside = [0, 1, 2].map(|which| {
            let with: Vec<&MonthTest> =
                months.iter().filter(|test| test.baselines[which].is_some()).copied().collect();
            let ours = error(&with, &|test| test.p50)?;
            let baseline = error(&with, &|test| test.baselines[which].unwrap_or(0.0))?;
            Some(Compared { ours, baseline, n: with.len() })
        });
        let pinball_beside = [0, 1, 2].map(|which| {
            let with = || months.iter().filter_map(|test| test.baselines[which].map(|point| (test, point)));
            let ours = mean(with().map(|(test, _)| band_loss(test)))?;
            let baseline = mean(with().map(|(test, point)| {
                [0.1, 0.5, 0.9].map(|q| pinball(q, point, test.actual)).iter().sum::<f64>() / 3.0
            }))?;
            Some(Compared { ours, baseline, n: with().count() })
        });
        let brier_beside = [0, 1, 2].map(|which| {
            let with: Vec<&DealTest> =
                self.deals.iter().filter(|test| test.baselines[which].is_some()).collect();
            let ours = mean(with.iter().map(|test| squared(test.probability, test.won)))?;
            let theirs = with.iter().map(|test| squared(test.baselines[which].unwrap_or(0.0), test.won));
            Some(Compared { ours, baseline: mean(theirs)?, n: with.len() })
        });
        Scores {
            coverage: wilson(inside as u64, months.len() as u64),
            mase: error(&months, &|test| test.p50),
            pinball: mean(months.iter().map(|test| band_loss(test))),
            brier: mean(self.deals.iter().map(|test| squared(test.probability, test.won))),
            mase_beside,
            brier_beside,
            pinball_beside,
            months: months.len(),
            deals: self.deals.len(),
            lag,
        }
    }

    pub fn reliability(&self) -> Reliability {
        let mut bins = [(0.0, 0_u64, 0_u64); 10];
        for test in &self.deals {
            let bin = &mut bins[((test.probability * 10.0) as usize).min(9)];
            bin.0 += test.probability;
            bin.1 += u64::from(test.won);
            bin.2 += 1;
        }
        let bin = |(sum, won, n): (f64, u64, u64)| {
            Some(Bin { mean_probability: sum / n as f64, won: wilson(won, n)? })
        };
        Reliability { bins: bins.into_iter().filter_map(bin).collect() }
    }
}

fn squared(probability: f64, won: bool) -> f64 {
    (probability - f64::from(u8::from(won))).powi(2)
}

/// Mean pinball loss of P10, P50 and P90.
fn band_loss(test: &MonthTest) -> f64 {
    let of = [(0.1, test.p10), (0.5, test.p50), (0.9, test.p90)];
    of.map(|(q, forecast)| pinball(q, forecast, test.actual)).iter().sum::<f64>() / 3.0
}

fn pinball(q: f64, forecast: f64, actual: f64) -> f64 {
    let error = actual - forecast;
    if error >= 0.0 { q * error } else { (q - 1.0) * error }
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (mut sum, mut n) = (0.0, 0_usize);
    for value in values {
        sum += value;
        n += 1;
    }
    (n > 0).then(|| sum / n as f64)
}

/// Mean absolute difference to the month so many months before.
fn scale(history: &[f64], lag: usize) -> Option<f64> {
    mean(history.windows(lag + 1).map(|pair| (pair[lag] - pair[0]).abs())).filter(|&scale| scale > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn losses_are_those_of_their_definitions() {
        assert!((pinball(0.9, 100.0, 110.0) - 9.0).abs() < 1e-9);
        assert!((pinball(0.9, 110.0, 100.0) - 1.0).abs() < 1e-9);
        assert!((pinball(0.5, 1.0, 3.0) - 1.0).abs() < 1e-9);
        assert!((squared(0.7, true) - 0.09).abs() < 1e-9);
        assert_eq!(scale(&[1.0, 3.0, 2.0], 1), Some(1.5));
        assert_eq!(scale(&[1.0, 1.0], 1), None);
    }
}
