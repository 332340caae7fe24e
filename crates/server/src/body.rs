//! Reading the body of a request that anybody may have sent: bounded in size and in time.

use axum::body::{Body, Bytes};
use axum::extract::Request;
use http_body_util::BodyExt as _;
use tokio::time::{Instant, timeout, timeout_at};

use crate::ApiError;
use crate::app::Patience;

/// Reads at most `limit` bytes. What says that it is larger is refused before anything of it is read.
pub(crate) async fn read(request: Request, limit: usize, patience: Patience) -> Result<Bytes, ApiError> {
    let too_large = || ApiError::TooLarge { limit };
    let body: Body = request.into_body();
    let announced = http_body::Body::size_hint(&body);
    if announced.lower() > limit as u64 {
        return Err(too_large());
    }
    let deadline = Instant::now() + patience.body;
    let mut body = body;
    let mut bytes = Vec::with_capacity(usize::try_from(announced.lower()).unwrap_or_default());
    loop {
        let frame = timeout_at(deadline, timeout(patience.pause, body.frame()))
            .await
            .map_err(|_| ApiError::Timeout)?
            .map_err(|_| ApiError::Timeout)?;
        match frame {
            None => return Ok(bytes.into()),
            Some(Err(error)) => return Err(ApiError::BadRequest(format!("The request broke off: {error}."))),
            Some(Ok(frame)) => {
                let Some(data) = frame.data_ref() else { continue };
                if bytes.len() + data.len() > limit {
                    return Err(too_large());
                }
                bytes.extend_from_slice(data);
            }
        }
    }
}

/// Reads JSON of at most `limit` bytes.
pub(crate) async fn json<T: serde::de::DeserializeOwned>(
    request: Request,
    limit: usize,
    patience: Patience,
) -> Result<T, ApiError> {
    let bytes = read(request, limit, patience).await?;
    serde_json::from_slice(&bytes)
        .map_err(|error| ApiError::BadRequest(format!("The body cannot be read: {error}.")))
}
