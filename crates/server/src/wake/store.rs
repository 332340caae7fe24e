//! `NOTIFY` and `LISTEN` of PostgreSQL: what one process commits, devices at another one hear of.

use std::time::Duration;

use mycrm_sync::Cursor;
use sqlx::postgres::PgListener;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::Wake;
use crate::app::App;
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
pub(crate) async fn relay(url: String, database: Database, wake: Wake, end: CancellationToken) {
    loop {
        let listened = tokio::select! {
            () = end.cancelled() => return,
            listened = listen(&url, &database, &wake) => listened,
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

/// Whether a session goes on, of somebody who is still a member.
pub(super) async fn is_open(app: &App, session: Id) -> sqlx::Result<bool> {
    let found: i64 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM sessions s JOIN members m ON m.workspace = s.workspace AND m.id = s.member \
         WHERE s.id = $1 AND s.revoked_at IS NULL AND m.removed_at IS NULL",
    )
    .bind(session)
    .fetch_one(app.database().readers())
    .await?;
    Ok(found > 0)
}

/// Announces how far the logs have come that somebody waits for.
async fn catch_up(database: &Database, wake: &Wake) -> sqlx::Result<()> {
    for workspace in wake.waited_for() {
        let head: Option<i64> = sqlx::query_scalar("SELECT head FROM logs WHERE workspace = $1")
            .bind(workspace)
            .fetch_optional(database.readers())
            .await?;
        if let Some(head) = head.and_then(|head| u64::try_from(head).ok()) {
            wake.announce(workspace, Cursor(head));
        }
    }
    Ok(())
}

async fn listen(url: &str, database: &Database, wake: &Wake) -> sqlx::Result<()> {
    let mut listener = PgListener::connect(url).await?;
    listener.listen(CHANNEL).await?;
    loop {
        // Connected, perhaps again: what came in between was missed.
        catch_up(database, wake).await?;
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
