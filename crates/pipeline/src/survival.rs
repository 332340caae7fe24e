//! Survival curves of times that are partly censored, with one or several ways to end.
//!
//! Deals that are still open are not left out and not counted as done: they were at risk up to now.

mod competing;
mod kaplan_meier;
#[cfg(test)]
mod tests;

pub use competing::Incidence;
pub use kaplan_meier::{Point, SurvivalCurve};

/// How often each time was an exit for each cause, or was cut off: all that the estimators need.
///
/// Times are whole units (days), an exit at the time of a censoring counts as before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// `exits[cause][time]`.
    exits: Vec<Vec<u32>>,
    censored: Vec<u32>,
    longest: usize,
}

impl Tally {
    /// Times beyond `longest` are kept as censored there: an exit as late as that says that it had not come before.
    pub fn new(causes: usize, longest: u32) -> Self {
        Self { exits: vec![Vec::new(); causes], censored: Vec::new(), longest: longest as usize }
    }

    pub fn exit(&mut self, time: u32, cause: usize) {
        let time = time as usize;
        if time > self.longest || cause >= self.exits.len() {
            bump(&mut self.censored, time.min(self.longest));
        } else {
            bump(&mut self.exits[cause], time);
        }
    }

    pub fn censored(&mut self, time: u32) {
        bump(&mut self.censored, (time as usize).min(self.longest));
    }

    pub fn causes(&self) -> usize {
        self.exits.len()
    }

    /// How many times were observed.
    pub fn n(&self) -> u64 {
        self.exits.iter().chain([&self.censored]).flatten().map(|&count| u64::from(count)).sum()
    }

    /// How many ended for a cause.
    pub fn total(&self, cause: usize) -> u64 {
        self.exits.get(cause).into_iter().flatten().map(|&count| u64::from(count)).sum()
    }

    /// One more than the longest time observed.
    pub fn len(&self) -> usize {
        self.exits.iter().chain([&self.censored]).map(Vec::len).max().unwrap_or(0)
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn exits_at(&self, time: usize, cause: usize) -> u32 {
        self.exits.get(cause).and_then(|times| times.get(time)).copied().unwrap_or(0)
    }

    pub fn censored_at(&self, time: usize) -> u32 {
        self.censored.get(time).copied().unwrap_or(0)
    }
}

fn bump(counts: &mut Vec<u32>, time: usize) {
    if counts.len() <= time {
        counts.resize(time + 1, 0);
    }
    counts[time] = counts[time].saturating_add(1);
}
