//! The built files of the UI, embedded in the program (read from the folder in debug builds).

use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../../ui/dist"]
struct Built;

const PAGE: &str = "index.html";

/// Names below this have a hash of their contents in them.
const NEVER_CHANGING: &str = "assets/";

/// The file of a path; for a path that is none, the page, whose own router knows it.
pub(super) fn file(method: &Method, path: &str) -> Response {
    if !matches!(*method, Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let name = path.trim_start_matches('/');
    let is_file = name.rsplit('/').next().is_some_and(|last| last.contains('.'));
    let name = if is_file { name } else { PAGE };
    let Some(file) = Built::get(name) else {
        let message = if is_file {
            "There is no such file."
        } else {
            "This build of MyCRM has no user interface in it: ui/dist was empty when it was built. \
             Build it with `npm run build` in ui/, then build the program again. The API is at /api/docs/."
        };
        return (StatusCode::NOT_FOUND, message).into_response();
    };
    let kept =
        if name.starts_with(NEVER_CHANGING) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let content_type = file.metadata.mimetype().to_owned();
    ([(header::CONTENT_TYPE, content_type), (header::CACHE_CONTROL, kept.to_owned())], file.data)
        .into_response()
}
