//! Rows of the database as histories of deals.

use std::collections::HashMap;

use jiff::tz::TimeZone;
use mycrm_store::{Date, Timestamp};

use super::rates::Rates;
use crate::deals::{
    Amount, AmountChange, Category, CloseDateChange, DealHistory, Stage, StageEntry, StageKind,
};

#[derive(Debug, sqlx::FromRow)]
pub(super) struct DealRow {
    pub(super) no: i64,
    id: String,
    created_at: Timestamp,
    stage_id: String,
    stage_entered_at: Timestamp,
    amount_minor: Option<i64>,
    pub(super) currency: String,
    probability: Option<i64>,
    expected_close_date: Option<String>,
    actual_close_date: Option<String>,
    forecast_category: Option<String>,
    pub(super) source: Option<String>,
    pub(super) owner_id: Option<String>,
    last_activity_at: Option<Timestamp>,
    has_next_step: bool,
    has_contact: bool,
    pub(super) product_id: Option<String>,
}

#[derive(Debug, sqlx::FromRow)]
pub(super) struct HistoryRow {
    pub(super) no: i64,
    field: String,
    new_value: Option<String>,
    currency: Option<String>,
    effective_at: Timestamp,
}

/// Places in the book of what a deal names.
pub(super) struct Places<'a> {
    pub(super) stages: &'a HashMap<String, u16>,
    pub(super) kinds: &'a [Stage],
    pub(super) owner: Option<u32>,
    pub(super) product: Option<u32>,
    pub(super) source: Option<u32>,
    pub(super) currency: Option<u16>,
}

/// Nothing for a deal in a stage that the pipeline never had, or with an id that is none.
pub(super) fn deal(
    row: DealRow,
    history: &[HistoryRow],
    places: &Places<'_>,
    rates: &Rates,
    zone: &TimeZone,
) -> Option<DealHistory> {
    let stage = *places.stages.get(&row.stage_id)?;
    let mut deal = DealHistory {
        id: u128::from_str_radix(&row.id.replace('-', ""), 16).ok()?,
        no: row.no,
        opened: row.created_at.millis(),
        stage,
        owner: places.owner,
        source: places.source,
        product: places.product,
        currency: places.currency,
        hand_probability: row.probability.and_then(|percent| u8::try_from(percent).ok()),
        category: row.forecast_category.as_deref().and_then(category),
        has_next_step: row.has_next_step,
        has_contact: row.has_contact,
        last_activity: row.last_activity_at.map(Timestamp::millis),
        ..DealHistory::default()
    };
    for change in history {
        let (at, value) = (change.effective_at.millis(), change.new_value.as_deref());
        match change.field.as_str() {
            // A stage of a pipeline it was in before is not in the map.
            "stage" => {
                let entered = value.and_then(|id| places.stages.get(id)).copied();
                deal.entries.extend(entered.map(|stage| StageEntry { at, stage }));
            }
            "amount" => {
                let minor = value.and_then(|minor| minor.parse().ok());
                let currency = change.currency.as_deref().unwrap_or(&row.currency);
                let amount = amount(minor, currency, change.effective_at, rates, zone);
                deal.amounts.push(AmountChange { at, amount });
            }
            "close_date" => deal.close_dates.push(CloseDateChange { at, day: value.and_then(day) }),
            _ => {}
        }
    }
    if deal.entries.last().is_none_or(|last| last.stage != stage) {
        deal.entries.push(StageEntry { at: row.stage_entered_at.millis(), stage });
    }
    close_on(&mut deal, row.actual_close_date.as_deref(), places.kinds, zone);
    if deal.amounts.is_empty() && row.amount_minor.is_some() {
        // Known for certain from closing on; an amount nobody dated must not be known to forecasts of the past.
        let closed = places.kinds[usize::from(stage)].kind != StageKind::Open;
        let at = deal.entries.last().filter(|_| closed).map_or(deal.opened, |last| last.at);
        let amount = amount(row.amount_minor, &row.currency, Timestamp::from_millis(at), rates, zone);
        deal.amounts.push(AmountChange { at, amount });
    }
    if deal.close_dates.is_empty()
        && let Some(day) = row.expected_close_date.as_deref().and_then(day)
    {
        deal.close_dates.push(CloseDateChange { at: row.created_at.millis(), day: Some(day) });
    }
    Some(deal)
}

/// The day the user says a deal was closed on wins over the day it was entered.
fn close_on(deal: &mut DealHistory, closed: Option<&str>, kinds: &[Stage], zone: &TimeZone) {
    let Some(closed) = closed.and_then(|text| text.parse::<Date>().ok()) else { return };
    let Some(last) = deal.entries.last_mut() else { return };
    if kinds[usize::from(last.stage)].kind == StageKind::Open
        || Timestamp::from_millis(last.at).date_in(zone) == closed
    {
        return;
    }
    last.at = closed.start_in(zone).millis();
}

fn amount(minor: Option<i64>, currency: &str, at: Timestamp, rates: &Rates, zone: &TimeZone) -> Amount {
    minor.map_or(Amount::Missing, |minor| rates.convert(minor, currency, at.date_in(zone)))
}

fn day(text: &str) -> Option<i32> {
    let date: jiff::civil::Date = text.parse().ok()?;
    jiff::civil::date(1970, 1, 1).until(date).ok().map(|span| span.get_days())
}

fn category(name: &str) -> Option<Category> {
    match name {
        "commit" => Some(Category::Commit),
        "best_case" => Some(Category::BestCase),
        "pipeline" => Some(Category::Pipeline),
        "omitted" => Some(Category::Omitted),
        // What is closed is told by the stage.
        _ => None,
    }
}
