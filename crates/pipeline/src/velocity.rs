//! How fast deals are closed: of those that are, and of all when those still open are counted as not yet done.

use crate::deals::{Known, Outcome, Snapshot};
use crate::quantiles::median;
use crate::survival::{Incidence, SurvivalCurve, Tally};

const LONGEST: u32 = 3_650;

/// Days in a bar of the histogram.
pub const BAR_DAYS: u32 = 10;

/// A deal at one end of the range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extreme {
    /// Place in [`Snapshot::known`].
    pub place: usize,
    pub days: u32,
}

/// Days from opening to closing.
#[derive(Debug, Clone, PartialEq)]
pub struct Velocity {
    pub closed: u64,
    pub open: u64,
    pub mean_days: Option<f64>,
    pub median_days: Option<u32>,
    /// Kaplan-Meier over closed and open deals; nothing where more than half are still open at every age seen.
    pub censored_median_days: Option<u32>,
    pub fastest: Option<Extreme>,
    pub slowest: Option<Extreme>,
    pub won_median_days: Option<u32>,
    pub lost_median_days: Option<u32>,
    /// Share not closed by age.
    pub curve: SurvivalCurve,
    /// Shares won (0) and lost (1) by age.
    pub incidence: Incidence,
    /// Closed deals by their days, [`BAR_DAYS`] to a bar from 0.
    pub histogram: Vec<u64>,
}

/// Of the deals opened within the bounds, `from` included and `until` not.
pub fn velocity(snapshot: &Snapshot<'_>, from: i64, until: i64) -> Velocity {
    let mut tally = Tally::new(2, LONGEST);
    let (mut won, mut lost) = (Vec::new(), Vec::new());
    let mut sum = 0.0;
    let (mut fastest, mut slowest): (Option<Extreme>, Option<Extreme>) = (None, None);
    let mut histogram = Vec::new();
    let within = |known: &Known| (from..until).contains(&known.opened);
    for (place, known) in snapshot.known.iter().enumerate().filter(|(_, known)| within(known)) {
        let Some(days) = known.days_to_close() else {
            tally.censored(snapshot.days_between(known.opened, snapshot.at));
            continue;
        };
        let is_won = known.outcome == Outcome::Won;
        tally.exit(days, usize::from(!is_won));
        if is_won {
            won.push(days)
        } else {
            lost.push(days)
        }
        sum += f64::from(days);
        let bar = (days.min(LONGEST) / BAR_DAYS) as usize;
        if histogram.len() <= bar {
            histogram.resize(bar + 1, 0);
        }
        histogram[bar] += 1;
        let this = Extreme { place, days };
        if fastest.is_none_or(|other| days < other.days) {
            fastest = Some(this);
        }
        if slowest.is_none_or(|other| days > other.days) {
            slowest = Some(this);
        }
    }
    let curve = tally.kaplan_meier();
    let closed = won.len() + lost.len();
    let (won_median_days, lost_median_days) = (median(&mut won), median(&mut lost));
    won.append(&mut lost);
    Velocity {
        closed: closed as u64,
        open: tally.n() - closed as u64,
        mean_days: (closed > 0).then(|| sum / closed as f64),
        median_days: median(&mut won),
        censored_median_days: curve.median(),
        fastest,
        slowest,
        won_median_days,
        lost_median_days,
        incidence: tally.aalen_johansen(),
        curve,
        histogram,
    }
}
