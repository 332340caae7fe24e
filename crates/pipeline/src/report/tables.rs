//! Tables of a report, and what of long ones is shown.

use mycrm_print::{Align, Column, Table};

/// Rows of people and products; the others are summed up in one.
pub(super) const MOST_ROWS: usize = 15;

pub(super) fn left(title: &str) -> Column {
    Column { title: title.to_owned(), align: Align::Left }
}

pub(super) fn right(title: &str) -> Column {
    Column { title: title.to_owned(), align: Align::Right }
}

/// Nothing without rows: a head alone says nothing.
pub(super) fn table(
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
    total: Option<Vec<String>>,
) -> Option<Table> {
    (!rows.is_empty()).then_some(Table { columns, rows, total })
}

/// As many as fit, in order, and the others in one place.
pub(super) fn first<T>(all: &[T]) -> (&[T], &[T]) {
    // One row of others instead of one row is no gain.
    let shown = if all.len() > MOST_ROWS + 1 { MOST_ROWS } else { all.len() };
    all.split_at(shown)
}

/// A name as long as a table holds it without losing its shape.
pub(super) fn named(name: &str) -> String {
    const LONGEST: usize = 48;
    if name.chars().count() <= LONGEST {
        return name.to_owned();
    }
    let kept: String = name.chars().take(LONGEST - 1).collect();
    format!("{}…", kept.trim_end())
}
