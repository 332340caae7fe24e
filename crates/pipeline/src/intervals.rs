//! Confidence intervals of a share.

/// A share with its interval, all from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    pub successes: u64,
    pub n: u64,
    pub rate: f64,
    pub low: f64,
    pub high: f64,
}

/// The 97.5 % quantile of the standard normal distribution: two-sided 95 %.
pub const Z95: f64 = 1.959_963_984_540_054;

/// The Wilson score interval at 95 % (Wilson 1927, JASA 22:209-212; recommended for small n by Brown, Cai and
/// DasGupta 2001, Statistical Science 16:101-133). Nothing for n = 0. Successes beyond n count as n.
pub fn wilson(successes: u64, n: u64) -> Option<Share> {
    if n == 0 {
        return None;
    }
    let successes = successes.min(n);
    // Counts of deals are far below 2^53, where f64 is exact.
    let (k, count) = (successes as f64, n as f64);
    let rate = k / count;
    let z2 = Z95 * Z95;
    let centre = (rate + z2 / (2.0 * count)) / (1.0 + z2 / count);
    let half = Z95 / (1.0 + z2 / count) * (rate * (1.0 - rate) / count + z2 / (4.0 * count * count)).sqrt();
    // At 0 and n the bound is exactly 0 and 1; rounding may not carry it beyond.
    let low = if successes == 0 { 0.0 } else { (centre - half).max(0.0) };
    let high = if successes == n { 1.0 } else { (centre + half).min(1.0) };
    Some(Share { successes, n, rate, low, high })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Newcombe 1998, Statistics in Medicine 17:857-872, table I, method 3.
    #[test]
    fn published_intervals_are_met() {
        let published = [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ];
        for (k, n, low, high) in published {
            let share = wilson(k, n).unwrap();
            assert!((share.low - low).abs() < 5e-5 && (share.high - high).abs() < 5e-5, "{k}/{n}: {share:?}");
        }
        assert!(wilson(0, 0).is_none());
    }

    proptest! {
        #[test]
        fn the_rate_lies_within_its_interval(n in 1_u64..1_000_000, part in 0.0_f64..=1.0) {
            let share = wilson((n as f64 * part) as u64, n).unwrap();
            prop_assert!(0.0 <= share.low && share.low <= share.rate);
            prop_assert!(share.rate <= share.high && share.high <= 1.0);
        }
    }
}
