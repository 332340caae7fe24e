//! The second factor: six digits that change every 30 seconds (RFC 6238, with SHA-1 as all apps for it have it).

mod key;
mod seal;
mod start;

use totp_rs::{Algorithm, Builder, Secret, Totp};

pub use key::TotpKeyError;
pub(crate) use seal::{BadSecret, Seal};
pub(crate) use start::prepare;

use super::text::Email;

/// RFC 4226 section 4 recommends 160 bits.
pub(crate) const SECRET_BYTES: usize = 20;
/// RFC 6238 section 5.2: one step of delay and drift, in each direction.
const SKEW: u16 = 1;
const STEP_SECONDS: u64 = 30;
const ISSUER: &str = "MyCRM";

/// The secret of one account. Never printed.
#[derive(Clone)]
pub(crate) struct Factor(Totp);

impl std::fmt::Debug for Factor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Factor(…)")
    }
}

impl Factor {
    /// From random bytes, or those that are kept.
    ///
    /// # Errors
    /// [`BadSecret::Unusable`] for less than 16 bytes.
    pub(crate) fn new(secret: &[u8], email: &Email) -> Result<Self, BadSecret> {
        Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_digits(6)
            .with_skew(SKEW)
            .with_step_duration(STEP_SECONDS)
            .with_secret(Secret::new(secret.into()))
            .with_issuer(Some(ISSUER))
            .with_account_name(email.as_str())
            .build()
            .map(Self)
            .map_err(|_| BadSecret::Unusable)
    }

    /// For typing into an app: base32 (RFC 4648 section 6).
    #[must_use]
    pub(crate) fn secret(&self) -> String {
        self.0.secret().to_base32()
    }

    /// For the QR code that an app scans.
    ///
    /// # Errors
    /// [`BadSecret::Unusable`].
    pub(crate) fn url(&self) -> Result<String, BadSecret> {
        self.0.to_url().map_err(|_| BadSecret::Unusable)
    }

    /// The step that a code is of, if it is right at `now` (milliseconds since 1970) and later than `last`, the step of
    /// the code that was used last. RFC 6238 section 5.2: a code counts once, so whoever reads one over a shoulder is late.
    #[must_use]
    pub(crate) fn check(&self, code: &str, now: i64, last: Option<i64>) -> Option<i64> {
        let code = code.trim();
        let has_form = code.len() == 6 && code.bytes().all(|digit| digit.is_ascii_digit());
        let seconds = u64::try_from(now).ok()? / 1000;
        let step = if has_form { self.0.check(code, seconds)? } else { return None };
        let step = i64::try_from(step).ok()?;
        last.is_none_or(|last| step > last).then_some(step)
    }

    /// The code at `now`, in milliseconds since 1970: what an app would show.
    #[cfg(test)]
    #[must_use]
    pub(crate) fn code(&self, now: i64) -> String {
        self.0.generate(u64::try_from(now).unwrap_or_default() / 1000).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn factor() -> Factor {
        Factor::new(b"12345678901234567890", &"anna@example.com".parse().unwrap()).unwrap()
    }

    /// RFC 6238 appendix B, the last six digits of each.
    #[test]
    fn codes_are_those_of_the_standard() {
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(factor().check(code, seconds * 1000, None), Some(seconds / 30));
        }
    }

    #[test]
    fn a_code_counts_once_and_none_before_it_does() {
        let now = 1_111_111_109_000;
        let used = factor().check("081804", now, None).unwrap();
        assert_eq!(factor().check("081804", now, Some(used)), None);
        assert_eq!(factor().check("081804", now + 30_000, Some(used)), None);
        let next = factor().code(now + 30_000);
        assert_eq!(factor().check(&next, now, Some(used)), Some(used + 1), "a clock that is a little ahead");
        assert_eq!(factor().check("081804", now, Some(used + 1)), None);
    }

    #[test]
    fn a_code_of_long_ago_or_of_no_form_is_none() {
        let now = 1_111_111_109_000;
        assert_eq!(factor().check("081804", now + 90_000, None), None);
        for wrong in ["", "81804", "0818040", "08180x", "०८१८०४", "-81804"] {
            assert_eq!(factor().check(wrong, now, None), None, "{wrong}");
        }
        assert_eq!(factor().check("081804", -1, None), None);
    }

    #[test]
    fn an_app_is_told_who_it_is_for() {
        let url = factor().url().unwrap();
        assert!(url.starts_with("otpauth://totp/MyCRM:anna%40example.com?"), "{url}");
        assert!(url.contains(&format!("secret={}", factor().secret())), "{url}");
        assert!(Factor::new(b"short", &"anna@example.com".parse().unwrap()).is_err());
    }
}
