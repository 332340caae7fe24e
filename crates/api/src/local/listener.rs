//! The running app's end of the channel.

use std::io;
use std::path::Path;
use std::time::Duration;

use axum::Router;
use subtle::ConstantTimeEq as _;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::task::TaskTracker;

use super::frame;
use super::note::Note;
use super::operation::{Operation, perform};
use crate::app::Parts;
use crate::tokens::random_hex;

const PAUSE: Duration = Duration::from_millis(100);

/// Listens until the app ends. Where that cannot be, the app works all the same, and a command line says that it
/// cannot reach it.
pub(crate) async fn answer(bound: io::Result<Bound>, parts: Parts, router: Router) {
    let heard = match bound {
        Ok(bound) => listen(bound, &parts, &router).await,
        Err(error) => Err(error),
    };
    if let Err(error) = heard {
        tracing::warn!(%error, "commands cannot be passed to this app");
    }
    Note::remove(parts.store.folder());
}

/// The socket, and the secret that stands beside its port in the note.
pub(crate) struct Bound {
    listener: TcpListener,
    secret: String,
}

/// Takes a port and writes the note: from then on a command finds this app.
pub(crate) async fn bind(data_folder: &Path) -> io::Result<Bound> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let secret = random_hex().map_err(|_| io::Error::other("the system gave no random numbers"))?;
    Note { port: listener.local_addr()?.port(), secret: secret.clone() }.write(data_folder)?;
    Ok(Bound { listener, secret })
}

async fn listen(bound: Bound, parts: &Parts, router: &Router) -> io::Result<()> {
    let Bound { listener, secret } = bound;
    let open = TaskTracker::new();
    loop {
        let accepted = tokio::select! {
            () = parts.end.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        let stream = match accepted {
            Ok((stream, _)) => stream,
            Err(error) => {
                tracing::warn!(%error, "a command line could not connect");
                // Out of file descriptors, most likely: trying again at once would only burn the processor.
                tokio::time::sleep(PAUSE).await;
                continue;
            }
        };
        let (parts, router, secret) = (parts.clone(), router.clone(), secret.clone());
        open.spawn(async move {
            let end = parts.end.clone();
            tokio::select! {
                () = end.cancelled() => {}
                result = converse(stream, &secret, &parts, &router) => {
                    if let Err(error) = result {
                        tracing::debug!(%error, "a command line went away");
                    }
                }
            }
        });
    }
    open.close();
    open.wait().await;
    Ok(())
}

async fn converse(mut stream: TcpStream, secret: &str, parts: &Parts, router: &Router) -> io::Result<()> {
    // Nothing is read into memory for anyone who does not know the secret first.
    let mut said = vec![0_u8; secret.len()];
    tokio::io::AsyncReadExt::read_exact(&mut stream, &mut said).await?;
    if !bool::from(said.as_slice().ct_eq(secret.as_bytes())) {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    loop {
        let (operation, body): (Operation, _) = match frame::read(&mut stream).await {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
            read => read?,
        };
        let (status, headers, body) = perform(parts, router, operation, body).await;
        frame::write(&mut stream, &(status, headers), &body).await?;
    }
}
