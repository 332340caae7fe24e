//! One run of the Typst compiler: files in, PDF out, faults with their lines.

use std::collections::BTreeSet;

use jiff::Zoned;
use typst::diag::{SourceDiagnostic, Warned};
use typst::foundations::{Datetime, Smart};
use typst::layout::{Frame, FrameItem};
use typst::syntax::DiagSpan;
use typst::text::TextItem;
use typst::{World, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, Timestamp};

use crate::files::{Files, TEMPLATES};
use crate::{Fault, PrintError};

/// A finished document.
#[derive(Debug, Clone)]
pub struct Printed {
    pub pdf: Vec<u8>,
    pub pages: usize,
    /// Characters that no bundled font has, in order: the reader sees boxes in their place. In pictures they are not
    /// looked for.
    pub unshown: Vec<char>,
    /// What Typst warns of; a sound template has none.
    pub warnings: Vec<Fault>,
}

pub(crate) struct Job {
    /// The template to begin with.
    pub(crate) main: &'static str,
    /// JSON, for the template to read as `/data.json`.
    pub(crate) data: Vec<u8>,
    pub(crate) pictures: Vec<(String, Vec<u8>)>,
    pub(crate) dated: Zoned,
}

impl Job {
    pub(crate) fn run(self) -> Result<Printed, PrintError> {
        let (files, dated) = self.files()?;
        set(&files, &dated)
    }

    fn files(self) -> Result<(Files, Zoned), PrintError> {
        let Self { main, data, mut pictures, dated } = self;
        pictures.push(("data.json".to_owned(), data));
        Ok((Files::new(main, &TEMPLATES, pictures).ok_or(PrintError::Broke)?, dated))
    }
}

/// Typst keeps what it worked out for the next run, which here has other data: without this the process would grow
/// with each document.
struct Forget;

impl Drop for Forget {
    fn drop(&mut self) {
        comemo::evict(0);
    }
}

fn set(files: &Files, dated: &Zoned) -> Result<Printed, PrintError> {
    let _forget = Forget;
    let faults = |found: &[SourceDiagnostic]| found.iter().map(|one| fault(files, one)).collect::<Vec<_>>();
    let Warned { output, warnings } = typst::compile::<PagedDocument>(files);
    let document = output.map_err(|found| PrintError::Template(faults(&found)))?;
    let options = PdfOptions {
        creator: Smart::Custom(Some("MyCRM".to_owned())),
        timestamp: timestamp(dated),
        ..PdfOptions::default()
    };
    let pdf = typst_pdf::pdf(&document, &options).map_err(|found| PrintError::Template(faults(&found)))?;
    let mut unshown = BTreeSet::new();
    for page in document.pages() {
        collect_unshown(&page.frame, &mut unshown);
    }
    let unshown = unshown.into_iter().collect();
    Ok(Printed { pdf, pages: document.pages().len(), unshown, warnings: faults(&warnings) })
}

/// The date that the PDF carries. None, and no date, for one before the year 0 or an offset of more than a day.
fn timestamp(dated: &Zoned) -> Option<Timestamp> {
    let part = |number: i8| u8::try_from(number).ok();
    let moment = Datetime::from_ymd_hms(
        dated.year().into(),
        part(dated.month())?,
        part(dated.day())?,
        part(dated.hour())?,
        part(dated.minute())?,
        part(dated.second())?,
    )?;
    Timestamp::new_local(moment, dated.offset().seconds() / 60)
}

fn fault(files: &Files, found: &SourceDiagnostic) -> Fault {
    let (file, line) = place(files, found.span).unwrap_or_default();
    Fault {
        file,
        line,
        message: found.message.to_string(),
        hints: found.hints.iter().map(|hint| hint.v.to_string()).collect(),
    }
}

fn place(files: &Files, span: DiagSpan) -> Option<(String, usize)> {
    let id = span.id()?;
    let file = id.vpath().get_without_slash().to_owned();
    let line = || {
        let start = files.range(span)?.start;
        match files.source(id) {
            Ok(source) => source.lines().byte_to_line(start),
            // A picture or the data.
            Err(_) => files
                .file(id)
                .ok()?
                .get(..start)
                .map(|before| before.iter().filter(|&&byte| byte == b'\n').count()),
        }
    };
    Some((file, line().map_or(0, |line| line + 1)))
}

fn collect_unshown(frame: &Frame, unshown: &mut BTreeSet<char>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => collect_unshown(&group.frame, unshown),
            FrameItem::Text(text) => unshown.extend(boxes(text)),
            FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
        }
    }
}

/// Glyph 0 is the box that a font has for what it does not have (OpenType, `.notdef`).
fn boxes(text: &TextItem) -> impl Iterator<Item = char> {
    let missing = text.glyphs.iter().filter(|glyph| glyph.id == 0);
    missing.filter_map(|glyph| text.text.get(glyph.range())).flat_map(str::chars)
}

#[cfg(test)]
mod tests;
