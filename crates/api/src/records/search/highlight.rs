//! Marks in a title what was typed, without regard to case and the commonest accents, and escapes the rest for HTML.

/// The title as HTML, every occurrence of a typed word in `<mark>`.
pub(super) fn highlight(title: &str, typed: &str) -> String {
    let letters: Vec<(char, Vec<char>)> = title.chars().map(|letter| (letter, folded(letter))).collect();
    let words: Vec<Vec<char>> = typed
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().flat_map(folded).collect())
        .collect();
    let mut marked = vec![false; letters.len()];
    for start in 0..letters.len() {
        for word in &words {
            if let Some(end) = matches_at(&letters, start, word) {
                marked[start..end].fill(true);
            }
        }
    }
    let mut html = String::new();
    let mut inside = false;
    for (&(letter, _), &is_marked) in letters.iter().zip(&marked) {
        if is_marked != inside {
            html.push_str(if is_marked { "<mark>" } else { "</mark>" });
            inside = is_marked;
        }
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
    }
    if inside {
        html.push_str("</mark>");
    }
    html
}

/// Where the word that begins at `start` ends.
fn matches_at(letters: &[(char, Vec<char>)], start: usize, word: &[char]) -> Option<usize> {
    let mut left = word;
    for (at, (_, folded)) in letters.iter().enumerate().skip(start) {
        if left.is_empty() {
            return Some(at);
        }
        let common = folded.len().min(left.len());
        if folded[..common] != left[..common] {
            return None;
        }
        left = &left[common..];
    }
    left.is_empty().then_some(letters.len())
}

/// A letter as the search compares it.
fn folded(letter: char) -> Vec<char> {
    let plain = match letter {
        'à'..='å' | 'À'..='Å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'Ç' | 'ć' | 'č' | 'Ć' | 'Č' => 'c',
        'ď' | 'Ď' => 'd',
        'è'..='ë' | 'È'..='Ë' | 'ē' | 'ė' | 'ę' | 'ě' | 'Ě' => 'e',
        'ğ' | 'Ğ' => 'g',
        'ì'..='ï' | 'Ì'..='Ï' | 'ī' | 'į' | 'İ' => 'i',
        'ñ' | 'Ñ' | 'ń' | 'ň' | 'Ń' | 'Ň' => 'n',
        'ò'..='ö' | 'Ò'..='Ö' | 'ō' | 'ő' => 'o',
        'ř' | 'Ř' => 'r',
        'ś' | 'š' | 'ş' | 'Ś' | 'Š' | 'Ş' => 's',
        'ť' | 'Ť' => 't',
        'ù'..='ü' | 'Ù'..='Ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' | 'Ý' => 'y',
        'ź' | 'ż' | 'ž' | 'Ź' | 'Ż' | 'Ž' => 'z',
        other => other,
    };
    plain.to_lowercase().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_marked_whatever_its_case_and_accents() {
        assert_eq!(highlight("Müller & Söhne", "mull sohne"), "<mark>Müll</mark>er &amp; <mark>Söhne</mark>");
        assert_eq!(highlight("Acme", "zzz"), "Acme");
        assert_eq!(highlight("Acme", ""), "Acme");
    }

    #[test]
    fn a_title_never_becomes_markup() {
        assert_eq!(
            highlight("<script>'x'</script>", "script"),
            "&lt;<mark>script</mark>&gt;&#39;x&#39;&lt;/<mark>script</mark>&gt;"
        );
    }

    #[test]
    fn letters_that_grow_when_folded_are_marked_whole() {
        assert_eq!(highlight("İstanbul", "istanbul"), "<mark>İstanbul</mark>");
        assert_eq!(highlight("日本語", "本"), "日<mark>本</mark>語");
    }
}
