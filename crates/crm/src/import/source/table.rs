//! Finds the table among the first rows of a file: how wide it is, and what stands above it.

/// A row of the sample, of any width.
#[derive(Clone, Debug)]
pub(super) enum SampleRow {
    Whole(Vec<String>),
    Broken,
}

/// The table a file holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Table {
    /// Rows above its first one.
    pub(super) above: usize,
    /// As wide as the table.
    pub(super) first_row: Vec<String>,
    /// The rows below that are as wide.
    pub(super) rows: Vec<Vec<String>>,
}

impl Table {
    /// `None` where no row holds anything.
    pub(super) fn find(rows: Vec<SampleRow>) -> Option<Self> {
        let widths = rows.iter().filter_map(|row| match row {
            SampleRow::Whole(fields) => Some(filled_width(fields)),
            SampleRow::Broken => None,
        });
        let mut tally = std::collections::BTreeMap::new();
        for width in widths {
            *tally.entry(width).or_insert(0usize) += 1;
        }
        let usual = tally.into_iter().max_by_key(|(_, rows)| *rows).map(|(width, _)| width)?;
        // Reports begin with a title and a date in the first column. Two columns are too few to tell them by.
        let is_title = |row: &SampleRow| match row {
            SampleRow::Whole(fields) => fields.iter().filter(|field| !field.trim().is_empty()).count() <= 1,
            SampleRow::Broken => false,
        };
        let above = if usual >= 3 { rows.iter().take_while(|row| is_title(row)).count() } else { 0 };
        let mut wholes = rows.into_iter().skip(above).filter_map(|row| match row {
            SampleRow::Whole(fields) => Some(fields),
            SampleRow::Broken => None,
        });
        let mut first_row = wholes.next()?;
        let rest: Vec<Vec<String>> = wholes.collect();
        // Columns at the end that are empty everywhere are no columns.
        let used = std::iter::once(&first_row).chain(&rest).filter(|row| row.len() <= first_row.len());
        let width = used.map(|row| filled_width(row)).max()?;
        first_row.truncate(width);
        let rows = rest
            .into_iter()
            .filter(|row| row.len() >= width && filled_width(row) <= width)
            .map(|mut row| {
                row.truncate(width);
                row
            })
            .collect();
        Some(Self { above, first_row, rows })
    }
}

/// The width without empty values at the end.
fn filled_width(fields: &[String]) -> usize {
    fields.iter().rposition(|field| !field.trim().is_empty()).map_or(0, |last| last + 1)
}

#[cfg(test)]
mod tests {
    use super::{SampleRow, Table};

    fn find(text: &str) -> Table {
        let rows = text.lines().map(|line| match line {
            "!" => SampleRow::Broken,
            _ => SampleRow::Whole(line.split(',').map(str::to_owned).collect()),
        });
        Table::find(rows.collect()).unwrap()
    }

    #[test]
    fn a_title_above_the_table_is_passed_over() {
        let table = find("Deals by stage\nAs of 2017-03-01,,\nname,stage,amount\nA,Won,5\nB,Lost,6");
        assert_eq!(
            (table.above, table.first_row.join(","), table.rows.len()),
            (2, "name,stage,amount".into(), 2)
        );
        assert_eq!(find("email\na@b.de\nb@c.de").above, 0);
        assert_eq!(find("name,x\nA\nB,5").first_row.len(), 2);
    }

    #[test]
    fn empty_columns_at_the_end_are_no_columns_and_ragged_rows_no_samples() {
        let table = find("name,city,,\nA,B,,\nC\nD,E,F,G,H\nI,J");
        assert_eq!(table.first_row, ["name", "city"]);
        assert_eq!(table.rows, [["A", "B"], ["I", "J"]]);
        assert_eq!(find("!\nname,city\nA,B").first_row, ["name", "city"]);
    }
}
