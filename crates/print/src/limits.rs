//! How large a document may be: the time and memory that setting takes grow with what goes in.

use crate::PrintError;
use crate::report::{Report, Section, Table};

/// What is larger is refused whole, with [`PrintError::TooLarge`]; nothing is cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Of all tables together. Measured in a release build: 25,000 take 4 s and 450 MB, and grow evenly.
    pub cells: usize,
    /// Of one table; more do not fit on a page.
    pub columns: usize,
    /// Of all text together, in bytes.
    pub text: usize,
    pub pictures: usize,
    /// Of all pictures together, in bytes as they are handed in.
    pub picture_bytes: usize,
    /// Key figures, facts, sections and notes, each.
    pub parts: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { cells: 25_000, columns: 12, text: 2 << 20, pictures: 50, picture_bytes: 16 << 20, parts: 200 }
    }
}

impl Limits {
    pub(crate) fn check_report(&self, report: &Report) -> Result<(), PrintError> {
        let Report { facts, figures, sections, notes, .. } = report;
        for (what, found) in [
            ("facts", facts.len()),
            ("key figures", figures.len()),
            ("sections", sections.len()),
            ("notes", notes.len()),
        ] {
            at_most(self.parts, what, found)?;
        }
        let tables = || sections.iter().filter_map(|section| section.table.as_ref());
        for table in tables() {
            at_most(self.columns, "columns in a table", table.columns.len())?;
        }
        at_most(self.cells, "cells in its tables", tables().map(cells).sum())?;
        let pictures = || sections.iter().filter_map(|section| section.illustration.as_ref());
        at_most(self.pictures, "pictures", pictures().count())?;
        let bytes = pictures().map(|shown| shown.picture.bytes.len()).sum();
        at_most(self.picture_bytes, "bytes of pictures", bytes)?;
        at_most(self.text, "bytes of text", text(report))
    }
}

fn at_most(limit: usize, what: &'static str, found: usize) -> Result<(), PrintError> {
    if found > limit { Err(PrintError::TooLarge { what, found, limit }) } else { Ok(()) }
}

fn cells(table: &Table) -> usize {
    table.rows.len() * table.columns.len()
}

fn text(report: &Report) -> usize {
    let Report { title, subtitle, facts, figures, sections, notes, footer } = report;
    let facts = facts.iter().map(|fact| fact.label.len() + fact.value.len()).sum::<usize>();
    let figures =
        figures.iter().map(|card| card.label.len() + card.value.len() + card.note.len()).sum::<usize>();
    title.len()
        + subtitle.len()
        + footer.len()
        + facts
        + figures
        + sum(notes)
        + sections.iter().map(of_section).sum::<usize>()
}

fn of_section(Section { title, text, illustration, table }: &Section) -> usize {
    let shown = illustration.as_ref().map_or(0, |shown| shown.caption.len() + shown.picture.alt.len());
    title.len() + sum(text) + shown + table.as_ref().map_or(0, of_table)
}

fn of_table(Table { columns, rows, total }: &Table) -> usize {
    let heads = columns.iter().map(|column| column.title.len()).sum::<usize>();
    heads + rows.iter().chain(total).map(|cells| sum(cells)).sum::<usize>()
}

fn sum(texts: &[String]) -> usize {
    texts.iter().map(String::len).sum()
}
