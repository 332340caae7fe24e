//! Snapshots that are being fetched, and the rows that they are made of.

use futures::stream::BoxStream;
use futures::{StreamExt as _, TryStreamExt as _};
use std::collections::BTreeSet;

use mycrm_sync::merge::Row;
use mycrm_sync::{Epoch, MemberId, Millis, RowId, RowKey, SnapshotId};

use super::log::column;
use super::standing::state_of;
use crate::app::App;
use crate::database::Tx;
use crate::{DatabaseError, Id, Member};

/// How often the member has lost sight of a document.
pub(crate) async fn purges(tx: &mut Tx, workspace: Id, member: MemberId) -> Result<i64, DatabaseError> {
    Ok(sqlx::query_scalar("SELECT purges FROM members WHERE workspace = $1 AND id = $2")
        .bind(workspace)
        .bind(Id(member.0))
        .fetch_one(&mut **tx)
        .await?)
}

/// Every row of a workspace, one after the other.
pub(crate) fn rows<'a>(tx: &'a mut Tx, workspace: Id) -> BoxStream<'a, Result<(RowKey, Row), DatabaseError>> {
    sqlx::query_as("SELECT table_name, row_id, state FROM rows_now WHERE workspace = $1")
        .bind(workspace)
        .fetch(&mut **tx)
        .map_err(DatabaseError::from)
        .and_then(|(table, row, state): (String, Id, String)| async move {
            Ok((RowKey { table, row: RowId(row.0) }, state_of(&state)?))
        })
        .boxed()
}

/// A snapshot whose chunks are written.
#[derive(Debug)]
pub(crate) struct Kept {
    pub(crate) id: SnapshotId,
    pub(crate) epoch: Epoch,
    pub(crate) purges: i64,
    pub(crate) chunks: usize,
    pub(crate) expires_at: Millis,
}

/// Keeps a snapshot and gives up those that the same session fetched before, whose ids it returns.
pub(crate) async fn keep(app: &App, member: &Member, kept: &Kept) -> Result<Vec<SnapshotId>, DatabaseError> {
    let mut tx = app.database().write().await?;
    let old: Vec<Id> = sqlx::query_scalar("DELETE FROM snapshots WHERE session = $1 RETURNING id")
        .bind(member.session)
        .fetch_all(&mut *tx)
        .await?;
    sqlx::query(
        "INSERT INTO snapshots (id, workspace, member, epoch, session, purges, chunks, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(Id(kept.id.0))
    .bind(member.workspace)
    .bind(Id(member.member.0))
    .bind(column(kept.epoch.0))
    .bind(member.session)
    .bind(kept.purges)
    .bind(column(kept.chunks as u64))
    .bind(kept.expires_at.0)
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(old.into_iter().map(|id| SnapshotId(id.0)).collect())
}

/// Whether a chunk of a snapshot is still there for this member.
pub(crate) async fn is_kept(
    app: &App,
    member: &Member,
    id: SnapshotId,
    index: usize,
    now: Millis,
) -> Result<bool, DatabaseError> {
    let found: Option<i64> = sqlx::query_scalar(
        "SELECT s.chunks FROM snapshots s JOIN members m ON m.workspace = s.workspace AND m.id = s.member \
         JOIN logs l ON l.workspace = s.workspace WHERE s.id = $1 AND s.workspace = $2 AND s.member = $3 \
         AND s.expires_at > $4 AND s.purges = m.purges AND s.epoch = l.epoch",
    )
    .bind(Id(id.0))
    .bind(member.workspace)
    .bind(Id(member.member.0))
    .bind(now.0)
    .fetch_optional(app.database().readers())
    .await?;
    Ok(found.is_some_and(|chunks| column(index as u64) < chunks))
}

/// Forgets the snapshots whose time is over, and returns them.
pub(crate) async fn expired(app: &App, now: Millis) -> Result<Vec<SnapshotId>, DatabaseError> {
    let mut tx = app.database().write().await?;
    let gone: Vec<Id> = sqlx::query_scalar("DELETE FROM snapshots WHERE expires_at <= $1 RETURNING id")
        .bind(now.0)
        .fetch_all(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(gone.into_iter().map(|id| SnapshotId(id.0)).collect())
}

/// All that are kept.
pub(crate) async fn known(app: &App) -> Result<BTreeSet<SnapshotId>, DatabaseError> {
    let all: Vec<Id> =
        sqlx::query_scalar("SELECT id FROM snapshots").fetch_all(app.database().readers()).await?;
    Ok(all.into_iter().map(|id| SnapshotId(id.0)).collect())
}
