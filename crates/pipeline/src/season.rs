//! Factors of the calendar months, as far as two years or more bear them out.

use crate::calendar::Month;

/// Complete months without which no season can be told from chance.
pub const MIN_MONTHS: usize = 24;

/// Factors around 1 by month of the year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Season {
    logs: [f64; 12],
    /// Standard error of each.
    errors: [f64; 12],
    /// How much of the spread of months the twelve factors take up by being fitted to it.
    taken: f64,
    /// Whether there were enough months to look for one.
    pub estimated: bool,
}

impl Season {
    pub const NONE: Self = Self { logs: [0.0; 12], errors: [0.0; 12], taken: 0.0, estimated: false };

    /// From log ratios of successive months to what was expected of them, each with the variance chance alone gives it.
    /// Month means are drawn to no season by how much they differ beyond the spread within months (empirical Bayes,
    /// as in Efron and Morris 1975).
    pub fn fit(first: Month, ratios: &[f64]) -> Self {
        if ratios.len() < MIN_MONTHS {
            return Self::NONE;
        }
        let mean = ratios.iter().sum::<f64>() / ratios.len() as f64;
        let mut groups: [Vec<f64>; 12] = Default::default();
        for (n, ratio) in (0..).zip(ratios) {
            groups[first.plus(n).of_year()].push(ratio - mean);
        }
        let means = groups.each_ref().map(|group| group.iter().sum::<f64>() / group.len().max(1) as f64);
        let within: f64 = groups
            .iter()
            .zip(&means)
            .map(|(group, mean)| group.iter().map(|r| (r - mean).powi(2)).sum::<f64>())
            .sum();
        let within = within / (ratios.len() - 12) as f64;
        let per_month = ratios.len() as f64 / 12.0;
        let between = means.iter().map(|m| m * m).sum::<f64>() / 11.0 - within / per_month;
        if between <= 0.0 {
            return Self { estimated: true, ..Self::NONE };
        }
        let mut season = Self { estimated: true, ..Self::NONE };
        for (month, group) in groups.iter().enumerate() {
            let error = within / group.len().max(1) as f64;
            let kept = between / (between + error);
            season.logs[month] = means[month] * kept;
            season.errors[month] = (error * kept).sqrt();
            season.taken += kept / ratios.len() as f64;
        }
        season
    }

    pub fn log(&self, month: Month) -> f64 {
        self.logs[month.of_year()]
    }

    pub fn factor(&self, month: Month) -> f64 {
        self.log(month).exp()
    }

    /// Standard error of the logarithm of a month's factor.
    pub fn error(&self, month: Month) -> f64 {
        self.errors[month.of_year()]
    }

    /// By how much the residuals of the months it was fitted to have to be stretched to be those of other months.
    pub fn stretch(&self) -> f64 {
        1.0 / (1.0 - self.taken.min(0.75)).sqrt()
    }

    /// Whether months differ at all.
    pub fn is_flat(&self) -> bool {
        self.logs.iter().all(|&log| log == 0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_months_hold_no_season() {
        let season =
            Season::fit(Month::new(2017, 3), &[1.0, -1.0, 1.0, -1.0, 1.0, -1.0, 1.0, -1.0, 1.0, -1.0]);
        assert!(season.is_flat() && !season.estimated);
    }

    #[test]
    fn a_december_that_is_strong_every_year_is_found() {
        let ratios: Vec<f64> =
            (0..48).map(|m| if m % 12 == 11 { 0.7 } else { 0.02 * f64::from(m % 3) }).collect();
        let season = Season::fit(Month::new(2014, 1), &ratios);
        assert!(season.factor(Month::new(2018, 12)) > 1.6);
        assert!((season.factor(Month::new(2018, 6)) - 1.0).abs() < 0.15);
    }

    #[test]
    fn noise_is_no_season() {
        let mut rng = fastrand::Rng::with_seed(5);
        let ratios: Vec<f64> = (0..36).map(|_| rng.f64() - 0.5).collect();
        let season = Season::fit(Month::new(2014, 1), &ratios);
        assert!((0..12).all(|m| season.log(Month::new(2020, m + 1)).abs() < 0.15), "{season:?}");
    }
}
