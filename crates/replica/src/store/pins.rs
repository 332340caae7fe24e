//! The files that the user wants at hand without a network.

use mycrm_store::Timestamp;
use mycrm_sync::{OpHash, RowId, Scope};
use sqlx::{FromRow, Row as _, SqliteConnection, sqlite::SqliteRow};
use uuid::Uuid;

use super::rows::{document_of, row_id};
use crate::Result;

/// A file and what it hangs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Pin {
    pub(crate) scope: Scope,
    pub(crate) root: OpHash,
}

impl FromRow<'_, SqliteRow> for Pin {
    fn from_row(row: &SqliteRow) -> sqlx::Result<Self> {
        let wrong =
            |what: &'static str| sqlx::Error::Decode(format!("{what} is not as it was written").into());
        let document: Option<String> = row.try_get("document")?;
        let document = document.map(|id| row_id(&id)).transpose().map_err(|_| wrong("document"))?;
        let root: Vec<u8> = row.try_get("root")?;
        Ok(Self { scope: Scope::from(document), root: OpHash(root.try_into().map_err(|_| wrong("root"))?) })
    }
}

/// Pins a file; a second time changes nothing.
pub(crate) async fn pin(
    connection: &mut SqliteConnection,
    workspace: Uuid,
    pin: Pin,
    now: Timestamp,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO pinned_files (workspace_id, document, root, pinned_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
    )
    .bind(workspace.to_string())
    .bind(document_of(pin.scope))
    .bind(pin.root.0.as_slice())
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// In whatever workspace: who has left it wants to be rid of its files too.
pub(crate) async fn unpin(connection: &mut SqliteConnection, pin: Pin) -> Result<()> {
    sqlx::query("DELETE FROM pinned_files WHERE root = ?1 AND document IS ?2")
        .bind(pin.root.0.as_slice())
        .bind(document_of(pin.scope))
        .execute(connection)
        .await?;
    Ok(())
}

/// The pins of a workspace, or those of all that the profile ever belonged to, the oldest first.
pub(crate) async fn pins(connection: &mut SqliteConnection, workspace: Option<Uuid>) -> Result<Vec<Pin>> {
    Ok(sqlx::query_as(
        "SELECT document, root FROM pinned_files WHERE ?1 IS NULL OR workspace_id = ?1 ORDER BY no",
    )
    .bind(workspace.map(|id| id.to_string()))
    .fetch_all(connection)
    .await?)
}

/// The member may no longer see the document, so nothing of it stays at hand.
pub(crate) async fn unpin_document(connection: &mut SqliteConnection, document: RowId) -> Result<()> {
    sqlx::query("DELETE FROM pinned_files WHERE document = ?1")
        .bind(document.to_string())
        .execute(connection)
        .await?;
    Ok(())
}

/// As [`unpin_document`] for each document of the workspace of which nothing is here any more.
pub(crate) async fn forget_unseen(connection: &mut SqliteConnection, workspace: Uuid) -> Result<()> {
    sqlx::query(
        "DELETE FROM pinned_files WHERE workspace_id = ?1 AND document IS NOT NULL
           AND document NOT IN (SELECT scope FROM changes WHERE scope IS NOT NULL AND counts = 1)",
    )
    .bind(workspace.to_string())
    .execute(connection)
    .await?;
    Ok(())
}
