//! The timeline of a record on the wire.

mod values;

pub(crate) use values::readable;

use axum::Json;
use axum::extract::State;
use mycrm_crm::timeline::{Entry, What, timeline};
use mycrm_crm::{leads, opportunities};
use mycrm_store::{Currency, Id, Store};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::SqliteConnection;
use utoipa::{IntoParams, ToSchema};

use super::activities::Activity;
use super::amount::currency_of;
use crate::error::{ApiError, Result};
use crate::labels::{self, Label};
use crate::query::Query;
use crate::settings;

const PAGE: u32 = 50;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct TimelineQuery {
    #[param(inline)]
    record_type: TimelineOf,
    record_id: String,
    /// From `next` of the page before.
    #[serde(default)]
    cursor: Option<String>,
}

#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TimelineOf {
    Company,
    Contact,
    Lead,
    Opportunity,
    Task,
}

impl TimelineOf {
    fn as_str(self) -> &'static str {
        match self {
            Self::Company => "company",
            Self::Contact => "contact",
            Self::Lead => "lead",
            Self::Opportunity => "opportunity",
            Self::Task => "task",
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TimelinePage {
    next: Option<String>,
    results: Vec<TimelineEntry>,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TimelineKind {
    Activity,
    Created,
    Changed,
    Stage,
    Deleted,
}

/// What happened with a record, or what changed in it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TimelineEntry {
    id: String,
    /// Since when it holds, which for imported history is not when it was imported.
    #[schema(format = DateTime)]
    at: String,
    actor: String,
    kind: TimelineKind,
    activity: Option<Activity>,
    changes: Option<Vec<TimelineChange>>,
    /// The action it was part of, which can be undone.
    change_set: Option<String>,
    /// What that action is called, in English.
    label: Option<String>,
    action: Option<Label>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TimelineChange {
    field: String,
    /// Names, not ids.
    old: Value,
    new: Value,
}

/// What happened, newest first.
#[utoipa::path(get, path = "/api/core/timeline/", tag = "core", params(TimelineQuery),
    responses((status = 200, body = TimelinePage)))]
pub(crate) async fn get_timeline(
    State(store): State<Store>,
    Query(query): Query<TimelineQuery>,
) -> Result<Json<TimelinePage>> {
    let TimelineQuery { record_type, record_id, cursor } = query;
    let id: Id = record_id
        .parse()
        .map_err(|_| ApiError::NotFound(format!("There is nothing with the id {record_id}.")))?;
    let mut connection = store.readers().acquire().await?;
    let cursor = cursor.filter(|cursor| !cursor.is_empty());
    let page = timeline(&mut connection, record_type.as_str(), &id, cursor.as_deref(), PAGE).await?;
    let next = page.next.map(|cursor| {
        let pairs =
            [("record_type", record_type.as_str()), ("record_id", id.as_str()), ("cursor", cursor.as_str())];
        format!("/api/core/timeline/?{}", serde_html_form::to_string(pairs).unwrap_or_default())
    });
    let base = settings::base_currency(&store).await?;
    let currency = currency(&mut connection, record_type, &id, base).await?;
    let results = page.entries.into_iter().map(|entry| TimelineEntry::of(entry, currency)).collect();
    Ok(Json(TimelinePage { next, results }))
}

impl TimelineEntry {
    fn of(entry: Entry, currency: Currency) -> Self {
        let Entry { id, at, actor, what } = entry;
        let bare = Self {
            id,
            at: at.to_string(),
            actor,
            kind: TimelineKind::Activity,
            activity: None,
            changes: None,
            change_set: None,
            label: None,
            action: None,
        };
        let of = |bare: Self, kind, change_set: Id, label: String| {
            let (label, action) = labels::read(&label);
            Self { kind, change_set: Some(change_set.to_string()), label: Some(label), action, ..bare }
        };
        match what {
            What::Created { change_set, label } => of(bare, TimelineKind::Created, change_set, label),
            What::Deleted { change_set, label } => of(bare, TimelineKind::Deleted, change_set, label),
            What::Changed { change_set, label, fields } => {
                let change = |change| {
                    let (field, old, new) = values::readable(change, &fields, currency);
                    TimelineChange { field, old, new }
                };
                let changes = Some(fields.iter().map(change).collect());
                Self { changes, ..of(bare, TimelineKind::Changed, change_set, label) }
            }
            What::Activity(activity) => Self { activity: Some((*activity).into()), ..bare },
            What::Stage { from, to } => {
                let change = TimelineChange { field: "stage".to_owned(), old: from.into(), new: to.into() };
                Self { kind: TimelineKind::Stage, changes: Some(vec![change]), ..bare }
            }
        }
    }
}

/// What the amounts of a record are in.
async fn currency(
    connection: &mut SqliteConnection,
    of: TimelineOf,
    id: &Id,
    base: Currency,
) -> Result<Currency> {
    let code = match of {
        TimelineOf::Opportunity => opportunities::get(connection, id).await?.map(|deal| deal.currency),
        TimelineOf::Lead => leads::get(connection, id).await?.and_then(|lead| lead.currency),
        TimelineOf::Company | TimelineOf::Contact | TimelineOf::Task => None,
    };
    Ok(code.map_or(base, |code| currency_of(&code, base)))
}
