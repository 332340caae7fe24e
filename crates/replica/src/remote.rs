//! The companion server as a device sees it: what can be asked over HTTP, and what can go wrong on the way.

mod accounts;
mod files;
mod sync;
mod trouble;
mod wake;

use std::sync::OnceLock;
use std::time::Duration;

use reqwest::{RequestBuilder, Response, Url};
use serde::de::DeserializeOwned;

pub use accounts::{DeviceName, DeviceOwner, Invitation, Invite, Member, Session, SignIn, SignedInDevice};
pub(crate) use files::Of;
pub use trouble::Trouble;
pub use wake::Wakes;

/// How long a connection may take to come about, and how long a request may hang without a byte.
const CONNECT: Duration = Duration::from_secs(10);
const SILENCE: Duration = Duration::from_secs(60);
/// The same where the server says nothing until it has all of a chunk, or has written a whole snapshot.
const UPLOAD: Duration = Duration::from_secs(300);
/// Larger answers are not read: a page has 4 MiB and what a last transaction adds.
const MAX_ANSWER: usize = 32 << 20;

/// A server, by its address. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Remote {
    http: reqwest::Client,
    uploads: reqwest::Client,
    base: Url,
}

impl Remote {
    /// # Errors
    /// [`Trouble::Address`] for what is no address of a server, and for one that would send passwords in the clear.
    pub fn new(address: &str) -> Result<Self, Trouble> {
        install_tls();
        Ok(Self { http: client(SILENCE)?, uploads: client(UPLOAD)?, base: address_of(address)? })
    }

    /// Its address as it is kept and shown.
    #[must_use]
    pub fn address(&self) -> &str {
        self.base.as_str().trim_end_matches('/')
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address())
    }
}

fn client(silence: Duration) -> Result<reqwest::Client, Trouble> {
    reqwest::Client::builder()
        .connect_timeout(CONNECT)
        .read_timeout(silence)
        .redirect(reqwest::redirect::Policy::none())
        .user_agent(concat!("MyCRM/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(|error| Trouble::Unreachable(error.to_string()))
}

/// Names the provider of TLS, once for the whole process; somebody may have been faster. No client for HTTP can be made
/// before.
pub fn install_tls() {
    static INSTALLED: OnceLock<()> = OnceLock::new();
    INSTALLED.get_or_init(|| {
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
}

/// `crm.example.org` is meant as https; plain http only reaches this very computer.
fn address_of(text: &str) -> Result<Url, Trouble> {
    let text = text.trim();
    let with_scheme = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
    let url = Url::parse(with_scheme.trim_end_matches('/'))
        .map_err(|_| Trouble::Address(format!("{text:?} is no address")))?;
    let host = url.host_str().unwrap_or_default();
    let is_here = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
    match url.scheme() {
        _ if host.is_empty() => Err(Trouble::Address(format!("{text:?} names no server"))),
        "https" => Ok(url),
        "http" if is_here => Ok(url),
        "http" => Err(Trouble::Address(
            "over http, passwords and customers' data could be read on the way; use https".to_owned(),
        )),
        other => Err(Trouble::Address(format!("{other} is no way to reach a server; use https"))),
    }
}

/// Sends a request and reads the answer, if it is one of success.
async fn answer<T: DeserializeOwned>(request: RequestBuilder) -> Result<T, Trouble> {
    let response = request.send().await.map_err(Trouble::from)?;
    if !response.status().is_success() {
        return Err(Trouble::read(response).await);
    }
    read(response).await
}

/// As [`answer`], for what answers with nothing.
async fn done(request: RequestBuilder) -> Result<(), Trouble> {
    let response = request.send().await.map_err(Trouble::from)?;
    if response.status().is_success() { Ok(()) } else { Err(Trouble::read(response).await) }
}

async fn read<T: DeserializeOwned>(response: Response) -> Result<T, Trouble> {
    let bytes = bounded(response).await?;
    serde_json::from_slice(&bytes).map_err(|error| Trouble::NotUnderstood(error.to_string()))
}

async fn bounded(mut response: Response) -> Result<Vec<u8>, Trouble> {
    let mut bytes = Vec::new();
    while let Some(part) = response.chunk().await.map_err(Trouble::from)? {
        if bytes.len() + part.len() > MAX_ANSWER {
            return Err(Trouble::NotUnderstood(
                "the answer is larger than any that was asked for".to_owned(),
            ));
        }
        bytes.extend_from_slice(&part);
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_https_unless_it_is_here() {
        let url = |text: &str| address_of(text).map(|url| url.to_string());
        assert_eq!(url("crm.example.org").unwrap(), "https://crm.example.org/");
        assert_eq!(url(" https://crm.example.org:8443/crm/ ").unwrap(), "https://crm.example.org:8443/crm");
        assert_eq!(url("http://127.0.0.1:8787").unwrap(), "http://127.0.0.1:8787/");
        for wrong in ["", "http://crm.example.org", "ftp://crm.example.org", "http://", "not an address"] {
            assert!(url(wrong).is_err(), "{wrong}");
        }
    }
}
