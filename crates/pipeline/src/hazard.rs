//! How likely a deal is to leave a stage on each day it has been there: won, lost, or to another stage.
//!
//! The cells of age are a day wide at first and widen with age; within a cell the risk is constant. With daily cells
//! and no shrinkage this is the estimator of Aalen and Johansen.

mod counts;

use counts::{Cells, StageCounts};

use crate::deals::{Snapshot, StageKind};

/// How much a small sample is drawn to the whole pipeline: as if this many deals of the whole pipeline had been seen.
pub const PRIOR_DEALS: f64 = 10.0;

/// Ages beyond this many days share one risk.
const LONGEST: u32 = 1_100;

/// Rules of the estimate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Smoothing {
    /// k of (w + k mu) / (n + k).
    pub prior_deals: f64,
    /// Cells of one day instead of widening ones.
    pub daily: bool,
}

impl Default for Smoothing {
    fn default() -> Self {
        Self { prior_deals: PRIOR_DEALS, daily: false }
    }
}

/// Daily risks of one open stage by days in it; the last entry of each list holds for all later days.
#[derive(Debug, Clone, PartialEq)]
pub struct StageRisk {
    pub won: Vec<f64>,
    pub lost: Vec<f64>,
    /// To other open stages: place among [`Hazards::stages`] and risk.
    pub moves: Vec<(usize, Vec<f64>)>,
    /// Sojourns observed, ended or not.
    pub n: u64,
}

/// The risks of all open stages.
#[derive(Debug, Clone, PartialEq)]
pub struct Hazards {
    /// Places in the book of the open stages, removed ones included.
    pub stages: Vec<usize>,
    /// By place in the book: place in `stages`.
    pub place: Vec<Option<usize>>,
    pub risks: Vec<StageRisk>,
    pub won: u64,
    pub lost: u64,
    /// Days in a stage after which no deal of the pipeline was ever closed.
    pub last_close: Option<u32>,
}

impl Hazards {
    pub fn fit(snapshot: &Snapshot<'_>, smoothing: Smoothing) -> Self {
        let book = snapshot.book;
        let stages: Vec<usize> =
            (0..book.stages.len()).filter(|&s| book.stages[s].kind == StageKind::Open).collect();
        let mut place = vec![None; book.stages.len()];
        for (at, &stage) in stages.iter().enumerate() {
            place[stage] = Some(at);
        }
        let tallies = counts::tallies(snapshot, &place, stages.len());
        let (won, lost) = (stages.len(), stages.len() + 1);
        let last_close = tallies.iter().filter_map(|tally| counts::last(tally, &[won, lost])).max();
        let tail = last_close.map_or(1, |last| last.saturating_add(1)).min(LONGEST);
        let cells = if smoothing.daily { Cells::daily(tail) } else { Cells::widening(tail) };
        let counts: Vec<StageCounts> = tallies.iter().map(|tally| StageCounts::of(tally, &cells)).collect();
        let pooled = Pooled::of(&counts, &cells, stages.len());
        let risks = (0..stages.len())
            .map(|stage| {
                let next = (stage + 1 < stages.len()).then_some(stage + 1);
                risk(&counts[stage], &pooled, &cells, smoothing.prior_deals, next)
            })
            .collect();
        let total = |cause: usize| tallies.iter().map(|tally| tally.total(cause)).sum();
        Self { stages, place, risks, won: total(won), lost: total(lost), last_close }
    }
}

/// The risks of the pipeline as a whole, by cell.
struct Pooled {
    won: Vec<f64>,
    lost: Vec<f64>,
    moved: Vec<f64>,
}

impl Pooled {
    fn of(counts: &[StageCounts], cells: &Cells, open: usize) -> Self {
        let sum = |what: &dyn Fn(&StageCounts) -> f64| counts.iter().map(what).sum::<f64>();
        let exposure: Vec<f64> = (0..cells.len()).map(|c| sum(&|stage| stage.exposure[c])).collect();
        let cause = |cause: usize| -> Vec<f64> {
            (0..cells.len()).map(|c| sum(&|stage| stage.exits[cause][c])).collect()
        };
        let (won, lost) = (cause(open), cause(open + 1));
        let moved: Vec<f64> =
            (0..cells.len()).map(|c| sum(&|stage| (0..open).map(|to| stage.exits[to][c]).sum())).collect();
        let (wins, losses, moves) =
            (won.iter().sum::<f64>(), lost.iter().sum::<f64>(), moved.iter().sum::<f64>());
        let tail = cells.len() - 1;
        let before_tail: f64 = exposure[..tail].iter().sum();
        // One deal of the crude rate, so that an age nobody was seen at has a risk; one more of either end, so that
        // a pipeline that never lost is not certain to win.
        let closes: f64 = wins + losses;
        let share = (wins + 1.0) / (closes + 2.0);
        let in_tail = closes_a_day_in_tail(
            exposure[tail].max(f64::from(cells.tail())),
            closes + sum(&|stage| stage.beyond as f64),
        );
        let smooth = |ends: &[f64], crude: f64, tail_share: f64| -> Vec<f64> {
            (0..cells.len())
                .map(|c| {
                    if c == tail {
                        let seen = exposure[c].max(f64::from(cells.tail())).max(30.0);
                        return ends[c] / seen + in_tail * tail_share;
                    }
                    let width = cells.width(c);
                    (ends[c] + width * crude) / (exposure[c] + width)
                })
                .collect()
        };
        let crude = |ends: f64| if before_tail > 0.0 { ends / before_tail } else { 0.0 };
        Self {
            won: smooth(&won, crude(closes * share), share),
            lost: smooth(&lost, crude(closes * (1.0 - share)), 1.0 - share),
            moved: smooth(&moved, crude(moves), 0.0),
        }
    }
}

/// The daily risk of closing beyond the last close seen: half an event (Jeffreys' prior of a rate) over the deal-days
/// seen there, but no more than half a deal in a year of all that were closed sooner or got there, and one more. A few
/// days seen of a single idle deal say little; that none of many ever took as long says more.
fn closes_a_day_in_tail(deal_days: f64, deals: f64) -> f64 {
    let within_a_year = 0.5 / (deals + 1.0);
    let by_deals = -(-within_a_year).ln_1p() / 365.0;
    (0.5 / deal_days.max(30.0)).min(by_deals)
}

fn risk(counts: &StageCounts, pooled: &Pooled, cells: &Cells, k: f64, next: Option<usize>) -> StageRisk {
    let open = counts.exits.len() - 2;
    let shrunk = |cause: usize, prior: Option<&[f64]>| -> Vec<f64> {
        let by_cell: Vec<f64> = (0..cells.len())
            .map(|c| {
                let weight = k * cells.width(c);
                let seen = counts.exposure[c] + weight;
                let prior = prior.map_or(0.0, |prior| prior[c]);
                if seen > 0.0 { ((counts.exits[cause][c] + weight * prior) / seen).min(1.0) } else { prior }
            })
            .collect();
        cells.spread(&by_cell)
    };
    let moves = (0..open)
        .filter(|&to| next == Some(to) || counts.exits[to].iter().any(|&n| n > 0.0))
        .map(|to| (to, shrunk(to, (next == Some(to)).then_some(&pooled.moved))))
        .collect();
    let mut risk = StageRisk {
        won: shrunk(open, Some(&pooled.won)),
        lost: shrunk(open + 1, Some(&pooled.lost)),
        moves,
        n: counts.n,
    };
    risk.bound();
    risk
}

impl StageRisk {
    /// The ways out of a stage share at most the whole of a day's deals.
    fn bound(&mut self) {
        for day in 0..self.won.len() {
            let total =
                self.won[day] + self.lost[day] + self.moves.iter().map(|(_, risk)| risk[day]).sum::<f64>();
            if total > 1.0 {
                self.won[day] /= total;
                self.lost[day] /= total;
                self.moves.iter_mut().for_each(|(_, risk)| risk[day] /= total);
            }
        }
    }
}
