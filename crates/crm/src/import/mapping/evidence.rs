//! What the values of a column look like, whatever the column is called.

use std::collections::HashSet;

use super::Holds;
use super::headers::normalise;
use crate::import::values::choices::{self, Choices};
use crate::import::values::{amounts, contact_points, dates};

/// The shares of a column's filled samples that look like something, 0 to 1.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ColumnEvidence {
    /// Samples that hold something.
    pub filled: usize,
    /// Different values among them, as a share.
    pub distinct: f32,
    pub emails: f32,
    pub phones: f32,
    pub websites: f32,
    pub dates: f32,
    pub numbers: f32,
    /// Numbers with a currency beside them.
    pub money: f32,
    pub currencies: f32,
    /// Words for the stages of a deal.
    pub stages: f32,
    /// Long texts of several words.
    pub prose: f32,
    values: Vec<String>,
}

/// Samples looked at for each column.
const SAMPLES: usize = 200;

impl ColumnEvidence {
    #[must_use]
    pub fn of<'a>(samples: impl IntoIterator<Item = &'a str>) -> Self {
        let values: Vec<&str> =
            samples.into_iter().map(str::trim).filter(|value| !value.is_empty()).take(SAMPLES).collect();
        if values.is_empty() {
            return Self::default();
        }
        #[allow(clippy::cast_precision_loss)] // two hundred samples at most
        let share = |count: usize| count as f32 / values.len() as f32;
        let count = |is: &dyn Fn(&str) -> bool| share(values.iter().filter(|value| is(value)).count());
        let distinct: HashSet<&str> = values.iter().copied().collect();
        Self {
            filled: values.len(),
            distinct: share(distinct.len()),
            emails: count(&|value| contact_points::emails(value).is_ok_and(|emails| !emails.is_empty())),
            phones: count(&is_phone),
            websites: count(&|value| contact_points::domain(value).is_some() && !value.contains('@')),
            dates: count(&dates::is_date),
            numbers: count(&|value| amounts::is_amount(value.trim_end_matches('%').trim_end())),
            money: count(&amounts::names_currency),
            currencies: count(&is_currency),
            stages: count(&|value| STAGE_WORDS.contains(&normalise(value).as_str())),
            prose: count(&|value| value.len() > 80 && value.split_whitespace().nth(8).is_some()),
            values: distinct.into_iter().map(str::to_owned).collect(),
        }
    }

    /// How much the values speak for (above 1) or against (below 1) a field that holds this. An empty column says
    /// nothing.
    pub(super) fn speaks_for(&self, holds: Holds) -> f32 {
        if self.filled == 0 {
            return 0.9;
        }
        let needs = |share: f32| {
            if share >= 0.6 {
                1.0
            } else if share >= 0.3 {
                0.7
            } else {
                0.15
            }
        };
        let unlike = |share: f32| if share >= 0.7 { 0.2 } else { 1.0 };
        let typed = self.emails.max(self.dates).max(self.websites);
        match holds {
            Holds::Email => needs(self.emails),
            Holds::Phone => needs(self.phones.max(self.numbers * 0.9)) * unlike(self.dates),
            Holds::Website => needs(self.websites.max(self.emails * 0.5)),
            Holds::Date => needs(self.dates),
            Holds::Amount | Holds::Percent | Holds::Count => needs(self.numbers) * unlike(self.dates),
            Holds::Currency => needs(self.currencies),
            Holds::Choice(list) => match self.share_in(list) {
                share if share >= 0.5 => 1.0,
                // Words that are in no list are refused row by row, unless the list has a place for others.
                _ if choices::find("other", list).is_some() => 0.8 * unlike(typed.max(self.numbers)),
                _ => 0.3,
            },
            Holds::Category => {
                let repeats = if self.filled > 20 && self.distinct > 0.6 { 0.5 } else { 1.0 };
                repeats * unlike(typed) * unlike(self.prose)
            }
            // Salesforce's `Name` is the deal's, but one whose values are all numbers or dates is a number or date.
            Holds::Text => unlike(self.emails.max(self.dates)) * unlike(self.prose).max(0.6),
            Holds::Person => unlike(typed.max(self.numbers)) * unlike(self.prose),
            Holds::Id => {
                let unique = if self.distinct >= 0.98 { 1.0 } else { 0.2 };
                unique * unlike(self.dates) * unlike(self.prose)
            }
            Holds::Prose | Holds::Tags => unlike(typed),
        }
    }

    /// How sure the values alone are of a field that holds this, for a column whose name says nothing.
    pub(super) fn alone(&self, holds: Holds) -> f32 {
        let clear = |share: f32, sure: f32| if self.filled > 0 && share >= 0.8 { sure } else { 0.0 };
        match holds {
            Holds::Email => clear(self.emails, 0.8),
            Holds::Phone => clear(self.phones, 0.6),
            Holds::Website => clear(self.websites, 0.55),
            Holds::Amount => clear(self.money, 0.55),
            Holds::Category => clear(self.stages, 0.7),
            _ => 0.0,
        }
    }

    fn share_in(&self, list: Choices) -> f32 {
        let found = self.values.iter().filter(|value| choices::find(value, list).is_some()).count();
        #[allow(clippy::cast_precision_loss)] // two hundred samples at most
        let share = found as f32 / self.values.len().max(1) as f32;
        share
    }
}

/// A number someone would dial: bare digits are more often an amount or an id.
fn is_phone(value: &str) -> bool {
    let dialled = value.starts_with(['+', '(']) || value.starts_with("00") || value.contains(['-', '/', ' ']);
    let long = value.chars().filter(char::is_ascii_digit).count() >= 6;
    dialled && long && !dates::is_date(value) && contact_points::phone(value).is_some()
}

fn is_currency(value: &str) -> bool {
    let sign = matches!(value, "€" | "$" | "£" | "¥" | "US$" | "zł" | "kr");
    sign || (value.len() == 3 && value.bytes().all(|b| b.is_ascii_alphabetic()))
}

const STAGE_WORDS: &[&str] = &[
    "prospecting",
    "qualification",
    "qualified",
    "needs analysis",
    "proposal",
    "proposal made",
    "proposal sent",
    "negotiation",
    "negotiations started",
    "engaging",
    "demo",
    "demo scheduled",
    "contract sent",
    "won",
    "lost",
    "closed won",
    "closed lost",
    "angebot",
    "verhandlung",
    "qualifizierung",
    "gewonnen",
    "verloren",
];

#[cfg(test)]
mod tests {
    use super::ColumnEvidence;

    #[test]
    fn a_column_is_what_most_of_its_values_are() {
        let emails = ColumnEvidence::of(["a@b.de", "", "c@d.de", "n/a", "e@f.de", "g@h.de"]);
        assert_eq!((emails.filled, emails.emails), (5, 0.8));
        assert_eq!(ColumnEvidence::of(["2017-03-01", "01.03.2017"]).dates, 1.0);
        let phones = ColumnEvidence::of(["+49 30 123456", "(555) 123-4567", "1234567"]);
        assert!(phones.phones > 0.6 && phones.phones < 0.7);
        assert_eq!(ColumnEvidence::of(["1.234,50 EUR", "€5"]).money, 1.0);
        assert_eq!(ColumnEvidence::of(["Won", "Lost", "Engaging"]).stages, 1.0);
        assert_eq!(ColumnEvidence::of(["", " "]).filled, 0);
    }
}
