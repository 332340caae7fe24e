//! The probability that an open deal is won within a time, by its stage, its age there and what it is.

mod features;
mod table;

pub use features::{Effect, Features};
pub use table::WinTable;

use crate::deals::{Deal, Known, Snapshot};
use crate::hazard::{Hazards, Smoothing};

/// With fewer closed deals than this, the stages' own probabilities are used.
pub const MIN_CLOSED: u64 = 10;

/// Where a probability comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The pipeline's own history.
    History,
    /// The stage's probability, because too few deals were closed; less for deals idle for over a year.
    Stage,
    /// The user set it.
    Hand,
}

/// What speaks for or against a deal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feature {
    Stage,
    DaysInStage,
    Owner,
    Source,
    Product,
    SetByHand,
}

/// One reason; `weight` is in log-odds, so reasons add up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reason {
    pub feature: Feature,
    pub weight: f64,
    /// Deals that it rests on.
    pub n: u64,
}

/// The probability that one open deal is won within a year.
#[derive(Debug, Clone, PartialEq)]
pub struct WinProbability {
    pub probability: f64,
    pub basis: Basis,
    /// Strongest first.
    pub reasons: Vec<Reason>,
    /// It has been in its stage longer than any deal that was ever closed had been in its last.
    pub older_than_any_closed: bool,
}

/// Everything needed to tell how likely a deal is won by when.
#[derive(Debug, Clone)]
pub struct WinModel {
    pub hazards: Hazards,
    pub table: WinTable,
    pub features: Features,
    /// Whether enough was closed to speak from history.
    pub from_history: bool,
}

impl WinModel {
    /// `bounds` are days from the snapshot's instant, ascending; a year is always among what is computed.
    pub fn fit(snapshot: &Snapshot<'_>, bounds: &[u32]) -> Self {
        let hazards = Hazards::fit(snapshot, Smoothing::default());
        let table = WinTable::new(&hazards, bounds);
        let from_history = hazards.won > 0 && hazards.won + hazards.lost >= MIN_CLOSED;
        Self { features: Features::fit(snapshot), hazards, table, from_history }
    }

    /// How likely one deal is won within a year, hand-set values kept.
    pub fn of(&self, snapshot: &Snapshot<'_>, known: &Known) -> WinProbability {
        let deal = snapshot.deal(known);
        let age = snapshot.days_in_stage(known);
        let stage = usize::from(known.stage);
        let older = self.hazards.last_close.is_some_and(|last| age > last);
        let (mut probability, mut reasons) = (self.by_model(snapshot, known), Vec::new());
        let mut basis = Basis::Stage;
        if self.from_history {
            basis = Basis::History;
            let place = self.hazards.place[stage].unwrap_or(0);
            let n = self.hazards.risks.get(place).map_or(0, |risk| risk.n);
            let fresh = self.table.fresh_within_a_year(place);
            let mean = self.features.mean();
            reasons.push(Reason { feature: Feature::Stage, weight: logit(fresh) - logit(mean), n });
            let aged = logit(self.table.within_a_year(place, age)) - logit(fresh);
            reasons.push(Reason { feature: Feature::DaysInStage, weight: aged, n });
            for (feature, effect) in self.features.of(deal) {
                reasons.push(Reason { feature, weight: effect.log_odds, n: effect.n });
            }
        }
        if let Some(hand) = deal.hand_probability {
            basis = Basis::Hand;
            let set = f64::from(hand.min(100)) / 100.0;
            reasons.push(Reason {
                feature: Feature::SetByHand,
                weight: logit(set) - logit(probability),
                n: 0,
            });
            probability = set;
        }
        reasons.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
        WinProbability { probability, basis, reasons, older_than_any_closed: older }
    }

    /// Within a year, as history or the stage says, whatever was set by hand.
    pub fn by_model(&self, snapshot: &Snapshot<'_>, known: &Known) -> f64 {
        let age = snapshot.days_in_stage(known);
        if !self.from_history {
            return stage_probability(snapshot, known, age);
        }
        match self.hazards.place[usize::from(known.stage)] {
            Some(place) => self.adjusted(self.table.within_a_year(place, age), snapshot.deal(known)),
            None => 0.0,
        }
    }

    /// A probability of the stage and age, with what the deal's owner, source and product add.
    pub fn adjusted(&self, probability: f64, deal: &Deal) -> f64 {
        let log_odds: f64 = self.features.of(deal).map(|(_, effect)| effect.log_odds).sum();
        if log_odds == 0.0 { probability } else { expit(logit(probability) + log_odds) }
    }
}

/// The stage's own probability, in proportion less for a deal that has not moved for over a year.
fn stage_probability(snapshot: &Snapshot<'_>, known: &Known, age: u32) -> f64 {
    let set = f64::from(snapshot.book.stages[usize::from(known.stage)].probability.min(100)) / 100.0;
    set * (365.0 / f64::from(age.max(1))).min(1.0)
}

/// Log-odds; of 0 and 1 those of one in a million, so that sums stay finite.
pub fn logit(p: f64) -> f64 {
    let p = p.clamp(1e-6, 1.0 - 1e-6);
    (p / (1.0 - p)).ln()
}

pub fn expit(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}
