//! Documents on paper: a Typst template, its data and pictures become a PDF.
//!
//! [`pdf`] is the whole of it. Templates and fonts are inside the program; a template sees the data and pictures of its
//! document and nothing else: no disk, no network, no packages, no clock. The same document gives the same bytes.
//!
//! What users wrote is data and never markup: it reaches a template as strings of a JSON file, and Typst sets a string
//! as it stands, so `#`, `$` and backslashes mean nothing.
//!
//! Not here: what a report says, its numbers and dates as text, and its translation. Callers hand in finished words in
//! the user's language; a template adds only a few of its own, like "Page 1 of 3".

mod breaks;
mod compile;
mod deadline;
mod document;
mod error;
mod files;
mod fonts;
mod limits;
mod picture;
mod report;

pub use compile::Printed;
pub use document::{Document, Form, Language, Paper};
pub use error::{Fault, PrintError};
pub use fonts::INTER;
pub use limits::Limits;
pub use picture::{Picture, PictureFormat};
pub use report::{Align, Column, Fact, Figure, Illustration, Report, Section, Table, Tone};

/// Sets the document and writes it as a PDF. It takes a while (a second or so when cold), so call it from a thread that
/// may wait.
///
/// # Errors
///
/// Before anything is set: [`PrintError::TooLarge`], [`PrintError::UnevenRow`], [`PrintError::Picture`]. A document that
/// takes longer than its deadline is given up with [`PrintError::Deadline`]. [`PrintError::Template`] and
/// [`PrintError::Broke`] are faults of this crate or of a picture it could not read.
pub fn pdf(document: &Document<'_>) -> Result<Printed, PrintError> {
    let job = document.job()?;
    deadline::within(document.deadline, move || job.run())
}
