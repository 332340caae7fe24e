//! Cuts decoded text into raw records, so that a quote that is never closed costs its own line and not the rest of the file.
//!
//! The fields are left to the csv crate. Quotes mean here exactly what they mean there: they open at the start of a
//! field only, and a doubled quote inside is a literal one.

use std::io::{self, Read};

use super::decode::TextReader;

/// The longest record that is read; also how far the end of a quoted field is looked for.
pub const RECORD_LIMIT: usize = 1024 * 1024;
/// How much of a record that is too long is kept for the error file.
const KEPT_OF_TOO_LONG: usize = 4 * 1024;

/// Where a record stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The row a spreadsheet would show it in, counted from 1 with the header.
    pub row: u64,
    /// The line of the file it begins in, counted from 1.
    pub line: u64,
}

/// Why a record cannot be cut from the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Broken {
    /// The line in which the quote opens that nothing closes.
    UnclosedQuote {
        line: u64,
    },
    TooLong,
}

/// One record's bytes, without the line end.
#[derive(Debug)]
pub(super) struct Piece<'a> {
    pub(super) place: Place,
    pub(super) bytes: &'a [u8],
    pub(super) broken: Option<Broken>,
}

pub(super) struct Splitter<R> {
    input: TextReader<R>,
    delimiter: u8,
    /// How many fields a record should have, where that is known.
    expected: Option<usize>,
    text: Vec<u8>,
    /// Where the record being looked at begins in `text`.
    start: usize,
    ended: bool,
    /// Inside a line given up as too long: everything up to its end is passed over.
    skipping: bool,
    next: Place,
}

/// What one look at the text from a record's beginning finds.
enum Look {
    /// A whole record: its length, the length with its line end, its lines and fields, and the first quote in it whose
    /// field spans lines.
    Whole { len: usize, with_end: usize, lines: u64, fields: usize, quote: Option<OpenQuote> },
    /// A quote that cannot be the one that opened: the field it opened spans lines and its end is no end.
    Astray(OpenQuote),
    /// The text ends before the record does.
    Cut(Option<OpenQuote>),
}

/// A quote that opens a field: where, and how many lines into the record.
#[derive(Clone, Copy)]
struct OpenQuote {
    at: usize,
    lines_before: u64,
}

impl<R: Read> Splitter<R> {
    pub(super) fn new(input: TextReader<R>, delimiter: u8) -> Self {
        Self {
            input,
            delimiter,
            expected: None,
            text: Vec::new(),
            start: 0,
            ended: false,
            skipping: false,
            next: Place { row: 1, line: 1 },
        }
    }

    /// From here on a record of several lines whose fields are not this many is taken for an unclosed quote.
    pub(super) fn expect(&mut self, fields: usize) {
        self.expected = Some(fields);
    }

    pub(super) fn repaired(&self) -> u64 {
        self.input.repaired
    }

    pub(super) fn nuls(&self) -> u64 {
        self.input.nuls
    }

    /// The next record that is not blank; `None` at the end of the text.
    pub(super) fn next(&mut self) -> io::Result<Option<Piece<'_>>> {
        loop {
            if self.skipping && !self.skip()? {
                return Ok(None);
            }
            let look = look(&self.text[self.start..], self.delimiter, self.ended);
            let held = self.text.len() - self.start;
            match look {
                Look::Whole { len: 0, with_end, .. } if with_end > 0 => {
                    self.pass(with_end, 1);
                }
                Look::Whole { len, with_end, lines, fields, quote } => {
                    if let (Some(expected), Some(quote)) = (self.expected, quote)
                        && fields != expected
                    {
                        return self.unclosed(quote).map(Some);
                    }
                    if len == 0 {
                        return Ok(None);
                    }
                    let place = self.next;
                    let bytes = self.start..self.start + len;
                    self.pass(with_end, lines);
                    if self.text[bytes.clone()] == *"\u{feff}".as_bytes() {
                        continue;
                    }
                    return Ok(Some(Piece { place, bytes: &self.text[bytes], broken: None }));
                }
                Look::Astray(quote) => return self.unclosed(quote).map(Some),
                Look::Cut(quote) if self.ended || held > RECORD_LIMIT => {
                    return match quote {
                        Some(quote) => self.unclosed(quote).map(Some),
                        None => Ok(Some(self.too_long())),
                    };
                }
                Look::Cut(_) => self.fill()?,
            }
        }
    }

    fn pass(&mut self, bytes: usize, lines: u64) {
        self.start += bytes;
        self.next.row += 1;
        self.next.line += lines;
    }

    fn fill(&mut self) -> io::Result<()> {
        if self.start > 0 {
            self.text.drain(..self.start);
            self.start = 0;
        }
        self.ended = !self.input.fill(&mut self.text)?;
        Ok(())
    }

    /// Gives the record up to the end of the line its quote opens in, and goes on behind that line.
    fn unclosed(&mut self, quote: OpenQuote) -> io::Result<Piece<'_>> {
        let text = &self.text[self.start..];
        let place = self.next;
        let broken = Some(Broken::UnclosedQuote { line: place.line + quote.lines_before });
        let end = text[quote.at..].iter().position(|b| matches!(b, b'\n' | b'\r')).map(|at| quote.at + at);
        let bytes = self.start..self.start + end.unwrap_or(text.len().min(quote.at + KEPT_OF_TOO_LONG));
        match end {
            Some(end) => {
                let with_end = end + line_end(&text[end..]);
                self.pass(with_end, quote.lines_before + 1);
            }
            None => {
                self.start = self.text.len();
                self.next.line += quote.lines_before;
                self.skipping = true;
            }
        }
        Ok(Piece { place, bytes: &self.text[bytes], broken })
    }

    fn too_long(&mut self) -> Piece<'_> {
        let place = self.next;
        let kept = self.start..self.text.len().min(self.start + KEPT_OF_TOO_LONG);
        self.start = self.text.len();
        self.skipping = true;
        Piece { place, bytes: &self.text[kept], broken: Some(Broken::TooLong) }
    }

    /// Passes over the rest of a line; false when the text ends with it.
    fn skip(&mut self) -> io::Result<bool> {
        loop {
            let text = &self.text[self.start..];
            if let Some(end) = text.iter().position(|b| matches!(b, b'\n' | b'\r')) {
                // A line feed behind the carriage return may be in the next piece; it then counts as a blank row
                // nowhere, because the piece is asked for first.
                if end + 1 == text.len() && text[end] == b'\r' && !self.ended {
                    self.fill()?;
                    continue;
                }
                let with_end = end + line_end(&text[end..]);
                self.pass(with_end, 1);
                self.skipping = false;
                return Ok(true);
            }
            if self.ended {
                return Ok(false);
            }
            self.start = self.text.len();
            self.fill()?;
        }
    }
}

fn line_end(text: &[u8]) -> usize {
    if text.starts_with(b"\r\n") { 2 } else { 1 }
}

fn look(text: &[u8], delimiter: u8, ended: bool) -> Look {
    let mut at = 0;
    let (mut lines, mut fields) = (1u64, 1usize);
    let mut quote: Option<OpenQuote> = None;
    let mut field_start = true;
    while let Some(&byte) = text.get(at) {
        match byte {
            b'"' if field_start => {
                let open = OpenQuote { at, lines_before: lines - 1 };
                match quoted(&text[at + 1..], delimiter, &mut lines, ended) {
                    Quoted::Closed(len) => at += 1 + len,
                    Quoted::Astray => return Look::Astray(open),
                    Quoted::Cut => return Look::Cut(Some(open)),
                    Quoted::Unsure => return Look::Cut(None),
                }
                if lines - 1 > open.lines_before {
                    quote.get_or_insert(open);
                }
                field_start = false;
            }
            b'\n' | b'\r' => {
                // Whether a line feed follows the carriage return is only known once there is more.
                if byte == b'\r' && at + 1 == text.len() && !ended {
                    return Look::Cut(None);
                }
                return Look::Whole { len: at, with_end: at + line_end(&text[at..]), lines, fields, quote };
            }
            _ => {
                field_start = byte == delimiter;
                fields += usize::from(field_start);
                at += 1;
            }
        }
    }
    if ended { Look::Whole { len: at, with_end: at, lines, fields, quote } } else { Look::Cut(None) }
}

enum Quoted {
    /// The quote is closed; the length up to and with the closing quote.
    Closed(usize),
    Astray,
    Cut,
    /// A quote is the last thing there is, and it may be the first of two.
    Unsure,
}

fn quoted(text: &[u8], delimiter: u8, lines: &mut u64, ended: bool) -> Quoted {
    let mut at = 0;
    let lines_before = *lines;
    while let Some(&byte) = text.get(at) {
        match byte {
            b'"' => match text.get(at + 1) {
                Some(b'"') => at += 2,
                Some(b'\n' | b'\r') => return Quoted::Closed(at + 1),
                Some(next) if *next == delimiter => return Quoted::Closed(at + 1),
                None if ended => return Quoted::Closed(at + 1),
                None => return Quoted::Unsure,
                // `"5" disk` on one line is sloppy but clear; over several lines it is another field's quote.
                Some(_) if *lines > lines_before => return Quoted::Astray,
                Some(_) => return Quoted::Closed(at + 1),
            },
            b'\n' => {
                *lines += 1;
                at += 1;
            }
            b'\r' => {
                *lines += u64::from(text.get(at + 1) != Some(&b'\n'));
                at += 1;
            }
            _ => at += 1,
        }
    }
    Quoted::Cut
}

#[cfg(test)]
mod tests {
    use super::{Broken, RECORD_LIMIT, Splitter, TextReader};
    use crate::import::source::encoding::TextEncoding;

    fn split(text: &str, expected: Option<usize>) -> Vec<(u64, u64, String, Option<Broken>)> {
        let mut splitter = Splitter::new(TextReader::new(text.as_bytes(), TextEncoding::PLAIN_UTF_8), b',');
        if let Some(expected) = expected {
            splitter.expect(expected);
        }
        let mut found = Vec::new();
        while let Some(piece) = splitter.next().unwrap() {
            let text = String::from_utf8(piece.bytes.to_vec()).unwrap();
            found.push((piece.place.row, piece.place.line, text, piece.broken));
        }
        found
    }

    fn lines(text: &str, expected: Option<usize>) -> Vec<(u64, u64, String, bool)> {
        split(text, expected)
            .into_iter()
            .map(|(row, line, text, broken)| (row, line, text, broken.is_some()))
            .collect()
    }

    #[test]
    fn records_keep_their_row_and_line_over_blank_rows_and_quoted_line_breaks() {
        assert_eq!(
            lines("a,b\r\n\r\n1,\"x\r\ny\"\r\n2,z\r\n", None),
            [(1, 1, "a,b".into(), false), (3, 3, "1,\"x\r\ny\"".into(), false), (4, 5, "2,z".into(), false),]
        );
        assert_eq!(lines("a\rb\rc", None).len(), 3, "old Mac line ends");
        assert_eq!(lines("", None).len(), 0);
        assert_eq!(lines("\n\n\n", None).len(), 0);
        assert_eq!(lines("a,\"b\"", None), [(1, 1, "a,\"b\"".into(), false)]);
    }

    #[test]
    fn an_unclosed_quote_costs_its_own_line_and_is_reported_there() {
        let text = "a,b,c\n1,\"x,y\n2,p,q\n3,\"r\",s\n4,t,u\n";
        let found = split(text, Some(3));
        assert_eq!(found[1], (2, 2, "1,\"x,y".into(), Some(Broken::UnclosedQuote { line: 2 })));
        assert_eq!(
            found[2..].iter().map(|(_, line, text, _)| (*line, text.as_str())).collect::<Vec<_>>(),
            [(3, "2,p,q"), (4, "3,\"r\",s"), (5, "4,t,u"),]
        );
        // Nothing else in the file has a quote: it would have been open to the end.
        let found = split("a,b\n1,\"x\n2,y\n3,z\n", Some(2));
        assert_eq!(found[1].3, Some(Broken::UnclosedQuote { line: 2 }));
        assert_eq!(found.len(), 4);
        // The quote of a later row closes it, but the fields do not add up.
        let found = split("a,b,c\n1,\"x,y\n2,p,\"\n3,q,r\n", Some(3));
        assert_eq!(found[1].3, Some(Broken::UnclosedQuote { line: 2 }));
        assert_eq!(found.last().unwrap().2, "3,q,r");
    }

    #[test]
    fn a_quote_open_for_longer_than_a_record_may_be_is_given_up() {
        let text = format!("a,b\n1,\"x\n{}", "2,some text here\n".repeat(RECORD_LIMIT / 8));
        let found = split(&text, Some(2));
        assert_eq!(found[1].3, Some(Broken::UnclosedQuote { line: 2 }));
        assert_eq!(found.len(), 2 + RECORD_LIMIT / 8);
    }

    #[test]
    fn a_line_too_long_is_passed_over_and_counted() {
        for end in ["\n", "\r\n", "\r"] {
            let text = format!("a,b{end}{}{end}3,c{end}", "x".repeat(3 * RECORD_LIMIT));
            let found = split(&text, Some(2));
            assert_eq!(found[1].3, Some(Broken::TooLong));
            assert!(found[1].2.len() <= 4096);
            assert_eq!((found[2].0, found[2].1, found[2].2.as_str()), (3, 3, "3,c"));
        }
    }

    #[test]
    fn sloppy_quotes_on_one_line_are_read_as_they_stand() {
        assert!(
            lines("5\" disk,\"a\" b,c\n\"5\"\" disk\",x,y\n", Some(3))
                .iter()
                .all(|(_, _, _, broken)| !broken)
        );
    }
}
