//! Secrets in one file: Argon2id (RFC 9106) makes the key, XChaCha20-Poly1305 encrypts and authenticates.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use argon2::Argon2;
use chacha20poly1305::aead::{Aead as _, KeyInit as _};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use tokio::sync::Mutex;

use super::SecretsError;

const MAGIC: &[u8; 8] = b"MYCRMSE1";
const SALT: usize = 16;
const NONCE: usize = 24;

pub struct EncryptedFile {
    path: PathBuf,
    passphrase: String,
    /// One change at a time: each rewrites the whole file.
    turn: Mutex<()>,
}

impl std::fmt::Debug for EncryptedFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EncryptedFile").field("path", &self.path).finish_non_exhaustive()
    }
}

type Entries = BTreeMap<String, String>;

impl EncryptedFile {
    pub(super) fn new(path: PathBuf, passphrase: String) -> Self {
        Self { path, passphrase, turn: Mutex::new(()) }
    }

    pub(super) async fn get(&self, name: &str) -> Result<Option<String>, SecretsError> {
        let _turn = self.turn.lock().await;
        Ok(self.load().await?.remove(name))
    }

    pub(super) async fn set(&self, name: &str, secret: Option<&str>) -> Result<(), SecretsError> {
        let _turn = self.turn.lock().await;
        let mut entries = self.load().await?;
        match secret {
            Some(secret) => entries.insert(name.to_owned(), secret.to_owned()),
            None => entries.remove(name),
        };
        let (path, passphrase) = (self.path.clone(), self.passphrase.clone());
        blocking(move || replace(&path, &encrypt(&entries, &passphrase)?)).await
    }

    async fn load(&self) -> Result<Entries, SecretsError> {
        let (path, passphrase) = (self.path.clone(), self.passphrase.clone());
        blocking(move || match std::fs::read(&path) {
            Ok(bytes) => decrypt(&bytes, &passphrase).ok_or(SecretsError::WrongPassphrase(path)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Entries::new()),
            Err(source) => Err(SecretsError::File { path, source }),
        })
        .await
    }
}

/// Making the key takes a noticeable time on purpose, so it may not hold up the async threads.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, SecretsError> + Send + 'static,
) -> Result<T, SecretsError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => Err(SecretsError::NoKeyring(error.to_string())),
    }
}

fn cipher(passphrase: &str, salt: &[u8]) -> Option<XChaCha20Poly1305> {
    let mut key = [0; 32];
    Argon2::default().hash_password_into(passphrase.as_bytes(), salt, &mut key).ok()?;
    Some(XChaCha20Poly1305::new(&Key::from(key)))
}

fn encrypt(entries: &Entries, passphrase: &str) -> Result<Vec<u8>, SecretsError> {
    let failed = |why: &dyn std::fmt::Display| SecretsError::NoRandomness(why.to_string());
    let mut random = [0; SALT + NONCE];
    getrandom::fill(&mut random).map_err(|error| failed(&error))?;
    let (salt, nonce) = random.split_at(SALT);
    let plain = serde_json::to_vec(entries).map_err(|error| failed(&error))?;
    let cipher = cipher(passphrase, salt).ok_or_else(|| failed(&"the key could not be made"))?;
    let mut fixed = [0; NONCE];
    fixed.copy_from_slice(nonce);
    let sealed = cipher.encrypt(&XNonce::from(fixed), plain.as_slice()).map_err(|error| failed(&error))?;
    Ok([MAGIC.as_slice(), salt, nonce, &sealed].concat())
}

fn decrypt(bytes: &[u8], passphrase: &str) -> Option<Entries> {
    let rest = bytes.strip_prefix(MAGIC)?;
    let (salt, rest) = rest.split_at_checked(SALT)?;
    let (nonce, sealed) = rest.split_first_chunk::<NONCE>()?;
    let plain = cipher(passphrase, salt)?.decrypt(&XNonce::from(*nonce), sealed).ok()?;
    serde_json::from_slice(&plain).ok()
}

/// All or nothing: a crash leaves the old file or the new one.
fn replace(path: &Path, bytes: &[u8]) -> Result<(), SecretsError> {
    let failed = |source| SecretsError::File { path: path.to_owned(), source };
    let new = path.with_extension("enc.new");
    let mut file = crate::private::create(&new).map_err(failed)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(failed)?;
    std::fs::rename(&new, path).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_secret_survives_reopening_and_is_not_in_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secrets.enc");
        EncryptedFile::new(path.clone(), "correct horse".into()).set("smtp", Some("hunter2")).await.unwrap();
        let bytes = std::fs::read(&path).unwrap();
        assert!(!bytes.windows(7).any(|w| w == b"hunter2"));
        let again = EncryptedFile::new(path, "correct horse".into());
        assert_eq!(again.get("smtp").await.unwrap().as_deref(), Some("hunter2"));
        again.set("smtp", None).await.unwrap();
        assert_eq!(again.get("smtp").await.unwrap(), None);
    }

    #[tokio::test]
    async fn a_wrong_passphrase_or_a_changed_byte_is_refused_and_nothing_is_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secrets.enc");
        EncryptedFile::new(path.clone(), "right".into()).set("a", Some("b")).await.unwrap();
        let before = std::fs::read(&path).unwrap();
        let wrong = EncryptedFile::new(path.clone(), "wrong".into());
        assert!(matches!(wrong.set("a", Some("c")).await, Err(SecretsError::WrongPassphrase(_))));
        assert_eq!(std::fs::read(&path).unwrap(), before);
        let mut changed = before;
        *changed.last_mut().unwrap() ^= 1;
        std::fs::write(&path, changed).unwrap();
        let right = EncryptedFile::new(path, "right".into());
        assert!(matches!(right.get("a").await, Err(SecretsError::WrongPassphrase(_))));
    }
}
