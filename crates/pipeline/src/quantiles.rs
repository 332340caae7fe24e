//! Quantiles of samples.

/// The quantile by linear interpolation between order statistics (type 7 of Hyndman and Fan 1996, The American
/// Statistician 50:361-365). Reorders the sample. Nothing for an empty one; `p` outside 0 to 1 is the nearest of them.
pub fn quantile(sample: &mut [f64], p: f64) -> Option<f64> {
    if sample.is_empty() {
        return None;
    }
    let place = p.clamp(0.0, 1.0) * (sample.len() - 1) as f64;
    let below = place.floor() as usize;
    let (_, low, above) = sample.select_nth_unstable_by(below, f64::total_cmp);
    let low = *low;
    let fraction = place - below as f64;
    if fraction == 0.0 {
        return Some(low);
    }
    let high = above.iter().copied().fold(f64::INFINITY, f64::min);
    Some(low + fraction * (high - low))
}

/// The median of integers in their unit; the mean of the middle two is rounded down. Reorders the sample.
pub fn median<T: Copy + Ord + Into<i128> + TryFrom<i128>>(sample: &mut [T]) -> Option<T> {
    if sample.is_empty() {
        return None;
    }
    let upper = sample.len() / 2;
    let odd = sample.len() % 2 == 1;
    let (below, &mut high, _) = sample.select_nth_unstable(upper);
    if odd {
        return Some(high);
    }
    let low = below.iter().max().copied().unwrap_or(high);
    T::try_from((low.into() + high.into()).div_euclid(2)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_interpolate() {
        let mut sample = [4.0, 1.0, 3.0, 2.0];
        assert_eq!(quantile(&mut sample, 0.5), Some(2.5));
        assert_eq!(quantile(&mut sample, 0.0), Some(1.0));
        assert_eq!(quantile(&mut sample, 1.0), Some(4.0));
        assert_eq!(quantile(&mut sample, 0.1).map(|q| (q * 10.0).round()), Some(13.0));
        assert_eq!(quantile(&mut [], 0.5), None);
    }

    #[test]
    fn a_median_of_the_largest_amounts_does_not_overflow() {
        assert_eq!(median(&mut [i64::MAX, i64::MAX - 2]), Some(i64::MAX - 1));
        assert_eq!(median(&mut [3_u32, 1, 2]), Some(2));
        assert_eq!(median::<u32>(&mut []), None);
    }
}
