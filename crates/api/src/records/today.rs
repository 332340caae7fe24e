//! Today on the wire: what wants to be done now.

use axum::Json;
use axum::extract::State;
use mycrm_crm::today::{self as records, Few};
use mycrm_store::{Store, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

use super::leads::Lead;
use super::opportunities::Opportunity;
use super::tasks::Task;
use crate::error::Result;

/// Lists of at most 20, with exact counts.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Today {
    overdue: Vec<Task>,
    due_today: Vec<Task>,
    follow_ups: Vec<Lead>,
    stalled: Vec<Opportunity>,
    /// Open deals expected to close by the end of this week that have no next step.
    closing_this_week: Vec<Opportunity>,
    counts: TodayCounts,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TodayCounts {
    overdue: i64,
    due_today: i64,
    follow_ups: i64,
    stalled: i64,
    closing_this_week: i64,
}

#[utoipa::path(get, path = "/api/core/today/", tag = "core", responses((status = 200, body = Today)))]
pub(crate) async fn get_today(State(store): State<Store>) -> Result<Json<Today>> {
    let mut connection = store.readers().acquire().await?;
    let records::Today { overdue, due_today, follow_ups, stalled, closing_this_week } =
        records::today(&mut connection, Timestamp::now()).await?;
    Ok(Json(Today {
        counts: TodayCounts {
            overdue: overdue.count,
            due_today: due_today.count,
            follow_ups: follow_ups.count,
            stalled: stalled.count,
            closing_this_week: closing_this_week.count,
        },
        overdue: first(overdue),
        due_today: first(due_today),
        follow_ups: first(follow_ups),
        stalled: first(stalled),
        closing_this_week: first(closing_this_week),
    }))
}

fn first<R, T: From<R>>(few: Few<R>) -> Vec<T> {
    few.first.into_iter().map(T::from).collect()
}
