//! Passwords, tokens and signing secrets: in the system's keyring, or, where none answers and the user chose it, in a
//! file encrypted with a passphrase. Never in the database, and never in the file without being asked.

mod file;
mod keyring;

use std::path::{Path, PathBuf};

pub use file::EncryptedFile;
pub use keyring::SystemKeyring;

#[derive(Debug, thiserror::Error)]
pub enum SecretsError {
    #[error(
        "no system keyring answers ({0}). Unlock or start one (on Linux a Secret Service such as gnome-keyring), \
         or set MYCRM_SECRETS=file and MYCRM_SECRETS_PASSPHRASE to keep secrets in an encrypted file"
    )]
    NoKeyring(String),
    #[error(
        "MYCRM_SECRETS=file needs a passphrase in MYCRM_SECRETS_PASSPHRASE; no secret was read or written"
    )]
    NoPassphrase,
    #[error("MYCRM_SECRETS is {0}; it can be keyring or file")]
    UnknownKind(String),
    #[error(
        "the passphrase does not open {0}, or the file was changed by something else; it was left as it is"
    )]
    WrongPassphrase(PathBuf),
    #[error("the secrets file {path} could not be read or written: {source}")]
    File { path: PathBuf, source: std::io::Error },
    #[error("the system gave no random numbers, so nothing was encrypted: {0}")]
    NoRandomness(String),
}

/// Where this installation keeps its secrets.
#[derive(Debug)]
pub enum Secrets {
    Keyring(SystemKeyring),
    File(EncryptedFile),
}

impl Secrets {
    /// As the environment asks (`MYCRM_SECRETS`, `MYCRM_SECRETS_PASSPHRASE`); the keyring when it does not.
    ///
    /// # Errors
    /// [`SecretsError::UnknownKind`], [`SecretsError::NoPassphrase`].
    pub fn choose(
        data_folder: &Path,
        kind: Option<&str>,
        passphrase: Option<String>,
    ) -> Result<Self, SecretsError> {
        match kind {
            None | Some("" | "keyring") => Ok(Self::Keyring(SystemKeyring::new(data_folder))),
            Some("file") => match passphrase {
                Some(passphrase) if !passphrase.is_empty() => {
                    Ok(Self::File(EncryptedFile::new(data_folder.join("secrets.enc"), passphrase)))
                }
                _ => Err(SecretsError::NoPassphrase),
            },
            Some(other) => Err(SecretsError::UnknownKind(other.to_owned())),
        }
    }

    /// `keyring` or `file`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Keyring(_) => "keyring",
            Self::File(_) => "file",
        }
    }

    /// # Errors
    /// When the keyring does not answer, or the file cannot be opened.
    pub async fn get(&self, name: &str) -> Result<Option<String>, SecretsError> {
        match self {
            Self::Keyring(keyring) => keyring.get(name).await,
            Self::File(file) => file.get(name).await,
        }
    }

    /// # Errors
    /// As [`Secrets::get`].
    pub async fn set(&self, name: &str, secret: &str) -> Result<(), SecretsError> {
        match self {
            Self::Keyring(keyring) => keyring.set(name, secret).await,
            Self::File(file) => file.set(name, Some(secret)).await,
        }
    }

    /// # Errors
    /// As [`Secrets::get`].
    pub async fn delete(&self, name: &str) -> Result<(), SecretsError> {
        match self {
            Self::Keyring(keyring) => keyring.delete(name).await,
            Self::File(file) => file.set(name, None).await,
        }
    }

    /// Whether secrets can be read at all; the error says what to do.
    ///
    /// # Errors
    /// As [`Secrets::get`].
    pub async fn check(&self) -> Result<(), SecretsError> {
        self.get("self-check").await.map(|_| ())
    }
}
