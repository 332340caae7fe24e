//! Imports: a file is handed over, mapped, checked, run, cancelled, and its errors fetched. The long steps are jobs.

mod choices;
mod errors;
mod shown;
mod upload;
mod work;

use axum::Json;
use axum::body::to_bytes;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use mycrm_crm::import as records;
use mycrm_store::{Id, Store};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
pub(crate) use work::resume;

use self::choices::ImportPatch;
use self::shown::Import;
use crate::app::Parts;
use crate::body::{Body, Kind, MAX_BODY, too_large};
use crate::caller::Caller;
use crate::error::{ApiError, Result};
use crate::events::Events;
use crate::id::PathId;
use crate::jobs::Jobs;
use crate::settings;
use crate::staging::{StagedFile, Staging};

/// Imports that the list shows.
const RECENT: u32 = 50;

pub(crate) fn routes() -> OpenApiRouter<Parts> {
    OpenApiRouter::new()
        .routes(routes!(list_imports, create_import))
        // Room for the file and the frame around it; what is read goes to the disk as it comes.
        .layer(DefaultBodyLimit::max(upload::MAX_FILE + 1024 * 1024))
        .routes(routes!(get_import, update_import))
        .routes(routes!(check_import))
        .routes(routes!(run_import))
        .routes(routes!(cancel_import))
        .routes(routes!(errors::get_import_errors))
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImportList {
    results: Vec<Import>,
}

/// A file to import: one that was staged on this computer, or (as `multipart/form-data`) uploaded in the field `file`.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct ImportDraft {
    #[schema(value_type = String)]
    staged: Id,
}

/// The latest imports, newest first.
#[utoipa::path(get, path = "/api/imports/", tag = "import", responses((status = 200, body = ImportList)))]
pub(crate) async fn list_imports(
    State(store): State<Store>,
    State(jobs): State<Jobs>,
) -> Result<Json<ImportList>> {
    let currency = settings::base_currency(&store).await?;
    let recent = records::recent(&store, RECENT).await?;
    Ok(Json(ImportList { results: recent.into_iter().map(|row| Import::of(row, currency, &jobs)).collect() }))
}

/// Looks through a file and finds out what its columns are; nothing is imported yet.
#[utoipa::path(post, path = "/api/imports/", tag = "import", request_body = ImportDraft,
    responses((status = 201, body = Import)))]
pub(crate) async fn create_import(
    State(store): State<Store>,
    State(jobs): State<Jobs>,
    State(staging): State<Staging>,
    State(events): State<Events>,
    _: Caller,
    request: Request,
) -> Result<Response> {
    let (file, uploaded) = match Kind::of(request.headers())? {
        Kind::Multipart => (upload::receive(request, staging.uploads()).await?, true),
        Kind::Json | Kind::Form => {
            use axum::extract::FromRequest as _;
            // The room of this route is for files alone.
            let (head, body) = request.into_parts();
            let body = to_bytes(body, MAX_BODY).await.map_err(|_| too_large(MAX_BODY))?;
            let request = Request::from_parts(head, body.into());
            let Body(ImportDraft { staged }) = Body::from_request(request, &()).await?;
            let file = staging.get(&staged).ok_or_else(|| {
                ApiError::NotFound("The file is not at hand any more; choose it again.".to_owned())
            })?;
            (file, false)
        }
    };
    let StagedFile { path, file_name } = file;
    match records::create(&store, &path, &file_name).await {
        Ok(import) => {
            work::tell(&events, &import.id);
            let currency = settings::base_currency(&store).await?;
            Ok((StatusCode::CREATED, Json(Import::of(import, currency, &jobs))).into_response())
        }
        Err(error) => {
            if uploaded {
                upload::discard(&path).await;
            }
            Err(error.into())
        }
    }
}

#[utoipa::path(get, path = "/api/imports/{id}/", tag = "import", params(("id" = String, Path)),
    responses((status = 200, body = Import)))]
pub(crate) async fn get_import(
    State(store): State<Store>,
    State(jobs): State<Jobs>,
    PathId(id): PathId,
) -> Result<Json<Import>> {
    shown(&store, &jobs, &id).await
}

/// Changes what the rows are, which column becomes which field, and how values are read.
#[utoipa::path(patch, path = "/api/imports/{id}/", tag = "import", params(("id" = String, Path)),
    request_body = ImportPatch, responses((status = 200, body = Import)))]
pub(crate) async fn update_import(
    State(store): State<Store>,
    State(jobs): State<Jobs>,
    State(events): State<Events>,
    _: Caller,
    PathId(id): PathId,
    Body(patch): Body<ImportPatch>,
) -> Result<Json<Import>> {
    let choices = patch.resolve(&records::get(&store, &id).await?)?;
    let import = records::choose(&store, &id, choices).await?;
    work::tell(&events, &id);
    let currency = settings::base_currency(&store).await?;
    Ok(Json(Import::of(import, currency, &jobs)))
}

/// Starts a dry run: its summary says what would be created, updated and refused.
#[utoipa::path(post, path = "/api/imports/{id}/dry_run/", tag = "import", params(("id" = String, Path)),
    responses((status = 200, body = Import)))]
pub(crate) async fn check_import(
    State(parts): State<Parts>,
    _: Caller,
    PathId(id): PathId,
) -> Result<Json<Import>> {
    let _turn = parts.jobs.turn().await;
    work::refuse_second(&parts.store, &parts.jobs, &id).await?;
    let import = records::begin_check(&parts.store, &id).await?;
    work::check(&parts, &import);
    shown(&parts.store, &parts.jobs, &id).await
}

/// Starts the import. All it writes is one change set, which undo takes back.
#[utoipa::path(post, path = "/api/imports/{id}/run/", tag = "import", params(("id" = String, Path)),
    responses((status = 200, body = Import)))]
pub(crate) async fn run_import(
    State(parts): State<Parts>,
    caller: Caller,
    PathId(id): PathId,
) -> Result<Json<Import>> {
    let _turn = parts.jobs.turn().await;
    work::refuse_second(&parts.store, &parts.jobs, &id).await?;
    let import = records::begin_run(&parts.store, &id).await?;
    work::run(&parts, &import, caller.actor);
    shown(&parts.store, &parts.jobs, &id).await
}

/// Stops a dry run or an import at its next safe point; what was imported until then can be undone.
#[utoipa::path(post, path = "/api/imports/{id}/cancel/", tag = "import", params(("id" = String, Path)),
    responses((status = 200, body = Import)))]
pub(crate) async fn cancel_import(
    State(store): State<Store>,
    State(jobs): State<Jobs>,
    _: Caller,
    PathId(id): PathId,
) -> Result<Json<Import>> {
    let import = records::get(&store, &id).await?;
    let job = work::running(&jobs, &id).ok_or_else(|| {
        ApiError::Conflict(format!(
            "The import of {} is not under way; there is nothing to cancel.",
            import.file_name
        ))
    })?;
    jobs.cancel(&job.id);
    shown(&store, &jobs, &id).await
}

async fn shown(store: &Store, jobs: &Jobs, id: &Id) -> Result<Json<Import>> {
    let currency = settings::base_currency(store).await?;
    Ok(Json(Import::of(records::get(store, id).await?, currency, jobs)))
}
