//! The tokens of a device: the access token in memory, the refresh token where secrets are kept.

use std::sync::Arc;
use std::time::{Duration, Instant};

use mycrm_store::secrets::Secrets;

use super::Failed;
use crate::remote::{Remote, Session, Trouble};

const REFRESH_TOKEN: &str = "sync_refresh_token";
/// With which tokens of public pages are minted.
const PAGE_KEY: &str = "sync_page_key";
/// An access token is renewed so long before it ends.
const MARGIN: Duration = Duration::from_secs(30);

#[derive(Debug)]
pub(super) struct Tokens {
    secrets: Result<Arc<Secrets>, String>,
    access: Option<(String, Instant)>,
}

impl Tokens {
    pub(super) fn new(secrets: Result<Arc<Secrets>, String>) -> Self {
        Self { secrets, access: None }
    }

    fn secrets(&self) -> Result<&Secrets, Failed> {
        self.secrets.as_deref().map_err(|why| Failed::Secrets(why.clone()))
    }

    /// Keeps the tokens of a session, the one for later before the one for now is used.
    pub(super) async fn keep(&mut self, session: &Session) -> Result<(), Failed> {
        let secrets = self.secrets()?;
        let failed = |error: mycrm_store::secrets::SecretsError| Failed::Secrets(error.to_string());
        secrets.set(REFRESH_TOKEN, &session.refresh_token).await.map_err(failed)?;
        secrets.set(PAGE_KEY, &session.page_key).await.map_err(failed)?;
        let valid = Duration::from_secs(session.expires_in).saturating_sub(MARGIN);
        self.access = Some((session.access_token.clone(), Instant::now() + valid));
        Ok(())
    }

    pub(super) async fn forget(&mut self) {
        self.access = None;
        if let Ok(secrets) = self.secrets() {
            for name in [REFRESH_TOKEN, PAGE_KEY] {
                if let Err(error) = secrets.delete(name).await {
                    tracing::warn!(%error, "a token could not be removed");
                }
            }
        }
    }

    /// An access token that has some time left.
    pub(super) fn current(&self) -> Option<String> {
        self.access.as_ref().filter(|(_, until)| *until > Instant::now()).map(|(token, _)| token.clone())
    }

    /// The server does not take it any more.
    pub(super) fn drop_access(&mut self) {
        self.access = None;
    }

    /// A new access token for the refresh token.
    pub(super) async fn renew(&mut self, remote: &Remote) -> Result<Session, Failed> {
        let kept = self.secrets()?.get(REFRESH_TOKEN).await;
        let refresh = kept.map_err(|error| Failed::Secrets(error.to_string()))?.ok_or(Trouble::SignedOut)?;
        let session = remote.renew(&refresh).await?;
        self.keep(&session).await?;
        Ok(session)
    }
}
