//! Which character divides the values of a file.

use serde::{Deserialize, Serialize};

use super::decode::TextReader;
use super::encoding::TextEncoding;
use super::records::{Row, Rows};

/// A separator a file may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Delimiter {
    #[serde(rename = "\t")]
    Tab,
    #[serde(rename = ";")]
    Semicolon,
    #[serde(rename = "|")]
    Bar,
    #[serde(rename = ",")]
    Comma,
}

impl Delimiter {
    /// The likelier one first where two divide a file equally well: commas stand in texts and numbers everywhere.
    pub const ALL: [Self; 4] = [Self::Tab, Self::Semicolon, Self::Bar, Self::Comma];

    #[must_use]
    pub fn byte(self) -> u8 {
        match self {
            Self::Tab => b'\t',
            Self::Semicolon => b';',
            Self::Bar => b'|',
            Self::Comma => b',',
        }
    }
}

/// Rows looked at; a delimiter that is right shows in far fewer.
const ROWS: usize = 200;

/// The delimiter that divides most rows of `sample` into equally many values; the comma where nothing divides it.
/// `sample` ends with a whole line.
#[must_use]
pub fn detect(sample: &str) -> Delimiter {
    let mut best = (Delimiter::Comma, 0.0);
    for delimiter in Delimiter::ALL {
        let evenness = evenness(sample, delimiter);
        if evenness > best.1 + 0.02 {
            best = (delimiter, evenness);
        }
    }
    best.0
}

/// The line `sep=;` Excel writes for itself on top of a file: the delimiter it names and the line's length.
#[must_use]
pub fn named_on_top(sample: &str) -> Option<(Delimiter, usize)> {
    let line = sample.split_inclusive('\n').next()?;
    let content = line.trim_end_matches(['\r', '\n']).trim_matches('"');
    let named = content.get(..4).filter(|key| key.eq_ignore_ascii_case("sep=")).and(content.get(4..))?;
    let delimiter = Delimiter::ALL.into_iter().find(|delimiter| named.as_bytes() == [delimiter.byte()])?;
    Some((delimiter, line.len()))
}

/// The share of rows with the most common number of values, halved where the first row has another number: a header
/// has no decimal commas.
fn evenness(sample: &str, delimiter: Delimiter) -> f64 {
    let input = TextReader::new(sample.as_bytes(), TextEncoding::PLAIN_UTF_8);
    let rows = Rows::new(input, delimiter.byte(), None);
    let counts: Vec<usize> = rows
        .map_while(Result::ok)
        .take(ROWS)
        .map(|row| match row {
            Row::Whole(record) => record.fields.len(),
            Row::Broken(broken) => broken.fields.len(),
        })
        .collect();
    let mut tally = std::collections::BTreeMap::new();
    for count in counts.iter().filter(|count| **count > 1) {
        *tally.entry(*count).or_insert(0usize) += 1;
    }
    let Some((usual, rows)) = tally.into_iter().max_by_key(|(_, rows)| *rows) else { return 0.0 };
    #[allow(clippy::cast_precision_loss)] // two hundred rows at most
    let share = rows as f64 / counts.len() as f64;
    if counts.first() == Some(&usual) { share } else { share / 2.0 }
}

#[cfg(test)]
mod tests {
    use super::{Delimiter, detect, named_on_top};

    #[test]
    fn the_delimiter_is_found_among_decimal_commas_and_texts() {
        for (text, delimiter) in [
            ("a,b,c\n1,2,3\n", Delimiter::Comma),
            ("Name;Betrag\nA;1,50\nB;2,50\n", Delimiter::Semicolon),
            ("Name;Betrag EUR;Ort\nMeier, A;1,50;Köln, Süd\nB;2,50;Ulm\n", Delimiter::Semicolon),
            ("name\tnote\nA\thello, you; there\nB\tx\n", Delimiter::Tab),
            ("name|city\nA|B\nC|D\n", Delimiter::Bar),
            ("id,tags\n1,a;b\n2,c;d\n3,e\n", Delimiter::Comma),
            ("name,note\nA,\"one; two\nthree\"\nB,\"x; y\"\n", Delimiter::Comma),
            ("email\na@b.de\n", Delimiter::Comma),
            ("a;b\n1;\"x\n2;y\n3;z\n", Delimiter::Semicolon),
            ("", Delimiter::Comma),
        ] {
            assert_eq!(detect(text), delimiter, "{text}");
        }
    }

    #[test]
    fn excels_own_line_names_the_delimiter() {
        assert_eq!(named_on_top("sep=;\r\na;b\r\n"), Some((Delimiter::Semicolon, 7)));
        assert_eq!(named_on_top("\"SEP=,\"\na,b\n"), Some((Delimiter::Comma, 8)));
        assert_eq!(named_on_top("sep=x\n"), None);
        assert_eq!(named_on_top("ä"), None);
    }
}
