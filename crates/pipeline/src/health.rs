//! One figure for the health of a pipeline, from five parts that each say why, or that there is too little to tell.

use crate::calendar::Calendar;
use crate::deals::{DAY, Outcome, Snapshot};
use crate::slippage::is_overdue;
use crate::velocity::velocity;
use crate::win_rate::win_rate;

/// Closed deals without which win rate and velocity are not compared.
const MIN_CLOSED: u64 = 10;
/// Days that count as recent.
const RECENT: i64 = 180;
/// Parts with less weight together than this make no overall score.
const MIN_WEIGHT: u32 = 50;

/// A part of the score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    WinRate,
    Velocity,
    Coverage,
    Hygiene,
    Ageing,
}

/// What a part rests on; the texts are made where they are shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Why {
    /// Too few deals or nothing to compare with: how many there are, how many are needed.
    TooFew { n: u64, needed: u64 },
    /// No target is set.
    NoTarget,
    /// The recent win rate against the earlier one; as good as before is 75 points.
    WinRate { recent: f64, before: Option<f64>, n: u64 },
    /// Censored median days of recent deals against earlier ones; as fast as before is 75 points.
    Velocity { recent: u32, before: u32, n: u64 },
    /// Open value over what is missing to the target; enough is the reciprocal of the win rate.
    Coverage { coverage: f64, needed: f64 },
    /// Shares of open deals with a next step, with a contact, and without a close date that is past.
    Hygiene { next_step: f64, contact: f64, dates: f64, n: u64 },
    /// Share of open deals longer in their stage than that allows.
    Ageing { stalled: f64, n: u64 },
}

/// A part with its score from 0 to 100, or nothing where there is too little to tell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PartScore {
    pub part: Part,
    /// In percent of the whole.
    pub weight: u32,
    pub score: Option<f64>,
    pub why: Why,
}

/// The health of a pipeline.
#[derive(Debug, Clone, PartialEq)]
pub struct Health {
    /// From 0 to 100, of the parts that could be told; nothing where those weigh less than half.
    pub overall: Option<f64>,
    pub parts: [PartScore; 5],
    /// Open value over what is missing to the target.
    pub coverage: Option<f64>,
}

/// `target` is what is still missing to the quota of the period, and `open_value` what the open deals are worth, those
/// without an amount as such deals were, in minor units.
pub fn health(snapshot: &Snapshot<'_>, calendar: &Calendar, target: Option<i64>, open_value: f64) -> Health {
    let (coverage_part, coverage) = coverage(snapshot, target, open_value);
    let parts = [
        win_rates(snapshot),
        velocities(snapshot),
        coverage_part,
        hygiene(snapshot, calendar),
        ageing(snapshot),
    ];
    let (mut sum, mut weight) = (0.0, 0);
    for part in &parts {
        if let Some(score) = part.score {
            sum += score * f64::from(part.weight);
            weight += part.weight;
        }
    }
    let overall = (weight >= MIN_WEIGHT).then(|| sum / f64::from(weight));
    Health { overall, parts, coverage }
}

fn part(part: Part, weight: u32, score: Option<f64>, why: Why) -> PartScore {
    PartScore { part, weight, score: score.map(|score| score.clamp(0.0, 100.0)), why }
}

fn win_rates(snapshot: &Snapshot<'_>) -> PartScore {
    let split = snapshot.at.saturating_sub(RECENT * DAY);
    let (recent, before) = (win_rate(snapshot, split, i64::MAX), win_rate(snapshot, i64::MIN, split));
    let n = recent.won + recent.lost;
    let Some(now) = recent.by_count().filter(|_| n >= MIN_CLOSED) else {
        return part(Part::WinRate, 25, None, Why::TooFew { n, needed: MIN_CLOSED });
    };
    let earlier = before.by_count().filter(|share| share.n >= MIN_CLOSED && share.rate > 0.0);
    // Without an earlier rate to compare with, winning every second deal is full marks.
    let score = earlier.map_or(now.rate * 200.0, |before| 75.0 * now.rate / before.rate);
    let why = Why::WinRate { recent: now.rate, before: earlier.map(|share| share.rate), n };
    part(Part::WinRate, 25, Some(score), why)
}

fn velocities(snapshot: &Snapshot<'_>) -> PartScore {
    let split = snapshot.at.saturating_sub(2 * RECENT * DAY);
    let (recent, before) = (velocity(snapshot, split, i64::MAX), velocity(snapshot, i64::MIN, split));
    let n = recent.closed.min(before.closed);
    match (recent.censored_median_days, before.censored_median_days) {
        (Some(now), Some(then)) if n >= MIN_CLOSED => {
            let score = 75.0 * (f64::from(then) + 1.0) / (f64::from(now) + 1.0);
            part(
                Part::Velocity,
                20,
                Some(score),
                Why::Velocity { recent: now, before: then, n: recent.closed },
            )
        }
        _ => part(Part::Velocity, 20, None, Why::TooFew { n, needed: MIN_CLOSED }),
    }
}

fn coverage(snapshot: &Snapshot<'_>, target: Option<i64>, open: f64) -> (PartScore, Option<f64>) {
    let none = |why| (part(Part::Coverage, 20, None, why), None);
    let Some(target) = target else { return none(Why::NoTarget) };
    let all = win_rate(snapshot, i64::MIN, i64::MAX);
    let Some(rate) = all.by_count().filter(|share| share.n >= MIN_CLOSED && share.rate > 0.0) else {
        return none(Why::TooFew { n: all.won + all.lost, needed: MIN_CLOSED });
    };
    let needed = 1.0 / rate.rate;
    if target <= 0 {
        return (part(Part::Coverage, 20, Some(100.0), Why::Coverage { coverage: needed, needed }), None);
    }
    let coverage = open / target as f64;
    let score = 100.0 * coverage / needed;
    (part(Part::Coverage, 20, Some(score), Why::Coverage { coverage, needed }), Some(coverage))
}

fn hygiene(snapshot: &Snapshot<'_>, calendar: &Calendar) -> PartScore {
    let today = calendar.day(snapshot.at);
    let (mut n, mut next_step, mut contact, mut dates) = (0_u64, 0_u64, 0_u64, 0_u64);
    for known in snapshot.known.iter().filter(|known| known.outcome == Outcome::Open) {
        let deal = snapshot.deal(known);
        n += 1;
        next_step += u64::from(deal.has_next_step);
        contact += u64::from(deal.has_contact);
        dates += u64::from(!is_overdue(known, today));
    }
    if n == 0 {
        return part(Part::Hygiene, 20, None, Why::TooFew { n, needed: 1 });
    }
    let share = |count: u64| count as f64 / n as f64;
    let why = Why::Hygiene { next_step: share(next_step), contact: share(contact), dates: share(dates), n };
    part(Part::Hygiene, 20, Some((share(next_step) + share(contact) + share(dates)) / 3.0 * 100.0), why)
}

fn ageing(snapshot: &Snapshot<'_>) -> PartScore {
    let (mut n, mut stalled) = (0_u64, 0_u64);
    for known in snapshot.open() {
        let limit = snapshot.book.stages[usize::from(known.stage)].stalled_after_days;
        n += 1;
        stalled += u64::from(limit.is_some_and(|limit| snapshot.days_in_stage(known) > limit));
    }
    if n == 0 {
        return part(Part::Ageing, 15, None, Why::TooFew { n, needed: 1 });
    }
    let share = stalled as f64 / n as f64;
    part(Part::Ageing, 15, Some((1.0 - share) * 100.0), Why::Ageing { stalled: share, n })
}
