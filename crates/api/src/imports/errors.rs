//! The rows that an import left out, as a file to be put right and imported.

use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use mycrm_crm::import as records;
use mycrm_store::Store;
use tokio_util::io::ReaderStream;

use crate::error::{ApiError, Result};
use crate::id::PathId;

/// CSV: the rows as they stand in the file, with the reason behind.
#[utoipa::path(get, path = "/api/imports/{id}/errors/", tag = "import", params(("id" = String, Path)),
    responses((status = 200, body = String, content_type = "text/csv")))]
pub(crate) async fn get_import_errors(State(store): State<Store>, PathId(id): PathId) -> Result<Response> {
    let import = records::get(&store, &id).await?;
    let path = records::error_file_of(&store, &id);
    let file = match tokio::fs::File::open(&path).await {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(ApiError::NotFound("No row of this import was left out.".to_owned()));
        }
        Err(error) => return Err(ApiError::internal(error)),
    };
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, attachment(&import.file_name)),
    ];
    Ok((headers, Body::from_stream(ReaderStream::new(file))).into_response())
}

/// RFC 6266, with the name in the form of RFC 8187 so that it may hold any letter.
fn attachment(file_name: &str) -> String {
    let stem = file_name.rsplit_once('.').map_or(file_name, |(stem, _)| stem);
    let encoded: String = format!("{stem}-errors.csv")
        .bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect();
    format!("attachment; filename=\"errors.csv\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_file_cannot_break_the_header() {
        assert!(attachment("deals \"2026\"\r\n.csv").ends_with("''deals%20%222026%22%0D%0A-errors.csv"));
    }
}
