//! The `api` command: one request of the page, answered by the app's router in this process.

use tauri::State;
use tauri::ipc::{InvokeBody, Request, Response};

use crate::desktop::Desktop;
use crate::error::Refusal;
use crate::frame::{self, FrameError, ResponseHead};

#[tauri::command]
pub(crate) async fn api(request: Request<'_>, desktop: State<'_, Desktop>) -> Result<Response, Refusal> {
    let (head, body) = frame::decode_request(raw(request.body())?)?;
    let app = desktop.app().await;
    let headers = head.headers.into_iter().collect();
    let (status, headers, body) = app.dispatch(&head.method, &head.path, headers, body.to_vec()).await;
    let head = ResponseHead { status, headers: headers.into_iter().collect() };
    Ok(Response::new(frame::encode_response(&head, &body)?))
}

/// The bytes of the request. A JSON body means that the page reached us over the slow path of `invoke`,
/// which turns every byte into a number: a mistake in the policy of the page, never a thing to live with.
fn raw(body: &InvokeBody) -> Result<&[u8], Refusal> {
    match body {
        InvokeBody::Raw(bytes) => Ok(bytes),
        InvokeBody::Json(_) => Err(Refusal::new(
            "bad_request",
            "The request did not arrive as raw bytes. The page must pass one Uint8Array and be allowed to connect to ipc:.",
        )),
    }
}

impl From<FrameError> for Refusal {
    fn from(error: FrameError) -> Self {
        Self::new("bad_request", error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raw_bytes_are_taken_as_they_are() {
        assert_eq!(raw(&InvokeBody::Raw(vec![1, 2, 3])).unwrap(), [1, 2, 3]);
    }

    #[test]
    fn a_json_body_is_refused_even_when_it_holds_the_same_bytes() {
        let refusal = raw(&InvokeBody::Json(serde_json::json!([1, 2, 3]))).unwrap_err();
        assert_eq!(refusal.code, "bad_request");
    }
}
