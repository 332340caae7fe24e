//! What a request asks for in one word, by which its repetition is told from another request with the same key.

use axum::body::{Body, BodyDataStream, Bytes, to_bytes};
use axum::extract::{DefaultBodyLimit, FromRequest as _, Multipart, Request};
use axum::http::header;
use axum::http::request::Parts;
use futures::{StreamExt as _, stream};
use sha2::{Digest as _, Sha256};

use crate::body::{Kind, MAX_BODY, too_large};
use crate::error::Result;
use crate::tokens::hex;

/// The request again, and its fingerprint.
pub(super) async fn fingerprint(request: Request) -> Result<(Request, String)> {
    let (head, body) = request.into_parts();
    let target = head.uri.path_and_query().map_or("", |target| target.as_str()).to_owned();
    let method = head.method.as_str().to_owned();
    if Kind::of(&head.headers).is_ok_and(|kind| kind == Kind::Multipart) {
        let (content, body) = of_multipart(&head, body.into_data_stream()).await;
        let fingerprint = digest(&[method.as_bytes(), target.as_bytes(), content.as_bytes()]);
        return Ok((Request::from_parts(head, body), fingerprint));
    }
    let body: Bytes = to_bytes(body, MAX_BODY).await.map_err(|_| too_large(MAX_BODY))?;
    let fingerprint = digest(&[method.as_bytes(), target.as_bytes(), &body]);
    Ok((Request::from_parts(head, Body::from(body)), fingerprint))
}

/// By its parts, because each repetition comes with another boundary between them. Files may be larger than what is held
/// in memory: of what is behind that, the length has to do.
async fn of_multipart(head: &Parts, mut body: BodyDataStream) -> (String, Body) {
    let (mut beginning, mut size) = (Vec::new(), 0);
    let mut is_whole = false;
    while size < MAX_BODY {
        match body.next().await {
            Some(Ok(chunk)) => {
                size += chunk.len();
                beginning.push(Ok(chunk));
            }
            // The handler meets it at the same place.
            Some(Err(error)) => {
                beginning.push(Err(error));
                break;
            }
            None => {
                is_whole = true;
                break;
            }
        }
    }
    let held: Vec<Bytes> = beginning.iter().filter_map(|chunk| chunk.as_ref().ok().cloned()).collect();
    let mut hasher = Sha256::new();
    // Where a part that is cut off ends depends on the boundary, so as much is left out as that can be.
    let most = if is_whole { usize::MAX } else { MAX_BODY - LONGEST_SURROUNDINGS };
    note_parts(head, held, most, &mut hasher).await;
    if !is_whole {
        let length = head.headers.get(header::CONTENT_LENGTH).map_or(&b""[..], |value| value.as_bytes());
        note(&mut hasher, length);
    }
    (hex(&hasher.finalize()), Body::from_stream(stream::iter(beginning).chain(body)))
}

/// A body that cannot be read is noted as far as it can: the handler refuses it.
async fn note_parts(head: &Parts, held: Vec<Bytes>, most: usize, hasher: &mut Sha256) {
    let mut copy = Request::new(Body::from_stream(stream::iter(held.into_iter().map(Ok::<_, axum::Error>))));
    *copy.headers_mut() = head.headers.clone();
    // It is bounded already.
    DefaultBodyLimit::disable().apply(&mut copy);
    let Ok(mut parts) = Multipart::from_request(copy, &()).await else { return };
    let mut left = most;
    while let Ok(Some(mut part)) = parts.next_field().await {
        for about in [part.name(), part.file_name()] {
            note(hasher, about.unwrap_or_default().as_bytes());
        }
        let mut content = Sha256::new();
        while let Ok(Some(chunk)) = part.chunk().await {
            let chunk = &chunk[..chunk.len().min(left)];
            content.update(chunk);
            left -= chunk.len();
        }
        note(hasher, &content.finalize());
    }
}

/// What stands between the parts of a body: boundaries and headers.
const LONGEST_SURROUNDINGS: usize = 64 * 1024;

/// SHA-256 over the parts, each with its length so that they cannot run into each other.
pub(super) fn digest(parts: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        note(&mut hasher, part);
    }
    hex(&hasher.finalize())
}

fn note(hasher: &mut Sha256, part: &[u8]) {
    hasher.update(part.len().to_le_bytes());
    hasher.update(part);
}
