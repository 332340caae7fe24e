//! Turns the bytes of a file into UTF-8, piece by piece and without loss: what is no UTF-8 in a UTF-8 file is read as
//! windows-1252, and what no table knows becomes the replacement character and is counted.

use std::io::{self, Read};

use encoding_rs::{CoderResult, Decoder, UTF_8, WINDOWS_1252};

use super::encoding::{TextEncoding, is_cut_character};

const PIECE: usize = 64 * 1024;

/// A file as UTF-8 text.
pub(super) struct TextReader<R> {
    input: R,
    way: Way,
    piece: Vec<u8>,
    mark: usize,
    ended: bool,
    /// Characters that had to be guessed or replaced so far.
    pub(super) repaired: u64,
    /// NUL characters passed over so far.
    pub(super) nuls: u64,
}

enum Way {
    /// Bytes of a character cut by the end of the last piece.
    Utf8(Vec<u8>),
    Table(Box<Decoder>),
}

impl<R: Read> TextReader<R> {
    pub(super) fn new(input: R, encoding: TextEncoding) -> Self {
        let way = if encoding.encoding == UTF_8 {
            Way::Utf8(Vec::new())
        } else {
            Way::Table(Box::new(encoding.encoding.new_decoder_without_bom_handling()))
        };
        Self { input, way, piece: vec![0; PIECE], mark: encoding.mark, ended: false, repaired: 0, nuls: 0 }
    }

    /// Appends the next piece of text to `out`; false at the end of the file.
    pub(super) fn fill(&mut self, out: &mut Vec<u8>) -> io::Result<bool> {
        while !self.ended {
            let read = match self.input.read(&mut self.piece) {
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            self.ended = read == 0;
            let skipped = self.mark.min(read);
            self.mark -= skipped;
            let before = out.len();
            let bytes = &self.piece[skipped..read];
            match &mut self.way {
                Way::Utf8(cut) => self.repaired += utf8(cut, bytes, self.ended, out),
                Way::Table(decoder) => self.repaired += table(decoder, bytes, self.ended, out),
            }
            if out[before..].contains(&0) {
                let mut kept = before;
                for at in before..out.len() {
                    if out[at] != 0 {
                        out[kept] = out[at];
                        kept += 1;
                    }
                }
                self.nuls += (out.len() - kept) as u64;
                out.truncate(kept);
            }
            if out.len() > before {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn utf8(cut: &mut Vec<u8>, bytes: &[u8], last: bool, out: &mut Vec<u8>) -> u64 {
    if cut.is_empty() && bytes.is_ascii() {
        out.extend_from_slice(bytes);
        return 0;
    }
    let piece = [std::mem::take(cut).as_slice(), bytes].concat();
    let mut repaired = 0;
    let mut chunks = piece.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        out.extend_from_slice(chunk.valid().as_bytes());
        let invalid = chunk.invalid();
        if chunks.peek().is_none() && !last && is_cut_character(invalid) {
            *cut = invalid.to_vec();
        } else if !invalid.is_empty() {
            repaired += 1;
            let (text, _) = WINDOWS_1252.decode_without_bom_handling(invalid);
            out.extend_from_slice(text.as_bytes());
        }
    }
    repaired
}

fn table(decoder: &mut Decoder, mut bytes: &[u8], last: bool, out: &mut Vec<u8>) -> u64 {
    let mut replaced = 0;
    loop {
        let start = out.len();
        let room = decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(bytes.len() * 3 + 16);
        out.resize(start + room, 0);
        let (result, read, written, had_errors) = decoder.decode_to_utf8(bytes, &mut out[start..], last);
        out.truncate(start + written);
        if had_errors {
            replaced += String::from_utf8_lossy(&out[start..]).matches('\u{fffd}').count() as u64;
        }
        bytes = &bytes[read..];
        if result == CoderResult::InputEmpty {
            return replaced;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use encoding_rs::{SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
    use proptest::prelude::*;

    use super::{TextEncoding, TextReader};

    /// Gives the bytes in pieces of the sizes given, over and over.
    struct Dribble<'a>(&'a [u8], Vec<usize>, usize);

    impl Read for Dribble<'_> {
        fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
            let size = self.1[self.2 % self.1.len()].min(self.0.len()).min(buf.len());
            self.2 += 1;
            buf[..size].copy_from_slice(&self.0[..size]);
            self.0 = &self.0[size..];
            Ok(size)
        }
    }

    fn read(bytes: &[u8], encoding: TextEncoding, pieces: Vec<usize>) -> (String, u64) {
        let mut reader = TextReader::new(Dribble(bytes, pieces, 0), encoding);
        let mut out = Vec::new();
        while reader.fill(&mut out).unwrap() {}
        (String::from_utf8(out).unwrap(), reader.repaired)
    }

    #[test]
    fn a_stray_windows_byte_in_utf_8_becomes_the_letter_it_was() {
        let bytes = b"K\xc3\xb6ln;M\xfcller;\xe2\x82";
        let (text, repaired) = read(bytes, TextEncoding::PLAIN_UTF_8, vec![1]);
        assert_eq!((text.as_str(), repaired), ("Köln;Müller;â‚", 2));
    }

    #[test]
    fn nul_characters_are_passed_over() {
        let mut reader = TextReader::new(&b"a\0b\0\n"[..], TextEncoding::PLAIN_UTF_8);
        let mut out = Vec::new();
        while reader.fill(&mut out).unwrap() {}
        assert_eq!((out.as_slice(), reader.nuls), (&b"ab\n"[..], 2));
    }

    proptest! {
        #[test]
        fn every_encoding_gives_the_text_back(text in "[a-zA-Zäöüß;,\n]{0,200}", pieces in proptest::collection::vec(1usize..9, 1..5)) {
            for encoding in [UTF_8, WINDOWS_1252] {
                let (bytes, _, _) = encoding.encode(&text);
                prop_assert_eq!(read(&bytes, TextEncoding { encoding, mark: 0 }, pieces.clone()), (text.clone(), 0));
            }
            for (encoding, low_first) in [(UTF_16LE, true), (UTF_16BE, false)] {
                let bytes: Vec<u8> = format!("\u{feff}{text}").encode_utf16()
                    .flat_map(|unit| if low_first { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect();
                prop_assert_eq!(read(&bytes, TextEncoding { encoding, mark: 2 }, pieces.clone()), (text.clone(), 0));
            }
        }

        #[test]
        fn any_bytes_become_text(bytes in proptest::collection::vec(any::<u8>(), 0..300), pieces in proptest::collection::vec(1usize..9, 1..5)) {
            for encoding in [UTF_8, WINDOWS_1252, SHIFT_JIS, UTF_16LE] {
                read(&bytes, TextEncoding { encoding, mark: 0 }, pieces.clone());
            }
        }
    }
}
