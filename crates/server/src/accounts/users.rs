//! The people who sign in, whatever workspaces they are in: password and second factor.

mod store;

pub(crate) use store::{
    by_email, by_id, confirm_factor, factors, insert, is_unchanged, keep_password, keep_pending_factor,
    remove_factor, reseal_factor, set_password, use_code,
};

use super::password::Hashed;
use super::text::Email;
use super::totp::{BadSecret, Factor, Seal};
use crate::Id;

/// A person with an account. Never printed whole.
pub(crate) struct User {
    pub(crate) id: Id,
    pub(crate) email: Email,
    pub(crate) password: Hashed,
    /// Sealed, as it is kept.
    pub(super) factor: Option<Vec<u8>>,
    pub(super) pending_factor: Option<Vec<u8>>,
    /// The step of the code that was used last.
    pub(crate) last_step: Option<i64>,
}

impl User {
    /// Whether a second factor is set up and confirmed, even if it cannot be checked.
    pub(crate) fn has_factor(&self) -> bool {
        self.factor.is_some()
    }

    /// The second factor, if one is set up and confirmed.
    pub(crate) fn factor(&self, seal: &Seal) -> Result<Option<Factor>, BadSecret> {
        self.factor.as_deref().map(|kept| self.open(seal, kept)).transpose()
    }

    /// One that was given out and not confirmed yet.
    pub(crate) fn pending_factor(&self, seal: &Seal) -> Result<Option<Factor>, BadSecret> {
        self.pending_factor.as_deref().map(|kept| self.open(seal, kept)).transpose()
    }

    fn open(&self, seal: &Seal, kept: &[u8]) -> Result<Factor, BadSecret> {
        Factor::new(&seal.open(self.id, kept)?, &self.email)
    }
}
