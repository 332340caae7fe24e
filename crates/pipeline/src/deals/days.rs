//! Civil days between instants, told from a table so that millions of them need no calendar.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::DAY;

/// Changes of a zone's offset after this year are left out: which day an instant is on is then wrong by an hour at most.
const LAST_YEAR: i16 = 2_100;

/// The civil days of one time zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Days {
    /// From when on which offset from UTC holds, both in milliseconds; the first holds before as well.
    offsets: Vec<(i64, i64)>,
}

impl Default for Days {
    /// Those of UTC.
    fn default() -> Self {
        Self { offsets: vec![(0, 0)] }
    }
}

impl Days {
    pub(super) fn of(zone: &TimeZone) -> Self {
        let millis = |offset: jiff::tz::Offset| i64::from(offset.seconds()) * 1_000;
        let first = (0, millis(zone.to_offset(Timestamp::UNIX_EPOCH)));
        let changes = zone
            .following(Timestamp::UNIX_EPOCH)
            .take_while(|change| change.timestamp().to_zoned(TimeZone::UTC).year() <= LAST_YEAR)
            .map(|change| (change.timestamp().as_millisecond(), millis(change.offset())));
        Self { offsets: std::iter::once(first).chain(changes).collect() }
    }

    /// Days since 1970-01-01 in the zone.
    pub(super) fn day(&self, at: i64) -> i64 {
        let after = self.offsets.partition_point(|(from, _)| *from <= at);
        let (_, offset) = self.offsets[after.saturating_sub(1)];
        at.saturating_add(offset).div_euclid(DAY)
    }

    /// From the date of one instant to that of another; 0 where the second is not later.
    pub(super) fn between(&self, from: i64, to: i64) -> u32 {
        let days = self.day(to).saturating_sub(self.day(from));
        u32::try_from(days).unwrap_or(if days > 0 { u32::MAX } else { 0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Calendar;

    #[test]
    fn the_table_says_what_the_calendar_says() {
        for name in ["UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Apia", "Australia/Lord_Howe"] {
            let zone = TimeZone::get(name).unwrap();
            let (days, calendar) = (Days::of(&zone), Calendar::new(zone));
            let mut rng = fastrand::Rng::with_seed(3);
            for _ in 0..20_000 {
                let at = rng.i64(0..4_102_444_800_000);
                assert_eq!(days.day(at), i64::from(calendar.day(at)), "{name} at {at}");
            }
        }
    }

    #[test]
    fn the_ends_of_time_are_no_panic() {
        let days = Days::of(&TimeZone::get("Pacific/Auckland").unwrap());
        assert_eq!((days.between(i64::MIN, i64::MAX), days.between(i64::MAX, i64::MIN)), (u32::MAX, 0));
        assert_eq!(Days::default().between(0, 86_399_999), 0);
    }
}
