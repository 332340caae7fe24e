//! What people type in: e-mail addresses and names, checked once at the edge and then carried in types of their own.

use std::fmt;
use std::str::FromStr;

use email_address::{EmailAddress, Options};
use serde::{Deserialize, Deserializer, de};

/// RFC 5321 section 4.5.3.1.3: a path has 256 octets, two of which are its brackets.
const MAX_EMAIL: usize = 254;
const MAX_NAME: usize = 200;

/// An address without a display name (RFC 5321), in lower case: what a person signs in with. Printed only where it is asked for.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Email(String);

/// What a person, a device or a workspace is called: one line of 1 to 200 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name(String);

/// Why a text is refused, in words for whoever typed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadText {
    #[error("This is no e-mail address; it needs the form name@example.com.")]
    Email,
    #[error("A name needs 1 to 200 characters in one line.")]
    Name,
}

impl Email {
    #[must_use]
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Email {
    type Err = BadText;

    fn from_str(text: &str) -> Result<Self, BadText> {
        let text = text.trim();
        // Quotes, brackets and control characters are legal here and there, and an injection everywhere else.
        let is_plain =
            text.chars().all(|c| !c.is_whitespace() && !c.is_control() && !"\"\\<>()[],;:".contains(c));
        if text.len() > MAX_EMAIL || !is_plain {
            return Err(BadText::Email);
        }
        let options = Options::default().with_required_tld().without_domain_literal().without_display_text();
        EmailAddress::parse_with_options(text, options).map_err(|_| BadText::Email)?;
        Ok(Self(text.to_lowercase()))
    }
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email(…)")
    }
}

impl<'de> Deserialize<'de> for Email {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(de::Error::custom)
    }
}

impl Name {
    #[must_use]
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Name {
    type Err = BadText;

    fn from_str(text: &str) -> Result<Self, BadText> {
        let text = text.trim();
        let is_fine = !text.is_empty()
            && text.len() <= MAX_NAME * 4
            && text.chars().count() <= MAX_NAME
            && !text.chars().any(|c| c.is_control() || reorders(c));
        if is_fine { Ok(Self(text.to_owned())) } else { Err(BadText::Name) }
    }
}

/// Marks that turn the order of what is around them, so that a name could read as another one (UAX 9).
fn reorders(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_the_same_however_it_is_typed() {
        let email: Email = "  Anna.Berg+crm@Example.COM ".parse().unwrap();
        assert_eq!(email.as_str(), "anna.berg+crm@example.com");
        assert!(!format!("{email:?}").contains("anna"));
    }

    #[test]
    fn what_could_be_taken_for_something_else_is_no_address() {
        for wrong in [
            "",
            "anna",
            "anna@",
            "@example.com",
            "anna@localhost",
            "a@b@example.com",
            "anna@example.com\r\nBcc: x@example.com",
            "Anna <anna@example.com>",
            "\"anna berg\"@example.com",
            "anna@[127.0.0.1]",
            "a,b@example.com",
            "anna@example.com\0",
            &format!("{}@example.com", "a".repeat(250)),
        ] {
            assert_eq!(wrong.parse::<Email>(), Err(BadText::Email), "{wrong:.60}");
        }
        // Nothing is done with it but comparing: a statement in it stays a text.
        assert!("o'hara@example.com".parse::<Email>().is_ok());
    }

    #[test]
    fn a_name_is_one_line_that_reads_as_it_is() {
        assert_eq!(" Jörg Müller ".parse::<Name>().unwrap().as_str(), "Jörg Müller");
        assert!("'; DROP TABLE users; --".parse::<Name>().is_ok());
        for wrong in ["", "  ", "a\nb", "a\0b", "\u{202e}nimda", &"x".repeat(201)] {
            assert_eq!(wrong.parse::<Name>(), Err(BadText::Name), "{wrong:.60}");
        }
        assert!("ü".repeat(200).parse::<Name>().is_ok());
    }
}
