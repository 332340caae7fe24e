//! Yes and no.

/// `None` where the text is neither.
#[must_use]
pub fn parse(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "1" | "true" | "yes" | "y" | "on" | "x" | "active" | "wahr" | "ja" | "j" | "aktiv" | "✓" => {
            Some(true)
        }
        "0" | "false" | "no" | "n" | "off" | "inactive" | "falsch" | "nein" | "inaktiv" | "-" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn yes_and_no_in_two_languages() {
        assert_eq!(super::parse(" Ja "), Some(true));
        assert_eq!(super::parse("FALSE"), Some(false));
        assert_eq!(super::parse("maybe"), None);
        assert_eq!(super::parse(""), None);
    }
}
