//! Numbers of the core as they are sent: major units, percent, ids, rounded to what they can mean.

use mycrm_pipeline::intervals::Share;
use mycrm_pipeline::store::StoredBook;
use mycrm_store::Currency;
use serde::Serialize;
use utoipa::ToSchema;

/// Minor units as major ones.
pub(super) fn major(minor: f64, currency: Currency) -> f64 {
    let scale = 10_f64.powi(i32::try_from(currency.exponent()).unwrap_or(2));
    // Adding zero turns minus zero into zero, which is no amount to show.
    minor.round() / scale + 0.0
}

/// A share of 0 to 1 in percent, to a hundredth.
pub(super) fn percent(share: f64) -> f64 {
    round(share * 100.0, 100.0)
}

/// To so many parts of one.
pub(super) fn round(number: f64, parts: f64) -> f64 {
    (number * parts).round() / parts + 0.0
}

/// A share with its interval, in percent.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Interval {
    pub(super) rate: f64,
    /// The bounds of the Wilson interval at 95 %.
    pub(super) low: f64,
    pub(super) high: f64,
    /// Cases it rests on, and how many of them there were.
    pub(super) n: u64,
    pub(super) count: u64,
}

impl From<Share> for Interval {
    fn from(share: Share) -> Self {
        let Share { successes, n, rate, low, high } = share;
        Self { rate: percent(rate), low: percent(low), high: percent(high), n, count: successes }
    }
}

/// The slug of a stage by its place.
pub(super) fn slug(stored: &StoredBook, stage: usize) -> String {
    stored.book.stages.get(stage).map(|stage| stage.key.clone()).unwrap_or_default()
}

/// The name of a stage by its place.
pub(super) fn stage_name(stored: &StoredBook, stage: usize) -> String {
    stored.book.stages.get(stage).map(|stage| stage.name.clone()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_the_digits_of_their_currency() {
        assert_eq!(major(123_456.4, Currency::EUR).to_string(), "1234.56");
        assert_eq!(major(123_456.0, "JPY".parse().unwrap()).to_string(), "123456");
        assert_eq!(major(1e15, Currency::EUR).to_string(), "10000000000000");
        assert_eq!(percent(2.0 / 3.0).to_string(), "66.67");
    }
}
