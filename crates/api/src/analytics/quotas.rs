//! Quotas on the wire: what is to be won in each month.

use axum::Json;
use axum::extract::State;
use mycrm_crm::message;
use mycrm_pipeline::Month;
use mycrm_pipeline::store::{Quota, quotas, set_quota};
use mycrm_store::{Id, Store, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::scope::{given, pipeline};
use crate::body::Body;
use crate::caller::Caller;
use crate::error::{ApiError, Result};
use crate::labels::{Label, Verb};
use crate::query::Query;
use crate::records::amount::{Amount, decimal};
use crate::saved::Saved;
use crate::settings;

/// Months that are set or listed at once.
const MOST: i32 = 120;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct QuotaParams {
    /// The id of a pipeline; by default the default one.
    pipeline: Option<String>,
    /// The first month, such as `2026-01`; by default the first of this year.
    from: Option<String>,
    /// The last month; by default the one eleven months after the first.
    until: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct QuotaList {
    pipeline: String,
    results: Vec<MonthQuota>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MonthQuota {
    #[schema(example = "2026-11")]
    month: String,
    /// A decimal in `currency`.
    amount: String,
    currency: String,
}

/// The quota of every month from one to another.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct QuotaDraft {
    /// By default the default one.
    pipeline: Option<String>,
    /// The first month, such as `2026-01`.
    from: String,
    /// The last month; by default only the first.
    until: Option<String>,
    /// Of each month, in the base currency or `currency`; null takes the quotas away.
    amount: Option<Amount>,
    currency: Option<String>,
}

/// The quotas of months that have one.
#[utoipa::path(get, path = "/api/core/analytics/quotas/", tag = "analytics", params(QuotaParams),
    responses((status = 200, body = QuotaList)))]
pub(crate) async fn list_quotas(
    State(store): State<Store>,
    Query(params): Query<QuotaParams>,
) -> Result<Json<QuotaList>> {
    let (pipeline, _) = pipeline(&store, given(params.pipeline.as_deref())).await?;
    let today = Timestamp::now().date_in(&settings::zone_of(&store).await?);
    let from = match given(params.from.as_deref()) {
        Some(text) => month("from", text)?,
        None => Month::new(today.0.year(), 1),
    };
    let until = match given(params.until.as_deref()) {
        Some(text) => month("until", text)?,
        None => from.plus(11),
    };
    list(&store, pipeline, span(from, until)?).await.map(Json)
}

/// Sets the quota of one month or of several in a row.
#[utoipa::path(put, path = "/api/core/analytics/quotas/", tag = "analytics", request_body = QuotaDraft,
    responses((status = 200, body = QuotaList)))]
pub(crate) async fn set_quotas(
    State(store): State<Store>,
    caller: Caller,
    Body(draft): Body<QuotaDraft>,
) -> Result<Saved<QuotaList>> {
    let (pipeline, name) = pipeline(&store, given(draft.pipeline.as_deref())).await?;
    let from = month("from", &draft.from)?;
    let until = given(draft.until.as_deref()).map_or(Ok(from), |text| month("until", text))?;
    let (from, until) = span(from, until)?;
    let currency = match given(draft.currency.as_deref()) {
        Some(code) => code
            .parse()
            .map_err(|error: mycrm_store::Error| ApiError::field("currency", error.to_string()))?,
        None => settings::base_currency(&store).await?,
    };
    let minor = draft.amount.map(|amount| amount.minor("amount", currency)).transpose()?;
    if minor.is_some_and(|minor| minor < 0) {
        return Err(ApiError::wrong("amount", message!("may not be negative")));
    }
    let months = if from == until { from.to_string() } else { format!("{from} – {until}") };
    let label = Label::new(Verb::SetQuota).named(format!("{name}, {months}"));
    let mut tx = store.begin(caller.ctx(label)).await?;
    let before = tx.last_op().await?;
    for month in (0..=until.since(from)).map(|n| from.plus(n)) {
        set_quota(&mut tx, &pipeline, month, minor.map(|minor| (minor, currency))).await?;
    }
    let changed = tx.last_op().await? > before;
    let change_set = tx.change_set().clone();
    tx.commit().await?;
    let list = list(&store, pipeline, (from, until)).await?;
    Ok(if changed { Saved::ok(change_set, list) } else { Saved::unchanged(list) })
}

async fn list(store: &Store, pipeline: Id, (from, until): (Month, Month)) -> Result<QuotaList> {
    let mut connection = store.readers().acquire().await?;
    let found = quotas(&mut connection, &pipeline, from, until).await?;
    let shown = |Quota { month, minor, currency }: Quota| MonthQuota {
        month: month.to_string(),
        amount: decimal(minor, currency),
        currency: currency.to_string(),
    };
    Ok(QuotaList { pipeline: pipeline.to_string(), results: found.into_iter().map(shown).collect() })
}

fn month(field: &'static str, text: &str) -> Result<Month> {
    Month::parse(text.trim())
        .ok_or_else(|| ApiError::field(field, format!("{text} is no month, such as 2026-01")))
}

fn span(from: Month, until: Month) -> Result<(Month, Month)> {
    match until.since(from) {
        0..MOST => Ok((from, until)),
        ..0 => Err(ApiError::field("until", format!("is before {from}"))),
        _ => Err(ApiError::field("until", format!("is more than {MOST} months after {from}"))),
    }
}
