//! The requests of the sync protocol over HTTP.

use mycrm_sync::Millis;
use mycrm_sync::client::{Answer, Answered, Request};
use mycrm_sync::snapshot::AskChunk;
use reqwest::StatusCode;
use uuid::Uuid;

use super::{Remote, Trouble, bounded, read};

/// The clock of the server, where the body is bytes.
const NOW: &str = "x-mycrm-now";

impl Remote {
    /// Asks what a replica wants to know next.
    ///
    /// # Errors
    /// When there is no answer of the protocol.
    pub async fn ask(&self, token: &str, workspace: Uuid, request: &Request) -> Result<Answered, Trouble> {
        let url = |path: &str| self.url(&format!("/api/v1/workspaces/{workspace}/{path}"));
        let to = match request {
            Request::Push(push) => self.http.post(url("push")).json(push),
            Request::Pull(pull) => self.http.post(url("pull")).json(pull),
            // Written whole before the server says anything.
            Request::Snapshot(ask) => self.uploads.post(url("snapshots")).json(ask),
            Request::Chunk(AskChunk { id, index }) => self.http.get(url(&format!("snapshots/{id}/{index}"))),
        };
        let response = to.bearer_auth(token).send().await?;
        let status = response.status();
        let is_chunk = matches!(request, Request::Chunk(_));
        if is_chunk && status.is_success() {
            let now = response.headers().get(NOW).and_then(|value| value.to_str().ok()?.parse().ok());
            let now = now.ok_or_else(|| Trouble::NotUnderstood(format!("{NOW} is missing")))?;
            let bytes = bounded(response).await?;
            return Ok(Answered { now: Millis(now), answer: Answer::Chunk(Ok(bytes)) });
        }
        // What the protocol refuses is an answer too.
        let is_answer = status.is_success()
            || matches!(status, StatusCode::CONFLICT | StatusCode::GONE | StatusCode::UPGRADE_REQUIRED);
        if is_answer { read(response).await } else { Err(Trouble::read(response).await) }
    }
}
