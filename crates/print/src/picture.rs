//! Pictures of a document, and what is refused before Typst sees it.

use crate::PrintError;

/// Four bytes each when unpacked: 160 MB.
const MOST_PIXELS: u64 = 40_000_000;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    pub format: PictureFormat,
    pub bytes: Vec<u8>,
    /// What it shows, for those who cannot see it.
    pub alt: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureFormat {
    /// Its text is set in the fonts of the document. It may refer to nothing outside itself.
    Svg,
    Png,
}

/// The virtual files that a document's pictures become.
#[derive(Debug, Default)]
pub(crate) struct Pictures(Vec<(String, Vec<u8>)>);

impl Pictures {
    /// Takes the picture in and returns the name of its file. The names are numbers: Typst keeps every name it ever
    /// met until the process ends.
    pub(crate) fn add(&mut self, picture: &Picture) -> Result<String, PrintError> {
        let refused = |reason| PrintError::Picture { alt: picture.alt.clone(), reason };
        let ending = match picture.format {
            PictureFormat::Png => {
                check_png(&picture.bytes).map_err(refused)?;
                "png"
            }
            PictureFormat::Svg => {
                check_svg(&picture.bytes).map_err(refused)?;
                "svg"
            }
        };
        let name = format!("picture-{}.{ending}", self.0.len() + 1);
        self.0.push((name.clone(), picture.bytes.clone()));
        Ok(name)
    }

    pub(crate) fn into_files(self) -> Vec<(String, Vec<u8>)> {
        self.0
    }
}

/// Reads the size from the header (PNG specification, 11.2.1) so that a small file cannot ask for all memory.
fn check_png(bytes: &[u8]) -> Result<(), &'static str> {
    const NOT_PNG: &str = "it is not a PNG file";
    let rest = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n").ok_or(NOT_PNG)?;
    let size = rest.get(8..16).filter(|_| rest.get(4..8) == Some(b"IHDR")).ok_or(NOT_PNG)?;
    let (width, height) = size.split_at(4);
    let number = |four: &[u8]| four.iter().fold(0_u64, |sum, &byte| sum << 8 | u64::from(byte));
    match number(width) * number(height) {
        0 => Err("it has no size"),
        pixels if pixels > MOST_PIXELS => Err("it has more than 40 million pixels"),
        _ => Ok(()),
    }
}

/// Whatever refers to a place outside the picture is refused: files and addresses are not followed anyway, and Typst
/// would keep each name for good. Entities can hide names, and no picture of ours has them.
fn check_svg(bytes: &[u8]) -> Result<(), &'static str> {
    let text = std::str::from_utf8(bytes).map_err(|_| "it is not text in UTF-8")?;
    if text.contains("<!ENTITY") || text.contains("<!DOCTYPE") {
        return Err("it has a document type declaration");
    }
    for (at, _) in text.match_indices("href") {
        let value = text[at + "href".len()..].trim_start();
        let Some(value) = value.strip_prefix('=') else { continue };
        let value = value.trim_start().trim_start_matches(['"', '\'']).trim_start();
        if !value.starts_with('#') && !value.starts_with("data:") {
            return Err("it refers to another file");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        [
            &b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR"[..],
            &width.to_be_bytes(),
            &height.to_be_bytes(),
            b"\x08\x06\0\0\0",
        ]
        .concat()
    }

    #[test]
    fn a_png_of_a_size_that_would_eat_all_memory_is_refused_by_its_header() {
        assert_eq!(check_png(&png(1200, 800)), Ok(()));
        assert!(check_png(&png(100_000, 100_000)).is_err());
        assert!(check_png(&png(u32::MAX, u32::MAX)).is_err());
        assert!(check_png(&png(0, 5)).is_err());
        assert!(check_png(b"GIF89a").is_err());
        assert!(check_png(&png(5, 5)[..20]).is_err());
    }

    #[test]
    fn an_svg_may_refer_to_itself_only() {
        assert_eq!(check_svg(br##"<svg><use href="#a"/><use xlink:href = '#b'/></svg>"##), Ok(()));
        assert_eq!(check_svg(br#"<svg><image href="data:image/png;base64,AA"/></svg>"#), Ok(()));
        assert!(check_svg(br#"<svg><image href="/etc/passwd"/></svg>"#).is_err());
        assert!(check_svg(br#"<svg><image xlink:href='https://example.com/a.png'/></svg>"#).is_err());
        assert!(check_svg(br#"<svg><image href="&#47;etc/passwd"/></svg>"#).is_err());
        assert!(check_svg(br#"<!DOCTYPE svg [<!ENTITY a "b">]><svg/>"#).is_err());
        assert!(check_svg(b"\xff\xfe").is_err());
    }
}
