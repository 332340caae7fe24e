//! The language of a visitor: English or German, as the browser asks (RFC 9110 section 12.5.4).

use axum::extract::FromRequestParts;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Language {
    #[default]
    English,
    German,
}

impl Language {
    /// For the `lang` of the page.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }

    /// The one that the header likes best; English where it likes neither.
    fn preferred(header: &str) -> Self {
        let mut best = (0.0, Self::English);
        // No browser asks for more than a handful.
        for range in header.split(',').take(20) {
            let mut parts = range.split(';');
            let tag = parts.next().unwrap_or_default().trim();
            let weight = parts.find_map(|part| part.trim().strip_prefix("q=")).map_or(1.0, |q| {
                q.trim().parse::<f32>().ok().filter(|q| (0.0..=1.0).contains(q)).unwrap_or_default()
            });
            let language = match tag.split('-').next() {
                Some(tag) if tag.eq_ignore_ascii_case("de") => Self::German,
                Some(tag) if tag.eq_ignore_ascii_case("en") => Self::English,
                _ => continue,
            };
            if weight > best.0 {
                best = (weight, language);
            }
        }
        best.1
    }
}

impl<S: Sync> FromRequestParts<S> for Language {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let header = parts.headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        Ok(header.map(Self::preferred).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_language_that_is_spoken_here_is_taken() {
        for (header, expected) in [
            ("de-CH,de;q=0.9,en;q=0.8", Language::German),
            ("fr-FR,fr;q=0.9,en;q=0.5,de;q=0.4", Language::English),
            ("en;q=0.3, DE;q=0.7", Language::German),
            ("de;q=0", Language::English),
            ("de;q=nonsense, en;q=0.1", Language::English),
            ("", Language::English),
            ("*", Language::English),
            ("den, dex", Language::English),
        ] {
            assert_eq!(Language::preferred(header), expected, "{header}");
        }
        let _ = Language::preferred(&"de,".repeat(100_000));
    }
}
