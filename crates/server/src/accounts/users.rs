//! The people who sign in, whatever workspaces they are in: password and second factor.

mod store;

pub(crate) use store::{
    by_email, by_id, confirm_factor, insert, is_unchanged, keep_password, keep_pending_factor, remove_factor,
    set_password, use_code,
};

use super::password::Hashed;
use super::text::Email;
use super::totp::{BadSecret, Factor};
use crate::Id;

/// A person with an account. Never printed whole.
pub(crate) struct User {
    pub(crate) id: Id,
    pub(crate) email: Email,
    pub(crate) password: Hashed,
    pub(super) factor: Option<Vec<u8>>,
    pub(super) pending_factor: Option<Vec<u8>>,
    /// The step of the code that was used last.
    pub(crate) last_step: Option<i64>,
}

impl User {
    /// The second factor, if one is set up and confirmed.
    pub(crate) fn factor(&self) -> Result<Option<Factor>, BadSecret> {
        self.factor.as_deref().map(|secret| Factor::new(secret, &self.email)).transpose()
    }

    /// One that was given out and not confirmed yet.
    pub(crate) fn pending_factor(&self) -> Result<Option<Factor>, BadSecret> {
        self.pending_factor.as_deref().map(|secret| Factor::new(secret, &self.email)).transpose()
    }
}
