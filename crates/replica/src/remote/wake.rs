//! Hints of the server that there is something to fetch: server-sent events (WHATWG HTML, section 9.2).

use mycrm_sync::Cursor;
use reqwest::{Response, header};
use serde::Deserialize;
use uuid::Uuid;

use super::{Remote, Trouble};

/// The hints as they come. They may be lost: whoever follows them asks every now and then all the same.
#[derive(Debug)]
pub struct Wakes {
    response: Response,
    line: Vec<u8>,
}

#[derive(Deserialize)]
struct Head {
    head: Cursor,
}

/// A longer line is none of ours.
const MAX_LINE: usize = 4 << 10;

impl Remote {
    /// Listens to the workspace.
    ///
    /// # Errors
    /// When the server does not let listen.
    pub async fn wakes(&self, token: &str, workspace: Uuid) -> Result<Wakes, Trouble> {
        let url = self.url(&format!("/api/v1/workspaces/{workspace}/wake"));
        let request = self.http.get(url).bearer_auth(token).header(header::ACCEPT, "text/event-stream");
        let response = request.send().await?;
        if !response.status().is_success() {
            return Err(Trouble::read(response).await);
        }
        Ok(Wakes { response, line: Vec::new() })
    }
}

impl Wakes {
    /// The newest entry of the log, each time that there is a newer one. Can be dropped at any time without losing a
    /// hint.
    ///
    /// # Errors
    /// When the connection ends or falls silent.
    pub async fn next(&mut self) -> Result<Cursor, Trouble> {
        loop {
            if let Some(end) = self.line.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = self.line.drain(..=end).collect();
                if let Some(head) = head_of(&line) {
                    return Ok(head);
                }
                continue;
            }
            if self.line.len() > MAX_LINE {
                return Err(Trouble::NotUnderstood("a line without an end".to_owned()));
            }
            match self.response.chunk().await? {
                Some(part) => self.line.extend_from_slice(&part),
                None => return Err(Trouble::Unreachable("the connection was closed".to_owned())),
            }
        }
    }
}

/// The head that a line of data names; other lines and comments are none.
fn head_of(line: &[u8]) -> Option<Cursor> {
    let data = line.strip_prefix(b"data:")?;
    serde_json::from_slice::<Head>(data).ok().map(|head| head.head)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_data_is_a_hint() {
        assert_eq!(head_of(b"data: {\"head\": 12}\r\n"), Some(Cursor(12)));
        for line in [&b": alive\n"[..], b"event: head\n", b"\n", b"data: {}\n", b"data\n"] {
            assert_eq!(head_of(line), None);
        }
    }
}
