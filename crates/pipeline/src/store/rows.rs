//! Rows of the database as histories of deals.

use std::collections::HashMap;

use jiff::tz::TimeZone;
use mycrm_store::{Date, Timestamp};

use super::rates::Rates;
use crate::deals::{
    Amount, AmountChange, Category, CloseDateChange, DealHistory, Stage, StageEntry, StageKind,
};

/// Between the values of a deal, between its changes, and between the values of a change: the separators that ASCII has
/// for this (unit, record, group), which no number, date or id contains. A source may: it comes last.
const UNIT: char = '\u{1f}';
const RECORD: char = '\u{1e}';
const GROUP: char = '\u{1d}';

/// A deal as [`super::deals`] reads it.
#[derive(Debug, Default)]
pub(super) struct DealRow<'t> {
    pub(super) no: i64,
    id: &'t str,
    created_at: i64,
    stage_id: &'t str,
    stage_entered_at: i64,
    amount_minor: Option<i64>,
    pub(super) currency: &'t str,
    probability: Option<u8>,
    expected_close_date: Option<&'t str>,
    actual_close_date: Option<&'t str>,
    forecast_category: &'t str,
    pub(super) owner_id: &'t str,
    last_activity_at: Option<i64>,
    has_next_step: bool,
    has_contact: bool,
    pub(super) product_id: &'t str,
    history: &'t str,
    pub(super) source: &'t str,
}

impl<'t> DealRow<'t> {
    /// Nothing where the text is not made as the query makes it.
    pub(super) fn read(text: &'t str) -> Option<Self> {
        fn filled(text: &str) -> Option<&str> {
            (!text.is_empty()).then_some(text)
        }
        let mut values = text.splitn(18, UNIT);
        let mut next = || values.next();
        Some(Self {
            no: next()?.parse().ok()?,
            id: next()?,
            created_at: next()?.parse().ok()?,
            stage_id: next()?,
            stage_entered_at: next()?.parse().ok()?,
            amount_minor: filled(next()?).and_then(|minor| minor.parse().ok()),
            currency: next()?,
            probability: filled(next()?).and_then(|percent| percent.parse().ok()),
            expected_close_date: filled(next()?),
            actual_close_date: filled(next()?),
            forecast_category: next()?,
            owner_id: next()?,
            last_activity_at: filled(next()?).and_then(|at| at.parse().ok()),
            has_next_step: next()? == "1",
            has_contact: next()? == "1",
            product_id: next()?,
            history: next()?,
            source: next()?,
        })
    }

    fn changes(&self) -> impl Iterator<Item = Change<'t>> {
        self.history.split(RECORD).filter_map(Change::read)
    }
}

/// One entry of a deal's history.
struct Change<'t> {
    field: &'t str,
    new_value: Option<&'t str>,
    currency: Option<&'t str>,
    at: i64,
}

impl<'t> Change<'t> {
    fn read(text: &'t str) -> Option<Self> {
        let mut values = text.split(GROUP);
        let field = values.next()?;
        let mut filled = || values.next().map(|text| (!text.is_empty()).then_some(text));
        let (new_value, currency) = (filled()?, filled()?);
        Some(Self { field, new_value, currency, at: filled()??.parse().ok()? })
    }
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
    row: &DealRow<'_>,
    places: &Places<'_>,
    rates: &Rates,
    zone: &TimeZone,
) -> Option<DealHistory> {
    let stage = *places.stages.get(row.stage_id)?;
    let mut deal = DealHistory {
        id: u128::from_str_radix(&row.id.replace('-', ""), 16).ok()?,
        no: row.no,
        opened: row.created_at,
        stage,
        owner: places.owner,
        source: places.source,
        product: places.product,
        currency: places.currency,
        hand_probability: row.probability,
        category: category(row.forecast_category),
        has_next_step: row.has_next_step,
        has_contact: row.has_contact,
        last_activity: row.last_activity_at,
        ..DealHistory::default()
    };
    let mut amounts = Vec::new();
    for change in row.changes() {
        let at = change.at;
        match change.field {
            // A stage of a pipeline it was in before is not in the map.
            "stage" => {
                let entered = change.new_value.and_then(|id| places.stages.get(id)).copied();
                deal.entries.extend(entered.map(|stage| StageEntry { at, stage }));
            }
            "amount" => {
                let minor = change.new_value.and_then(|minor| minor.parse().ok());
                amounts.push(Entered { at, minor, currency: change.currency.unwrap_or(row.currency) });
            }
            "close_date" => {
                deal.close_dates.push(CloseDateChange { at, day: change.new_value.and_then(day) });
            }
            _ => {}
        }
    }
    if deal.entries.last().is_none_or(|last| last.stage != stage) {
        deal.entries.push(StageEntry { at: row.stage_entered_at, stage });
    }
    let recorded = closed_at(&deal, places.kinds);
    close_on(&mut deal, row.actual_close_date, places.kinds, zone);
    let closed = closed_at(&deal, places.kinds);
    if let (Some(recorded), Some(closed)) = (recorded, closed) {
        // What a deal was worth when somebody entered that it had been closed, it was worth at its closing.
        amounts.iter_mut().filter(|of| of.at <= recorded).for_each(|of| of.at = of.at.min(closed));
    }
    if amounts.is_empty() && row.amount_minor.is_some() {
        // Known for certain from closing on; an amount nobody dated must not be known to forecasts of the past.
        let at = closed.unwrap_or(deal.opened);
        amounts.push(Entered { at, minor: row.amount_minor, currency: row.currency });
    }
    deal.amounts = converted(&amounts, closed, rates, zone);
    if deal.close_dates.is_empty()
        && let Some(day) = row.expected_close_date.and_then(day)
    {
        deal.close_dates.push(CloseDateChange { at: row.created_at, day: Some(day) });
    }
    Some(deal)
}

/// When the deal was closed, if it is.
fn closed_at(deal: &DealHistory, kinds: &[Stage]) -> Option<i64> {
    let last = deal.entries.last()?;
    (kinds[usize::from(last.stage)].kind != StageKind::Open).then_some(last.at)
}

/// The day the user says a deal was closed on wins over the day it was entered, also over moves entered after that day:
/// a deal that is entered today and was won last month was open no longer than until then. A day yet to come does not
/// win (a colleague further east, a slip of the pen): what the board shows as won is won.
fn close_on(deal: &mut DealHistory, closed: Option<&str>, kinds: &[Stage], zone: &TimeZone) {
    let Some(closed) = closed.and_then(|text| text.parse::<Date>().ok()) else { return };
    let Some((last, before)) = deal.entries.split_last_mut() else { return };
    let recorded_on = Timestamp::from_millis(last.at).date_in(zone);
    if kinds[usize::from(last.stage)].kind == StageKind::Open || recorded_on <= closed {
        return;
    }
    let (begin, end) = (closed.start_in(zone).millis(), closed.plus_days(1).start_in(zone).millis());
    // What was entered on that very day came before the closing.
    let latest = before.iter().map(|entry| entry.at).filter(|at| (begin..end).contains(at)).max();
    last.at = latest.unwrap_or(begin);
    before.iter_mut().for_each(|entry| entry.at = entry.at.min(last.at));
}

/// An amount as it was entered.
struct Entered<'t> {
    at: i64,
    minor: Option<i64>,
    currency: &'t str,
}

/// By the rate of the day an amount was entered; from closing on by that of the day of closing.
fn converted(
    entered: &[Entered<'_>],
    closed: Option<i64>,
    rates: &Rates,
    zone: &TimeZone,
) -> Vec<AmountChange> {
    let amount = |of: &Entered<'_>, at: i64| {
        of.minor.map_or(Amount::Missing, |minor| {
            rates.convert(minor, of.currency, || Timestamp::from_millis(at).date_in(zone))
        })
    };
    let of_the_day = |of: &Entered<'_>| AmountChange {
        at: of.at,
        amount: amount(of, closed.map_or(of.at, |at| at.min(of.at))),
    };
    let mut changes: Vec<AmountChange> = entered.iter().map(of_the_day).collect();
    let at_closing = closed.and_then(|closed| {
        let before = entered.iter().rposition(|of| of.at <= closed)?;
        let amount = amount(&entered[before], closed);
        // In the base currency it is the same as before.
        (changes[before].amount != amount).then_some((before + 1, AmountChange { at: closed, amount }))
    });
    if let Some((place, change)) = at_closing {
        changes.insert(place, change);
    }
    changes
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
