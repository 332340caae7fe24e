//! Civil dates as people and programs write them, and the order of day and month a whole column agrees on.
//!
//! Numbers alone (`42795`) are never taken for an Excel serial: they are far more often amounts or ids.

mod tokens;

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tokens::{Part, Token, Word, tokens};

/// Which of the three numbers comes first in dates written with numbers only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DateOrder {
    /// 2017-03-01
    Ymd,
    /// 01.03.2017
    Dmy,
    /// 3/1/2017
    Mdy,
}

impl fmt::Display for DateOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ymd => "year-month-day",
            Self::Dmy => "day-month-year",
            Self::Mdy => "month-day-year",
        })
    }
}

/// How sure a column is about its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// At least one value can be read in one order only, and none contradicts it.
    Decided,
    /// Every value fits more than one order (03.04.2017); the order is the usual one for its separator.
    Ambiguous,
    /// Some values fit only one order and some only another; the order is that of the majority.
    Conflicting,
}

/// What a column's samples say about the order of its dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColumnOrder {
    pub order: DateOrder,
    pub certainty: Certainty,
}

/// Reads `text` as a date. A time behind the date is checked for its shape and dropped: the date is the one written, in
/// the zone it was written in.
///
/// `order` decides only what the text leaves open: a year of four digits in front, a month by name and eight digits in
/// a row speak for themselves. A value that does not fit the order is not a date, rather than silently another one.
#[must_use]
pub fn parse(text: &str, order: DateOrder) -> Option<Date> {
    match shape(text)? {
        Shape::Plain(date) => Some(date),
        Shape::Numbers(numbers) => numbers.date(order),
    }
}

/// Whether `text` is a date in any order.
#[must_use]
pub fn is_date(text: &str) -> bool {
    match shape(text) {
        Some(Shape::Plain(_)) => true,
        Some(Shape::Numbers(numbers)) => ORDERS.iter().any(|order| numbers.date(*order).is_some()),
        None => false,
    }
}

const ORDERS: [DateOrder; 3] = [DateOrder::Dmy, DateOrder::Mdy, DateOrder::Ymd];

/// The order the samples of one column agree on; `None` where no sample is a date.
///
/// `usual` is what slashes mean when nothing decides it. Dots mean day first everywhere they are used.
#[must_use]
pub fn infer<'a>(samples: impl IntoIterator<Item = &'a str>, usual: DateOrder) -> Option<ColumnOrder> {
    let (mut plain, mut open, mut dots) = (0usize, 0usize, 0usize);
    let mut only = [0usize; 3];
    for text in samples {
        match shape(text) {
            None => {}
            Some(Shape::Plain(_)) => plain += 1,
            Some(Shape::Numbers(numbers)) => {
                let fits = ORDERS.map(|order| numbers.date(order).is_some());
                match fits.iter().filter(|fit| **fit).count() {
                    0 => {}
                    1 => {
                        for (votes, fit) in only.iter_mut().zip(fits) {
                            *votes += usize::from(fit);
                        }
                    }
                    _ => {
                        open += 1;
                        dots += usize::from(numbers.separator == '.');
                    }
                }
            }
        }
    }
    let decided = only.iter().filter(|votes| **votes > 0).count();
    if decided > 0 {
        let order = ORDERS.into_iter().zip(only).max_by_key(|(_, votes)| *votes).map(|(order, _)| order)?;
        let certainty = if decided == 1 { Certainty::Decided } else { Certainty::Conflicting };
        return Some(ColumnOrder { order, certainty });
    }
    if open > 0 {
        let order = if dots * 2 > open {
            DateOrder::Dmy
        } else if usual == DateOrder::Ymd {
            DateOrder::Mdy
        } else {
            usual
        };
        return Some(ColumnOrder { order, certainty: Certainty::Ambiguous });
    }
    (plain > 0).then_some(ColumnOrder { order: DateOrder::Ymd, certainty: Certainty::Decided })
}

enum Shape {
    /// Only one reading, whatever the order.
    Plain(Date),
    Numbers(Numbers),
}

/// Three numbers whose meaning the order decides; the year is not known to be in front.
struct Numbers {
    parts: [Part; 3],
    separator: char,
}

impl Numbers {
    fn date(&self, order: DateOrder) -> Option<Date> {
        let [a, b, c] = self.parts;
        let (year, month, day) = match order {
            DateOrder::Ymd => (a, b, c),
            DateOrder::Dmy => (c, b, a),
            DateOrder::Mdy => (c, a, b),
        };
        if month.digits > 2 || day.digits > 2 {
            return None;
        }
        civil(full_year(year)?, month.value, day.value)
    }
}

/// Two digits are 1970 to 2069; three are no year.
fn full_year(part: Part) -> Option<i16> {
    match part.digits {
        2 if part.value < 70 => Some(2000 + part.value),
        2 => Some(1900 + part.value),
        4 => Some(part.value),
        _ => None,
    }
}

/// A date of the years people do business in: 0001 and 9999 in a file are placeholders, not dates.
fn civil(year: i16, month: i16, day: i16) -> Option<Date> {
    if !(1800..=2999).contains(&year) {
        return None;
    }
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn shape(text: &str) -> Option<Shape> {
    let text = text.trim();
    if text.len() > 64 || !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<i16>().ok();
        return civil(number(0..4)?, number(4..6)?, number(6..8)?).map(Shape::Plain);
    }
    let tokens = tokens(text)?;
    let (date, rest) = split_time(&tokens);
    if !rest.is_empty() && !is_time(rest) {
        return None;
    }
    match date {
        [Token::Number(a), Token::Mark(x), Token::Number(b), Token::Mark(y), Token::Number(c)]
            if x == y && matches!(x, '-' | '.' | '/') =>
        {
            if a.digits == 4 {
                return (b.digits <= 2 && c.digits <= 2)
                    .then(|| civil(a.value, b.value, c.value))?
                    .map(Shape::Plain);
            }
            Some(Shape::Numbers(Numbers { parts: [*a, *b, *c], separator: *x }))
        }
        _ => named(date).map(Shape::Plain),
    }
}

/// Cuts the tokens before the time: at the `T`, or at the space before `hh:`.
fn split_time(tokens: &[Token]) -> (&[Token], &[Token]) {
    let Some(colon) = tokens.iter().position(|token| matches!(token, Token::Mark(':'))) else {
        return (tokens, &[]);
    };
    let before_hour = colon.saturating_sub(1);
    let mut end = before_hour;
    while end > 0 && matches!(tokens[end - 1], Token::Mark(' ' | ',') | Token::Word(Word::T)) {
        end -= 1;
    }
    // Without something between date and time, as in `1:2:2017`, there is no date here.
    if end == before_hour { (&[], tokens) } else { (&tokens[..end], &tokens[before_hour..]) }
}

fn is_time(tokens: &[Token]) -> bool {
    let small = |token: Option<&Token>, limit: i16| matches!(token, Some(Token::Number(part)) if part.digits <= 2 && part.value <= limit);
    small(tokens.first(), 24)
        && matches!(tokens.get(1), Some(Token::Mark(':')))
        && small(tokens.get(2), 59)
        && tokens[3..].iter().all(|token| {
            matches!(token, Token::Number(_) | Token::Mark(':' | '.' | ' ' | '+' | '-' | ','))
                || matches!(token, Token::Word(Word::Zone | Word::HalfDay))
        })
}

/// `1 Mar 2017`, `1. März 2017`, `March 1, 2017`, `01-Mar-17`, `Wed, 1 Mar 2017`.
fn named(tokens: &[Token]) -> Option<Date> {
    let mut meaning = Vec::with_capacity(3);
    for token in tokens {
        match token {
            Token::Number(_) | Token::Month(_) => meaning.push(*token),
            Token::Word(Word::Weekday | Word::Filler) | Token::Mark(' ' | ',' | '.' | '-' | '/') => {}
            Token::Word(_) | Token::Mark(_) => return None,
        }
    }
    let (year, month, day) = match meaning.as_slice() {
        [Token::Number(day), Token::Month(month), Token::Number(year)] if day.digits <= 2 => {
            (year, month, day)
        }
        [Token::Month(month), Token::Number(day), Token::Number(year)] if day.digits <= 2 => {
            (year, month, day)
        }
        [Token::Number(year), Token::Month(month), Token::Number(day)]
            if year.digits == 4 && day.digits <= 2 =>
        {
            (year, month, day)
        }
        _ => return None,
    };
    civil(full_year(*year)?, *month, day.value)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::{Certainty, ColumnOrder, DateOrder, infer, is_date, parse};

    #[test]
    fn the_same_day_is_read_from_every_common_way_to_write_it() {
        let first_of_march = Some(date(2017, 3, 1));
        for text in [
            "2017-03-01",
            "2017/03/01",
            "2017.3.1",
            "20170301",
            "2017-03-01T10:00:00Z",
            "2017-03-01 10:00:00",
            "2017-03-01T10:00:00.123456+02:00",
            "1 Mar 2017",
            "01-Mar-17",
            "March 1, 2017",
            "Mar 1st, 2017",
            "1. März 2017",
            "1. Mrz. 2017",
            "Wed, 1 Mar 2017",
            "Mittwoch, 1. März 2017",
            " 2017-03-01 ",
        ] {
            for order in [DateOrder::Ymd, DateOrder::Dmy, DateOrder::Mdy] {
                assert_eq!(parse(text, order), first_of_march, "{text} in {order}");
            }
        }
        for (text, order) in [
            ("01.03.2017", DateOrder::Dmy),
            ("1.3.17", DateOrder::Dmy),
            ("01/03/2017", DateOrder::Dmy),
            ("01.03.2017 10:00", DateOrder::Dmy),
            ("01.03.2017, 10:00 Uhr", DateOrder::Dmy),
            ("3/1/2017", DateOrder::Mdy),
            ("03-01-2017", DateOrder::Mdy),
            ("3/1/2017 10:00 AM", DateOrder::Mdy),
            ("17-03-01", DateOrder::Ymd),
        ] {
            assert_eq!(parse(text, order), first_of_march, "{text} in {order}");
        }
    }

    #[test]
    fn a_date_that_does_not_fit_the_order_is_refused_and_not_turned_around() {
        assert_eq!(parse("31/12/2017", DateOrder::Mdy), None);
        assert_eq!(parse("12/31/2017", DateOrder::Dmy), None);
        assert!(is_date("31/12/2017") && is_date("12/31/2017"));
    }

    #[test]
    fn numbers_words_and_times_alone_are_no_dates() {
        for text in [
            "",
            "42795",
            "1234",
            "March",
            "10:00",
            "2017",
            "2017-13-01",
            "30.02.2017",
            "29.02.2017",
            "1.2",
            "1.234.567",
            "2017-03",
            "0001-01-01",
            "+49 30 123456",
            "1054",
            "192.168.1.1",
            "v1.2.3",
            "Maya 12 2017x",
            "1:2:2017",
            "20171301",
            "99999999",
            "may 1 2 2017",
        ] {
            assert!(!is_date(text), "{text}");
        }
    }

    #[test]
    fn one_value_above_twelve_decides_the_column() {
        let order = |samples: &[&str]| infer(samples.iter().copied(), DateOrder::Mdy);
        let decided = |order| Some(ColumnOrder { order, certainty: Certainty::Decided });
        let open = |order| Some(ColumnOrder { order, certainty: Certainty::Ambiguous });
        assert_eq!(order(&["3/1/2017", "3/31/2017"]), decided(DateOrder::Mdy));
        assert_eq!(order(&["3/1/2017", "31/3/2017"]), decided(DateOrder::Dmy));
        assert_eq!(order(&["2017-03-01", ""]), decided(DateOrder::Ymd));
        assert_eq!(order(&["3/1/2017"]), open(DateOrder::Mdy));
        assert_eq!(order(&["01.03.2017"]), open(DateOrder::Dmy));
        assert_eq!(infer(["3/1/2017"], DateOrder::Dmy), open(DateOrder::Dmy));
        assert_eq!(order(&["n/a", ""]), None);
        assert_eq!(
            order(&["13/1/2017", "1/13/2017", "14/1/2017"]),
            Some(ColumnOrder { order: DateOrder::Dmy, certainty: Certainty::Conflicting })
        );
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(year in 1970i16..2070, month in 1i8..=12, day in 1i8..=28) {
            let day = date(year, month, day);
            for (format, order) in [
                ("%Y-%m-%d", DateOrder::Dmy), ("%d.%m.%Y", DateOrder::Dmy), ("%m/%d/%Y", DateOrder::Mdy),
                ("%d %b %Y", DateOrder::Mdy), ("%B %d, %Y", DateOrder::Ymd), ("%Y%m%d", DateOrder::Mdy),
                ("%Y-%m-%dT10:00:00Z", DateOrder::Mdy), ("%d/%m/%y", DateOrder::Dmy), ("%A, %d %B %Y", DateOrder::Dmy),
            ] {
                let text = day.strftime(format).to_string();
                prop_assert_eq!(parse(&text, order), Some(day), "{} as {}", text, order);
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC*|[0-9T:./ ,+Zamp-]{0,40}") {
            for order in [DateOrder::Ymd, DateOrder::Dmy, DateOrder::Mdy] {
                prop_assert!(parse(&text, order).is_none() || is_date(&text));
            }
            let _ = infer([text.as_str()], DateOrder::Mdy);
        }
    }
}
