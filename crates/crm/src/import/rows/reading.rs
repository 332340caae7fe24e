//! How the dates and numbers of each column are written, found out from its samples.

use crate::import::mapping::ColumnEvidence;
use crate::import::source::{Delimiter, Source};
use crate::import::values::amounts::{self, DecimalSign};
use crate::import::values::dates::{self, Certainty, DateOrder};

/// How one column writes dates and numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColumnReading {
    pub date_order: DateOrder,
    pub decimal: DecimalSign,
    /// Whether percentages are written as shares: 0.25 for 25 %.
    pub is_share: bool,
}

/// How a file writes them: what is shown and can be chosen otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileReading {
    pub columns: Vec<ColumnReading>,
    pub date_order: DateOrder,
    /// Of the dates that need an order; [`Certainty::Ambiguous`] asks to be looked at.
    pub date_certainty: Certainty,
    pub decimal: DecimalSign,
}

impl FileReading {
    /// `date_order` and `decimal` are the user's choices and hold for every column.
    #[must_use]
    pub fn of(source: &Source, date_order: Option<DateOrder>, decimal: Option<DecimalSign>) -> Self {
        let column = |at: usize| source.samples.iter().filter_map(move |row| row.get(at)).map(String::as_str);
        let columns = 0..source.columns.len();
        let usual =
            if source.format.delimiter == Delimiter::Semicolon { DateOrder::Dmy } else { DateOrder::Mdy };

        // A column that decides speaks for those that do not: one program wrote them all.
        let first = columns.clone().map(|at| dates::infer(column(at), usual)).collect::<Vec<_>>();
        let deciding = first
            .iter()
            .flatten()
            .find(|found| found.certainty != Certainty::Ambiguous && found.order != DateOrder::Ymd);
        let usual = deciding.map_or(usual, |found| found.order);
        let orders: Vec<_> = columns.clone().map(|at| dates::infer(column(at), usual)).collect();
        let shown = orders
            .iter()
            .flatten()
            .find(|found| found.order != DateOrder::Ymd)
            .or_else(|| orders.iter().flatten().next())
            .copied();

        let signs: Vec<_> = columns.clone().map(|at| decimal_of(column(at))).collect();
        let commas = signs.iter().flatten().filter(|sign| **sign == DecimalSign::Comma).count();
        let points = signs.iter().flatten().count() - commas;
        let continental = source.format.delimiter == Delimiter::Semicolon && points == 0;
        let file_decimal =
            if commas > points || continental { DecimalSign::Comma } else { DecimalSign::Point };

        let file_order = date_order.or(shown.map(|found| found.order)).unwrap_or(DateOrder::Ymd);
        let readings = columns
            .map(|at| {
                let decimal = decimal.or(signs[at]).unwrap_or(file_decimal);
                ColumnReading {
                    date_order: date_order.or(orders[at].map(|found| found.order)).unwrap_or(file_order),
                    decimal,
                    is_share: are_shares(column(at), decimal),
                }
            })
            .collect();
        Self {
            columns: readings,
            date_order: file_order,
            date_certainty: if date_order.is_some() {
                Certainty::Decided
            } else {
                shown.map_or(Certainty::Decided, |found| found.certainty)
            },
            decimal: decimal.unwrap_or(file_decimal),
        }
    }
}

/// The decimal sign of a column of numbers. Dates with dots are no grouped numbers, and so no vote.
fn decimal_of<'a>(samples: impl Iterator<Item = &'a str> + Clone) -> Option<DecimalSign> {
    let evidence = ColumnEvidence::of(samples.clone());
    if evidence.numbers < 0.5 { None } else { amounts::infer(samples) }
}

/// Whether all values lie between 0 and 1 and at least one is neither.
fn are_shares<'a>(samples: impl Iterator<Item = &'a str>, decimal: DecimalSign) -> bool {
    let mut any_fraction = false;
    for value in samples.map(str::trim).filter(|value| !value.is_empty()) {
        let Some(number) = amounts::parse(value, decimal) else { return false };
        let Some(rounded_up) = number.times_hundred().rounded() else { return false };
        if !(0..=100).contains(&rounded_up) {
            return false;
        }
        any_fraction |= number.whole().is_none();
    }
    any_fraction
}

#[cfg(test)]
mod tests {
    use super::are_shares;
    use crate::import::values::amounts::DecimalSign;

    #[test]
    fn percentages_written_as_shares_are_seen_by_their_fractions() {
        assert!(are_shares(["0.25", "1", ""].into_iter(), DecimalSign::Point));
        assert!(!are_shares(["25", "0.5"].into_iter(), DecimalSign::Point));
        assert!(!are_shares(["1", "0"].into_iter(), DecimalSign::Point));
        assert!(!are_shares(["10%"].into_iter(), DecimalSign::Point));
    }
}
