//! How often one address may ask for public pages.

use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::frame::Page;
use super::language::Language;
use super::words::Subject;
use crate::ApiError;
use crate::accounts::ClientAddress;
use crate::app::App;

pub(super) async fn limit(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    language: Language,
    request: Request,
    next: Next,
) -> Response {
    match app.accounts().rates.pages.check(&address.into()) {
        Ok(()) => next.run(request).await,
        Err(error) => {
            let mut response = Page::new(Subject::TooMany, language).into_response();
            if let ApiError::TooManyRequests { retry_after } = error {
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_after));
            }
            response
        }
    }
}
