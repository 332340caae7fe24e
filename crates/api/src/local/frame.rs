//! How a question and its answer lie on the wire: head and body, each with its length before it.

use std::io;

use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

/// Lengths beyond these are not ours.
const MAX_HEAD: u32 = 1024 * 1024;
const MAX_BODY: u32 = 256 * 1024 * 1024;

pub(super) async fn write<H: Serialize>(
    to: &mut (impl AsyncWrite + Unpin),
    head: &H,
    body: &[u8],
) -> io::Result<()> {
    let head = serde_json::to_vec(head)?;
    let mut bytes = Vec::with_capacity(8 + head.len() + body.len());
    for part in [head.as_slice(), body] {
        let length = u32::try_from(part.len()).map_err(|_| too_long())?;
        bytes.extend_from_slice(&length.to_le_bytes());
        bytes.extend_from_slice(part);
    }
    to.write_all(&bytes).await?;
    to.flush().await
}

pub(super) async fn read<H: DeserializeOwned>(
    from: &mut (impl AsyncRead + Unpin),
) -> io::Result<(H, Vec<u8>)> {
    let head = part(from, MAX_HEAD).await?;
    let body = part(from, MAX_BODY).await?;
    Ok((serde_json::from_slice(&head)?, body))
}

async fn part(from: &mut (impl AsyncRead + Unpin), most: u32) -> io::Result<Vec<u8>> {
    let length = from.read_u32_le().await?;
    if length > most {
        return Err(too_long());
    }
    // Grows with what arrives: a length is only a claim.
    let mut bytes = Vec::new();
    from.take(u64::from(length)).read_to_end(&mut bytes).await?;
    if bytes.len() as u64 == u64::from(length) { Ok(bytes) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

fn too_long() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "a message is longer than it may be")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_message_comes_out_as_it_went_in() {
        let mut wire = Vec::new();
        write(&mut wire, &("head", 7), b"\0body").await.unwrap();
        let (head, body): ((String, u8), _) = read(&mut wire.as_slice()).await.unwrap();
        assert_eq!((head.0.as_str(), head.1, body.as_slice()), ("head", 7, &b"\0body"[..]));
    }

    #[tokio::test]
    async fn a_claimed_length_takes_no_memory() {
        let mut wire = u32::MAX.to_le_bytes().to_vec();
        assert!(read::<String>(&mut wire.as_slice()).await.is_err());
        wire = 1000_u32.to_le_bytes().to_vec();
        assert!(read::<String>(&mut wire.as_slice()).await.is_err());
    }
}
