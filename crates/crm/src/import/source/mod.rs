//! A delimited text file on disk: found out about once, then read row by row however large it is.
//!
//! It knows encodings, delimiters and quotes; what the columns mean is `mapping`'s.

mod decode;
pub mod delimiter;
pub mod encoding;
pub mod file_kind;
pub mod header;
mod open;
pub mod records;
pub mod split;
mod table;

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

pub use delimiter::Delimiter;
pub use encoding::TextEncoding;
pub use records::{BrokenRow, Record, Row, RowReason, Rows};
pub use split::Place;

use decode::TextReader;

/// How a file is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Format {
    pub encoding: TextEncoding,
    pub delimiter: Delimiter,
    /// Whether the first row names the columns and holds no data.
    pub has_header: bool,
    /// Rows above the first one of the table: a title, a date, Excel's own line `sep=;`.
    pub above: usize,
}

/// A file that was looked through once.
#[derive(Clone, Debug)]
pub struct Source {
    path: PathBuf,
    pub size: u64,
    /// Equal for equal contents: tells whether a file is the one read before.
    pub fingerprint: String,
    pub format: Format,
    /// Rows that hold something, without the header; broken ones are among them.
    pub row_count: u64,
    /// One name for each column.
    pub columns: Vec<String>,
    /// The first rows of data, for the eye and for finding out what the columns hold.
    pub samples: Vec<Vec<String>>,
    /// What is odd about the file and was dealt with.
    pub notices: Vec<Notice>,
    first_row: Vec<String>,
}

/// Something odd about a file that does not keep it from being read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Notice {
    #[error(
        "{count} characters were not {encoding} and were read as their likeliest letters; look at the names with accents"
    )]
    Repaired { count: u64, encoding: &'static str },
    #[error("{0} NUL characters were left out")]
    Nuls(u64),
    #[error("Several columns are called “{0}”; they are told apart by a number")]
    SharedName(String),
    #[error("Column {0} has no name in the header")]
    Nameless(usize),
    #[error("{0} rows above the table were passed over")]
    Above(usize),
    #[error("The file has a header and no rows")]
    OnlyHeader,
}

/// Why a file cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    #[error(
        "“{name}” could not be read: {source}. Nothing was imported; check that the file is there and may be read"
    )]
    Io { name: String, source: io::Error },
    #[error("“{0}” is empty. Nothing was imported; export it again and check that rows were selected")]
    Empty(String),
    #[error("“{name}” is {what}, which cannot be imported yet. {instead}, then import that file")]
    NotYet { name: String, what: &'static str, instead: &'static str },
    #[error(
        "“{name}” is not a CSV file; it is {what}. Nothing was imported; choose a file with rows and columns of text"
    )]
    NotText { name: String, what: &'static str },
    #[error(
        "“{0}” was changed while it was being imported. What was imported until then is kept; start the import again"
    )]
    Changed(String),
}

impl Source {
    /// Looks through the file: its beginning closely, the rest once for its encoding, size and number of rows.
    pub fn open(path: &Path) -> Result<Self, SourceError> {
        open::open(path)
    }

    /// The file's name without its folder.
    #[must_use]
    pub fn name(&self) -> String {
        open::name(&self.path)
    }

    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The same file with its first row taken as a header or as data, against what was detected.
    #[must_use]
    pub fn with_header(mut self, has_header: bool) -> Self {
        if self.format.has_header == has_header {
            return self;
        }
        self.format.has_header = has_header;
        if has_header {
            self.row_count = self.row_count.saturating_sub(1);
            if !self.samples.is_empty() {
                self.samples.remove(0);
            }
        } else {
            self.row_count += 1;
            self.samples.insert(0, self.first_row.clone());
        }
        self.name_columns();
        self
    }

    fn name_columns(&mut self) {
        let header = self.format.has_header.then_some(self.first_row.as_slice());
        let names = header::names(header, self.first_row.len());
        self.columns = names.columns;
        self.notices
            .retain(|notice| matches!(notice, Notice::Repaired { .. } | Notice::Nuls(_) | Notice::Above(_)));
        self.notices.extend(names.shared.into_iter().map(Notice::SharedName));
        self.notices.extend(names.nameless.into_iter().map(Notice::Nameless));
        if self.format.has_header && self.row_count == 0 {
            self.notices.push(Notice::OnlyHeader);
        }
    }

    /// The rows of data from the first one on.
    pub fn rows(&self) -> Result<impl Iterator<Item = Result<Row, SourceError>> + use<>, SourceError> {
        let name = self.name();
        let file = File::open(&self.path).map_err(|source| SourceError::Io { name: name.clone(), source })?;
        let input = TextReader::new(file, self.format.encoding);
        let rows = Rows::new(input, self.format.delimiter.byte(), Some(self.first_row.len()));
        // A row that is broken above the header is still told.
        let mut header_to_come = self.format.has_header;
        Ok(rows
            .skip(self.format.above)
            .filter(move |row| !(matches!(row, Ok(Row::Whole(_))) && std::mem::take(&mut header_to_come)))
            .map(move |row| row.map_err(|source| SourceError::Io { name: name.clone(), source })))
    }
}
