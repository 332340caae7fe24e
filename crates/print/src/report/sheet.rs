//! A report as its template reads it: pictures by the name of their virtual file, long words made breakable.

use serde::Serialize;

use super::{Align, Column, Fact, Figure, Report, Section, Table, Tone};
use crate::PrintError;
use crate::breaks::breakable;
use crate::picture::Pictures;

#[derive(Serialize)]
pub(crate) struct Sheet<'a> {
    /// For the properties of the PDF, as it was written.
    name: &'a str,
    title: String,
    subtitle: String,
    facts: Vec<[String; 2]>,
    figures: Vec<Card>,
    sections: Vec<Part>,
    notes: Vec<String>,
    footer: String,
}

#[derive(Serialize)]
struct Card {
    label: String,
    value: String,
    note: String,
    tone: &'static str,
}

#[derive(Serialize)]
struct Part {
    title: String,
    text: Vec<String>,
    picture: Option<Shown>,
    table: Option<Grid>,
}

#[derive(Serialize)]
struct Shown {
    file: String,
    alt: String,
    caption: String,
}

#[derive(Serialize)]
struct Grid {
    columns: Vec<Head>,
    rows: Vec<Vec<String>>,
    total: Option<Vec<String>>,
}

#[derive(Serialize)]
struct Head {
    title: String,
    number: bool,
    /// Of the width that columns of text share.
    share: usize,
}

/// Columns between which width is shared get no less and no more of it than these many letters would.
const FEWEST_LETTERS: usize = 8;
const MOST_LETTERS: usize = 56;

impl Report {
    /// Puts the pictures into `pictures` and names them in the sheet.
    pub(crate) fn sheet(&self, pictures: &mut Pictures) -> Result<Sheet<'_>, PrintError> {
        let Self { title, subtitle, facts, figures, sections, notes, footer } = self;
        Ok(Sheet {
            name: title,
            title: breakable(title),
            subtitle: breakable(subtitle),
            facts: facts.iter().map(|Fact { label, value }| [breakable(label), breakable(value)]).collect(),
            figures: figures.iter().map(card).collect(),
            sections: sections.iter().map(|section| part(section, pictures)).collect::<Result<_, _>>()?,
            notes: all_breakable(notes),
            footer: breakable(footer),
        })
    }
}

fn all_breakable(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| breakable(text)).collect()
}

fn card(Figure { label, value, note, tone }: &Figure) -> Card {
    let tone = match tone {
        Tone::Plain => "plain",
        Tone::Good => "good",
        Tone::Bad => "bad",
    };
    Card { label: breakable(label), value: breakable(value), note: breakable(note), tone }
}

fn part(section: &Section, pictures: &mut Pictures) -> Result<Part, PrintError> {
    let Section { title, text, illustration, table } = section;
    let picture = match illustration {
        None => None,
        Some(shown) => Some(Shown {
            file: pictures.add(&shown.picture)?,
            alt: shown.picture.alt.clone(),
            caption: breakable(&shown.caption),
        }),
    };
    Ok(Part {
        title: breakable(title),
        text: all_breakable(text),
        picture,
        table: table.as_ref().map(|table| grid(title, table)).transpose()?,
    })
}

fn grid(section: &str, Table { columns, rows, total }: &Table) -> Result<Grid, PrintError> {
    for (number, cells) in rows.iter().chain(total).enumerate() {
        if cells.len() != columns.len() {
            return Err(PrintError::UnevenRow {
                section: section.to_owned(),
                row: number + 1,
                cells: cells.len(),
                columns: columns.len(),
            });
        }
    }
    let head = |(at, Column { title, align }): (usize, &Column)| {
        let cells = rows.iter().chain(total).filter_map(|cells| cells.get(at)).chain([title]);
        let longest = cells.map(|cell| cell.chars().count()).max().unwrap_or_default();
        Head {
            title: breakable(title),
            number: *align == Align::Right,
            share: longest.clamp(FEWEST_LETTERS, MOST_LETTERS),
        }
    };
    Ok(Grid {
        columns: columns.iter().enumerate().map(head).collect(),
        rows: rows.iter().map(|cells| all_breakable(cells)).collect(),
        total: total.as_deref().map(all_breakable),
    })
}
