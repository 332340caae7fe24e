//! Win rates by month and by what deals are.

use mycrm_pipeline::Snapshot;
use mycrm_pipeline::intervals::wilson;
use mycrm_pipeline::win_rate::{Group, GroupRate, WinRate, by_group, by_month};
use mycrm_pipeline::words::Words;
use serde::Serialize;
use utoipa::ToSchema;

use crate::analytics::figures::{percent, slug, stage_name};
use crate::analytics::scope::Scope;

/// Months of the curve.
const MONTHS: usize = 24;

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WinRates {
    /// The last 24 months from the first closed deal on, the oldest first.
    by_month: Vec<MonthRate>,
    /// By the last open stage a deal was in.
    by_stage: Vec<GroupWinRate>,
    by_source: Vec<GroupWinRate>,
    by_owner: Vec<GroupWinRate>,
    by_product: Vec<GroupWinRate>,
    /// Fifths of the closed deals by amount.
    by_size: Vec<GroupWinRate>,
}

/// In percent, with the Wilson interval at 95 %; nothing without closed deals.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MonthRate {
    month: String,
    won: u64,
    lost: u64,
    rate: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GroupWinRate {
    /// Slug, id, name or number of the group, by which the deals behind it are found; nothing for deals without one.
    key: Option<String>,
    label: Option<String>,
    won: u64,
    lost: u64,
    rate: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    by_value: Option<f64>,
}

impl WinRates {
    pub(super) fn of(scope: &Scope, snapshot: &Snapshot<'_>, words: &Words) -> Self {
        let groups = |group: Group| -> Vec<GroupWinRate> {
            let rates = by_group(snapshot, scope.from, scope.until, group);
            rates.iter().map(|rate| GroupWinRate::of(scope, words, group, rate)).collect()
        };
        let months = by_month(snapshot, &scope.calendar, scope.from, scope.until, MONTHS);
        let closed = |rate: &WinRate| rate.won + rate.lost > 0;
        let first = months.iter().position(|(_, rate)| closed(rate)).unwrap_or(months.len());
        Self {
            by_month: months[first..]
                .iter()
                .map(|(month, rate)| {
                    let share = wilson(rate.won, rate.won + rate.lost);
                    MonthRate {
                        month: month.to_string(),
                        won: rate.won,
                        lost: rate.lost,
                        rate: share.map(|share| percent(share.rate)),
                        low: share.map(|share| percent(share.low)),
                        high: share.map(|share| percent(share.high)),
                    }
                })
                .collect(),
            by_stage: groups(Group::Stage),
            by_source: groups(Group::Source),
            by_owner: groups(Group::Owner),
            by_product: groups(Group::Product),
            by_size: groups(Group::Size),
        }
    }
}

impl GroupWinRate {
    fn of(scope: &Scope, words: &Words, group: Group, row: &GroupRate) -> Self {
        let stored = &scope.stored;
        let book = &stored.book;
        let (key, label) = match (group, row.key) {
            (_, None) => (None, None),
            (Group::Stage, Some(at)) => (Some(slug(stored, at)), Some(stage_name(stored, at))),
            (Group::Source, Some(at)) => (book.sources.get(at).cloned(), book.sources.get(at).cloned()),
            (Group::Owner, Some(at)) => {
                (stored.owner_ids().get(at).map(ToString::to_string), book.owners.get(at).cloned())
            }
            (Group::Product, Some(at)) => {
                (stored.product_ids().get(at).map(ToString::to_string), book.products.get(at).cloned())
            }
            (Group::Size, Some(at)) => {
                (Some(at.to_string()), row.up_to.map(|minor| words.up_to(minor as f64)))
            }
        };
        let share = row.rate.by_count();
        Self {
            key,
            label,
            won: row.rate.won,
            lost: row.rate.lost,
            rate: share.map(|share| percent(share.rate)),
            low: share.map(|share| percent(share.low)),
            high: share.map(|share| percent(share.high)),
            by_value: row.rate.by_value().map(percent),
        }
    }
}
