//! A report: a title, key figures, sections with pictures and tables, notes on how far it can be trusted.

mod sheet;

use crate::picture::Picture;

/// All text is shown as it stands, numbers and dates included: the caller formats and translates.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    pub title: String,
    /// One line under the title; may be empty.
    pub subtitle: String,
    /// What the report is about: pipeline, period, when it was made.
    pub facts: Vec<Fact>,
    /// The key figures, as a row of cards.
    pub figures: Vec<Figure>,
    pub sections: Vec<Section>,
    /// Method and limits, at the end in small print. One paragraph each.
    pub notes: Vec<String>,
    /// At the foot of each page, beside the page number: who made it.
    pub footer: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fact {
    pub label: String,
    pub value: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figure {
    pub label: String,
    pub value: String,
    /// A word on the value, such as the change since the last period; may be empty.
    pub note: String,
    /// The colour of the note.
    pub tone: Tone,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    #[default]
    Plain,
    Good,
    Bad,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Section {
    /// May be empty, then there is no heading.
    pub title: String,
    /// Paragraphs.
    pub text: Vec<String>,
    pub illustration: Option<Illustration>,
    pub table: Option<Table>,
}

/// A picture as wide as the text, and the line under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Illustration {
    pub picture: Picture,
    /// May be empty.
    pub caption: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    pub columns: Vec<Column>,
    /// As many cells in each as there are columns.
    pub rows: Vec<Vec<String>>,
    /// A last row that stands out; as many cells as there are columns.
    pub total: Option<Vec<String>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub title: String,
    pub align: Align,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Text, from the left. These columns share the width that the others leave.
    Left,
    /// Numbers, to the right, in figures of equal width.
    Right,
}
