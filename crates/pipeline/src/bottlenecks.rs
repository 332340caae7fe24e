//! Stages that deals leave more slowly than they used to.

use crate::deals::{DAY, Snapshot};
use crate::stage_times::{StageTime, stage_times};

/// Stays that are compared need at least so many on either side.
pub const MIN_STAYS: u64 = 20;

/// Days that count as recent.
const RECENT: i64 = 180;

/// How much slower.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// At least a quarter more than before.
    Low,
    /// At least half more.
    Medium,
    /// At least twice.
    High,
}

/// A stage, recent against earlier stays.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bottleneck {
    pub stage: usize,
    /// Censored median of the recent stays. Where fewer than half have left: the longest stay seen, so at least that.
    pub days: u32,
    /// Whether the median lies beyond `days`.
    pub at_least: bool,
    pub before_days: u32,
    pub ratio: f64,
    /// Nothing where it is not slower.
    pub severity: Option<Severity>,
    /// Of the recent stays that ended, the share that was lost.
    pub lost_share: Option<f64>,
    pub n: u64,
    pub before_n: u64,
}

/// Every open stage with enough stays, the slowest against its own past first. Nothing is said of the others.
pub fn bottlenecks(snapshot: &Snapshot<'_>) -> Vec<Bottleneck> {
    let split = snapshot.at.saturating_sub(RECENT * DAY);
    let recent = stage_times(snapshot, split, i64::MAX);
    let before = stage_times(snapshot, i64::MIN, split);
    let mut found: Vec<Bottleneck> =
        recent.iter().zip(&before).filter_map(|(recent, before)| compare(recent, before)).collect();
    found.sort_by(|a, b| b.ratio.total_cmp(&a.ratio));
    found
}

fn compare(recent: &StageTime, before: &StageTime) -> Option<Bottleneck> {
    if recent.n < MIN_STAYS || before.n < MIN_STAYS {
        return None;
    }
    let before_days = before.median_days?;
    let (days, at_least) = match recent.median_days {
        Some(days) => (days, false),
        // More than half are still there at every age seen. If none of those is old yet, nothing is known.
        None if recent.longest_days > before_days => (recent.longest_days, true),
        None => return None,
    };
    // A day on either side, so that medians of 0 and 1 days are not infinitely apart.
    let ratio = (f64::from(days) + 1.0) / (f64::from(before_days) + 1.0);
    let severity = match ratio {
        r if r >= 2.0 => Some(Severity::High),
        r if r >= 1.5 => Some(Severity::Medium),
        r if r >= 1.25 => Some(Severity::Low),
        _ => None,
    };
    let ended = recent.n - recent.still_there;
    Some(Bottleneck {
        stage: recent.stage,
        days,
        at_least,
        before_days,
        ratio,
        severity,
        lost_share: (ended > 0).then(|| recent.lost as f64 / ended as f64),
        n: recent.n,
        before_n: before.n,
    })
}
