//! Whether a file's first row names its columns, and names for columns that have none or share one.

use crate::import::mapping::{knows_header, normalise};
use crate::import::values::{amounts, contact_points, dates};

/// Whether the first row is a header: it names something known, or it looks unlike the rows below.
#[must_use]
pub fn is_header(first: &[String], below: &[Vec<String>]) -> bool {
    let filled: Vec<&str> =
        first.iter().map(|field| field.trim()).filter(|field| !field.is_empty()).collect();
    if filled.iter().any(|field| contact_points::email(field).is_some() || dates::is_date(field)) {
        return false;
    }
    let known = filled.iter().filter(|field| knows_header(field)).count();
    if known * 2 >= filled.len() && known > 0 {
        return true;
    }
    if filled.iter().any(|field| amounts::is_amount(field) || contact_points::phone(field).is_some()) {
        return false;
    }
    // A header does not come again as a value of its own column.
    let repeated = first.iter().enumerate().any(|(column, name)| {
        !name.trim().is_empty()
            && below.iter().any(|row| row.get(column).is_some_and(|value| value.trim() == name.trim()))
    });
    !repeated
}

/// What became of the header row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    pub columns: Vec<String>,
    /// Names that several columns share, as they stand in the file.
    pub shared: Vec<String>,
    /// Columns without a name, counted from 1.
    pub nameless: Vec<usize>,
}

/// One name for each column: those of the header, `Column 3` where it has none, `Email (2)` for a second `Email`.
#[must_use]
pub fn names(header: Option<&[String]>, columns: usize) -> Names {
    let mut names = Names::default();
    let mut seen = std::collections::HashMap::new();
    for column in 0..columns {
        let given =
            header.and_then(|header| header.get(column)).map(|name| crate::import::values::clean(name));
        let name = match given {
            Some(name) if !name.is_empty() => name,
            _ => {
                if header.is_some() {
                    names.nameless.push(column + 1);
                }
                format!("Column {}", column + 1)
            }
        };
        let count = seen.entry(normalise(&name)).or_insert(0usize);
        *count += 1;
        if *count == 2 {
            names.shared.push(name.clone());
        }
        names.columns.push(if *count > 1 { format!("{name} ({count})") } else { name });
    }
    names
}

#[cfg(test)]
mod tests {
    use super::{is_header, names};

    fn row(text: &str) -> Vec<String> {
        text.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn a_first_row_of_values_is_no_header() {
        for (first, below, expected) in [
            ("opportunity_id,sales_agent,account,close_value", "1C1I7A6R,Moses Frase,Cancity,1054", true),
            ("Vorname,Nachname,E-Mail", "Anna,Berg,a@b.de", true),
            ("Anna,Berg,a@b.de", "Bert,Tal,b@c.de", false),
            ("Anna,Berg,2017-03-01", "Bert,Tal,2017-03-02", false),
            ("Anna,12.50", "Bert,13.50", false),
            ("Germany,Berlin", "Germany,Hamburg", false),
            ("foo,bar", "1,2", true),
            ("Name,2016,2017", "Anna,5,6", false),
            ("Email,Phone,2017", "a@b.de,1234567,6", true),
        ] {
            assert_eq!(is_header(&row(first), &[row(below)]), expected, "{first}");
        }
    }

    #[test]
    fn columns_without_a_name_or_with_the_same_one_are_told_apart() {
        let found = names(Some(&row(" Email ,,email,EMAIL,Name")), 6);
        assert_eq!(found.columns, ["Email", "Column 2", "email (2)", "EMAIL (3)", "Name", "Column 6"]);
        assert_eq!(
            (found.shared.as_slice(), found.nameless.as_slice()),
            (&["email".to_owned()][..], &[2, 6][..])
        );
        assert_eq!(names(None, 2).columns, ["Column 1", "Column 2"]);
        assert!(names(None, 2).nameless.is_empty());
    }
}
