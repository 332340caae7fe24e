//! The share of closed deals that were won, by count with its interval and by value, whole and by group.

use crate::calendar::{Calendar, Month};
use crate::deals::{Known, NOBODY, Outcome, Snapshot};
use crate::intervals::{Share, wilson};

/// The win rate of some closed deals.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WinRate {
    pub won: u64,
    pub lost: u64,
    /// Minor units of the won and of all closed deals that have an amount.
    pub won_value: f64,
    pub closed_value: f64,
    /// Of the closed deals, how many have an amount.
    pub valued: u64,
    /// Of the lost ones alone.
    pub lost_valued: u64,
}

impl WinRate {
    const NONE: Self = Self { won: 0, lost: 0, won_value: 0.0, closed_value: 0.0, valued: 0, lost_valued: 0 };

    fn add(&mut self, known: &Known) {
        match known.outcome {
            Outcome::Won => self.won += 1,
            Outcome::Lost => self.lost += 1,
            Outcome::Open => return,
        }
        if let Some(minor) = worth(known) {
            self.valued += 1;
            self.closed_value += minor as f64;
            match known.outcome {
                Outcome::Won => self.won_value += minor as f64,
                Outcome::Lost | Outcome::Open => self.lost_valued += 1,
            }
        }
    }

    /// With the Wilson interval at 95 %; nothing without closed deals.
    pub fn by_count(&self) -> Option<Share> {
        wilson(self.won, self.won + self.lost)
    }

    /// Only where lost deals carry amounts as won ones do: otherwise it would say 100 %.
    pub fn by_value(&self) -> Option<f64> {
        (self.is_valued() && self.closed_value > 0.0).then(|| self.won_value / self.closed_value)
    }

    /// Whether amounts tell won deals from lost ones: nine of ten carry one, of the lost alone too.
    fn is_valued(&self) -> bool {
        self.valued * 10 >= (self.won + self.lost) * 9 && self.lost_valued * 10 >= self.lost * 9
    }
}

/// Zero is what other programs write for a lost deal: no value that could be compared.
fn worth(known: &Known) -> Option<i64> {
    known.amount.minor().filter(|&minor| minor > 0)
}

/// By what deals are grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// The last open stage it was in.
    Stage,
    Source,
    Owner,
    Product,
    /// A fifth of the closed deals by amount, 0 the smallest.
    Size,
}

/// The rate of one group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GroupRate {
    /// Place in the book's list, or the fifth; nothing for deals without one.
    pub key: Option<usize>,
    pub rate: WinRate,
    /// The largest amount of the group, for sizes.
    pub up_to: Option<i64>,
}

/// Of the deals closed within the bounds, `from` included and `until` not.
pub fn win_rate(snapshot: &Snapshot<'_>, from: i64, until: i64) -> WinRate {
    let mut rate = WinRate::NONE;
    snapshot
        .closed()
        .filter(|known| (from..until).contains(&known.entered))
        .for_each(|known| rate.add(known));
    rate
}

/// The same by group; groups without a closed deal are left out, and sizes all of them where lost deals carry no
/// amounts: those with an amount would all be won and those without all lost.
pub fn by_group(snapshot: &Snapshot<'_>, from: i64, until: i64, group: Group) -> Vec<GroupRate> {
    let keys = Keys::of(snapshot, from, until, group);
    if group == Group::Size && keys.bands.is_empty() {
        return Vec::new();
    }
    let mut rates = vec![WinRate::NONE; keys.count + 1];
    for known in snapshot.closed().filter(|known| (from..until).contains(&known.entered)) {
        rates[keys.key(snapshot, known)].add(known);
    }
    rates
        .into_iter()
        .enumerate()
        .filter(|(_, rate)| rate.won + rate.lost > 0)
        .map(|(key, rate)| GroupRate {
            key: (key < keys.count).then_some(key),
            rate,
            up_to: keys.bands.get(key).copied(),
        })
        .collect()
}

/// The closed deals of one group, by place in [`Snapshot::known`].
pub fn group_places(
    snapshot: &Snapshot<'_>,
    from: i64,
    until: i64,
    group: Group,
    key: Option<usize>,
) -> Vec<usize> {
    let keys = Keys::of(snapshot, from, until, group);
    let wanted = key.unwrap_or(keys.count);
    let closed = |known: &Known| known.outcome != Outcome::Open && (from..until).contains(&known.entered);
    let known = snapshot.known.iter().enumerate();
    known
        .filter(|(_, known)| closed(known) && keys.key(snapshot, known) == wanted)
        .map(|(place, _)| place)
        .collect()
}

/// Which group a deal is in; one more than there are stands for none.
struct Keys {
    group: Group,
    count: usize,
    bands: Vec<i64>,
}

impl Keys {
    fn of(snapshot: &Snapshot<'_>, from: i64, until: i64, group: Group) -> Self {
        let book = snapshot.book;
        let bands = if group == Group::Size { fifths(snapshot, from, until) } else { Vec::new() };
        let count = match group {
            Group::Stage => book.stages.len(),
            Group::Source => book.sources.len(),
            Group::Owner => book.owners.len(),
            Group::Product => book.products.len(),
            Group::Size => bands.len(),
        };
        Self { group, count, bands }
    }

    fn key(&self, snapshot: &Snapshot<'_>, known: &Known) -> usize {
        let deal = snapshot.deal(known);
        let place = |at: u32| if at == NOBODY { self.count } else { at as usize };
        let key = match self.group {
            Group::Source => place(deal.source),
            Group::Owner => place(deal.owner),
            Group::Product => place(deal.product),
            Group::Stage => {
                let entries = snapshot.entries(known);
                entries.len().checked_sub(2).map_or(self.count, |before| usize::from(entries[before].stage))
            }
            Group::Size => {
                worth(known).map_or(self.count, |minor| self.bands.partition_point(|&up_to| up_to < minor))
            }
        };
        key.min(self.count)
    }
}

/// Upper bounds of up to five bands with as many deals each; none where amounts are not comparable.
fn fifths(snapshot: &Snapshot<'_>, from: i64, until: i64) -> Vec<i64> {
    let closed = snapshot.closed().filter(|known| (from..until).contains(&known.entered));
    let mut amounts: Vec<i64> = closed.filter_map(worth).collect();
    amounts.sort_unstable();
    if amounts.is_empty() || !win_rate(snapshot, from, until).is_valued() {
        return Vec::new();
    }
    let mut bands: Vec<i64> = (1..=5).map(|fifth| amounts[(amounts.len() * fifth).div_ceil(5) - 1]).collect();
    bands.dedup();
    bands
}

/// The rate of each month of closing, the oldest first, of the deals closed within the bounds: the last so many months
/// that the bounds touch, none later than the current one.
pub fn by_month(
    snapshot: &Snapshot<'_>,
    calendar: &Calendar,
    from: i64,
    until: i64,
    count: usize,
) -> Vec<(Month, WinRate)> {
    let last = calendar.month(snapshot.at.min(until.saturating_sub(1)));
    let count = i32::try_from(count).unwrap_or(i32::MAX).clamp(1, 1_200);
    let months = calendar.months(last.plus(1 - count).max(calendar.month(from)), last.plus(1));
    let mut rates = vec![WinRate::NONE; months.len()];
    for known in snapshot.closed().filter(|known| (from..until).contains(&known.entered)) {
        if let Some(month) = months.position(known.entered) {
            rates[month].add(known);
        }
    }
    rates.into_iter().enumerate().map(|(at, rate)| (months.month(at), rate)).collect()
}
