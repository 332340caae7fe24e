//! What two people changed without knowing of each other: both values, and the choice.

use std::collections::HashMap;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use mycrm_crm::{opportunities, titles};
use mycrm_replica::worker::Worker;
use mycrm_replica::{ConflictRow, inbox};
use mycrm_store::{Currency, Store, Timestamp};
use mycrm_sync::merge::{Conflict, Side};
use mycrm_sync::{DeviceId, MemberId, RowKey};
use serde::Serialize;
use serde_json::Value;
use sqlx::SqliteConnection;
use utoipa::ToSchema;

use super::TAG;
use super::entries::{EntriesQuery, SyncRecord, base, next, value_of};
use crate::caller::Caller;
use crate::error::{ApiError, Result};
use crate::events::Events;
use crate::labels::{Label, Verb};
use crate::query::Query;
use crate::records::amount::currency_of;
use crate::saved::Saved;

const PATH: &str = "/api/sync/conflicts/";

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ConflictPage {
    next: Option<String>,
    results: Vec<SyncConflict>,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ConflictKind {
    /// Two changed a field, neither knowing of the other: the later value holds.
    Field,
    /// A field of a deleted record was changed: the record stays deleted.
    EditOfDeleted,
}

/// What holds and what would be the other choice.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SyncConflict {
    id: String,
    record: SyncRecord,
    kind: ConflictKind,
    field: String,
    /// Of amounts; `null` where it is the base currency.
    currency: Option<String>,
    kept: ConflictSide,
    other: ConflictSide,
    #[schema(value_type = String, format = DateTime)]
    found_at: Timestamp,
}

/// One of two values, by whom and since when.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ConflictSide {
    /// Names, not ids. Of a deletion: when.
    value: Value,
    /// The name of the member.
    by: String,
    /// This user wrote it, on this or another device.
    is_me: bool,
    /// It was written on this device.
    is_here: bool,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
}

/// Who people are, for one answer.
struct Names {
    me: Option<MemberId>,
    /// Under which this profile has written.
    devices: Vec<DeviceId>,
    names: HashMap<MemberId, String>,
}

impl Names {
    async fn side(
        &self,
        connection: &mut SqliteConnection,
        key: &RowKey,
        field: &str,
        side: &Side,
        currency: Currency,
    ) -> Result<ConflictSide> {
        let (_, value) = value_of(connection, &key.table, field, &side.value, currency).await?;
        let by = self.names.get(&side.by).cloned().unwrap_or_else(|| "somebody".to_owned());
        let at = Timestamp::from_millis(side.stamp.hlc.millis().0);
        let is_here = self.devices.contains(&side.stamp.device);
        Ok(ConflictSide { value, by, is_me: self.me == Some(side.by), is_here, at })
    }
}

/// Conflicts that wait for a choice, oldest first. The merge went on without one.
#[utoipa::path(get, path = "/api/sync/conflicts/", tag = "sync", params(EntriesQuery),
    responses((status = 200, body = ConflictPage)))]
pub(crate) async fn list_sync_conflicts(
    State(store): State<Store>,
    State(worker): State<Worker>,
    Query(query): Query<EntriesQuery>,
) -> Result<Json<ConflictPage>> {
    let mut rows = inbox::conflicts(&store, query.cut()?).await?;
    let next = next(&mut rows, PATH, |row| row.no);
    let me = worker.status().membership.map(|membership| membership.member);
    let names = Names { me, devices: inbox::own_devices(&store).await?, names: inbox::names(&store).await? };
    let base = base(&store).await?;
    let mut connection = store.readers().acquire().await?;
    let mut results = Vec::with_capacity(rows.len());
    for row in &rows {
        results.push(shown(&mut connection, row, &names, base).await?);
    }
    Ok(Json(ConflictPage { next, results }))
}

async fn shown(
    connection: &mut SqliteConnection,
    row: &ConflictRow,
    names: &Names,
    base: Currency,
) -> Result<SyncConflict> {
    let (kind, key, field, kept, other) = match &row.conflict {
        Conflict::Field { key, field, kept, lost } => (ConflictKind::Field, key, field, kept, lost),
        Conflict::EditOfDeleted { key, field, edit, deletion } => {
            (ConflictKind::EditOfDeleted, key, field, deletion, edit)
        }
    };
    let kept_field = if matches!(kind, ConflictKind::Field) { field } else { mycrm_sync::op::DELETED_AT };
    let row_id = key.row.to_string();
    let currency = titles::currency(connection, &key.table, &row_id).await?;
    let of_amounts = currency.as_deref().map_or(base, |code| currency_of(code, base));
    let (name, _) = value_of(connection, &key.table, field, &other.value, of_amounts).await?;
    Ok(SyncConflict {
        id: row.no.to_string(),
        record: SyncRecord::find(connection, &key.table, &row_id).await?,
        kind,
        field: name,
        currency,
        kept: names.side(connection, key, kept_field, kept, of_amounts).await?,
        other: names.side(connection, key, field, other, of_amounts).await?,
        found_at: row.found_at,
    })
}

fn number(text: &str) -> Result<i64> {
    text.parse().map_err(|_| ApiError::NotFound(format!("There is no conflict {text}.")))
}

/// Leaves what holds, and closes the conflict on this device.
#[utoipa::path(post, path = "/api/sync/conflicts/{id}/keep/", tag = "sync", params(("id" = String, Path)),
    responses((status = 204)))]
pub(crate) async fn keep_conflict_value(
    State(store): State<Store>,
    State(events): State<Events>,
    _: Caller,
    Path(id): Path<String>,
) -> Result<StatusCode> {
    inbox::keep(&store, number(&id)?).await?;
    events.touched(vec![TAG.to_owned()]);
    Ok(StatusCode::NO_CONTENT)
}

/// Makes the other value hold, or restores the deleted record: an edit like any other, which can be taken back.
#[utoipa::path(post, path = "/api/sync/conflicts/{id}/take_other/", tag = "sync", params(("id" = String, Path)),
    responses((status = 204)))]
pub(crate) async fn take_other_value(
    State(store): State<Store>,
    State(events): State<Events>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Saved<()>> {
    let mut tx = store.begin(caller.ctx(Label::new(Verb::SettledConflict))).await?;
    let choice = inbox::other_side(&mut tx, number(&id)?).await?;
    // A stage brings its day of closing along, and the history of the deal tells of the move.
    let is_deal = choice.table == "opportunities" && !choice.restores;
    if !is_deal
        || !opportunities::take_value(&mut tx, &choice.row, choice.field, choice.value.clone()).await?
    {
        inbox::write(&mut tx, &choice).await?;
    }
    inbox::settle(&mut tx, &choice).await?;
    let change_set = tx.commit().await?;
    events.touched(vec![TAG.to_owned()]);
    Ok(Saved::gone(change_set))
}
