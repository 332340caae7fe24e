//! The parameters of statements over many rows.

use std::fmt::Write as _;

use sqlx::AnyConnection;

use super::Dialect;

/// What the number of a parameter comes after.
///
/// To SQLite `$1` and `?1` are names, which it looks up one after the other whenever one is bound: thousands of them take
/// longer than all that the statement does. A bare `?` has no name, so where a statement has no other parameters the
/// rows get that. PostgreSQL knows only `$1`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark(char);

impl Mark {
    pub(crate) fn of(connection: &AnyConnection) -> Self {
        Self(if connection.backend_name() == "SQLite" { '?' } else { '$' })
    }

    /// `$3,$4` for two values after two other parameters.
    pub(crate) fn list(self, after: usize, values: usize) -> String {
        let numbers: Vec<String> =
            (after + 1..=after + values).map(|number| format!("{}{number}", self.0)).collect();
        numbers.join(",")
    }

    /// `($3,$4),($5,$6)` for two rows of two columns after two other parameters.
    pub(crate) fn tuples(self, after: usize, rows: usize, columns: usize) -> String {
        let mut text = String::with_capacity(rows * columns * 6);
        for row in 0..rows {
            text.push_str(if row == 0 { "(" } else { ",(" });
            for column in 0..columns {
                text.push_str(if column == 0 { "" } else { "," });
                text.push(self.0);
                if after > 0 || self.0 == '$' {
                    // Writing into a text never fails.
                    let _ = write!(text, "{}", after + row * columns + column + 1);
                }
            }
            text.push(')');
        }
        text
    }
}

/// Whether an INSERT of so many rows is worth keeping prepared: bulk work comes in full pushes, and reading thousands of
/// parameters takes a good part of each. Other numbers of rows hardly ever come again. Not for a SELECT: PostgreSQL makes
/// one plan for all values of it after a while, which took seven times as long.
pub(crate) const fn is_full(rows: usize) -> bool {
    rows == mycrm_sync::op::MAX_OPS
}

impl From<Dialect> for Mark {
    fn from(dialect: Dialect) -> Self {
        match dialect {
            Dialect::Sqlite => Self('?'),
            Dialect::Postgres => Self('$'),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_numbered_row_by_row() {
        let mark = Mark::from(Dialect::Postgres);
        assert_eq!(mark.tuples(2, 2, 2), "($3,$4),($5,$6)");
        assert_eq!(Mark::from(Dialect::Sqlite).tuples(0, 1, 2), "(?,?)");
        assert_eq!(Mark::from(Dialect::Sqlite).tuples(1, 1, 2), "(?2,?3)");
        assert_eq!(mark.list(1, 3), "$2,$3,$4");
        assert_eq!(mark.list(1, 0), "");
    }
}
