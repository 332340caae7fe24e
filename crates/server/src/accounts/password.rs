//! Passwords: which ones are taken, and how they are kept.
//!
//! Kept is an Argon2id hash (RFC 9106) as a PHC string. The cost is the one that the OWASP Password Storage Cheat Sheet gives
//! for Argon2id: 19 MiB, 2 passes, 1 lane. It stands in the string, so a later version may raise it: a hash made with
//! another cost still verifies, and is made anew at the next sign-in ([`Hashed::is_outdated`]).

use std::fmt;
use std::sync::LazyLock;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Deserializer};

use super::text::Email;

const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// NIST SP 800-63B section 3.1.1.2 asks for length instead of kinds of characters.
const MIN_CHARS: usize = 12;
/// Long enough for any sentence, short enough that hashing it costs nothing extra.
const MAX_BYTES: usize = 1024;
/// A password with fewer different characters is a pattern.
const MIN_DIFFERENT: usize = 5;

/// A password as somebody typed it. Never printed.
#[derive(Clone)]
pub(crate) struct Password(String);

impl Password {
    #[must_use]
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Longer than any that is taken: not worth hashing.
    fn is_endless(&self) -> bool {
        self.0.len() > MAX_BYTES
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

impl<'de> Deserialize<'de> for Password {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(Self)
    }
}

/// Why a new password is not taken, in words for whoever chose it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Weak {
    #[error("The password is too short; take at least {MIN_CHARS} characters, for example a few words.")]
    Short,
    #[error("The password is too long; {MAX_BYTES} bytes are the most.")]
    Long,
    #[error("The password repeats itself; take one that is harder to guess.")]
    Pattern,
    #[error("The password contains the e-mail address; take one that has nothing to do with it.")]
    Email,
}

/// Checks a password that somebody chooses.
///
/// # Errors
/// [`Weak`].
pub(crate) fn check(password: &Password, email: &Email) -> Result<(), Weak> {
    let text = &password.0;
    if text.chars().count() < MIN_CHARS {
        return Err(Weak::Short);
    }
    if password.is_endless() {
        return Err(Weak::Long);
    }
    let mut different: Vec<char> = text.to_lowercase().chars().collect();
    different.sort_unstable();
    different.dedup();
    if different.len() < MIN_DIFFERENT || is_run(text) {
        return Err(Weak::Pattern);
    }
    let local = email.as_str().split('@').next().unwrap_or_default();
    // A short one is part of many words.
    if local.len() >= 4 && text.to_lowercase().contains(local) {
        return Err(Weak::Email);
    }
    Ok(())
}

/// `abcdefghijkl`, `123456789012`: each character follows from the one before.
fn is_run(text: &str) -> bool {
    let codes: Vec<i64> = text.chars().map(|c| i64::from(u32::from(c))).collect();
    let steps = codes.windows(2).filter(|pair| (pair[1] - pair[0]).abs() <= 1).count();
    steps * 4 >= codes.len().saturating_sub(1) * 3
}

/// What is kept of a password: a PHC string.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Hashed(String);

impl fmt::Debug for Hashed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hashed(…)")
    }
}

/// The system gave no random numbers, or no memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the password could not be hashed: the system gave neither memory nor random numbers for it")]
pub struct HashFailed;

impl Hashed {
    /// As it was read from the database.
    #[must_use]
    pub(crate) fn from_kept(text: String) -> Self {
        Self(text)
    }

    /// For the database.
    #[must_use]
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Hashes a password with a new salt. Takes tens of milliseconds and 19 MiB: for a blocking thread.
    ///
    /// # Errors
    /// [`HashFailed`].
    pub(crate) fn of(password: &Password) -> Result<Self, HashFailed> {
        let hash: PasswordHash = argon2()?.hash_password(password.0.as_bytes()).map_err(|_| HashFailed)?;
        Ok(Self(hash.to_string()))
    }

    /// Whether it is this password's. As costly as [`Hashed::of`].
    #[must_use]
    pub(crate) fn matches(&self, password: &Password) -> bool {
        // Costs as much as a right one, and cannot be one.
        let text = if password.is_endless() { "" } else { &password.0 };
        let Ok(parsed) = PasswordHash::new(&self.0) else { return false };
        Argon2::default().verify_password(text.as_bytes(), &parsed).is_ok()
    }

    /// Made with another cost than is used today.
    #[must_use]
    pub(crate) fn is_outdated(&self) -> bool {
        !self.0.starts_with(&format!("$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p={LANES}$"))
    }

    /// The hash of a password that nobody knows. It is compared with where there is no account, so that the answer takes as
    /// long as for one that is there.
    #[must_use]
    pub(crate) fn of_nobody() -> Self {
        NOBODY.clone()
    }
}

/// Fixed parts make the first answer as slow as all others. Nothing hashes to zeros, so nothing matches it.
static NOBODY: LazyLock<Hashed> = LazyLock::new(|| {
    Hashed(format!(
        "$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p={LANES}$bm9ib2R5bm9ib2R5bm9ibw${}",
        "A".repeat(43)
    ))
});

fn argon2() -> Result<Argon2<'static>, HashFailed> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|_| HashFailed)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(text: &str) -> Result<(), Weak> {
        check(&Password::new(text), &"anna.berg@example.com".parse().unwrap())
    }

    #[test]
    fn long_passwords_are_taken_and_guessable_ones_are_not() {
        assert_eq!(checked("correct horse battery"), Ok(()));
        assert_eq!(checked("vier kühle Füße"), Ok(()));
        assert_eq!(checked("Tr0ub4dor&3"), Err(Weak::Short));
        assert_eq!(checked(&"long enough ".repeat(100)), Err(Weak::Long));
        assert_eq!(checked("abababababababab"), Err(Weak::Pattern));
        assert_eq!(checked("abcdefghijklmnop"), Err(Weak::Pattern));
        assert_eq!(checked("my anna.berg secret"), Err(Weak::Email));
    }

    #[test]
    fn a_hash_is_of_one_password_and_says_nothing_of_it() {
        let password = Password::new("correct horse battery");
        let hashed = Hashed::of(&password).unwrap();
        assert!(hashed.as_str().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(hashed.matches(&password) && !hashed.is_outdated());
        assert!(!hashed.matches(&Password::new("correct horse batterz")));
        assert_ne!(Hashed::of(&password).unwrap(), hashed, "each has its own salt");
        assert_eq!(format!("{password:?}{hashed:?}"), "Password(…)Hashed(…)");
    }

    #[test]
    fn a_hash_of_another_cost_still_verifies_and_is_to_be_made_anew() {
        let cheap = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(8, 1, 1, None).unwrap());
        let old: PasswordHash = cheap.hash_password(b"correct horse battery").unwrap();
        let old = Hashed::from_kept(old.to_string());
        assert!(old.matches(&Password::new("correct horse battery")) && old.is_outdated());
    }

    #[test]
    fn nobody_can_sign_in_as_nobody_and_a_damaged_hash_lets_no_one_in() {
        assert!(!Hashed::of_nobody().is_outdated(), "else it would be faster or slower than a real one");
        assert!(PasswordHash::new(Hashed::of_nobody().as_str()).is_ok());
        for password in ["", "nobody", &"x".repeat(5000)] {
            assert!(!Hashed::of_nobody().matches(&Password::new(password)));
            assert!(!Hashed::from_kept("$argon2id$".to_owned()).matches(&Password::new(password)));
        }
    }
}
