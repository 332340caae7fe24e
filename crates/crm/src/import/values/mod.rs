//! Reads one cell of a foreign file as a date, an amount, an address or a choice; it knows no rows and no records.

pub mod amounts;
pub mod choices;
pub mod contact_points;
pub mod dates;
pub mod flags;
pub mod names;

/// The text of a cell without what only a spreadsheet put around it: outer space, control characters,
/// zero-width marks. Line breaks and tabs inside stay.
#[must_use]
pub fn clean(text: &str) -> String {
    let hidden = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\t'))
            || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}' | '\u{2060}')
    };
    let trimmed = text.trim_matches(|c: char| c.is_whitespace() || hidden(c));
    if trimmed.chars().any(hidden) {
        trimmed.chars().filter(|c| !hidden(*c)).collect()
    } else {
        trimmed.into()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    #[test]
    fn control_characters_go_and_line_breaks_stay() {
        assert_eq!(super::clean("\u{feff} a\0b\r\nc\td \u{a0}"), "ab\nc\td");
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing(text in any::<String>()) {
            let once = super::clean(&text);
            prop_assert_eq!(super::clean(&once), once.clone());
        }
    }
}
