//! Months, days and moments.

use jiff::Zoned;
use jiff::civil::Date;

use super::{Language, Words, plural};
use crate::calendar::Month;

/// As the Unicode locale data abbreviate them.
const ENGLISH: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const GERMAN: [&str; 12] =
    ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."];

impl Words {
    /// "Nov 2026", "Nov. 2026".
    pub fn month(&self, month: Month) -> String {
        format!("{}\u{a0}{}", self.month_name(month), month.year())
    }

    /// Without its year.
    pub fn month_name(&self, month: Month) -> &'static str {
        self.pick(ENGLISH, GERMAN)[month.of_year()]
    }

    /// Both ends included; the year once where it is the same.
    pub fn months(&self, first: Month, last: Month) -> String {
        if first == last {
            return self.month(first);
        }
        let begin =
            if first.year() == last.year() { self.month_name(first).to_owned() } else { self.month(first) };
        format!("{begin} {} {}", self.pick("to", "bis"), self.month(last))
    }

    /// "23 Nov 2026", "23. Nov. 2026".
    pub fn date(&self, date: Date) -> String {
        let month = self.month(Month::new(date.year(), date.month()));
        match self.language {
            Language::English => format!("{}\u{a0}{month}", date.day()),
            Language::German => format!("{}.\u{a0}{month}", date.day()),
        }
    }

    /// From one day to another, both included; either end may be open.
    pub(crate) fn period(&self, from: Option<Date>, until: Option<Date>) -> String {
        let [from, until] = [from, until].map(|day| day.map(|day| self.date(day)));
        match (from, until) {
            (Some(from), Some(until)) => format!("{from} {} {until}", self.pick("to", "bis")),
            (Some(from), None) => format!("{} {from}", self.pick("since", "seit")),
            (None, Some(until)) => format!("{} {until}", self.pick("until", "bis")),
            (None, None) => self.say("All on record", "Alles Erfasste"),
        }
    }

    /// The day and the time of day, in the zone it carries.
    pub fn moment(&self, at: &Zoned) -> String {
        format!("{}, {:02}:{:02}", self.date(at.date()), at.hour(), at.minute())
    }

    /// "1 day", "12 days".
    pub fn days(&self, n: u32) -> String {
        let n = u64::from(n);
        let noun = self.pick(plural(n, "day", "days"), plural(n, "Tag", "Tage"));
        format!("{}\u{a0}{noun}", self.count(n))
    }

    /// After "within", "after": only German has a form for it.
    pub(super) fn days_dative(&self, n: u32) -> String {
        let ending = if self.language == Language::German && n != 1 { "n" } else { "" };
        format!("{}{ending}", self.days(n))
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::both;
    use super::*;

    #[test]
    fn months_and_dates_read_as_in_the_language() {
        let november = Month::new(2026, 11);
        assert_eq!(both(|words| words.month(november)), ["Nov 2026", "Nov. 2026"]);
        assert_eq!(both(|words| words.month(Month::new(2026, 3))), ["Mar 2026", "März 2026"]);
        let date = jiff::civil::date(2026, 11, 3);
        assert_eq!(both(|words| words.date(date)), ["3 Nov 2026", "3. Nov. 2026"]);
        let at: Zoned = "2026-03-31T07:05:00+02:00[Europe/Berlin]".parse().unwrap();
        assert_eq!(both(|words| words.moment(&at)), ["31 Mar 2026, 07:05", "31. März 2026, 07:05"]);
    }

    #[test]
    fn a_period_names_its_year_once() {
        let november = Month::new(2026, 11);
        let until = |n| both(|words| words.months(november, november.plus(n)));
        assert_eq!(until(0), ["Nov 2026", "Nov. 2026"]);
        assert_eq!(until(1), ["Nov to Dec 2026", "Nov. bis Dez. 2026"]);
        assert_eq!(until(2), ["Nov 2026 to Jan 2027", "Nov. 2026 bis Jan. 2027"]);
    }

    #[test]
    fn one_day_is_singular() {
        assert_eq!(both(|words| words.days(1)), ["1 day", "1 Tag"]);
        assert_eq!(both(|words| words.days(1_200)), ["1,200 days", "1.200 Tage"]);
        assert_eq!(both(|words| words.days_dative(1)), ["1 day", "1 Tag"]);
        assert_eq!(both(|words| words.days_dative(12)), ["12 days", "12 Tagen"]);
    }
}
