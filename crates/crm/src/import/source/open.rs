//! The one look through a file before it is read: 1 MiB closely, the rest for what only the whole can tell.

use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::Path;

use super::decode::TextReader;
use super::delimiter::{self, Delimiter};
use super::encoding::{self, TextEncoding, Utf8Census};
use super::file_kind::{self, Foreign};
use super::records::{Row, Rows};
use super::split::Splitter;
use super::table::{SampleRow, Table};
use super::{Format, Notice, Source, SourceError, header};

const SAMPLE: usize = 1024 * 1024;
/// Rows kept as samples: enough that a column empty at the top still shows what it holds.
const SAMPLE_ROWS: usize = 500;

pub(super) fn name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

pub(super) fn open(path: &Path) -> Result<Source, SourceError> {
    let io_error = |source| SourceError::Io { name: name(path), source };
    let mut file = File::open(path).map_err(io_error)?;
    if file.metadata().map_err(io_error)?.is_dir() {
        return Err(io_error(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder")));
    }
    let mut sample = Vec::new();
    file.by_ref().take(SAMPLE as u64).read_to_end(&mut sample).map_err(io_error)?;
    let marked = encoding::by_beginning(&sample);
    refuse_other_kinds(path, &sample, marked)?;
    file.rewind().map_err(io_error)?;
    let whole = whole(&mut file, marked).map_err(io_error)?;

    let sample = sample_text(&sample, whole.encoding);
    if sample.trim().is_empty() && whole.size <= SAMPLE as u64 {
        return Err(SourceError::Empty(name(path)));
    }
    let named = delimiter::named_on_top(&sample);
    let (delimiter, skipped) = named.unwrap_or_else(|| (delimiter::detect(&sample), 0));
    let Some(table) = Table::find(sample_rows(&sample[skipped..], delimiter)) else {
        return Err(SourceError::Empty(name(path)));
    };
    let Table { above, first_row, rows } = table;
    file.rewind().map_err(io_error)?;
    let counted = count(&mut file, whole.encoding, delimiter, first_row.len()).map_err(io_error)?;

    let encoding = whole.encoding;
    let mut notices = Vec::new();
    if counted.repaired > 0 {
        notices.push(Notice::Repaired { count: counted.repaired, encoding: encoding.name() });
    }
    if counted.nuls > 0 {
        notices.push(Notice::Nuls(counted.nuls));
    }
    if above > 0 {
        notices.push(Notice::Above(above));
    }
    let above = above + usize::from(named.is_some());
    let has_header = header::is_header(&first_row, &rows);
    let mut source = Source {
        path: path.to_owned(),
        size: whole.size,
        fingerprint: whole.fingerprint,
        format: Format { encoding, delimiter, has_header: true, above },
        row_count: counted.rows.saturating_sub(1 + above as u64),
        columns: Vec::new(),
        samples: rows,
        notices,
        first_row,
    };
    source.name_columns();
    Ok(source.with_header(has_header))
}

fn refuse_other_kinds(path: &Path, sample: &[u8], marked: Option<TextEncoding>) -> Result<(), SourceError> {
    match file_kind::recognise(sample) {
        Some(Foreign::NotYet { what, instead }) => {
            return Err(SourceError::NotYet { name: name(path), what, instead });
        }
        Some(Foreign::Never { what }) => return Err(SourceError::NotText { name: name(path), what }),
        None => {}
    }
    let wide = marked.is_some_and(|marked| marked.encoding != encoding_rs::UTF_8);
    if !wide && file_kind::is_binary(sample) {
        return Err(SourceError::NotText {
            name: name(path),
            what: "a file of another program and holds no text",
        });
    }
    Ok(())
}

struct Whole {
    encoding: TextEncoding,
    size: u64,
    fingerprint: String,
}

fn whole(file: &mut File, marked: Option<TextEncoding>) -> io::Result<Whole> {
    let mut census = Utf8Census::default();
    let mut fingerprint = Fingerprint::new();
    let mut size = 0;
    let mut piece = vec![0; 256 * 1024];
    loop {
        let read = match file.read(&mut piece) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        size += read as u64;
        fingerprint.feed(&piece[..read]);
        if marked.is_none() {
            census.feed(&piece[..read]);
        }
    }
    Ok(Whole {
        encoding: marked.unwrap_or_else(|| census.encoding()),
        size,
        fingerprint: fingerprint.finish(size),
    })
}

/// Two FNV-1a sums over words of eight bytes. It tells one export from another; it does not withstand someone who
/// builds two files to look the same, and nothing rests on that.
struct Fingerprint {
    sums: [u64; 2],
    rest: Vec<u8>,
}

impl Fingerprint {
    const PRIMES: [u64; 2] = [0x0000_0100_0000_01b3, 0x9e37_79b9_7f4a_7c15];

    fn new() -> Self {
        Self { sums: [0xcbf2_9ce4_8422_2325, 0x8422_2325_cbf2_9ce4], rest: Vec::with_capacity(8) }
    }

    fn feed(&mut self, bytes: &[u8]) {
        let missing = if self.rest.is_empty() { 0 } else { (8 - self.rest.len()).min(bytes.len()) };
        self.rest.extend_from_slice(&bytes[..missing]);
        if self.rest.len() == 8 {
            let word = std::mem::take(&mut self.rest);
            self.word(&word);
        }
        let words = bytes[missing..].chunks_exact(8);
        let rest = words.remainder();
        for word in words {
            self.word(word);
        }
        self.rest.extend_from_slice(rest);
    }

    fn word(&mut self, bytes: &[u8]) {
        let mut word = [0; 8];
        word[..bytes.len()].copy_from_slice(bytes);
        let word = u64::from_le_bytes(word);
        for (sum, prime) in self.sums.iter_mut().zip(Self::PRIMES) {
            *sum = (*sum ^ word).wrapping_mul(prime).rotate_left(23);
        }
    }

    fn finish(mut self, size: u64) -> String {
        let rest = std::mem::take(&mut self.rest);
        self.word(&rest);
        self.word(&size.to_le_bytes());
        format!("{:016x}{:016x}", self.sums[0], self.sums[1])
    }
}

/// The sample as text up to its last whole line.
fn sample_text(sample: &[u8], encoding: TextEncoding) -> String {
    let mut text = Vec::new();
    let mut reader = TextReader::new(sample, encoding);
    while reader.fill(&mut text).unwrap_or(false) {}
    let mut text = String::from_utf8(text).unwrap_or_default();
    if sample.len() == SAMPLE
        && let Some(end) = text.rfind(['\n', '\r'])
    {
        text.truncate(end + 1);
    }
    text
}

fn sample_rows(sample: &str, delimiter: Delimiter) -> Vec<SampleRow> {
    let input = TextReader::new(sample.as_bytes(), TextEncoding::PLAIN_UTF_8);
    Rows::new(input, delimiter.byte(), None)
        .map_while(Result::ok)
        .map(|row| match row {
            Row::Whole(record) => SampleRow::Whole(record.fields.iter().map(str::to_owned).collect()),
            Row::Broken(_) => SampleRow::Broken,
        })
        .take(SAMPLE_ROWS + 1)
        .collect()
}

struct Counted {
    rows: u64,
    repaired: u64,
    nuls: u64,
}

fn count(
    file: &mut File,
    encoding: TextEncoding,
    delimiter: Delimiter,
    columns: usize,
) -> io::Result<Counted> {
    let mut splitter = Splitter::new(TextReader::new(file, encoding), delimiter.byte());
    splitter.expect(columns);
    let mut rows = 0;
    while let Some(piece) = splitter.next()? {
        rows += u64::from(piece.broken.is_some() || !is_empty(piece.bytes, delimiter.byte()));
    }
    Ok(Counted { rows, repaired: splitter.repaired(), nuls: splitter.nuls() })
}

/// Whether every value of a raw record is empty, as [`Rows`] passes it over. Only what may be is parsed.
fn is_empty(record: &[u8], delimiter: u8) -> bool {
    let blank = |b: &u8| b.is_ascii_whitespace() || *b == delimiter;
    if record.iter().all(blank) {
        return true;
    }
    if !record.iter().all(|b| blank(b) || *b == b'"') {
        return false;
    }
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(record);
    let mut fields = csv::ByteRecord::new();
    matches!(reader.read_byte_record(&mut fields), Ok(true))
        && fields.iter().all(|field| field.trim_ascii().is_empty())
}
