//! Moving a deal on the board.

use axum::extract::State;
use mycrm_crm::opportunities::{self as records, Move};
use mycrm_store::{Id, Store};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Opportunity, missing, name_of, read};
use crate::body::Body;
use crate::caller::Caller;
use crate::error::Result;
use crate::id::PathId;
use crate::labels::{Label, Verb};
use crate::records::moments::Day;
use crate::saved::Saved;

/// Where a deal goes: into a stage, between two neighbours; to the top of the column when neither is given.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct StageMove {
    /// Slug or id.
    stage: String,
    /// The card it comes before.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    before: Option<Id>,
    /// The card it comes after.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    after: Option<Id>,
    /// Why it was lost or won.
    #[serde(default)]
    loss_reason: Option<String>,
    /// Today, when a deal is closed and none is given.
    #[serde(default)]
    actual_close_date: Option<Day>,
}

#[utoipa::path(post, path = "/api/opportunities/{id}/update_stage/", tag = "opportunity",
    params(("id" = String, Path)), request_body = StageMove, responses((status = 200, body = Opportunity)))]
pub(crate) async fn update_stage(
    State(store): State<Store>,
    caller: Caller,
    PathId(id): PathId,
    Body(to): Body<StageMove>,
) -> Result<Saved<Opportunity>> {
    let StageMove { stage, before, after, loss_reason, actual_close_date } = to;
    let label = Label::new(Verb::Moved).record("opportunity").named(name_of(&read(&store, &id).await?));
    let to =
        Move { stage, before, after, loss_reason, actual_close_date: actual_close_date.map(|day| day.0) };
    let mut tx = store.begin(caller.ctx(label)).await?;
    let old = records::get(tx.conn(), &id).await?.ok_or_else(|| missing(&id))?;
    records::update_stage(&mut tx, &id, to).await?;
    super::finish(tx, old, &id).await
}
