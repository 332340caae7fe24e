//! What the API, the screens and the paper say about a pipeline, in one place and in the user's language.
//!
//! Numbers, dates and sentences of what the other modules compute. Names of deals, stages and people are the user's own
//! and stay as they are.

mod advice;
mod captions;
mod charts;
mod dates;
mod findings;
mod health;
mod labels;
mod notes;
mod numbers;
mod outcomes;
mod terms;

pub use numbers::NOTHING;
pub(crate) use terms::Term;

use mycrm_store::Currency;

/// A language that all words exist in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    English,
    German,
}

/// Writes in one language, and amounts in one currency: the base currency of the figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    pub language: Language,
    pub currency: Currency,
}

impl Words {
    pub const fn new(language: Language, currency: Currency) -> Self {
        Self { language, currency }
    }

    fn pick<T>(&self, english: T, german: T) -> T {
        match self.language {
            Language::English => english,
            Language::German => german,
        }
    }

    fn say(&self, english: &str, german: &str) -> String {
        self.pick(english, german).to_owned()
    }
}

/// The form for one, and the form for any other number.
fn plural(n: u64, one: &'static str, many: &'static str) -> &'static str {
    if n == 1 { one } else { many }
}

/// Samples for the tests of the parts.
#[cfg(test)]
pub(crate) mod samples {
    use super::{Language, Words};
    use mycrm_store::Currency;

    pub(crate) const ENGLISH: Words = Words::new(Language::English, Currency::EUR);
    pub(crate) const GERMAN: Words = Words::new(Language::German, Currency::EUR);

    /// In both languages, with ordinary spaces, so that tests read as the text does.
    pub(crate) fn both(say: impl Fn(Words) -> String) -> [String; 2] {
        [ENGLISH, GERMAN].map(|words| say(words).replace('\u{a0}', " "))
    }
}
