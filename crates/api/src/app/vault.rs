//! Where secrets are kept, and whether that works; asked once, without holding up the start.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use mycrm_store::secrets::Secrets;
use tokio::sync::OnceCell;

use crate::error::sentence;
use crate::status::{SecretsKind, SecretsStatus};

/// A locked keyring answers only after its password was typed; whoever asks for the status does not wait for that.
const PATIENCE: Duration = Duration::from_secs(1);

/// Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Vault(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    secrets: Result<Arc<Secrets>, String>,
    /// `None` inside: they can be kept.
    problem: OnceCell<Option<String>>,
}

impl Vault {
    /// As the environment asks; what is wrong with it is told by [`Vault::status`].
    pub(crate) fn choose(data_folder: &Path) -> Self {
        let kind = std::env::var("MYCRM_SECRETS").ok();
        let passphrase = std::env::var("MYCRM_SECRETS_PASSPHRASE").ok();
        let secrets = Secrets::choose(data_folder, kind.as_deref(), passphrase)
            .map(Arc::new)
            .map_err(|error| sentence(&error));
        Self(Arc::new(Inner { secrets, problem: OnceCell::new() }))
    }

    /// Where they are; or why they can be nowhere.
    pub(crate) fn secrets(&self) -> Result<Arc<Secrets>, String> {
        self.0.secrets.clone()
    }

    pub(crate) async fn status(&self) -> SecretsStatus {
        let unavailable =
            |message: String| SecretsStatus { kind: SecretsKind::Unavailable, message: Some(message) };
        let kind = match self.0.secrets.as_deref() {
            Ok(Secrets::Keyring(_)) => SecretsKind::Keyring,
            Ok(Secrets::File(_)) => SecretsKind::File,
            Err(message) => return unavailable(message.clone()),
        };
        let asked = Arc::clone(&self.0);
        // On a task of its own: an answer that comes after the patience ended is there for the next one who asks.
        let asking = tokio::spawn(async move {
            asked
                .problem
                .get_or_init(|| async {
                    match &asked.secrets {
                        Ok(secrets) => secrets.check().await.err().map(|error| sentence(&error)),
                        Err(message) => Some(message.clone()),
                    }
                })
                .await
                .clone()
        });
        match tokio::time::timeout(PATIENCE, asking).await {
            Ok(Ok(None)) => SecretsStatus { kind, message: None },
            Ok(Ok(Some(problem))) => unavailable(problem),
            Ok(Err(_)) | Err(_) => unavailable(
                "The system's keyring has not answered yet; it may be waiting for its password.".to_owned(),
            ),
        }
    }
}
