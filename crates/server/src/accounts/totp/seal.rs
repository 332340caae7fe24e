//! Sealing the secrets of second factors, so that the database and its backups alone make no codes.
//!
//! The cipher is XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03): its nonces are long enough to be random. The id of the account is
//! part of what is authenticated, so a secret that is moved to another account opens there no more. Decision 0019.

use std::fmt;
use std::str::FromStr;

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use sha2::{Digest as _, Sha256};

use super::SECRET_BYTES;
use crate::Id;
use crate::accounts::token::{NoRandomness, random};

const KEY: usize = 32;
/// Which key it was, told by the beginning of a hash of it.
const MARK: usize = 8;
const NONCE: usize = 24;

/// Why a kept secret gives no codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BadSecret {
    /// The database was changed by hand.
    #[error("the secret of the second factor cannot be used")]
    Unusable,
    #[error("the secret of the second factor is sealed, and this server has no key")]
    NoKey,
    #[error("the secret of the second factor was sealed with another key than this server has")]
    OtherKey,
}

/// The key that secrets are sealed with. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct TotpKey([u8; KEY]);

/// A text is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a key has 64 hexadecimal digits, as `openssl rand -hex 32` makes them")]
pub struct NotAKey;

impl TotpKey {
    /// A new one from random bytes.
    ///
    /// # Errors
    /// [`NoRandomness`].
    pub(super) fn new() -> Result<Self, NoRandomness> {
        random().map(Self)
    }

    /// As it is read: 64 hexadecimal digits.
    pub(super) fn encode(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn mark(&self) -> [u8; MARK] {
        let hash = Sha256::new().chain_update(b"mycrm-server totp key").chain_update(self.0).finalize();
        std::array::from_fn(|at| hash[at])
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&Key::from(self.0))
    }
}

impl FromStr for TotpKey {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<Self, NotAKey> {
        let digits = text.trim().as_bytes();
        if digits.len() != KEY * 2 {
            return Err(NotAKey);
        }
        let mut key = [0; KEY];
        for (byte, pair) in key.iter_mut().zip(digits.chunks(2)) {
            let digit = |at: usize| char::from(pair[at]).to_digit(16).ok_or(NotAKey);
            *byte = u8::try_from(digit(0)? * 16 + digit(1)?).map_err(|_| NotAKey)?;
        }
        Ok(Self(key))
    }
}

impl fmt::Debug for TotpKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpKey(…)")
    }
}

/// What opens and seals secrets: the key, if this server has one.
#[derive(Debug, Clone)]
pub(crate) struct Seal(Option<TotpKey>);

impl Seal {
    pub(crate) const fn with(key: Option<TotpKey>) -> Self {
        Self(key)
    }

    pub(crate) const fn has_key(&self) -> bool {
        self.0.is_some()
    }

    /// What is kept of an account's secret: the mark of the key, the nonce, and what is sealed.
    ///
    /// # Errors
    /// [`SealFailed`].
    pub(crate) fn seal(&self, account: Id, secret: &[u8]) -> Result<Vec<u8>, SealFailed> {
        let key = self.0.as_ref().ok_or(SealFailed::NoKey)?;
        let nonce = random::<NONCE>()?;
        let payload = Payload { msg: secret, aad: account.0.as_bytes() };
        let sealed = key.cipher().encrypt(&XNonce::from(nonce), payload).map_err(|_| SealFailed::TooLong)?;
        Ok([&key.mark()[..], &nonce, &sealed].concat())
    }

    /// An account's secret out of what is kept of it.
    ///
    /// # Errors
    /// [`BadSecret`].
    pub(crate) fn open(&self, account: Id, kept: &[u8]) -> Result<Vec<u8>, BadSecret> {
        if is_clear(kept) {
            return Ok(kept.to_vec());
        }
        let (mark, rest) = kept.split_first_chunk::<MARK>().ok_or(BadSecret::Unusable)?;
        let (nonce, sealed) = rest.split_first_chunk::<NONCE>().ok_or(BadSecret::Unusable)?;
        let key = self.0.as_ref().ok_or(BadSecret::NoKey)?;
        if *mark != key.mark() {
            return Err(BadSecret::OtherKey);
        }
        let payload = Payload { msg: sealed, aad: account.0.as_bytes() };
        key.cipher().decrypt(&XNonce::from(*nonce), payload).map_err(|_| BadSecret::Unusable)
    }
}

/// Whether what is kept is the secret itself, as versions before this one kept it. Sealed, it is longer by mark, nonce and tag.
pub(super) const fn is_clear(kept: &[u8]) -> bool {
    kept.len() == SECRET_BYTES
}

/// Why a secret was not sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum SealFailed {
    #[error("this server has no key for second factors")]
    NoKey,
    #[error("the secret is too long")]
    TooLong,
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const SECRET: &[u8] = b"12345678901234567890";
    const ANNA: Id = Id(Uuid::from_u128(1));
    const BERT: Id = Id(Uuid::from_u128(2));

    fn seal(byte: u8) -> Seal {
        Seal::with(Some(TotpKey([byte; KEY])))
    }

    #[test]
    fn a_sealed_secret_opens_for_its_account_with_its_key_only() {
        let kept = seal(1).seal(ANNA, SECRET).unwrap();
        assert!(!kept.windows(8).any(|part| SECRET.starts_with(part)), "nothing of it is to be seen");
        assert_eq!(seal(1).open(ANNA, &kept).as_deref(), Ok(SECRET));
        assert_eq!(seal(1).open(BERT, &kept), Err(BadSecret::Unusable));
        assert_eq!(seal(2).open(ANNA, &kept), Err(BadSecret::OtherKey));
        assert_eq!(Seal::with(None).open(ANNA, &kept), Err(BadSecret::NoKey));
        assert_ne!(seal(1).seal(ANNA, SECRET).unwrap(), kept, "each time with another nonce");
    }

    #[test]
    fn what_was_changed_does_not_open() {
        let kept = seal(1).seal(ANNA, SECRET).unwrap();
        for at in MARK..kept.len() {
            let mut changed = kept.clone();
            changed[at] ^= 1;
            assert_eq!(seal(1).open(ANNA, &changed), Err(BadSecret::Unusable), "byte {at}");
        }
        assert_eq!(seal(1).open(ANNA, &kept[..MARK + 3]), Err(BadSecret::Unusable));
        assert_eq!(seal(1).open(ANNA, &[]), Err(BadSecret::Unusable));
    }

    #[test]
    fn a_secret_in_clear_is_taken_as_it_is_also_without_a_key() {
        assert_eq!(Seal::with(None).open(ANNA, SECRET).as_deref(), Ok(SECRET));
        assert!(is_clear(SECRET) && !is_clear(&seal(1).seal(ANNA, SECRET).unwrap()));
        assert_eq!(Seal::with(None).seal(ANNA, SECRET), Err(SealFailed::NoKey));
    }

    #[test]
    fn a_key_is_64_hexadecimal_digits() {
        let key = TotpKey::new().unwrap();
        assert_eq!(format!("{}\n", key.encode().to_uppercase()).parse(), Ok(key.clone()));
        assert_eq!(format!("{key:?}"), "TotpKey(…)");
        for wrong in ["", "ab", &"g".repeat(64), &"é".repeat(32), &"a".repeat(65)] {
            assert_eq!(wrong.parse::<TotpKey>(), Err(NotAKey), "{wrong}");
        }
    }
}
