//! How often one token, the browser, or everyone who is refused may ask.

use std::num::NonZeroU32;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::error::ApiError;

/// A script that copies a table is not in the way of anyone; one that runs wild is.
const PER_SECOND: NonZeroU32 = NonZeroU32::new(100).unwrap();
const BURST: NonZeroU32 = NonZeroU32::new(500).unwrap();

#[derive(Debug)]
pub(super) struct Rate(DefaultKeyedRateLimiter<String>);

impl Rate {
    pub(super) fn new() -> Self {
        Self(RateLimiter::keyed(Quota::per_second(PER_SECOND).allow_burst(BURST)))
    }

    /// Counts one request of `who`.
    pub(super) fn check(&self, who: &str) -> Result<(), ApiError> {
        self.0.check_key(&who.to_owned()).map_err(|not_until| {
            let wait = not_until.wait_time_from(DefaultClock::default().now());
            ApiError::RateLimited { retry_after_seconds: wait.as_secs().max(1) }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_that_runs_wild_does_not_stop_the_others() {
        let rate = Rate::new();
        let refused = (0..2000).filter(|_| rate.check("wild").is_err()).count();
        assert!(refused > 1000, "{refused}");
        assert!(rate.check("calm").is_ok());
    }
}
