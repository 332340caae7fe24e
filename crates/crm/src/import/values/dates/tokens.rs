//! The numbers, words and marks of a cell that may be a date; months and weekdays in English and German.

/// A number, and how many digits it was written with.
#[derive(Clone, Copy)]
pub(super) struct Part {
    pub(super) value: i16,
    pub(super) digits: usize,
}

#[derive(Clone, Copy)]
pub(super) enum Token {
    Number(Part),
    /// A month, 1 to 12.
    Month(i16),
    /// The `T` or `Z` of ISO 8601, `AM` and `PM`, a weekday, an ordinal's ending, `of`.
    Word(Word),
    Mark(char),
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Word {
    T,
    Zone,
    HalfDay,
    Weekday,
    Filler,
}

pub(super) fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::with_capacity(12);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let run = |same: fn(char) -> bool| rest.find(|c: char| !same(c)).unwrap_or(rest.len());
        let taken = if first.is_ascii_digit() {
            let end = run(|c| c.is_ascii_digit());
            let digits = &rest[..end];
            // Fractions of a second may be long; they never carry the date.
            let value = digits.get(..end.min(4))?.parse().ok()?;
            tokens.push(Token::Number(Part { value, digits: end }));
            end
        } else if first.is_alphabetic() {
            let end = run(char::is_alphabetic);
            tokens.push(word(&rest[..end])?);
            end
        } else if first.is_whitespace() {
            if !matches!(tokens.last(), Some(Token::Mark(' '))) {
                tokens.push(Token::Mark(' '));
            }
            first.len_utf8()
        } else if matches!(first, '-' | '.' | '/' | ',' | ':' | '+') {
            tokens.push(Token::Mark(first));
            1
        } else {
            return None;
        };
        rest = &rest[taken..];
    }
    Some(tokens)
}

fn word(text: &str) -> Option<Token> {
    let lower = text.to_lowercase();
    let word = match lower.as_str() {
        "t" => Word::T,
        "z" | "utc" | "gmt" => Word::Zone,
        "am" | "pm" | "uhr" => Word::HalfDay,
        "st" | "nd" | "rd" | "th" | "of" => Word::Filler,
        _ => {
            if WEEKDAYS
                .iter()
                .any(|day| lower == *day || lower == day[..2] || Some(lower.as_str()) == day.get(..3))
            {
                return Some(Token::Word(Word::Weekday));
            }
            return month(&lower).map(Token::Month);
        }
    };
    Some(Token::Word(word))
}

const WEEKDAYS: [&str; 14] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
];

/// English and German, in full or cut after three letters or more (`Sept`, `Mär`).
const MONTHS: [&[&str]; 12] = [
    &["january", "januar", "jänner"],
    &["february", "februar", "feber"],
    &["march", "märz", "maerz", "mrz"],
    &["april"],
    &["may", "mai"],
    &["june", "juni"],
    &["july", "juli"],
    &["august"],
    &["september"],
    &["october", "oktober"],
    &["november"],
    &["december", "dezember"],
];

fn month(lower: &str) -> Option<i16> {
    if lower.chars().count() < 3 {
        return None;
    }
    let found = MONTHS.iter().position(|names| names.iter().any(|name| name.starts_with(lower)))?;
    i16::try_from(found + 1).ok()
}
