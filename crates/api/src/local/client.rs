//! The command line's end of the channel.

use std::io;
use std::path::Path;
use std::time::Duration;

use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use super::frame;
use super::note::Note;
use super::operation::Operation;
use crate::dispatch::Answer;

/// An app that just started needs a moment until it listens.
const ATTEMPTS: u32 = 25;
const PAUSE: Duration = Duration::from_millis(200);

/// The app that has the database does not answer.
#[derive(Debug, thiserror::Error)]
#[error(
    "The database is in use by another MyCRM, and that one does not answer ({0}). Nothing was done; close it and try again."
)]
pub struct Unreachable(io::Error);

/// A connection to the running app.
#[derive(Debug)]
pub struct Client {
    stream: TcpStream,
}

impl Client {
    /// Connects to the app that runs on a data folder.
    ///
    /// # Errors
    /// [`Unreachable`] after five seconds without an answer.
    pub async fn connect(data_folder: &Path) -> Result<Self, Unreachable> {
        let mut attempt = 1;
        loop {
            match Self::try_connect(data_folder).await {
                Ok(client) => return Ok(client),
                Err(error) if attempt >= ATTEMPTS => return Err(Unreachable(error)),
                Err(_) => attempt += 1,
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn try_connect(data_folder: &Path) -> io::Result<Self> {
        let note = Note::read(data_folder)?;
        let mut stream = TcpStream::connect(("127.0.0.1", note.port)).await?;
        stream.write_all(note.secret.as_bytes()).await?;
        Ok(Self { stream })
    }

    /// Has the running app carry out an operation.
    ///
    /// # Errors
    /// [`Unreachable`] when the app went away meanwhile.
    pub async fn perform(&mut self, operation: &Operation, body: &[u8]) -> Result<Answer, Unreachable> {
        let asked = async {
            frame::write(&mut self.stream, operation, body).await?;
            frame::read::<(u16, Vec<(String, String)>)>(&mut self.stream).await
        };
        let ((status, headers), body) = asked.await.map_err(Unreachable)?;
        Ok((status, headers, body))
    }
}
