//! Requests inside this process: the window and the command line reach the router without a socket.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, Uri};
use axum::response::IntoResponse;
use tower::ServiceExt as _;

use crate::App;
use crate::caller::Caller;
use crate::error::ApiError;

/// Status, headers and body.
pub type Answer = (u16, Vec<(String, String)>, Vec<u8>);

impl App {
    /// Answers one request of the user of this installation, who may do everything. Never fails: what goes wrong is
    /// an answer too.
    pub async fn dispatch(
        &self,
        method: &str,
        path_and_query: &str,
        headers: Vec<(String, String)>,
        body: Vec<u8>,
    ) -> Answer {
        dispatch(self.router(), method, path_and_query, headers, body).await
    }
}

/// As [`App::dispatch`].
pub(crate) async fn dispatch(
    router: &Router,
    method: &str,
    path_and_query: &str,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
) -> Answer {
    let response = match request(method, path_and_query, headers, body) {
        Ok(request) => match router.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        },
        Err(error) => error.into_response(),
    };
    let (head, body) = response.into_parts();
    let headers = head
        .headers
        .iter()
        .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
        .collect();
    match to_bytes(body, usize::MAX).await {
        Ok(body) => (head.status.as_u16(), headers, body.to_vec()),
        Err(error) => {
            tracing::error!(%error, "an answer broke off");
            (500, Vec::new(), Vec::new())
        }
    }
}

fn request(
    method: &str,
    path_and_query: &str,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
) -> Result<Request<Body>, ApiError> {
    let unreadable = |what: &str| ApiError::BadRequest(format!("The request's {what} cannot be read."));
    let uri: Uri = path_and_query.parse().map_err(|_| unreadable("path"))?;
    if uri.path().trim_end_matches('/') == "/api/core/stream" {
        // Its body never ends, and whoever waits for the whole of it would wait for ever.
        return Err(ApiError::BadRequest("Events inside the app come through its channel.".to_owned()));
    }
    let mut request = Request::builder().method(method).uri(uri);
    for (name, value) in headers {
        request = request.header(name, value);
    }
    let mut request = request.body(Body::from(body)).map_err(|_| unreadable("method or headers"))?;
    request.extensions_mut().insert(Caller::user());
    Ok(request)
}
