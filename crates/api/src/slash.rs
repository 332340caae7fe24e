//! Paths of the API work with and without their trailing slash; the routes are declared with it.

use axum::http::Uri;
use axum::http::uri::PathAndQuery;

/// The same address with the slash; files of the interactive docs keep their names.
pub(crate) fn with_slash(uri: &Uri) -> Option<Uri> {
    let path = uri.path();
    if path.ends_with('/') || !path.starts_with("/api/") || path.starts_with("/api/docs/") {
        return None;
    }
    let target = match uri.query() {
        Some(query) => format!("{path}/?{query}"),
        None => format!("{path}/"),
    };
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(target).ok()?);
    Uri::from_parts(parts).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normalised(text: &str) -> Option<String> {
        with_slash(&text.parse().unwrap()).map(|uri| uri.to_string())
    }

    #[test]
    fn both_forms_of_a_path_are_one() {
        assert_eq!(normalised("/api/leads").unwrap(), "/api/leads/");
        assert_eq!(normalised("/api/leads?search=a%2Fb").unwrap(), "/api/leads/?search=a%2Fb");
        assert_eq!(
            normalised("http://localhost:8000/api/leads?x=1").unwrap(),
            "http://localhost:8000/api/leads/?x=1"
        );
        assert_eq!(normalised("/api/leads/"), None);
    }

    #[test]
    fn files_keep_their_names() {
        assert_eq!(normalised("/api/docs/swagger-ui.css"), None);
        assert_eq!(normalised("/assets/index.js"), None);
    }
}
