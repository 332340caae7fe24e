//! The bytes of one request and one response between the page and the app.
//!
//! `invoke` has no status and no usable headers, so they travel inside the bytes:
//! `u32` little-endian length of the head, the head as JSON, then the body untouched.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Longest head accepted, in bytes. Real heads are under 1 KiB; the bound keeps a broken length from
/// being taken for one.
pub(crate) const MAX_HEAD: usize = 64 * 1024;

const LENGTH: usize = size_of::<u32>();

/// What a request says before its body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RequestHead {
    pub(crate) method: String,
    /// Path and query, as in the request line of HTTP.
    pub(crate) path: String,
    #[serde(default)]
    pub(crate) headers: BTreeMap<String, String>,
}

/// What a response says before its body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ResponseHead {
    pub(crate) status: u16,
    pub(crate) headers: BTreeMap<String, String>,
}

/// Why bytes are not a request.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FrameError {
    #[error("The request ends before its head does.")]
    Short,
    #[error("The head of the request is {0} bytes long; at most {MAX_HEAD} are allowed.")]
    LongHead(usize),
    #[error("The head of the request is not what it should be: {0}.")]
    Head(#[from] serde_json::Error),
}

/// Splits a request into its head and its body.
///
/// # Errors
/// When the bytes are shorter than they claim, the head is too long, or the head is not the expected JSON.
pub(crate) fn decode_request(bytes: &[u8]) -> Result<(RequestHead, &[u8]), FrameError> {
    let (length, rest) = bytes.split_first_chunk::<LENGTH>().ok_or(FrameError::Short)?;
    let length = usize::try_from(u32::from_le_bytes(*length)).unwrap_or(usize::MAX);
    if length > MAX_HEAD {
        return Err(FrameError::LongHead(length));
    }
    let (head, body) = rest.split_at_checked(length).ok_or(FrameError::Short)?;
    Ok((serde_json::from_slice(head)?, body))
}

/// Joins the head and the body of a response.
///
/// # Errors
/// When the head is longer than [`MAX_HEAD`] (only headers of absurd size can make it so).
pub(crate) fn encode_response(head: &ResponseHead, body: &[u8]) -> Result<Vec<u8>, FrameError> {
    let head = serde_json::to_vec(head)?;
    let length = u32::try_from(head.len()).ok().filter(|_| head.len() <= MAX_HEAD);
    let length = length.ok_or(FrameError::LongHead(head.len()))?;
    let mut bytes = Vec::with_capacity(LENGTH + head.len() + body.len());
    bytes.extend_from_slice(&length.to_le_bytes());
    bytes.extend_from_slice(&head);
    bytes.extend_from_slice(body);
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn request(head: &RequestHead, body: &[u8]) -> Vec<u8> {
        let head = serde_json::to_vec(head).unwrap();
        [&u32::try_from(head.len()).unwrap().to_le_bytes()[..], &head, body].concat()
    }

    #[test]
    fn a_request_of_the_page_is_read() {
        let head = br#"{"method":"GET","path":"/api/people/?page_size=2"}"#;
        let bytes = [&50u32.to_le_bytes()[..], head, b"body"].concat();
        let (head, body) = decode_request(&bytes).unwrap();
        assert_eq!((head.method.as_str(), head.path.as_str()), ("GET", "/api/people/?page_size=2"));
        assert!(head.headers.is_empty());
        assert_eq!(body, b"body");
    }

    #[test]
    fn a_head_longer_than_the_bound_is_refused_before_it_is_read() {
        let bytes = [&u32::MAX.to_le_bytes()[..], b"{}"].concat();
        assert!(matches!(decode_request(&bytes), Err(FrameError::LongHead(_))));
    }

    #[test]
    fn a_cut_off_request_is_refused() {
        let head =
            RequestHead { method: "GET".into(), path: "/api/people/".into(), headers: BTreeMap::new() };
        let bytes = request(&head, b"");
        for end in 0..bytes.len() {
            assert!(decode_request(&bytes[..end]).is_err(), "{end} of {} bytes were enough", bytes.len());
        }
    }

    #[test]
    fn a_response_with_an_oversized_header_is_refused() {
        let headers = BTreeMap::from([("x".to_owned(), "y".repeat(MAX_HEAD))]);
        assert!(encode_response(&ResponseHead { status: 200, headers }, b"").is_err());
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..512)) {
            let _ = decode_request(&bytes);
        }

        #[test]
        fn a_request_comes_out_as_it_went_in(
            method in "[A-Z]{1,7}",
            path in "/[ -~]{0,80}",
            headers in proptest::collection::btree_map("[a-z-]{1,16}", "\\PC{0,40}", 0..6),
            body in proptest::collection::vec(any::<u8>(), 0..2048),
        ) {
            let head = RequestHead { method, path, headers };
            let bytes = request(&head, &body);
            let (read, rest) = decode_request(&bytes).unwrap();
            prop_assert_eq!(read, head);
            prop_assert_eq!(rest, &body[..]);
        }

        #[test]
        fn a_response_says_where_its_body_starts(
            status in 100u16..600,
            headers in proptest::collection::btree_map("[a-z-]{1,16}", "\\PC{0,40}", 0..6),
            body in proptest::collection::vec(any::<u8>(), 0..2048),
        ) {
            let head = ResponseHead { status, headers };
            let bytes = encode_response(&head, &body).unwrap();
            let length = u32::from_le_bytes(bytes[..4].try_into().unwrap()) as usize;
            prop_assert_eq!(serde_json::from_slice::<ResponseHead>(&bytes[4..4 + length]).unwrap(), head);
            prop_assert_eq!(&bytes[4 + length..], &body[..]);
        }
    }
}
