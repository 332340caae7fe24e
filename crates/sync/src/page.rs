//! Tokens in the addresses of public pages: minted offline by a device, checked by the server, without I/O.
//!
//! A token says nothing about a person: it names a workspace, a kind of page and a row, and a keyed hash over them
//! (HMAC-SHA256, RFC 2104 and FIPS 180-4, cut to its first 128 bits as RFC 2104 section 5 allows) says that someone
//! with the workspace's page key wrote it. Who mails a link while offline mints it from what is on the device.
//!
//! The bytes are `version | kind | workspace (16) | subject (16) | mac (16)`, written as base64url without padding
//! (RFC 4648 section 5): 67 characters.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use uuid::Uuid;

use crate::{DeviceId, MemberId, RowId};

const VERSION: u8 = 1;
/// What the hash covers.
const CLAIM: usize = 34;
const MAC: usize = 16;
const TOKEN: usize = CLAIM + MAC;
/// How long a token is as text.
pub const TOKEN_CHARS: usize = 67;

/// What a visitor of the page does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageKind {
    /// The subject wants no more mail.
    Unsubscribe,
    /// A mail was opened.
    Open,
    /// A link of a mail was followed.
    Click,
    /// A document was shared.
    Share,
    /// Another system sends something in.
    Endpoint,
}

impl PageKind {
    const ALL: [Self; 5] = [Self::Unsubscribe, Self::Open, Self::Click, Self::Share, Self::Endpoint];

    const fn number(self) -> u8 {
        match self {
            Self::Unsubscribe => 1,
            Self::Open => 2,
            Self::Click => 3,
            Self::Share => 4,
            Self::Endpoint => 5,
        }
    }

    /// As it is written into a row of `public_events`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unsubscribe => "unsubscribe",
            Self::Open => "open",
            Self::Click => "click",
            Self::Share => "share",
            Self::Endpoint => "endpoint",
        }
    }
}

/// The secret of a workspace that its devices and its server share; it signs pages and nothing else. Never printed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PageKey([u8; 32]);

impl PageKey {
    /// From 32 bytes of a cryptographic random source.
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// As it is in a session's `page_key`; `None` for what is no key.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok().map(Self)
    }

    /// For the session's `page_key` and the database; a secret.
    #[must_use]
    pub fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    fn mac(&self, claim: &[u8]) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).ok()?;
        mac.update(claim);
        Some(mac)
    }
}

impl fmt::Debug for PageKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PageKey(…)")
    }
}

/// What a token says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Page {
    pub kind: PageKind,
    pub workspace: Uuid,
    /// The row it is about, as the device knows it.
    pub subject: Uuid,
}

impl Page {
    /// The token for an address. It does not expire: a mail may be read years later.
    #[must_use]
    pub fn mint(&self, key: &PageKey) -> String {
        let mut token = [0; TOKEN];
        let claim = self.claim();
        token[..CLAIM].copy_from_slice(&claim);
        // HMAC takes keys of any length, so there always is one.
        if let Some(mac) = key.mac(&claim) {
            token[CLAIM..].copy_from_slice(&mac.finalize().into_bytes()[..MAC]);
        }
        URL_SAFE_NO_PAD.encode(token)
    }

    /// What is the same for every visit that counts once: the kind and the subject.
    #[must_use]
    pub fn dedup(&self) -> String {
        format!("{}|{}", self.kind.name(), self.subject)
    }

    /// The row of [`EVENTS`] for what counts once: UUIDv5 (RFC 9562 section 5.5) of [`Page::dedup`] in the workspace,
    /// so that twice is once.
    #[must_use]
    pub fn event(&self) -> RowId {
        RowId(Uuid::new_v5(&self.workspace, self.dedup().as_bytes()))
    }

    fn claim(&self) -> [u8; CLAIM] {
        let mut claim = [0; CLAIM];
        claim[0] = VERSION;
        claim[1] = self.kind.number();
        claim[2..18].copy_from_slice(self.workspace.as_bytes());
        claim[18..].copy_from_slice(self.subject.as_bytes());
        claim
    }
}

/// The synced table that what visitors of public pages do is written into.
pub const EVENTS: &str = "public_events";

/// Whom the ops of a server are by, in this workspace: no member, and the same for all servers and devices.
#[must_use]
pub fn server_member(workspace: Uuid) -> MemberId {
    MemberId(Uuid::new_v5(&workspace, b"mycrm-server member"))
}

/// The device under which the server writes.
#[must_use]
pub fn server_device(workspace: Uuid) -> DeviceId {
    DeviceId(Uuid::new_v5(&workspace, b"mycrm-server device"))
}

/// Why a token counts for nothing. A page says the same for both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadToken {
    #[error("this is no token of a page")]
    Unreadable,
    #[error("the token was not made by this workspace")]
    Forged,
}

/// A token as it came in: what it says is not believed before [`Unverified::verify`].
#[derive(Debug, Clone, Copy)]
pub struct Unverified {
    page: Page,
    mac: [u8; MAC],
}

impl Unverified {
    /// Takes a token apart. Each has one form only: another spelling of the same bytes is refused.
    ///
    /// # Errors
    /// [`BadToken::Unreadable`].
    pub fn parse(text: &str) -> Result<Self, BadToken> {
        if text.len() != TOKEN_CHARS {
            return Err(BadToken::Unreadable);
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| BadToken::Unreadable)?;
        Self::of(&bytes).ok_or(BadToken::Unreadable)
    }

    fn of(bytes: &[u8]) -> Option<Self> {
        let (claim, mac) = bytes.split_at_checked(CLAIM)?;
        let [version, number, ids @ ..] = claim else { return None };
        let kind = PageKind::ALL.into_iter().find(|kind| kind.number() == *number)?;
        let (workspace, subject) = ids.split_at_checked(16)?;
        (*version == VERSION).then_some(())?;
        let page = Page {
            kind,
            workspace: Uuid::from_slice(workspace).ok()?,
            subject: Uuid::from_slice(subject).ok()?,
        };
        Some(Self { page, mac: mac.try_into().ok()? })
    }

    /// Whose key it has to be checked with.
    #[must_use]
    pub const fn workspace(&self) -> Uuid {
        self.page.workspace
    }

    /// What the token says, if the key's owner wrote it. Takes as long for a right as for a wrong one.
    ///
    /// # Errors
    /// [`BadToken::Forged`].
    pub fn verify(&self, key: &PageKey) -> Result<Page, BadToken> {
        let mac = key.mac(&self.page.claim()).ok_or(BadToken::Forged)?;
        mac.verify_truncated_left(&self.mac).map_err(|_| BadToken::Forged)?;
        Ok(self.page)
    }
}

#[cfg(test)]
mod tests;
