//! The deals behind a figure, the ones that weigh most first, each with how likely it is won and why.

mod named;

use std::collections::HashMap;

use axum::Json;
use axum::extract::State;
use mycrm_crm::list::DEFAULT_PAGE;
use mycrm_pipeline::analysis::analyse;
use mycrm_pipeline::behind::{Figure, behind};
use mycrm_pipeline::deals::{Amount, uuid};
use mycrm_pipeline::forecast::Options;
use mycrm_pipeline::store::{Card, cards};
use mycrm_pipeline::{Month, Outcome};
use mycrm_store::{Id, Store};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::Books;
use super::figures::{major, slug, stage_name};
use super::forecast::MonthsParam;
use super::probability::DealOutlook;
use super::scope::{Scope, ScopeParams, given};
use crate::error::{ApiError, Result};
use crate::query::Query;
use crate::records::listing::fits;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct BehindParams {
    /// `open`, `stage` (key: slug), `funnel` (key: slug or `won`; part: `reached`, `still_open` or `lost`), `velocity` (key:
    /// days; part: days that are too many, ten more by default), `win_rate` (key: `owner:ID`, `source:NAME`, `product:ID`, `stage:SLUG` or `size:N`, nothing after the colon
    /// for deals without; part: `won` or `lost`), `win_month` (key: `2026-11`; part as before), `month` (key: `2026-11`),
    /// `category` and `owner` (key: as in the forecast, `none` for nobody), `advice` (key: its type; part: its stage),
    /// `overdue`, `pushed`, `amount_changed`.
    behind: String,
    key: Option<String>,
    part: Option<String>,
    /// 1 to 200; 50 by default.
    page_size: Option<u32>,
    /// From `next` of another page.
    cursor: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DealsBehind {
    count: u64,
    /// Of the amounts of all of them, or what deals without one are taken to bring.
    total_value: f64,
    currency: String,
    /// The cursor of the next page.
    next: Option<String>,
    results: Vec<DealBehind>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DealBehind {
    id: String,
    name: String,
    company_name: Option<String>,
    /// Slug.
    stage: String,
    stage_name: String,
    owner_name: Option<String>,
    /// Its amount, or what it is taken to bring.
    value: f64,
    has_amount: bool,
    #[schema(format = Date)]
    expected_close_date: Option<String>,
    /// Of a closed deal: since it was closed.
    days_in_stage: u32,
    won: Option<bool>,
    /// Nothing for a closed deal.
    outlook: Option<DealOutlook>,
    /// What the figure expects of it: of a month in that month, else within the forecast.
    expected_value: Option<f64>,
}

/// A deal with what it weighs in the figure.
struct Weighed {
    place: usize,
    id: u128,
    /// Its amount, or what it is taken to bring, in minor units.
    value: f64,
    weight: f64,
    expected: Option<f64>,
}

/// The deals that a figure of the analytics is made of.
#[utoipa::path(get, path = "/api/core/analytics/deals/", tag = "analytics",
    params(BehindParams, ScopeParams, MonthsParam), responses((status = 200, body = DealsBehind)))]
pub(crate) async fn list_deals_behind(
    State(store): State<Store>,
    State(books): State<Books>,
    Query(params): Query<BehindParams>,
    Query(scope): Query<ScopeParams>,
    Query(months): Query<MonthsParam>,
) -> Result<Json<DealsBehind>> {
    let months = months.months()?;
    let size = fits(params.page_size.unwrap_or(DEFAULT_PAGE))? as usize;
    let scope = Scope::of(&store, &books, &scope).await?;
    let quota = super::forecast::whole(&scope.quotas(&store, months).await?);
    let work = move || page(&scope, &params, Options { months, quota, ..Options::default() }, size);
    let mut page = tokio::task::spawn_blocking(work).await.map_err(ApiError::internal)??;
    let ids: Vec<Id> = page.results.iter().filter_map(|deal| deal.id.parse().ok()).collect();
    let mut connection = store.readers().acquire().await?;
    let mut named: HashMap<Id, Card> =
        cards(&mut connection, &ids).await?.into_iter().map(|card| (card.id.clone(), card)).collect();
    page.results.retain_mut(|deal| {
        // Gone since the figures were made.
        let Some(card) = deal.id.parse().ok().and_then(|id: Id| named.remove(&id)) else { return false };
        deal.name = card.name;
        deal.company_name = card.company_name;
        true
    });
    Ok(Json(page))
}

fn page(scope: &Scope, params: &BehindParams, options: Options, size: usize) -> Result<DealsBehind> {
    let snapshot = scope.snapshot();
    let analysis = analyse(&snapshot, &scope.calendar, options, scope.from, scope.until);
    let figure = named::figure(scope, &analysis, params)?;
    let bounds = (scope.from, scope.until);
    let month = match figure {
        Figure::Month(month) => Some(place_of(month, &analysis.forecast)),
        _ => None,
    };
    // A figure of the forecast rests on what is expected, any other on amounts.
    let by_expectation = matches!(figure, Figure::Month(_) | Figure::Category(Some(_)) | Figure::Owner(_));
    let open: HashMap<usize, _> =
        analysis.forecast.open_deals.iter().map(|deal| (deal.place, deal)).collect();
    let mut deals: Vec<Weighed> = behind(&snapshot, &scope.calendar, &analysis, bounds, figure)
        .into_iter()
        .map(|place| {
            let known = &snapshot.known[place];
            let expected = open.get(&place).map(|deal| {
                let wins =
                    month.map_or_else(|| deal.within(), |at| deal.wins.get(at).copied().unwrap_or(0.0));
                if deal.omitted { 0.0 } else { deal.value * wins }
            });
            let value = known
                .amount
                .minor()
                .map_or_else(|| open.get(&place).map_or(0.0, |deal| deal.value), |minor| minor as f64);
            let weight = if by_expectation { expected.unwrap_or(0.0) } else { value };
            Weighed { place, id: snapshot.deal(known).id, value, weight, expected }
        })
        .collect();
    deals.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.id.cmp(&b.id)));
    let total: f64 = deals.iter().map(|deal| deal.value).sum();
    let count = deals.len() as u64;
    // After the last one of the page before, also where that is gone by now.
    let start = match given(params.cursor.as_deref()).map(read_cursor).transpose()? {
        Some((weight, id)) => {
            deals.partition_point(|deal| weight.total_cmp(&deal.weight).then(deal.id.cmp(&id)).is_le())
        }
        None => 0,
    };
    let shown = &deals[start..(start + size).min(deals.len())];
    let more = start + shown.len() < deals.len();
    let words = scope.words();
    let results = shown.iter().map(|deal| {
        let known = &snapshot.known[deal.place];
        let of = snapshot.deal(known);
        let stage = usize::from(known.stage);
        DealBehind {
            id: uuid(deal.id),
            name: String::new(),
            company_name: None,
            stage: slug(&scope.stored, stage),
            stage_name: stage_name(&scope.stored, stage),
            owner_name: scope.stored.book.owners.get(of.owner as usize).cloned(),
            value: major(deal.value, scope.currency),
            has_amount: matches!(known.amount, Amount::Minor(_)),
            expected_close_date: known.expected_close.and_then(named::date),
            days_in_stage: snapshot.days_in_stage(known),
            won: (known.outcome != Outcome::Open).then_some(known.outcome == Outcome::Won),
            outlook: (known.outcome == Outcome::Open)
                .then(|| DealOutlook::of(&analysis.fitted, &snapshot, known, &words)),
            expected_value: deal.expected.map(|minor| major(minor, scope.currency)),
        }
    });
    let page = DealsBehind {
        count,
        total_value: major(total, scope.currency),
        currency: scope.currency.to_string(),
        next: shown.last().filter(|_| more).map(|last| format!("{:x}-{:x}", last.weight.to_bits(), last.id)),
        results: results.collect(),
    };
    Ok(page)
}

fn place_of(month: Month, forecast: &mycrm_pipeline::forecast::Forecast) -> usize {
    let first = forecast.months.first().map_or(month, |first| first.month);
    usize::try_from(month.since(first)).unwrap_or(usize::MAX)
}

fn read_cursor(text: &str) -> Result<(f64, u128)> {
    let parts = text.split_once('-');
    let read = parts.and_then(|(weight, id)| {
        let weight = f64::from_bits(u64::from_str_radix(weight, 16).ok()?);
        Some((weight, u128::from_str_radix(id, 16).ok()?))
    });
    read.ok_or_else(|| ApiError::BadRequest("The cursor is none of this list.".to_owned()))
}
