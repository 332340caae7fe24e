//! Hybrid logical clock (Kulkarni et al., "Logical Physical Clocks", 2014): physical time that never goes back.

use crate::time::Timestamp;

/// 48 bits of UTC milliseconds above 16 bits of counter; a full counter carries into the milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hlc(i64);

const COUNTER_BITS: u32 = 16;

impl Hlc {
    pub const ZERO: Self = Self(0);

    pub const fn from_raw(raw: i64) -> Self {
        Self(raw)
    }

    pub const fn raw(self) -> i64 {
        self.0
    }

    pub const fn millis(self) -> i64 {
        self.0 >> COUNTER_BITS
    }

    /// The stamp of a local event at `now`: later than every stamp seen, even when the wall clock jumped back.
    #[must_use]
    pub fn tick(self, now: Timestamp) -> Self {
        // A clock before 1970 or after the year 10889 counts as the nearest end: stamps must stay ordered.
        let physical = now.millis().clamp(0, i64::MAX >> COUNTER_BITS) << COUNTER_BITS;
        Self(physical.max(self.0.saturating_add(1)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn stamps_grow_whatever_the_wall_clock_does(times in prop::collection::vec(any::<i64>(), 1..200)) {
            let mut clock = Hlc::ZERO;
            for millis in times {
                let next = clock.tick(Timestamp::from_millis(millis));
                prop_assert!(next > clock || clock.raw() == i64::MAX);
                clock = next;
            }
        }

        #[test]
        fn with_a_sane_clock_the_stamp_stays_near_real_time(start in 1_400_000_000_000i64..2_000_000_000_000, n in 1usize..5000) {
            let mut clock = Hlc::ZERO;
            for _ in 0..n {
                clock = clock.tick(Timestamp::from_millis(start));
            }
            prop_assert_eq!(clock.millis(), start);
        }
    }
}
