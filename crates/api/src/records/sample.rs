//! Sample data for a first look: one action to load it, one to remove it.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use mycrm_store::{Id, Store, Wish, settings};
use serde::Serialize;
use utoipa::ToSchema;

use crate::caller::Caller;
use crate::error::{ApiError, Result};
use crate::events::Events;
use crate::history::{self, UndoResult};
use crate::jobs::Jobs;
use crate::labels::{Label, Verb};
use crate::saved::Saved;

/// The change set of the sample data that is loaded.
const LOADED: &str = "sample_data";

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SampleData {
    /// Taking this back removes it too.
    change_set: String,
}

/// Whether sample data was loaded and not removed by [`remove_sample_data`].
pub(crate) async fn is_loaded(store: &Store) -> Result<bool> {
    Ok(settings::get::<Option<Id>>(store, LOADED).await?.flatten().is_some())
}

/// Loads a small, plausible book of business.
#[utoipa::path(post, path = "/api/core/sample_data/", tag = "core", responses((status = 201, body = SampleData)))]
pub(crate) async fn load_sample_data(
    State(store): State<Store>,
    State(events): State<Events>,
    State(jobs): State<Jobs>,
    caller: Caller,
) -> Result<Saved<SampleData>> {
    let _turn = jobs.turn().await;
    if is_loaded(&store).await? {
        return Err(ApiError::Conflict("The sample data is loaded already; remove it first.".to_owned()));
    }
    let change_set = mycrm_crm::sample::load(&store, caller.ctx(Label::new(Verb::LoadedSample))).await?;
    settings::set(&store, LOADED, &Some(&change_set)).await?;
    events.touched(vec!["settings".to_owned()]);
    Ok(Saved::created(change_set.clone(), SampleData { change_set: change_set.to_string() }))
}

/// Removes it; what was edited since stays and is listed.
#[utoipa::path(delete, path = "/api/core/sample_data/", tag = "core",
    responses((status = 200, body = UndoResult), (status = 204, description = "It was taken back already")))]
pub(crate) async fn remove_sample_data(
    State(store): State<Store>,
    State(events): State<Events>,
    caller: Caller,
) -> Result<Response> {
    let Some(change_set) = settings::get::<Option<Id>>(&store, LOADED).await?.flatten() else {
        return Err(ApiError::NotFound("There is no sample data to remove.".to_owned()));
    };
    let undone = match history::at_once(&store, &Wish::This(change_set), &caller).await {
        Ok(undone) => Some(undone),
        // By Ctrl+Z: all that is left to do is to forget about it.
        Err(mycrm_store::Error::AlreadyUndone) => None,
        Err(error) => return Err(error.into()),
    };
    settings::set(&store, LOADED, &None::<Id>).await?;
    events.touched(vec!["settings".to_owned()]);
    Ok(match undone {
        Some(undone) => Saved::ok(undone.undone_by.clone(), UndoResult::from(undone)).into_response(),
        None => StatusCode::NO_CONTENT.into_response(),
    })
}
