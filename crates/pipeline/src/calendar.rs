//! Calendar months and days in the user's time zone.

use jiff::tz::TimeZone;
use jiff::{Timestamp, civil};
use serde::{Deserialize, Serialize};

/// A month of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Month {
    /// Months since January of the year 0.
    number: i32,
}

impl Month {
    /// `month` counts from 1 and is brought into 1 to 12.
    pub fn new(year: i16, month: i8) -> Self {
        Self { number: i32::from(year) * 12 + i32::from(month.clamp(1, 12)) - 1 }
    }

    /// Reads `2017-03`.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        let month = month.parse::<i8>().ok().filter(|month| (1..=12).contains(month))?;
        let year = year.parse::<i16>().ok().filter(|year| (0..=9_999).contains(year))?;
        (text.len() == 7).then(|| Self::new(year, month))
    }

    #[must_use]
    pub fn plus(self, months: i32) -> Self {
        Self { number: self.number.saturating_add(months) }
    }

    /// How many months this one is after another.
    pub fn since(self, other: Self) -> i32 {
        self.number - other.number
    }

    pub fn year(self) -> i16 {
        i16::try_from(self.number.div_euclid(12)).unwrap_or(i16::MAX)
    }

    /// 0 for January to 11.
    pub fn of_year(self) -> usize {
        usize::try_from(self.number.rem_euclid(12)).unwrap_or(0)
    }
}

/// `2017-03`.
impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.of_year() + 1)
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}

impl TryFrom<String> for Month {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or_else(|| format!("{text} is no month, such as 2017-03"))
    }
}

/// Turns instants into months and days of one time zone.
#[derive(Debug, Clone)]
pub struct Calendar {
    zone: TimeZone,
}

impl Calendar {
    pub fn new(zone: TimeZone) -> Self {
        Self { zone }
    }

    pub fn utc() -> Self {
        Self::new(TimeZone::UTC)
    }

    fn date(&self, at: i64) -> civil::Date {
        let limit = if at < 0 { Timestamp::MIN } else { Timestamp::MAX };
        Timestamp::from_millisecond(at).unwrap_or(limit).to_zoned(self.zone.clone()).date()
    }

    pub fn month(&self, at: i64) -> Month {
        let date = self.date(at);
        Month::new(date.year(), date.month())
    }

    /// The civil date of an instant as days since 1970-01-01.
    pub fn day(&self, at: i64) -> i32 {
        let epoch = civil::date(1970, 1, 1);
        epoch.until(self.date(at)).map_or(0, |span| span.get_days())
    }

    /// The first instant of a month. Months no calendar can name are clamped to those it can.
    pub fn start(&self, month: Month) -> i64 {
        let number = month.number.clamp(-9_999 * 12 + 1, 9_999 * 12 + 10);
        let month = Month { number };
        let first = i8::try_from(month.of_year() + 1).ok();
        first
            .and_then(|of_year| civil::Date::new(month.year(), of_year, 1).ok())
            .and_then(|date| date.to_zoned(self.zone.clone()).ok())
            .map_or(0, |start| start.timestamp().as_millisecond())
    }

    /// The months from one to another, which is not among them.
    pub fn months(&self, from: Month, until: Month) -> Months {
        let count = until.since(from).clamp(0, 12 * 400);
        Months { first: from, starts: (0..=count).map(|n| self.start(from.plus(n))).collect() }
    }
}

/// Successive months with their bounds, so that a million instants are placed without asking a calendar.
#[derive(Debug, Clone)]
pub struct Months {
    pub first: Month,
    starts: Vec<i64>,
}

impl Months {
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Which of the months an instant lies in.
    pub fn position(&self, at: i64) -> Option<usize> {
        let after = self.starts.partition_point(|&start| start <= at);
        (1..self.starts.len()).contains(&after).then(|| after - 1)
    }

    /// The months that begin after one instant and not after another.
    pub fn starting_in(&self, after: i64, until: i64) -> std::ops::Range<usize> {
        let begin = self.starts.partition_point(|&start| start <= after);
        let end = self.starts.partition_point(|&start| start <= until).min(self.len());
        begin.min(end)..end
    }

    pub fn month(&self, position: usize) -> Month {
        self.first.plus(i32::try_from(position).unwrap_or(i32::MAX))
    }

    /// First instant, and first instant after.
    pub fn bounds(&self, position: usize) -> (i64, i64) {
        (self.starts[position], self.starts[position + 1])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_those_of_the_zone() {
        let berlin = Calendar::new(TimeZone::get("Europe/Berlin").unwrap());
        let late = "2017-06-30T22:30:00Z".parse::<Timestamp>().unwrap().as_millisecond();
        assert_eq!(berlin.month(late).to_string(), "2017-07");
        assert_eq!(Calendar::utc().month(late).to_string(), "2017-06");
        assert_eq!(berlin.start(Month::new(2017, 7)), late - 30 * 60_000);
        let months = berlin.months(Month::new(2017, 1), Month::new(2018, 1));
        assert_eq!((months.len(), months.position(late), months.position(0)), (12, Some(6), None));
        assert_eq!(months.month(12).to_string(), "2018-01");
    }

    #[test]
    fn the_ends_of_time_are_no_panic() {
        let utc = Calendar::utc();
        for at in [i64::MIN, i64::MAX, 0, 253_402_300_799_000] {
            let month = utc.month(at);
            let _ = (utc.start(month), utc.day(at), utc.start(month.plus(1)));
        }
        assert_eq!(utc.day(0), 0);
    }
}
