//! Files of a workspace: chunks come in any order and as often as need be, and count once the whole was verified.

mod files;
mod store;

use std::collections::BTreeSet;

use axum::extract::{Path, Query, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{post, put};
use axum::{Json, Router};
use mycrm_sync::blob::{CHUNK, MAX_CHUNKS, Manifest};
use mycrm_sync::{OpHash, Rights, RowId, Scope};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use files::BlobPlace;
pub(crate) use files::{Files, chunks_of, snapshot_of};
pub(crate) use store::verified;

use crate::app::App;
use crate::sync::rights_to;
use crate::{ApiError, Member, body};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/workspaces/{workspace}/blobs/missing", post(missing))
        .route("/api/v1/workspaces/{workspace}/blobs/chunks/{hash}", put(put_chunk).get(get_chunk))
        .route("/api/v1/workspaces/{workspace}/blobs/{root}", put(put_manifest).get(get_manifest))
}

/// Bytes of the largest list of hashes, with what JSON puts around each.
const LIST: usize = MAX_CHUNKS * 80 + 1_024;

/// What the file hangs on: a document, or nothing but the workspace.
#[derive(Debug, Deserialize)]
struct Of {
    document: Option<Uuid>,
}

impl Of {
    fn scope(&self) -> Scope {
        Scope::from(self.document.map(RowId))
    }
}

async fn may_read(app: &App, member: &Member, of: &Of) -> Result<Scope, ApiError> {
    let scope = of.scope();
    match rights_to(app, member, scope).await? {
        Some(Rights::Read | Rights::Write) => Ok(scope),
        // The same for a document that is not there.
        Some(Rights::None) | None => Err(NOT_HERE),
    }
}

/// Files are sent before the document that they belong to: one that is not there yet may be anybody's.
async fn may_write(app: &App, member: &Member, of: &Of) -> Result<Scope, ApiError> {
    let scope = of.scope();
    let rights = match rights_to(app, member, scope).await? {
        Some(rights) => rights,
        None => member.role.in_workspace(),
    };
    if rights < Rights::Write {
        return Err(ApiError::Forbidden("You may not change this document, so you cannot add files to it."));
    }
    Ok(scope)
}

const NOT_HERE: ApiError = ApiError::NotFound("There is no such file here, or you may not see it.");

fn hash_in(path: &str) -> Result<OpHash, ApiError> {
    path.parse().map_err(|wrong| ApiError::BadRequest(format!("The name in the address is {wrong}.")))
}

#[derive(Debug, Deserialize)]
struct Asked {
    chunks: Vec<OpHash>,
}

#[derive(Debug, Serialize)]
struct Missing {
    missing: Vec<OpHash>,
}

async fn missing(
    State(app): State<App>,
    member: Member,
    Query(of): Query<Of>,
    request: Request,
) -> Result<Json<Missing>, ApiError> {
    let scope = may_write(&app, &member, &of).await?;
    let asked: Asked = body::json(request, LIST, app.config().patience).await?;
    let all: BTreeSet<OpHash> = asked.chunks.iter().copied().collect();
    let here = store::within_reach(&app, &member, scope, &all).await?;
    Ok(Json(Missing { missing: all.into_iter().filter(|hash| !here.contains_key(hash)).collect() }))
}

async fn put_chunk(
    State(app): State<App>,
    member: Member,
    Path((_, name)): Path<(String, String)>,
    Query(of): Query<Of>,
    request: Request,
) -> Result<StatusCode, ApiError> {
    may_write(&app, &member, &of).await?;
    let hash = hash_in(&name)?;
    let bytes = body::read(request, CHUNK as usize, app.config().patience).await?;
    if bytes.is_empty() {
        return Err(ApiError::Unprocessable("A chunk without bytes is none.".to_owned()));
    }
    if OpHash::of(&bytes) != hash {
        return Err(ApiError::Unprocessable(
            "The chunk is damaged: it is not what its name says. Send it again.".to_owned(),
        ));
    }
    let length = bytes.len() as u64;
    // First the bytes: a row without them would be a promise that cannot be kept.
    app.files().put_chunk(member.workspace, hash, bytes).await?;
    store::keep_chunk(&app, &member, hash, length).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn get_chunk(
    State(app): State<App>,
    member: Member,
    Path((_, name)): Path<(String, String)>,
    Query(of): Query<Of>,
) -> Result<Response, ApiError> {
    let scope = may_read(&app, &member, &of).await?;
    let hash = hash_in(&name)?;
    let here = store::within_reach(&app, &member, scope, &BTreeSet::from([hash])).await?;
    if here.is_empty() {
        return Err(NOT_HERE);
    }
    let bytes = app.files().chunk(member.workspace, hash).await?;
    Ok(([(header::CONTENT_TYPE, "application/octet-stream")], bytes).into_response())
}

async fn put_manifest(
    State(app): State<App>,
    member: Member,
    Path((_, name)): Path<(String, String)>,
    Query(of): Query<Of>,
    request: Request,
) -> Result<StatusCode, ApiError> {
    let scope = may_write(&app, &member, &of).await?;
    let root = hash_in(&name)?;
    let manifest: Manifest = body::json(request, LIST, app.config().patience).await?;
    let lie =
        |problem: String| ApiError::Unprocessable(format!("The file is not what its name says: {problem}."));
    manifest.check(root).map_err(|wrong| lie(wrong.to_string()))?;
    let all: BTreeSet<OpHash> = manifest.chunks.iter().copied().collect();
    let here = store::within_reach(&app, &member, scope, &all).await?;
    for (place, hash) in manifest.chunks.iter().enumerate() {
        match here.get(hash) {
            None => return Err(lie(format!("chunk {place} has not been sent"))),
            Some(length) if *length != manifest.chunk_length(place) => {
                return Err(lie(format!("chunk {place} has {length} bytes")));
            }
            Some(_) => {}
        }
    }
    store::keep_manifest(&app, &member, scope, root, &manifest).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn get_manifest(
    State(app): State<App>,
    member: Member,
    Path((_, name)): Path<(String, String)>,
    Query(of): Query<Of>,
) -> Result<Json<Manifest>, ApiError> {
    let scope = may_read(&app, &member, &of).await?;
    store::manifest(&app, &member, scope, hash_in(&name)?).await?.map(Json).ok_or(NOT_HERE)
}
