//! Refuses requests that name another host: a web page whose own name was pointed at this computer (DNS rebinding).

use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::error::ApiError;

pub(super) async fn check(State(port): State<u16>, request: Request, next: Next) -> Response {
    // HTTP/1.1 with an absolute address names the host there.
    let in_address = request.uri().authority().map(axum::http::uri::Authority::as_str);
    match in_address.or_else(|| of(request.headers())) {
        Some(host) if is_ours(host, port) => next.run(request).await,
        _ => ApiError::Forbidden(format!(
            "This address is not the one MyCRM serves; use http://127.0.0.1:{port}."
        ))
        .into_response(),
    }
}

pub(super) fn of(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::HOST)?.to_str().ok()
}

fn is_ours(host: &str, port: u16) -> bool {
    let (name, given) = match host.rsplit_once(':') {
        Some((name, digits)) if !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit()) => {
            (name, digits.parse().ok())
        }
        _ => (host, Some(80)),
    };
    given == Some(port) && (name.eq_ignore_ascii_case("localhost") || name == "127.0.0.1" || name == "[::1]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_computer_with_our_port_are_ours() {
        for ours in ["127.0.0.1:8000", "localhost:8000", "LOCALHOST:8000", "[::1]:8000"] {
            assert!(is_ours(ours, 8000), "{ours}");
        }
        for other in [
            "127.0.0.1",
            "127.0.0.1:8001",
            "evil.example:8000",
            "localhost.evil.example:8000",
            "",
            ":8000",
            "127.0.0.1:99999",
        ] {
            assert!(!is_ours(other, 8000), "{other}");
        }
        assert!(is_ours("localhost", 80));
    }
}
