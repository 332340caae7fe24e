//! Texts for the user in parts: the English text is the key under which other languages find theirs, as with gettext.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

/// A text with `{name}` where something is filled in. It is made by [`message!`](crate::message), so that all of them can be
/// listed for translation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Kept")]
pub struct Message {
    pub text: Cow<'static, str>,
    pub args: BTreeMap<Cow<'static, str>, String>,
}

impl Message {
    #[must_use]
    pub fn new<const N: usize>(text: &'static str, args: [(&'static str, String); N]) -> Self {
        let args = args.map(|(name, value)| (Cow::Borrowed(name), value));
        Self { text: Cow::Borrowed(text), args: BTreeMap::from(args) }
    }

    /// Words that only the English know: of a library, or kept by an older version.
    #[must_use]
    pub fn plain(text: impl fmt::Display) -> Self {
        Self { text: Cow::Owned(text.to_string()), args: BTreeMap::new() }
    }
}

/// Makes a [`Message`]: `message!("is longer than {limit} bytes", limit = MAX)`, or `limit` alone for a variable of that name.
#[macro_export]
macro_rules! message {
    (@value $name:ident) => { $name.to_string() };
    (@value $name:ident $value:expr) => { $value.to_string() };
    ($text:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {
        $crate::Message::new($text, [$((stringify!($name), $crate::message!(@value $name $($value)?))),*])
    };
}

/// In English.
impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.text.as_ref();
        while let Some((before, from)) = rest.split_once('{') {
            let filled = from.split_once('}').and_then(|(name, after)| Some((self.args.get(name)?, after)));
            match filled {
                Some((value, after)) => {
                    write!(f, "{before}{value}")?;
                    rest = after;
                }
                None => {
                    write!(f, "{before}{{")?;
                    rest = from;
                }
            }
        }
        f.write_str(rest)
    }
}

/// As it is kept, or was by older versions.
#[derive(Deserialize)]
#[serde(untagged)]
enum Kept {
    Words(String),
    Parts { text: String, args: BTreeMap<String, String> },
}

impl From<Kept> for Message {
    fn from(kept: Kept) -> Self {
        match kept {
            Kept::Words(text) => Self::plain(text),
            Kept::Parts { text, args } => Self {
                text: Cow::Owned(text),
                args: args.into_iter().map(|(name, value)| (Cow::Owned(name), value)).collect(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_filled_in() {
        let most = 3;
        let message = message!("has {count} of {most} at most", count = 2 + 2, most);
        assert_eq!(message.to_string(), "has 4 of 3 at most");
        assert_eq!(message!("may not be empty").to_string(), "may not be empty");
        let cunning = message!("{value} is none", value = "{value}");
        assert_eq!(cunning.to_string(), "{value} is none", "what is filled in is not filled in again");
        assert_eq!(Message::plain("a { and {b}").to_string(), "a { and {b}");
    }

    #[test]
    fn what_was_kept_comes_back() {
        let message = message!("{value} is none", value = "x");
        let kept = serde_json::to_string(&message).unwrap();
        assert_eq!(serde_json::from_str::<Message>(&kept).unwrap(), message);
        assert_eq!(serde_json::from_str::<Message>("\"old words\"").unwrap(), Message::plain("old words"));
    }
}
