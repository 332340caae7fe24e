//! Counting how long deals stayed in each stage and how they left it.

use crate::deals::{Snapshot, StageKind};
use crate::survival::Tally;

/// Of a deal that went to and fro, the last so many stays count: one deal must not speak for all.
const STAYS: usize = 10;

/// Longest stay that is counted to the day.
const LONGEST_STAY: u32 = 3_650;

/// One tally per open stage; causes are the open stages by place, then won, then lost.
pub(super) fn tallies(snapshot: &Snapshot<'_>, place: &[Option<usize>], open: usize) -> Vec<Tally> {
    let mut tallies = vec![Tally::new(open + 2, LONGEST_STAY); open];
    let causes: Vec<usize> = (0..place.len())
        .map(|stage| match snapshot.book.stages[stage].kind {
            StageKind::Open => place[stage].unwrap_or(0),
            StageKind::Won => open,
            StageKind::Lost => open + 1,
        })
        .collect();
    for known in &snapshot.known {
        let entries = snapshot.entries(known);
        let entries = &entries[entries.len().saturating_sub(STAYS)..];
        for pair in entries.windows(2) {
            if let Some(stage) = place[usize::from(pair[0].stage)] {
                let cause = causes[usize::from(pair[1].stage)];
                tallies[stage].exit(snapshot.days_between(pair[0].at, pair[1].at), cause);
            }
        }
        if let Some(stage) = place[usize::from(known.stage)] {
            tallies[stage].censored(snapshot.days_in_stage(known));
        }
    }
    tallies
}

/// The last day on which something ended for one of the causes.
pub(super) fn last(tally: &Tally, causes: &[usize]) -> Option<u32> {
    let ended = |day: &usize| causes.iter().any(|&cause| tally.exits_at(*day, cause) > 0);
    (0..tally.len()).rev().find(ended).and_then(|day| u32::try_from(day).ok())
}

/// Ages in days, cut into cells of constant risk; the last cell is all that is older.
pub(super) struct Cells {
    /// First day of each cell.
    edges: Vec<u32>,
}

impl Cells {
    pub(super) fn daily(tail: u32) -> Self {
        Self { edges: (0..=tail).collect() }
    }

    /// An eighth of the age wide, at least a day.
    pub(super) fn widening(tail: u32) -> Self {
        let mut edges = vec![0];
        let mut edge = 0;
        loop {
            edge += (edge / 8).max(1);
            if edge >= tail {
                edges.push(tail);
                return Self { edges };
            }
            edges.push(edge);
        }
    }

    pub(super) fn len(&self) -> usize {
        self.edges.len()
    }

    /// First day of the last cell.
    pub(super) fn tail(&self) -> u32 {
        self.edges[self.edges.len() - 1]
    }

    /// In days; of the last cell, which has no end, that of a year.
    pub(super) fn width(&self, cell: usize) -> f64 {
        self.edges.get(cell + 1).map_or(365.0, |&end| f64::from(end - self.edges[cell]))
    }

    /// One value per day up to the first day of the last cell.
    pub(super) fn spread(&self, by_cell: &[f64]) -> Vec<f64> {
        let mut days = Vec::with_capacity(self.tail() as usize + 1);
        for (cell, pair) in self.edges.windows(2).enumerate() {
            days.resize(days.len() + (pair[1] - pair[0]) as usize, by_cell[cell]);
        }
        days.push(by_cell[by_cell.len() - 1]);
        days
    }
}

/// Ends and deal-days at risk of one stage, by cell.
pub(super) struct StageCounts {
    /// `exits[cause][cell]`.
    pub(super) exits: Vec<Vec<f64>>,
    pub(super) exposure: Vec<f64>,
    pub(super) n: u64,
    /// Stays that got as far as the last cell.
    pub(super) beyond: u64,
}

impl StageCounts {
    pub(super) fn of(tally: &Tally, cells: &Cells) -> Self {
        let mut exits = vec![vec![0.0; cells.len()]; tally.causes()];
        let mut exposure = vec![0.0; cells.len()];
        let mut at_risk = tally.n();
        let mut cell = 0;
        let mut beyond = 0;
        for day in 0..tally.len() {
            while cells.edges.get(cell + 1).is_some_and(|&next| next as usize <= day) {
                cell += 1;
                if cell + 1 == cells.len() {
                    beyond = at_risk;
                }
            }
            exposure[cell] += at_risk as f64;
            at_risk -= u64::from(tally.censored_at(day));
            for (cause, exits) in exits.iter_mut().enumerate() {
                let count = tally.exits_at(day, cause);
                exits[cell] += f64::from(count);
                at_risk -= u64::from(count);
            }
        }
        Self { exits, exposure, n: tally.n(), beyond }
    }
}
