//! The body of a request as JSON, form or multipart, read into one type; every refusal has our shape and names the
//! field.
//!
//! Fields that a type does not know are passed over, so that the answer of a GET can be sent back as it is.

use axum::body::Bytes;
use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;

use crate::error::ApiError;

/// Larger bodies than this are refused; files have their own way.
pub(crate) const MAX_BODY: usize = 16 * 1024 * 1024;

/// A body in any of the forms that are taken.
#[derive(Debug)]
pub(crate) struct Body<T>(pub(crate) T);

/// What the sender says the body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Json,
    Form,
    Multipart,
}

impl Kind {
    /// # Errors
    /// For a content type that is none of the three; none at all means JSON.
    pub(crate) fn of(headers: &HeaderMap) -> Result<Self, ApiError> {
        let Some(value) = headers.get(header::CONTENT_TYPE) else { return Ok(Self::Json) };
        let essence = value.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim();
        match essence.to_ascii_lowercase().as_str() {
            "application/json" => Ok(Self::Json),
            "application/x-www-form-urlencoded" => Ok(Self::Form),
            "multipart/form-data" => Ok(Self::Multipart),
            _ => Err(ApiError::UnsupportedMediaType(format!(
                "A body of the type “{essence}” cannot be read; send application/json, \
                 application/x-www-form-urlencoded or multipart/form-data."
            ))),
        }
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        match Kind::of(request.headers())? {
            Kind::Json => read_json(&bytes(request, state).await?).map(Self),
            Kind::Form => read_form(&bytes(request, state).await?).map(Self),
            Kind::Multipart => {
                let multipart = Multipart::from_request(request, state)
                    .await
                    .map_err(|refusal| ApiError::BadRequest(refusal.body_text()))?;
                read_form(&form_of(multipart).await?).map(Self)
            }
        }
    }
}

async fn bytes<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, ApiError> {
    Bytes::from_request(request, state).await.map_err(|refusal| {
        if refusal.status() == StatusCode::PAYLOAD_TOO_LARGE {
            too_large(MAX_BODY)
        } else {
            ApiError::BadRequest("The body did not arrive whole; send it again.".to_owned())
        }
    })
}

pub(crate) fn too_large(most: usize) -> ApiError {
    ApiError::TooLarge(format!(
        "The body is larger than {} MiB; nothing was saved. Send it in smaller parts.",
        most / (1024 * 1024)
    ))
}

fn read_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    // An operation without input may be called without a body.
    let bytes = if bytes.is_empty() { b"{}" } else { bytes };
    let value: serde_json::Value = serde_json::from_slice(bytes)
        .map_err(|error| ApiError::BadRequest(format!("The body is not JSON: {error}.")))?;
    serde_path_to_error::deserialize(value).map_err(wrong_field)
}

/// Reads a form or a query: repeated keys make a list, an empty value of an optional field is none.
pub(crate) fn read_form<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    serde_path_to_error::deserialize(serde_html_form::Deserializer::from_bytes(bytes)).map_err(wrong_field)
}

fn wrong_field<E: std::fmt::Display>(error: serde_path_to_error::Error<E>) -> ApiError {
    let path = error.path().to_string();
    let message = error.into_inner().to_string();
    ApiError::field(if path == "." { "body".to_owned() } else { path }, message)
}

/// The text fields of a multipart body as a form; parts with a file name are files and not for this reader.
async fn form_of(mut multipart: Multipart) -> Result<Vec<u8>, ApiError> {
    let mut fields: Vec<(String, String)> = Vec::new();
    while let Some(field) = multipart.next_field().await.map_err(broken_multipart)? {
        if field.file_name().is_some() {
            continue;
        }
        if let Some(name) = field.name().map(str::to_owned) {
            fields.push((name, field.text().await.map_err(broken_multipart)?));
        }
    }
    serde_html_form::to_string(fields).map(String::into_bytes).map_err(ApiError::internal)
}

pub(crate) fn broken_multipart(error: MultipartError) -> ApiError {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        too_large(MAX_BODY)
    } else {
        ApiError::BadRequest(format!("The multipart body cannot be read: {}.", error.body_text()))
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize, PartialEq)]
    struct Draft {
        name: String,
        #[serde(default)]
        tags: Vec<String>,
        #[serde(default)]
        probability: Option<u8>,
    }

    #[test]
    fn a_form_reads_like_json() {
        let form: Draft = read_form(b"name=Acme+%26+Co&tags=a&tags=b&probability=50&ignored=1").unwrap();
        let json: Draft =
            read_json(br#"{"name":"Acme & Co","tags":["a","b"],"probability":50,"ignored":1}"#).unwrap();
        assert_eq!(form, json);
        assert_eq!(read_form::<Draft>(b"name=Acme&tags=a").unwrap().tags, ["a"]);
        assert_eq!(read_form::<Draft>(b"name=Acme&probability=").unwrap().probability, None);
    }

    #[test]
    fn a_wrong_type_names_its_field() {
        let Err(ApiError::Validation(fields)) = read_json::<Draft>(br#"{"name":"A","probability":"high"}"#)
        else {
            panic!("a word is no number")
        };
        assert!(fields["probability"].to_string().contains("high"), "{fields:?}");
        let Err(ApiError::Validation(fields)) = read_form::<Draft>(b"name=A&probability=high") else {
            panic!("a word is no number")
        };
        assert!(fields.contains_key("probability"), "{fields:?}");
        assert!(matches!(read_json::<Draft>(b"{\"name\":"), Err(ApiError::BadRequest(_))));
    }
}
