//! Stamps of the hybrid logical clock, and what the server makes of those that are ahead of it.

use serde::{Deserialize, Serialize};

use crate::{DeviceId, DeviceSeq, Millis, OpId};

/// 48 bits of UTC milliseconds above 16 bits of counter, as the change log of the desktop has it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hlc(pub i64);

const COUNTER_BITS: u32 = 16;

/// How far ahead of the server's clock a stamp may be.
pub const MAX_AHEAD: Millis = Millis(60_000);

impl Hlc {
    pub const ZERO: Self = Self(0);

    /// The first stamp of a millisecond; times that do not fit count as the nearest end.
    #[must_use]
    pub const fn at(now: Millis) -> Self {
        let most = i64::MAX >> COUNTER_BITS;
        let millis = if now.0 < 0 {
            0
        } else if now.0 > most {
            most
        } else {
            now.0
        };
        Self(millis << COUNTER_BITS)
    }

    #[must_use]
    pub const fn millis(self) -> Millis {
        Millis(self.0 >> COUNTER_BITS)
    }

    /// The stamp of an event at `now`, later than every stamp seen.
    #[must_use]
    pub fn tick(self, now: Millis) -> Self {
        Self(Self::at(now).0.max(self.0.saturating_add(1)))
    }

    /// What the server takes a stamp for: at most a minute ahead of its clock, and never before the last one of the
    /// same device. A wrong clock costs a device precedence, never its sync.
    #[must_use]
    pub fn admitted(self, now: Millis, last: Self) -> Self {
        let latest = Self::at(Millis(now.0.saturating_add(MAX_AHEAD.0)));
        self.min(latest).max(last)
    }
}

/// What decides which of two writes is the later one: the same on every replica, and never equal for two ops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stamp {
    pub hlc: Hlc,
    pub device: DeviceId,
    pub seq: DeviceSeq,
}

impl Stamp {
    #[must_use]
    pub const fn new(hlc: Hlc, op: OpId) -> Self {
        Self { hlc, device: op.device, seq: op.seq }
    }

    #[must_use]
    pub const fn op(&self) -> OpId {
        OpId { device: self.device, seq: self.seq }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn stamps_grow_whatever_the_wall_clock_does(times in prop::collection::vec(any::<i64>(), 1..100)) {
            let mut clock = Hlc::ZERO;
            for now in times {
                let next = clock.tick(Millis(now));
                prop_assert!(next > clock || clock.0 == i64::MAX);
                clock = next;
            }
        }

        #[test]
        fn admitted_stamps_of_a_device_never_go_back_and_never_run_away(
            stamps in prop::collection::vec((any::<i64>(), 0i64..1 << 46), 1..100)
        ) {
            let mut last = Hlc::ZERO;
            let mut latest = 0;
            for (hlc, now) in stamps {
                latest = latest.max(now);
                let admitted = Hlc(hlc).admitted(Millis(now), last);
                prop_assert!(admitted >= last);
                prop_assert!(admitted.millis().0 <= latest + MAX_AHEAD.0);
                last = admitted;
            }
        }
    }
}
