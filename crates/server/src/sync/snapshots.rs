//! Answering a bootstrap: all rows that a member may see as of one moment, written chunk by chunk while they are read.

mod turns;

use std::collections::BTreeMap;

use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use futures::TryStreamExt as _;
use mycrm_sync::client::Answer;
use mycrm_sync::merge::Row;
use mycrm_sync::snapshot::{Ask, CHUNK_BYTES, Manifest, NoSnapshot};
use mycrm_sync::{Cursor, DeviceSeq, Millis, OpHash, Rights, SnapshotId, access};
use uuid::Uuid;

pub(crate) use turns::SnapshotTurns;

use super::store::{log, rights, snapshots, standing};
use super::{SMALL, answered};
use crate::app::App;
use crate::{ApiError, Member, body};

/// How long a replica has to fetch the chunks: a slow one over night.
const KEPT: Millis = Millis(24 * 3_600_000);

/// After so long a snapshot that is not known yet never will be.
const UNFINISHED: Millis = Millis(3_600_000);

pub(super) async fn make(
    State(app): State<App>,
    member: Member,
    request: Request,
) -> Result<Response, ApiError> {
    let ask: Ask = body::json(request, SMALL, app.config().patience).await?;
    let minimum = app.config().minimum_schema;
    let (status, answer) = if ask.schema < minimum {
        (StatusCode::UPGRADE_REQUIRED, Err(NoSnapshot::Outdated { minimum }))
    } else {
        (StatusCode::OK, Ok(write(&app, &member, &ask).await?))
    };
    Ok(answered(status, app.clock().now(), Answer::Snapshot(answer)))
}

async fn write(app: &App, member: &Member, ask: &Ask) -> Result<Manifest, ApiError> {
    let workspace = member.workspace;
    let turn = app.snapshot_turns().of(workspace).await;
    let _turn = turn.map_err(|error| ApiError::Internal(error.to_string()))?;
    let id = SnapshotId(Uuid::new_v4());
    let mut tx = app.database().read().await?;
    let head = log::read(&mut tx, workspace).await?.ok_or(ApiError::NotAMember)?;
    let role = rights::role(&mut tx, workspace, member.member).await?.ok_or(ApiError::NotAMember)?;
    let purges = snapshots::purges(&mut tx, workspace, member.member).await?;
    let mut acked = BTreeMap::new();
    for device in &ask.devices {
        let known = standing::device(&mut tx, workspace, *device).await?;
        let own = known.filter(|known| known.member == member.member);
        acked.insert(*device, own.map_or(DeviceSeq::ZERO, |known| known.last_seq));
    }
    let mut hidden = rights::relations(&mut tx, workspace, member.member).await?;
    hidden.retain(|_, (level, relation)| access::rights(*level, role, *relation) == Rights::None);
    let mut chunks = Chunks { app, id, bytes: Vec::new(), hashes: Vec::new() };
    let mut rows = snapshots::rows(&mut tx, workspace);
    while let Some((key, row)) = rows.try_next().await? {
        let is_seen = match Option::from(row.scope) {
            None => true,
            Some(document) => !hidden.contains_key(&document),
        };
        if is_seen {
            chunks.add(&(key, Row { as_of: head.head, ..row })).await?;
        }
    }
    drop(rows);
    tx.commit().await?;
    let hashes = chunks.finish().await?;
    let expires_at = Millis(app.clock().now().0.saturating_add(KEPT.0));
    let kept = snapshots::Kept { id, epoch: head.epoch, purges, chunks: hashes.len(), expires_at };
    for old in snapshots::keep(app, member, &kept).await? {
        app.files().remove_snapshot(old).await?;
    }
    Ok(Manifest { id, epoch: head.epoch, cursor: head.head, chunks: hashes, acked })
}

/// Collects lines up to the size of a chunk and lets go of them.
struct Chunks<'a> {
    app: &'a App,
    id: SnapshotId,
    bytes: Vec<u8>,
    hashes: Vec<OpHash>,
}

impl Chunks<'_> {
    async fn add(&mut self, line: &impl serde::Serialize) -> Result<(), ApiError> {
        let before = self.bytes.len();
        serde_json::to_writer(&mut self.bytes, line)
            .map_err(|error| ApiError::Internal(error.to_string()))?;
        self.bytes.push(b'\n');
        if before > 0 && self.bytes.len() > CHUNK_BYTES {
            let rest = self.bytes.split_off(before);
            self.write().await?;
            self.bytes = rest;
        }
        Ok(())
    }

    async fn write(&mut self) -> Result<(), ApiError> {
        let bytes = std::mem::take(&mut self.bytes);
        let index = self.hashes.len();
        self.hashes.push(OpHash::of(&bytes));
        self.app.files().put_snapshot(self.id, index, bytes).await
    }

    async fn finish(mut self) -> Result<Vec<OpHash>, ApiError> {
        if !self.bytes.is_empty() {
            self.write().await?;
        }
        Ok(self.hashes)
    }
}

pub(super) async fn chunk(
    State(app): State<App>,
    member: Member,
    Path((_, id, index)): Path<(String, Uuid, usize)>,
) -> Result<Response, ApiError> {
    let now = app.clock().now();
    let gone = || answered(StatusCode::GONE, now, Answer::Chunk(Err(NoSnapshot::Gone)));
    let id = SnapshotId(id);
    if !snapshots::is_kept(&app, &member, id, index, now).await? {
        return Ok(gone());
    }
    match app.files().snapshot(id, index).await {
        Ok(bytes) => {
            let headers = [
                (header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream")),
                (header::HeaderName::from_static("x-mycrm-now"), HeaderValue::from(now.0)),
            ];
            Ok((headers, bytes).into_response())
        }
        Err(ApiError::NotFound(_)) => Ok(gone()),
        Err(error) => Err(error),
    }
}

/// Removes the snapshots whose time is over, and those that nobody knows of: of deleted workspaces, and what was begun by
/// whoever went away before it was whole.
pub(crate) async fn expire(app: &App) -> Result<(), ApiError> {
    let now = app.clock().now();
    for id in snapshots::expired(app, now).await? {
        app.files().remove_snapshot(id).await?;
    }
    let found = app.files().snapshots().await?;
    let known = snapshots::known(app).await?;
    for (id, written_at) in found {
        let is_over = written_at.0 < now.0.saturating_sub(UNFINISHED.0);
        if is_over && !known.contains(&id) {
            app.files().remove_snapshot(id).await?;
        }
    }
    Ok(())
}

/// How far the log of a workspace has come.
pub(crate) async fn head(app: &App, workspace: crate::Id) -> Result<Cursor, ApiError> {
    let mut tx = app.database().read().await?;
    Ok(log::read(&mut tx, workspace).await?.ok_or(ApiError::NotAMember)?.head)
}
