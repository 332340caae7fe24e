//! Signed-in devices: which member an access token stands for. Tokens are kept as their SHA-256 only.

mod store;

use mycrm_sync::{MemberId, Millis};
use sha2::{Digest as _, Sha256};

pub use store::create;
pub(crate) use store::find;

use crate::Id;
use crate::app::App;

/// What a new session begins with.
#[derive(Debug, Clone)]
pub struct NewSession {
    pub id: Id,
    pub workspace: Id,
    pub member: MemberId,
    pub device_name: String,
    pub platform: String,
    /// The token itself; only its hash is kept.
    pub access_token: String,
    pub access_expires_at: Millis,
}

/// Notes that a session is in use, on the side: no request waits for it, and none fails if it is not noted.
pub(crate) fn note_seen(app: &App, session: Id, now: Millis) {
    let app = app.clone();
    tokio::spawn(async move {
        if let Err(error) = store::note_seen(app.database(), session, now).await {
            tracing::debug!(%error, "it was not noted that a session is in use");
        }
    });
}

/// What is kept of a token.
pub(crate) fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}
