//! The system's keyring, asked from a thread of its own with a time limit: a locked one can hang for ever.

use std::path::Path;
use std::time::Duration;

use keyring::{Entry, Error};
use tokio::sync::oneshot;

use super::SecretsError;

/// Long enough for a person to type the keyring's password.
const PATIENCE: Duration = Duration::from_secs(60);

#[derive(Debug)]
pub struct SystemKeyring {
    service: String,
}

impl SystemKeyring {
    /// Entries are told apart by data folder, so that a test or a second profile never sees another's secrets.
    pub(super) fn new(data_folder: &Path) -> Self {
        use sha2::{Digest as _, Sha256};

        let folder = std::path::absolute(data_folder).unwrap_or_else(|_| data_folder.to_owned());
        let digest = Sha256::digest(folder.to_string_lossy().as_bytes());
        let short: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        Self { service: format!("mycrm-{short}") }
    }

    pub(super) async fn get(&self, name: &str) -> Result<Option<String>, SecretsError> {
        self.ask(name, |entry| match entry.get_password() {
            Ok(secret) => Ok(Some(secret)),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(error),
        })
        .await
    }

    pub(super) async fn set(&self, name: &str, secret: &str) -> Result<(), SecretsError> {
        let secret = secret.to_owned();
        self.ask(name, move |entry| entry.set_password(&secret)).await
    }

    pub(super) async fn delete(&self, name: &str) -> Result<(), SecretsError> {
        self.ask(name, |entry| match entry.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(error),
        })
        .await
    }

    async fn ask<T: Send + 'static>(
        &self,
        name: &str,
        what: impl FnOnce(&Entry) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, SecretsError> {
        let (service, name) = (self.service.clone(), name.to_owned());
        let (answer, asked) = oneshot::channel();
        // Not spawn_blocking: the runtime would wait at shutdown for a call that may never return, and the Linux
        // backend starts a runtime of its own, which panics on a runtime's thread.
        std::thread::Builder::new()
            .name("keyring".into())
            .spawn(move || {
                let result = Entry::new(&service, &name).and_then(|entry| what(&entry));
                let _ = answer.send(result);
            })
            .map_err(|error| SecretsError::NoKeyring(error.to_string()))?;
        match tokio::time::timeout(PATIENCE, asked).await {
            Ok(Ok(Ok(value))) => Ok(value),
            Ok(Ok(Err(error))) => Err(SecretsError::NoKeyring(error.to_string())),
            Ok(Err(_)) => Err(SecretsError::NoKeyring("it stopped while it was asked".into())),
            Err(_) => {
                Err(SecretsError::NoKeyring("it did not answer; it may be waiting for its password".into()))
            }
        }
    }
}
