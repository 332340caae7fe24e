//! The tables of files: which chunks there are, who had them in hand, and which files were verified for what.

use std::collections::{BTreeMap, BTreeSet};

use mycrm_sync::blob::Manifest;
use mycrm_sync::{OpHash, RowId, Scope};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use crate::app::App;
use crate::database::{Tx, bulk};
use crate::{DatabaseError, Id, Member};

/// Scopes in columns that are part of a key.
fn key_of(scope: Scope) -> Id {
    Id(Option::<RowId>::from(scope).map_or(Uuid::nil(), |document| document.0))
}

fn hash(bytes: &[u8]) -> Result<OpHash, DatabaseError> {
    let bytes = bytes
        .try_into()
        .map_err(|_| DatabaseError::Unreadable(format!("a hash of {} bytes", bytes.len())))?;
    Ok(OpHash(bytes))
}

fn length(column: i64) -> Result<u64, DatabaseError> {
    u64::try_from(column).map_err(|_| DatabaseError::Unreadable(format!("the length {column}")))
}

/// How many hashes are asked about in one statement.
const AT_ONCE: usize = 1_000;

/// Of these chunks those that the member has sent or may read, with their lengths in bytes.
pub(super) async fn within_reach(
    app: &App,
    member: &Member,
    scope: Scope,
    chunks: &BTreeSet<OpHash>,
) -> Result<BTreeMap<OpHash, u64>, DatabaseError> {
    let chunks: Vec<OpHash> = chunks.iter().copied().collect();
    let mut here = BTreeMap::new();
    for chunks in chunks.chunks(AT_ONCE) {
        let text = format!(
            "SELECT c.hash, c.length FROM blob_chunks c WHERE c.workspace = $1 AND (\
             EXISTS (SELECT 1 FROM blob_uploads u WHERE u.workspace = c.workspace AND u.hash = c.hash AND u.member = $2) OR \
             EXISTS (SELECT 1 FROM blob_parts p WHERE p.workspace = c.workspace AND p.hash = c.hash AND p.scope IN ($3, $4))) \
             AND c.hash IN ({})",
            bulk::Mark::from(app.database().dialect()).list(4, chunks.len())
        );
        let mut query = sqlx::query_as(AssertSqlSafe(text))
            .persistent(false)
            .bind(member.workspace)
            .bind(Id(member.member.0))
            .bind(key_of(scope))
            .bind(key_of(Scope::Workspace));
        for chunk in chunks {
            query = query.bind(chunk.0.to_vec());
        }
        let rows: Vec<(Vec<u8>, i64)> = query.fetch_all(app.database().readers()).await?;
        for (name, bytes) in rows {
            here.insert(hash(&name)?, length(bytes)?);
        }
    }
    Ok(here)
}

pub(super) async fn keep_chunk(
    app: &App,
    member: &Member,
    hash: OpHash,
    length: u64,
) -> Result<(), DatabaseError> {
    let mut tx = app.database().write().await?;
    sqlx::query(
        "INSERT INTO blob_chunks (workspace, hash, length, stored_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
    )
    .bind(member.workspace)
    .bind(hash.0.to_vec())
    .bind(i64::try_from(length).unwrap_or(i64::MAX))
    .bind(app.clock().now().0)
    .execute(&mut *tx)
    .await?;
    sqlx::query(
        "INSERT INTO blob_uploads (workspace, hash, member) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
    )
    .bind(member.workspace)
    .bind(hash.0.to_vec())
    .bind(Id(member.member.0))
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(())
}

/// Keeps a file that was verified.
pub(super) async fn keep_manifest(
    app: &App,
    member: &Member,
    scope: Scope,
    root: OpHash,
    manifest: &Manifest,
) -> Result<(), DatabaseError> {
    let mut tx = app.database().write().await?;
    let kept = sqlx::query(
        "INSERT INTO blobs (workspace, root, scope, length, verified_at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT DO NOTHING",
    )
    .bind(member.workspace)
    .bind(root.0.to_vec())
    .bind(key_of(scope))
    .bind(i64::try_from(manifest.length).unwrap_or(i64::MAX))
    .bind(app.clock().now().0)
    .execute(&mut *tx)
    .await?;
    if kept.rows_affected() == 0 {
        return Ok(());
    }
    let places: Vec<(usize, &OpHash)> = manifest.chunks.iter().enumerate().collect();
    for places in places.chunks(AT_ONCE) {
        let text = format!(
            "INSERT INTO blob_parts (workspace, root, scope, place, hash) VALUES {}",
            bulk::Mark::of(&tx).tuples(0, places.len(), 5)
        );
        let mut query = sqlx::query(AssertSqlSafe(text)).persistent(false);
        for (place, chunk) in places {
            query = query
                .bind(member.workspace)
                .bind(root.0.to_vec())
                .bind(key_of(scope))
                .bind(i64::try_from(*place).unwrap_or(i64::MAX))
                .bind(chunk.0.to_vec());
        }
        query.execute(&mut *tx).await?;
    }
    tx.commit().await?;
    Ok(())
}

pub(super) async fn manifest(
    app: &App,
    member: &Member,
    scope: Scope,
    root: OpHash,
) -> Result<Option<Manifest>, DatabaseError> {
    let bytes: Option<i64> =
        sqlx::query_scalar("SELECT length FROM blobs WHERE workspace = $1 AND root = $2 AND scope = $3")
            .bind(member.workspace)
            .bind(root.0.to_vec())
            .bind(key_of(scope))
            .fetch_optional(app.database().readers())
            .await?;
    let Some(bytes) = bytes else { return Ok(None) };
    let chunks: Vec<Vec<u8>> = sqlx::query_scalar(
        "SELECT hash FROM blob_parts WHERE workspace = $1 AND root = $2 AND scope = $3 ORDER BY place",
    )
    .bind(member.workspace)
    .bind(root.0.to_vec())
    .bind(key_of(scope))
    .fetch_all(app.database().readers())
    .await?;
    let chunks = chunks.iter().map(|chunk| hash(chunk)).collect::<Result<_, _>>()?;
    Ok(Some(Manifest { length: length(bytes)?, chunks }))
}

/// Of these files those that were verified for what they are named in.
pub(crate) async fn verified(
    tx: &mut Tx,
    workspace: Id,
    named: &BTreeSet<(Scope, OpHash)>,
) -> Result<BTreeSet<(Scope, OpHash)>, DatabaseError> {
    if named.is_empty() {
        return Ok(BTreeSet::new());
    }
    let text = format!(
        "SELECT root, scope FROM blobs WHERE workspace = $1 AND (root, scope) IN (VALUES {})",
        bulk::Mark::of(tx).tuples(1, named.len(), 2)
    );
    let mut query = sqlx::query_as(AssertSqlSafe(text)).persistent(false).bind(workspace);
    for (scope, root) in named {
        query = query.bind(root.0.to_vec()).bind(key_of(*scope));
    }
    let rows: Vec<(Vec<u8>, Id)> = query.fetch_all(&mut **tx).await?;
    rows.into_iter()
        .map(|(root, scope)| {
            let document = (!scope.0.is_nil()).then_some(RowId(scope.0));
            Ok((Scope::from(document), hash(&root)?))
        })
        .collect()
}
