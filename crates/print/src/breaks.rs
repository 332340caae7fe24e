//! Places where a long word may break, so that it does not run over its neighbour or off the paper.

/// Longer words than this occur in no language that is hyphenated; they are addresses, keys and slips of the keyboard.
const LONGEST_WORD: usize = 24;
const ZERO_WIDTH_SPACE: char = '\u{200B}';

/// The text with an invisible place to break in each run of letters that is longer than a word. Other text is as it was.
pub(crate) fn breakable(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut run = 0;
    for letter in text.chars() {
        if letter.is_whitespace() || letter == ZERO_WIDTH_SPACE {
            run = 0;
        } else if run == LONGEST_WORD && !joins(letter) {
            result.push(ZERO_WIDTH_SPACE);
            run = 1;
        } else if run < LONGEST_WORD {
            run += 1;
        }
        result.push(letter);
    }
    result
}

/// Whether a character belongs to the one before it: accents, joiners, variation selectors, skin tones.
fn joins(letter: char) -> bool {
    matches!(letter,
        '\u{0300}'..='\u{036F}' | '\u{0591}'..='\u{05C7}' | '\u{0610}'..='\u{061A}' | '\u{064B}'..='\u{065F}'
        | '\u{200C}' | '\u{200D}' | '\u{20D0}'..='\u{20FF}' | '\u{FE00}'..='\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_text_is_as_it_was() {
        for text in ["", "Rindfleischetikettierung und Straßen", "Größe\nund mehr", "Nordwind GmbH & Co. KG"]
        {
            assert_eq!(breakable(text), text);
        }
    }

    #[test]
    fn a_run_without_spaces_may_break_after_every_24_letters() {
        let broken = breakable(&"x".repeat(60));
        assert_eq!(broken.split(ZERO_WIDTH_SPACE).map(str::len).collect::<Vec<_>>(), [24, 24, 12]);
    }

    #[test]
    fn an_accent_is_not_parted_from_its_letter() {
        let text = format!("{}\u{0301}{}", "e".repeat(24), "e".repeat(3));
        assert_eq!(breakable(&text), format!("{}\u{0301}\u{200B}eee", "e".repeat(24)));
    }
}
