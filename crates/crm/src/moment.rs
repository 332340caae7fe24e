//! Points in time as people and scripts write them: with an offset, without one, or as a day.

use jiff::civil;
use jiff::tz::TimeZone;
use mycrm_store::{Date, Timestamp};

/// An instant, or a local time or day whose instant depends on the user's time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    At(Timestamp),
    Local(civil::DateTime),
    Day(Date),
}

impl Moment {
    /// `None` for what is neither a time such as 2026-11-23T09:00:00Z nor a day such as 2026-11-23.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Ok(at) = text.parse() {
            return Some(Self::At(at));
        }
        // A day reads as a time at midnight and a time as its day, so the mark of a time has to tell them apart.
        if text.contains([':', 'T', 't']) {
            text.parse().map(Self::Local).ok()
        } else {
            text.parse().map(Self::Day).ok()
        }
    }

    /// A day means its beginning.
    pub fn start(self, zone: &TimeZone) -> Timestamp {
        match self {
            Self::At(at) => at,
            Self::Local(local) => resolve(local, zone),
            Self::Day(day) => day.start_in(zone),
        }
    }

    /// A day means its last minute: what is due on a day is not overdue while it lasts.
    pub fn end(self, zone: &TimeZone) -> Timestamp {
        match self {
            Self::Day(day) => resolve(day.0.at(23, 59, 0, 0), zone),
            other => other.start(zone),
        }
    }
}

fn resolve(local: civil::DateTime, zone: &TimeZone) -> Timestamp {
    match local.to_zoned(zone.clone()) {
        Ok(zoned) => Timestamp::from_millis(zoned.timestamp().as_millisecond()),
        // Only the first and last days that a calendar can name have no instant in every zone.
        Err(_) => Date(local.date()).start_in(zone),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_without_an_offset_are_the_users() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        for (text, start) in [
            ("2026-07-01T09:00:00Z", "2026-07-01T09:00:00.000Z"),
            ("2026-07-01T09:00:00+02:00", "2026-07-01T07:00:00.000Z"),
            ("2026-07-01T09:00:00", "2026-07-01T07:00:00.000Z"),
            ("2026-07-01T09:00:00.123456", "2026-07-01T07:00:00.123Z"),
            ("2026-07-01", "2026-06-30T22:00:00.000Z"),
        ] {
            assert_eq!(Moment::read(text).unwrap().start(&berlin).to_string(), start, "{text}");
        }
        let day = Moment::read("2026-07-01").unwrap();
        assert_eq!(day.end(&berlin).to_string(), "2026-07-01T21:59:00.000Z");
    }

    #[test]
    fn a_time_is_never_cut_down_to_its_day() {
        for text in ["2026-07-01T09", "20260701T0900"] {
            assert!(!matches!(Moment::read(text), Some(Moment::Day(_))), "{text}");
        }
        assert_eq!(Moment::read("tomorrow"), None);
    }
}
