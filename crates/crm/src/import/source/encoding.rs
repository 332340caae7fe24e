//! Which character encoding a file is in: by its mark, by the pattern of its zeros, by being valid UTF-8, or by statistics.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// The encoding of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextEncoding {
    pub encoding: &'static Encoding,
    /// Bytes of the mark at the beginning, which are no text.
    pub mark: usize,
}

impl TextEncoding {
    pub const PLAIN_UTF_8: Self = Self { encoding: UTF_8, mark: 0 };

    /// The name by which the encoding is known, `UTF-8` or `windows-1252`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.encoding.name()
    }
}

/// The encoding by the beginning of the file alone; `None` where that leaves UTF-8 or an old one-byte encoding open.
#[must_use]
pub fn by_beginning(sample: &[u8]) -> Option<TextEncoding> {
    if let Some((encoding, mark)) = Encoding::for_bom(sample) {
        return Some(TextEncoding { encoding, mark });
    }
    by_zeros(sample)
}

/// UTF-16 without a mark: delimiters, digits and line ends have a zero as their high byte, always on the same side.
fn by_zeros(sample: &[u8]) -> Option<TextEncoding> {
    let pairs = sample.len() / 2;
    if pairs < 4 {
        return None;
    }
    let zeros = |side: usize| sample.chunks_exact(2).filter(|pair| pair[side] == 0).count();
    let (high_first, low_first) = (zeros(0), zeros(1));
    // One character in twenty is a delimiter or line end even where all others are Cyrillic or Chinese.
    let clear = |many: usize, few: usize| many * 20 > pairs && few * 10 < many;
    let encoding = if clear(low_first, high_first) {
        UTF_16LE
    } else if clear(high_first, low_first) {
        UTF_16BE
    } else {
        return None;
    };
    let (text, _) = encoding.decode_without_bom_handling(&sample[..pairs * 2]);
    // Zeros on one side also come from binary numbers; those do not read as text.
    let odd = text.chars().filter(|c| (c.is_control() && !c.is_whitespace()) || *c == '\u{fffd}').count();
    (odd * 50 <= pairs).then_some(TextEncoding { encoding, mark: 0 })
}

/// How much of a file is valid UTF-8, gathered piece by piece.
#[derive(Debug, Default)]
pub struct Utf8Census {
    /// Characters of two bytes or more.
    wide: u64,
    /// Sequences that are not UTF-8.
    broken: u64,
    /// A character cut by the end of the last piece: at most three bytes.
    cut: Vec<u8>,
    /// Lines with bytes above ASCII, up to a limit, for the statistics.
    suspects: Vec<u8>,
}

const SUSPECTS_LIMIT: usize = 512 * 1024;

impl Utf8Census {
    pub fn feed(&mut self, bytes: &[u8]) {
        if self.cut.is_empty() && bytes.is_ascii() {
            return;
        }
        let joined;
        let piece = if self.cut.is_empty() {
            bytes
        } else {
            joined = [self.cut.as_slice(), bytes].concat();
            joined.as_slice()
        };
        let mut cut = Vec::new();
        let mut chunks = piece.utf8_chunks().peekable();
        while let Some(chunk) = chunks.next() {
            self.wide += chunk.valid().chars().filter(|c| !c.is_ascii()).count() as u64;
            let invalid = chunk.invalid();
            if chunks.peek().is_none() && is_cut_character(invalid) {
                cut = invalid.to_vec();
            } else if !invalid.is_empty() {
                self.broken += 1;
            }
        }
        self.cut = cut;
        if self.suspects.len() < SUSPECTS_LIMIT {
            for line in bytes.split(|b| *b == b'\n').filter(|line| !line.is_ascii()) {
                let room = SUSPECTS_LIMIT.saturating_sub(self.suspects.len());
                self.suspects.extend_from_slice(&line[..line.len().min(room)]);
                self.suspects.push(b'\n');
            }
        }
    }

    /// The encoding of a file without a mark, once all of it was fed.
    #[must_use]
    pub fn encoding(&self) -> TextEncoding {
        let broken = self.broken + u64::from(!self.cut.is_empty());
        // A UTF-8 file into which another program wrote a few lines of its own stays UTF-8.
        if broken == 0 || self.wide > broken * 10 {
            return TextEncoding::PLAIN_UTF_8;
        }
        let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
        detector.feed(&self.suspects, true);
        let encoding = detector.guess(None, chardetng::Utf8Detection::Deny);
        // Without line ends and delimiters around it a guess may come out as one that cannot be read at all.
        let encoding = if encoding == UTF_8 { WINDOWS_1252 } else { encoding };
        TextEncoding { encoding, mark: 0 }
    }
}

/// Whether the bytes are the beginning of a character and not a broken one.
pub(super) fn is_cut_character(bytes: &[u8]) -> bool {
    matches!(std::str::from_utf8(bytes), Err(error) if error.valid_up_to() == 0 && error.error_len().is_none())
}

#[cfg(test)]
mod tests {
    use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1251, WINDOWS_1252};

    use super::{Utf8Census, by_beginning};

    fn utf16(text: &str, low_first: bool) -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| if low_first { unit.to_le_bytes() } else { unit.to_be_bytes() })
            .collect()
    }

    fn census(bytes: &[u8], piece: usize) -> &'static str {
        let mut census = Utf8Census::default();
        for part in bytes.chunks(piece) {
            census.feed(part);
        }
        census.encoding().name()
    }

    #[test]
    fn utf_16_is_seen_with_and_without_its_mark() {
        let text = "name;city\r\nJürgen;Köln\r\n";
        for (low_first, encoding) in [(true, UTF_16LE), (false, UTF_16BE)] {
            assert_eq!(by_beginning(&utf16(text, low_first)).unwrap().encoding, encoding);
            let marked = utf16(&format!("\u{feff}{text}"), low_first);
            let found = by_beginning(&marked).unwrap();
            assert_eq!((found.encoding, found.mark), (encoding, 2));
            let cyrillic = utf16("имя;город\nАнна;Москва\nПётр;Казань\n", low_first);
            assert_eq!(by_beginning(&cyrillic).unwrap().encoding, encoding);
        }
        assert_eq!(by_beginning(text.as_bytes()), None);
        assert_eq!(by_beginning(b"\xef\xbb\xbfname").unwrap().mark, 3);
    }

    #[test]
    fn old_encodings_are_told_from_utf_8_however_the_file_is_cut() {
        let text = "Vorname;Nachname;Straße;Ort\nJürgen;Müller;Königstraße 5;Köln\nBärbel;Größ;Am Süßen Grund 2;Übach\n";
        let (german, _, _) = WINDOWS_1252.encode(text);
        let (russian, _, _) =
            WINDOWS_1251.encode("имя;город\nАнна Петрова;Москва\nПётр Иванов;Казань\nОльга;Тверь\n");
        for piece in [1, 2, 3, 7, 4096] {
            assert_eq!(census(text.as_bytes(), piece), "UTF-8");
            assert_eq!(census(&german, piece), "windows-1252");
            assert_eq!(census(b"plain,ascii\n", piece), "UTF-8");
        }
        assert_eq!(census(&russian, 4096), "windows-1251");
    }

    #[test]
    fn a_single_foreign_byte_does_not_turn_a_utf_8_file_around() {
        let mut bytes = "Jürgen;Köln;größer;Äpfel;Öl;über;süß;Maß;Ü;Ö;Ä\n".as_bytes().to_vec();
        bytes.extend_from_slice(b"M\xfcller\n");
        assert_eq!(census(&bytes, 4096), "UTF-8");
    }
}
