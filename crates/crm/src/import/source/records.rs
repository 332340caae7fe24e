//! The rows of a file one after another, in bounded memory: whole ones as fields, others with what is wrong with them.

use crate::{Message, message};
use std::io::{self, Read};

use csv::{ByteRecord, StringRecord};

use super::decode::TextReader;
use super::split::{Broken, Place, RECORD_LIMIT, Splitter};

/// The longest value that is read.
pub const FIELD_LIMIT: usize = 256 * 1024;
const BATCH: usize = 64 * 1024;

/// A row with as many fields as the file has columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    pub place: Place,
    pub fields: StringRecord,
}

/// A row that cannot be read as a record; its fields are what could be saved of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokenRow {
    pub place: Place,
    pub fields: Vec<String>,
    pub reason: RowReason,
}

/// What is wrong with a row before any of its values was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowReason {
    UnclosedQuote { line: u64 },
    FieldCount { found: usize, expected: usize },
    TooLong,
    FieldTooLong { column: usize },
}

impl RowReason {
    #[must_use]
    pub fn message(&self) -> Message {
        match *self {
            Self::UnclosedQuote { line } => message!(
                "A quotation mark opens in line {line} and is never closed. Close it, or double it where it is part of the text",
                line
            ),
            Self::FieldCount { found, expected } if found < expected => message!(
                "The row has {found} values but the file has {expected} columns. A separator or a quotation mark is missing",
                found,
                expected
            ),
            Self::FieldCount { found, expected } => message!(
                "The row has {found} values but the file has {expected} columns. A separator or a quotation mark is too many",
                found,
                expected
            ),
            Self::TooLong => {
                message!(
                    "The row is longer than {limit} KiB, which no row of a table is",
                    limit = RECORD_LIMIT / 1024
                )
            }
            Self::FieldTooLong { column } => message!(
                "The value in column {column} is longer than {limit} KiB",
                column,
                limit = FIELD_LIMIT / 1024
            ),
        }
    }
}

/// One row of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    Whole(Record),
    Broken(BrokenRow),
}

/// Rows in the order of the file.
pub struct Rows<R> {
    splitter: Splitter<R>,
    delimiter: u8,
    /// How many values a row has to have; `None` takes any number.
    columns: Option<usize>,
    batch: Option<Batch>,
    /// A broken row found behind the batch.
    behind: Option<BrokenRow>,
    ended: bool,
}

/// Raw records handed to the csv crate together: one reader for each would cost more than the parsing.
struct Batch {
    reader: csv::Reader<io::Cursor<Vec<u8>>>,
    places: std::vec::IntoIter<Place>,
}

impl<R: Read> Rows<R> {
    pub(super) fn new(input: TextReader<R>, delimiter: u8, columns: Option<usize>) -> Self {
        let mut splitter = Splitter::new(input, delimiter);
        if let Some(columns) = columns {
            splitter.expect(columns);
        }
        Self { splitter, delimiter, columns, batch: None, behind: None, ended: false }
    }

    /// Characters that were guessed or replaced so far because they are not of the file's encoding.
    #[must_use]
    pub fn repaired(&self) -> u64 {
        self.splitter.repaired()
    }

    /// NUL characters passed over so far.
    #[must_use]
    pub fn nuls(&self) -> u64 {
        self.splitter.nuls()
    }

    fn next_row(&mut self) -> io::Result<Option<Row>> {
        loop {
            if let Some(batch) = &mut self.batch {
                let mut fields = ByteRecord::new();
                let read = batch.reader.read_byte_record(&mut fields).map_err(io::Error::from)?;
                if let (true, Some(place)) = (read, batch.places.next()) {
                    if let Some(row) = self.row(place, fields) {
                        return Ok(Some(row));
                    }
                    continue;
                }
                self.batch = None;
            }
            if let Some(broken) = self.behind.take() {
                return Ok(Some(Row::Broken(broken)));
            }
            if self.ended {
                return Ok(None);
            }
            self.read_batch()?;
        }
    }

    /// `None` for a row whose every value is empty: spreadsheets write them below their data.
    fn row(&mut self, place: Place, fields: ByteRecord) -> Option<Row> {
        if fields.iter().all(|field| field.trim_ascii().is_empty()) {
            return None;
        }
        let found = fields.len();
        let expected = self.columns.unwrap_or(found);
        let too_long = fields.iter().position(|field| field.len() > FIELD_LIMIT);
        let surplus = fields.iter().skip(expected).any(|field| !field.trim_ascii().is_empty());
        let reason = if let Some(at) = too_long {
            Some(RowReason::FieldTooLong { column: at + 1 })
        } else if found < expected || surplus {
            Some(RowReason::FieldCount { found, expected })
        } else {
            None
        };
        // The decoder only lets UTF-8 out, so nothing is replaced here.
        let mut fields = StringRecord::from_byte_record_lossy(fields);
        Some(match reason {
            Some(reason) => {
                let fields = fields.iter().map(|field| shortened(field).to_owned()).collect();
                Row::Broken(BrokenRow { place, fields, reason })
            }
            None => {
                fields.truncate(expected);
                Row::Whole(Record { place, fields })
            }
        })
    }

    fn read_batch(&mut self) -> io::Result<()> {
        let mut text = Vec::with_capacity(BATCH + BATCH / 4);
        let mut places = Vec::new();
        while text.len() < BATCH {
            let Some(piece) = self.splitter.next()? else {
                self.ended = true;
                break;
            };
            if let Some(broken) = piece.broken {
                let reason = match broken {
                    Broken::UnclosedQuote { line } => RowReason::UnclosedQuote { line },
                    Broken::TooLong => RowReason::TooLong,
                };
                let raw = String::from_utf8_lossy(piece.bytes);
                let fields =
                    raw.split(char::from(self.delimiter)).map(|field| shortened(field).to_owned()).collect();
                self.behind = Some(BrokenRow { place: piece.place, fields, reason });
                break;
            }
            text.extend_from_slice(piece.bytes);
            text.push(b'\n');
            places.push(piece.place);
        }
        if !places.is_empty() {
            let reader = csv::ReaderBuilder::new()
                .delimiter(self.delimiter)
                .has_headers(false)
                .flexible(true)
                .from_reader(io::Cursor::new(text));
            self.batch = Some(Batch { reader, places: places.into_iter() });
        }
        Ok(())
    }
}

impl<R: Read> Iterator for Rows<R> {
    type Item = io::Result<Row>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_row().transpose()
    }
}

/// A value of a broken row, cut where it is long: the error file is to be read by people.
fn shortened(field: &str) -> &str {
    const KEPT: usize = 4 * 1024;
    let mut end = field.len().min(KEPT);
    while !field.is_char_boundary(end) {
        end -= 1;
    }
    &field[..end]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{FIELD_LIMIT, Row, RowReason, Rows, TextReader};
    use crate::import::source::encoding::TextEncoding;

    fn rows(text: &str, delimiter: u8, columns: Option<usize>) -> Vec<Row> {
        let input = TextReader::new(text.as_bytes(), TextEncoding::PLAIN_UTF_8);
        Rows::new(input, delimiter, columns).map(Result::unwrap).collect()
    }

    fn whole(rows: &[Row]) -> Vec<Vec<&str>> {
        rows.iter()
            .filter_map(|row| match row {
                Row::Whole(record) => Some(record.fields.iter().collect()),
                Row::Broken(_) => None,
            })
            .collect()
    }

    fn reasons(rows: &[Row]) -> Vec<(u64, String)> {
        rows.iter()
            .filter_map(|row| match row {
                Row::Whole(_) => None,
                Row::Broken(broken) => Some((broken.place.row, broken.reason.message().to_string())),
            })
            .collect()
    }

    #[test]
    fn ragged_rows_are_kept_with_their_reason_and_the_others_are_read() {
        let found = rows("a,b,c\n1,2\n3,4,5\n6,7,8,9\n10,11,12,,\n,,\n13,14,15", b',', Some(3));
        assert_eq!(whole(&found), [["a", "b", "c"], ["3", "4", "5"], ["10", "11", "12"], ["13", "14", "15"]]);
        let expected = RowReason::FieldCount { found: 2, expected: 3 };
        assert!(expected.message().to_string().contains("missing"));
        assert_eq!(reasons(&found)[0], (2, expected.message().to_string()));
        assert_eq!(reasons(&found)[1].0, 4);
        assert!(matches!(&found[1], Row::Broken(broken) if broken.fields == ["1", "2"]));
    }

    #[test]
    fn an_overlong_value_is_a_row_error_and_not_a_crash() {
        let found = rows(&format!("a,b\n1,{}\n2,x\n", "y".repeat(FIELD_LIMIT + 1)), b',', Some(2));
        assert_eq!(reasons(&found), [(2, RowReason::FieldTooLong { column: 2 }.message().to_string())]);
        assert_eq!(whole(&found).len(), 2);
    }

    #[test]
    fn the_order_of_good_and_broken_rows_is_that_of_the_file() {
        let found = rows("a,b\n1,2\n3,\"x\n5,6\n", b',', Some(2));
        assert!(matches!(&found[2], Row::Broken(broken)
            if broken.reason == RowReason::UnclosedQuote { line: 3 } && broken.fields == ["3", "\"x"]));
        assert!(matches!(&found[3], Row::Whole(_)));
    }

    proptest! {
        #[test]
        fn well_formed_files_come_back_as_they_were_written(
            table in (1usize..6).prop_flat_map(|width| proptest::collection::vec(
                proptest::collection::vec("[a-zäß\",;\n\r ]{0,12}x", width), 1..30)),
            delimiter in prop_oneof![Just(b','), Just(b';'), Just(b'\t'), Just(b'|')],
        ) {
            let mut writer = csv::WriterBuilder::new().delimiter(delimiter).quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
            for record in &table {
                writer.write_record(record).unwrap();
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let width = table[0].len();
            let found = rows(&text, delimiter, Some(width));
            prop_assert_eq!(whole(&found), table);
        }

        #[test]
        fn any_text_is_read_as_the_csv_crate_reads_it_or_reported(text in "[ab\",\n\r]{0,60}") {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
            let theirs: Vec<Vec<String>> = reader.records()
                .map(|record| record.unwrap().iter().map(str::to_owned).collect())
                .filter(|record: &Vec<String>| record.iter().any(|field| !field.trim_ascii().is_empty()))
                .collect();
            let ours = rows(&text, b',', None);
            let any_quote_trouble = ours.iter().any(|row| matches!(row, Row::Broken(broken)
                if matches!(broken.reason, RowReason::UnclosedQuote { .. })));
            if !any_quote_trouble {
                let fields: Vec<Vec<String>> = ours.into_iter().map(|row| match row {
                    Row::Broken(broken) => broken.fields,
                    Row::Whole(record) => record.fields.iter().map(str::to_owned).collect(),
                }).collect();
                prop_assert_eq!(fields, theirs);
            }
        }

        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), delimiter in any::<u8>()) {
            let input = TextReader::new(bytes.as_slice(), TextEncoding::PLAIN_UTF_8);
            for row in Rows::new(input, delimiter, None) {
                row.unwrap();
            }
        }
    }
}
