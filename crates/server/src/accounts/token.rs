//! Bearer tokens: how they are made, and what is kept of them. Only their SHA-256 is: each holds 256 random bits, so nothing
//! slower is needed, and a database that leaks lets nobody in.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use uuid::Uuid;

/// What is kept of a token.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct TokenHash(pub [u8; 32]);

impl TokenHash {
    #[must_use]
    pub(crate) fn of(token: &str) -> Self {
        Self(Sha256::digest(token.as_bytes()).into())
    }

    /// Takes as long for a right as for a wrong one.
    #[must_use]
    pub(crate) fn is(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl fmt::Debug for TokenHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenHash(…)")
    }
}

/// The system gave no random numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the system gave no random numbers")]
pub struct NoRandomness;

/// Random bytes from the system.
///
/// # Errors
/// [`NoRandomness`].
pub(crate) fn random<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| NoRandomness)?;
    Ok(bytes)
}

/// A token of 256 random bits for an invitation, in a form that fits into an address.
///
/// # Errors
/// [`NoRandomness`].
pub(crate) fn invite() -> Result<String, NoRandomness> {
    Ok(URL_SAFE_NO_PAD.encode(random::<32>()?))
}

const PREFIX: &str = "mcr_";
const CLAIM: usize = 16 + 4 + 32;

/// A refresh token: which session it is of, the how-manieth, a secret, and a mark of the session's key.
///
/// The secret of the next one follows from the session's key and this one. So the answer to a rotation can be given again when
/// it was lost, although only hashes are kept: who has the key but not the token can derive nothing, nor the other way
/// round. The mark tells a token that the session once had from one that somebody made up: only the former means theft.
#[derive(Clone, Copy)]
pub(crate) struct Refresh {
    pub(crate) session: Uuid,
    pub(crate) generation: u32,
    secret: [u8; 32],
    mark: [u8; 16],
}

/// The key of a session, kept in the database beside the hash of its token.
#[derive(Clone, Copy)]
pub(crate) struct SessionKey(pub [u8; 32]);

impl fmt::Debug for SessionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionKey(…)")
    }
}

impl fmt::Debug for Refresh {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Refresh(…)")
    }
}

impl SessionKey {
    fn mac(&self, purpose: &[u8], parts: &[&[u8]]) -> [u8; 32] {
        // HMAC takes keys of any length, so there always is one.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return [0; 32] };
        mac.update(purpose);
        for part in parts {
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

impl Refresh {
    /// The first of a session.
    ///
    /// # Errors
    /// [`NoRandomness`].
    pub(crate) fn first(session: Uuid, key: &SessionKey) -> Result<Self, NoRandomness> {
        Ok(Self::marked(session, 0, random()?, key))
    }

    /// The one that takes the place of this; always the same.
    #[must_use]
    pub(crate) fn successor(&self, key: &SessionKey) -> Self {
        let secret = key.mac(b"refresh\0", &[&self.secret]);
        Self::marked(self.session, self.generation.saturating_add(1), secret, key)
    }

    /// The access token that is given out together with this one; always the same, and nothing of the one follows from the other.
    #[must_use]
    pub(crate) fn access(&self, key: &SessionKey) -> String {
        format!("mca_{}", URL_SAFE_NO_PAD.encode(key.mac(b"access\0", &[&self.secret])))
    }

    /// Whether the session made it, now or earlier.
    #[must_use]
    pub(crate) fn is_genuine(&self, key: &SessionKey) -> bool {
        let expected = Self::marked(self.session, self.generation, self.secret, key);
        self.mark.ct_eq(&expected.mark).into()
    }

    fn marked(session: Uuid, generation: u32, secret: [u8; 32], key: &SessionKey) -> Self {
        let mac = key.mac(b"mark\0", &[session.as_bytes(), &generation.to_be_bytes(), &secret]);
        let mut mark = [0; 16];
        mark.copy_from_slice(&mac[..16]);
        Self { session, generation, secret, mark }
    }

    #[must_use]
    pub(crate) fn encode(&self) -> String {
        let generation = self.generation.to_be_bytes();
        let bytes = [self.session.as_bytes(), &generation[..], &self.secret, &self.mark].concat();
        format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(bytes))
    }

    /// `None` for what is no refresh token.
    #[must_use]
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix(PREFIX).filter(|text| text.len() < 200)?;
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (claim, mark) = bytes.split_at_checked(CLAIM)?;
        let (session, rest) = claim.split_at_checked(16)?;
        let (generation, secret) = rest.split_at_checked(4)?;
        Some(Self {
            session: Uuid::from_slice(session).ok()?,
            generation: u32::from_be_bytes(generation.try_into().ok()?),
            secret: secret.try_into().ok()?,
            mark: mark.try_into().ok()?,
        })
    }

    #[must_use]
    pub(crate) fn hash(&self) -> TokenHash {
        TokenHash::of(&self.encode())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const KEY: SessionKey = SessionKey([3; 32]);

    #[test]
    fn a_token_comes_back_from_its_text_and_is_not_printed() {
        let token = Refresh::first(Uuid::from_u128(5), &KEY).unwrap();
        let read = Refresh::parse(&token.encode()).unwrap();
        assert_eq!((read.session, read.generation, read.hash()), (Uuid::from_u128(5), 0, token.hash()));
        assert!(read.is_genuine(&KEY));
        assert_eq!(format!("{token:?}{KEY:?}{:?}", token.hash()), "Refresh(…)SessionKey(…)TokenHash(…)");
    }

    #[test]
    fn the_successor_is_always_the_same_and_needs_both_the_token_and_the_key() {
        let token = Refresh::first(Uuid::from_u128(5), &KEY).unwrap();
        let next = token.successor(&KEY);
        assert_eq!(next.encode(), token.successor(&KEY).encode());
        assert_eq!(next.generation, 1);
        assert_ne!(next.encode(), token.successor(&SessionKey([4; 32])).encode());
        let other = Refresh::first(Uuid::from_u128(5), &KEY).unwrap();
        assert_ne!(next.encode(), other.successor(&KEY).encode());
        assert_ne!(next.access(&KEY), token.access(&KEY));
    }

    #[test]
    fn what_somebody_made_up_is_not_taken_for_a_stolen_one() {
        let forged = Refresh::first(Uuid::from_u128(5), &SessionKey([4; 32])).unwrap();
        assert!(!forged.is_genuine(&KEY));
        let token = Refresh::first(Uuid::from_u128(5), &KEY).unwrap();
        assert!(!Refresh { generation: 1, ..token }.is_genuine(&KEY));
        assert!(!Refresh { session: Uuid::from_u128(6), ..token }.is_genuine(&KEY));
    }

    proptest! {
        #[test]
        fn hostile_text_is_no_token_and_never_panics(text in "(mcr_)?\\PC{0,120}") {
            prop_assert!(Refresh::parse(&text).is_none());
        }
    }
}
