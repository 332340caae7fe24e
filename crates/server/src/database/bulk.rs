//! The parameters of statements over many rows.

use std::fmt::Write as _;

/// `($3,$4),($5,$6)` for two rows of two columns after two other parameters.
pub(crate) fn tuples(after: usize, rows: usize, columns: usize) -> String {
    let mut text = String::with_capacity(rows * columns * 6);
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ",(" });
        for column in 0..columns {
            let number = after + row * columns + column + 1;
            // Writing into a text never fails.
            let _ = write!(text, "{}${number}", if column == 0 { "" } else { "," });
        }
        text.push(')');
    }
    text
}

/// `$3,$4` for two values after two other parameters.
pub(crate) fn list(after: usize, values: usize) -> String {
    let numbers: Vec<String> = (after + 1..=after + values).map(|number| format!("${number}")).collect();
    numbers.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_numbered_row_by_row() {
        assert_eq!(tuples(2, 2, 2), "($3,$4),($5,$6)");
        assert_eq!(tuples(0, 1, 1), "($1)");
        assert_eq!(list(1, 3), "$2,$3,$4");
        assert_eq!(list(1, 0), "");
    }
}
