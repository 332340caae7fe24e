//! `NOTIFY` and `LISTEN` of PostgreSQL: what one process commits, devices at another one hear of.

use std::time::Duration;

use mycrm_sync::Cursor;
use sqlx::postgres::PgListener;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::Wake;
use crate::database::{Dialect, Tx};
use crate::{Database, Id};

const CHANNEL: &str = "mycrm_head";

/// Part of the transaction that advances a head: heard when it commits, by all processes. With SQLite there is one.
pub(crate) async fn notify(
    tx: &mut Tx,
    database: &Database,
    workspace: Id,
    head: Cursor,
) -> sqlx::Result<()> {
    if database.dialect() == Dialect::Postgres {
        sqlx::query("SELECT pg_notify($1, $2)")
            .bind(CHANNEL)
            .bind(format!("{} {head}", workspace.0))
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

/// How long to wait before listening again when PostgreSQL is away.
const AGAIN: Duration = Duration::from_secs(1);

/// Passes on what other processes announce, until `end`.
pub(crate) async fn relay(url: String, wake: Wake, end: CancellationToken) {
    loop {
        let listened = tokio::select! {
            () = end.cancelled() => return,
            listened = listen(&url, &wake) => listened,
        };
        if let Err(error) = listened {
            tracing::warn!(%error, "wake-ups of other processes are not heard; trying again");
        }
        tokio::select! {
            () = end.cancelled() => return,
            () = tokio::time::sleep(AGAIN) => {}
        }
    }
}

async fn listen(url: &str, wake: &Wake) -> sqlx::Result<()> {
    let mut listener = PgListener::connect(url).await?;
    listener.listen(CHANNEL).await?;
    loop {
        // Connected, perhaps again: what came in between was missed.
        wake.stir();
        while let Some(heard) = listener.try_recv().await? {
            if let Some((workspace, head)) = parse(heard.payload()) {
                wake.announce(workspace, head);
            }
        }
    }
}

fn parse(text: &str) -> Option<(Id, Cursor)> {
    let (workspace, head) = text.split_once(' ')?;
    Some((Id(Uuid::parse_str(workspace).ok()?), Cursor(head.parse().ok()?)))
}
