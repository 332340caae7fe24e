//! Tells by its first bytes that a file is something else than delimited text, so that it can be named in plain words.

/// What else a file can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {
    /// Something contacts or deals do come in, which cannot be read yet; how to get a CSV from it.
    NotYet { what: &'static str, instead: &'static str },
    /// Something no import is made of.
    Never { what: &'static str },
}

const EXCEL: Foreign = Foreign::NotYet {
    what: "an Excel workbook",
    instead: "In Excel choose “Save as” and “CSV UTF-8”",
};
const OPEN_DOCUMENT: Foreign = Foreign::NotYet {
    what: "an OpenDocument spreadsheet",
    instead: "In LibreOffice choose “Save as” and “Text CSV”",
};
const VCARD: Foreign = Foreign::NotYet {
    what: "a vCard file",
    instead: "Export the contacts as CSV from the program that made it",
};

const MAGIC: &[(&[u8], Foreign)] = &[
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", EXCEL),
    (b"PK\x05\x06", Foreign::Never { what: "an empty zip archive" }),
    (b"%PDF-", Foreign::Never { what: "a PDF document" }),
    (b"\x89PNG", Foreign::Never { what: "a picture" }),
    (b"\xff\xd8\xff", Foreign::Never { what: "a picture" }),
    (b"GIF8", Foreign::Never { what: "a picture" }),
    (b"\x1f\x8b", Foreign::Never { what: "a compressed file (gzip): unpack it first" }),
    (b"7z\xbc\xaf\x27\x1c", Foreign::Never { what: "a compressed file (7z): unpack it first" }),
    (b"Rar!", Foreign::Never { what: "a compressed file (RAR): unpack it first" }),
    (b"BZh", Foreign::Never { what: "a compressed file (bzip2): unpack it first" }),
    (b"\xfd7zXZ", Foreign::Never { what: "a compressed file (xz): unpack it first" }),
    (b"\x28\xb5\x2f\xfd", Foreign::Never { what: "a compressed file (zstd): unpack it first" }),
    (b"SQLite format 3\0", Foreign::Never { what: "a SQLite database" }),
    (b"{\\rtf", Foreign::Never { what: "a text document (RTF)" }),
];

/// What the bytes are, where they are recognised as something else than text in rows.
#[must_use]
pub fn recognise(sample: &[u8]) -> Option<Foreign> {
    if sample.starts_with(b"PK\x03\x04") {
        return Some(zip(sample));
    }
    if let Some((_, kind)) = MAGIC.iter().find(|(magic, _)| sample.starts_with(magic)) {
        return Some(*kind);
    }
    let text: Vec<u8> = sample
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(sample)
        .iter()
        .copied()
        .skip_while(u8::is_ascii_whitespace)
        .take(256)
        .map(|b| b.to_ascii_lowercase())
        .collect();
    if text.starts_with(b"begin:vcard") {
        return Some(VCARD);
    }
    if text.starts_with(b"begin:vcalendar") {
        return Some(Foreign::Never { what: "a calendar file" });
    }
    if text.starts_with(b"<!doctype html") || text.starts_with(b"<html") {
        return Some(Foreign::Never {
            what: "a web page, perhaps a sign-in page saved instead of the export",
        });
    }
    if text.starts_with(b"<?xml") {
        return Some(Foreign::Never { what: "an XML file" });
    }
    let second = text.iter().skip(1).find(|b| !b.is_ascii_whitespace());
    if (text.starts_with(b"{") && second == Some(&b'"')) || (text.starts_with(b"[") && second == Some(&b'{'))
    {
        return Some(Foreign::Never { what: "a JSON file" });
    }
    None
}

/// Whether bytes that are not UTF-16 hold more control characters than any text does.
#[must_use]
pub fn is_binary(sample: &[u8]) -> bool {
    // A NUL here and there is a fault of the exporting program, and read past; other control characters are rarer still.
    let nuls = sample.iter().filter(|b| **b == 0).count();
    let controls = sample.iter().filter(|b| matches!(**b, 1..=8 | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f)).count();
    nuls * 10 > sample.len() || controls * 50 > sample.len()
}

/// The kinds of zip archives a CRM's data may be in, by the names of their first entries.
fn zip(sample: &[u8]) -> Foreign {
    let head = &sample[..sample.len().min(64 * 1024)];
    let has = |name: &[u8]| head.windows(name.len()).any(|window| window == name);
    if has(b"opendocument.spreadsheet") {
        OPEN_DOCUMENT
    } else if has(b"xl/") || has(b"[Content_Types].xml") && !has(b"word/") && !has(b"ppt/") {
        EXCEL
    } else if has(b"word/") || has(b"ppt/") || has(b"opendocument") {
        Foreign::Never { what: "an office document" }
    } else {
        Foreign::Never { what: "a zip archive: unpack it first" }
    }
}

#[cfg(test)]
mod tests {
    use super::{Foreign, is_binary, recognise};

    #[test]
    fn other_files_are_called_by_their_name() {
        let what = |bytes: &[u8]| match recognise(bytes) {
            Some(Foreign::NotYet { what, .. } | Foreign::Never { what }) => what,
            None => "",
        };
        assert_eq!(what(b"PK\x03\x04....[Content_Types].xml..xl/workbook.xml"), "an Excel workbook");
        assert_eq!(what(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "an Excel workbook");
        assert_eq!(what(b"\xef\xbb\xbfBEGIN:VCARD\r\nVERSION:3.0"), "a vCard file");
        assert_eq!(what(b"%PDF-1.7"), "a PDF document");
        assert!(what(b"  <!DOCTYPE html><html>").starts_with("a web page"));
        assert_eq!(what(b"[ {\"id\": 1}]"), "a JSON file");
        assert_eq!(what(b"name,email\nAnna,a@b.de\n"), "");
        assert_eq!(what(b"[name],email"), "");
        assert_eq!(what(b""), "");
    }

    #[test]
    fn a_stray_nul_is_text_and_noise_is_not() {
        assert!(!is_binary(b"name,email\nAn\0na,a@b.de\nBert,b@c.de\n"));
        let noise: Vec<u8> = (0..=255u8).cycle().take(4096).collect();
        assert!(is_binary(&noise));
        assert!(!is_binary(b""));
    }
}
