//! How every public page looks and what it tells the browser: no scripts, no cookies, nothing from elsewhere, in no frame,
//! kept nowhere and in no index.

use std::sync::LazyLock;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};

use super::language::Language;
use super::words::Subject;

const STYLE: &str = include_str!("style.css");

/// The only style that a page may have is the one whose hash is here (CSP level 3, section 2.3.1).
static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    let hash = STANDARD.encode(Sha256::digest(STYLE));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{hash}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    );
    // Base64 has no character that a header could not hold.
    HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
});

/// A page for a visitor.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) language: Language,
    pub(crate) subject: Subject,
    /// Who it is from, such as the name of the workspace.
    pub(crate) from: Option<String>,
}

impl Page {
    pub(crate) const fn new(subject: Subject, language: Language) -> Self {
        let status = match subject {
            Subject::NoSuchPage | Subject::NoSuchInvite => StatusCode::NOT_FOUND,
            Subject::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Subject::Unhealthy | Subject::Failed => StatusCode::SERVICE_UNAVAILABLE,
            Subject::Unsubscribe | Subject::Unsubscribed | Subject::Join | Subject::Healthy => StatusCode::OK,
        };
        Self { status, language, subject, from: None }
    }

    pub(crate) fn from(mut self, name: &str) -> Self {
        self.from = Some(name.to_owned());
        self
    }

    fn markup(&self) -> Markup {
        let words = self.subject.words(self.language);
        html! {
            (DOCTYPE)
            html lang=(self.language.code()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="robots" content="noindex, nofollow";
                    meta name="color-scheme" content="light dark";
                    title { (words.title) }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    main {
                        @if let Some(from) = &self.from {
                            p.from { bdi { (from) } }
                        }
                        h1 { (words.title) }
                        @for paragraph in words.text {
                            p { (paragraph) }
                        }
                        @if let Some(button) = words.button {
                            // Without an action it goes to the address of this page.
                            form method="post" {
                                button { (button) }
                            }
                        }
                    }
                }
            }
        }
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let headers = [
            (header::CONTENT_SECURITY_POLICY, POLICY.clone()),
            (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
            (header::CONTENT_LANGUAGE, HeaderValue::from_static(self.language.code())),
            (header::VARY, HeaderValue::from_static("accept-language")),
        ];
        let mut response = (self.status, headers, self.markup().into_string()).into_response();
        harden(&mut response);
        response
    }
}

/// What everything public says besides its policy.
fn harden(response: &mut Response) {
    const ALWAYS: [(header::HeaderName, &str); 7] = [
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::CACHE_CONTROL, "no-store"),
        (header::HeaderName::from_static("x-robots-tag"), "noindex, nofollow"),
        (header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    for (name, value) in ALWAYS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_closed_to_scripts_frames_caches_and_indexes() {
        for subject in Subject::ALL {
            for language in [Language::English, Language::German] {
                let page = Page::new(subject, language).from("<script>alert(1)</script>");
                let text = page.markup().into_string();
                assert!(!text.contains("<script"), "{text}");
                assert!(!text.contains("http:") && !text.contains("https:"), "nothing from elsewhere");
                assert!(text.contains(&format!("lang=\"{}\"", language.code())));
                let response = page.into_response();
                let value = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
                let policy = value("content-security-policy");
                assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
                for part in ["form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"] {
                    assert!(policy.contains(part), "{policy}");
                }
                assert_eq!(value("referrer-policy"), "no-referrer");
                assert_eq!(value("cache-control"), "no-store");
                assert_eq!(value("x-robots-tag"), "noindex, nofollow");
                assert!(!response.headers().contains_key("set-cookie"));
            }
        }
    }

    #[test]
    fn both_languages_say_as_much() {
        for subject in Subject::ALL {
            let (english, german) = (subject.words(Language::English), subject.words(Language::German));
            assert_eq!(english.text.len(), german.text.len());
            assert_eq!(english.button.is_some(), german.button.is_some());
            assert_ne!(english.title, german.title);
        }
    }
}
