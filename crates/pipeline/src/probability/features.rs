//! What a deal's owner, source and product say about winning it, as far as the closed deals bear it out.

use super::{Feature, logit};
use crate::deals::{Deal, NOBODY, Outcome, Snapshot};

/// With fewer closed deals, nobody is told apart.
const MIN_CLOSED: u64 = 30;

/// What one value of a feature adds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    /// Of the shrunk win rate, less those of all deals.
    pub log_odds: f64,
    pub n: u64,
}

/// Effects by the places that deals point to.
#[derive(Debug, Clone, Default)]
pub struct Features {
    owner: Vec<Option<Effect>>,
    source: Vec<Option<Effect>>,
    product: Vec<Option<Effect>>,
    won: u64,
    closed: u64,
}

impl Features {
    pub fn fit(snapshot: &Snapshot<'_>) -> Self {
        let book = snapshot.book;
        let mut owner = vec![(0, 0); book.owners.len()];
        let mut source = vec![(0, 0); book.sources.len()];
        let mut product = vec![(0, 0); book.products.len()];
        let (mut won, mut closed) = (0, 0);
        for known in snapshot.closed() {
            let deal = snapshot.deal(known);
            let is_won = u64::from(known.outcome == Outcome::Won);
            won += is_won;
            closed += 1;
            for (groups, at) in
                [(&mut owner, deal.owner), (&mut source, deal.source), (&mut product, deal.product)]
            {
                if let Some(group) = groups.get_mut(at as usize) {
                    group.0 += is_won;
                    group.1 += 1;
                }
            }
        }
        let effects = |groups: &[(u64, u64)]| effects(groups);
        Self { owner: effects(&owner), source: effects(&source), product: effects(&product), won, closed }
    }

    /// The effects that hold for a deal.
    pub fn of(&self, deal: &Deal) -> impl Iterator<Item = (Feature, Effect)> + '_ {
        let at = |effects: &[Option<Effect>], place: u32| {
            if place == NOBODY { None } else { effects.get(place as usize).copied().flatten() }
        };
        [
            at(&self.owner, deal.owner).map(|effect| (Feature::Owner, effect)),
            at(&self.source, deal.source).map(|effect| (Feature::Source, effect)),
            at(&self.product, deal.product).map(|effect| (Feature::Product, effect)),
        ]
        .into_iter()
        .flatten()
    }

    /// The share of closed deals that were won, drawn to a half by two deals.
    pub fn mean(&self) -> f64 {
        (self.won as f64 + 1.0) / (self.closed as f64 + 2.0)
    }
}

/// (w + k mu) / (n + k) with k from how much the groups differ beyond chance (method of moments for the beta-binomial;
/// Efron and Morris 1975, JASA 70:311-319). Where they do not, there is no effect.
fn effects(groups: &[(u64, u64)]) -> Vec<Option<Effect>> {
    let none = vec![None; groups.len()];
    let closed: u64 = groups.iter().map(|group| group.1).sum();
    let won: u64 = groups.iter().map(|group| group.0).sum();
    let seen = groups.iter().filter(|group| group.1 > 0).count();
    if closed < MIN_CLOSED || won == 0 || won == closed || seen < 2 {
        return none;
    }
    let n = closed as f64;
    let mu = won as f64 / n;
    let chance = mu * (1.0 - mu);
    let (mut spread, mut squares) = (0.0, 0.0);
    for &(won, closed) in groups.iter().filter(|group| group.1 > 0) {
        let size = closed as f64;
        spread += size * (won as f64 / size - mu).powi(2);
        squares += size * size;
    }
    let between = (spread - (seen - 1) as f64 * chance) / (n - squares / n);
    if between <= 0.0 || !between.is_finite() {
        return none;
    }
    let k = chance / between;
    groups
        .iter()
        .map(|&(won, closed)| {
            let rate = (won as f64 + k * mu) / (closed as f64 + k);
            (closed > 0).then(|| Effect { log_odds: logit(rate) - logit(mu), n: closed })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_that_differ_by_chance_alone_have_no_effect() {
        assert!(effects(&[(50, 100), (52, 100), (48, 100)]).iter().all(Option::is_none));
        assert!(effects(&[(5, 5), (0, 5)]).iter().all(Option::is_none), "too few");
    }

    #[test]
    fn a_small_group_is_drawn_to_the_whole() {
        let found = effects(&[(80, 100), (20, 100), (2, 2)]);
        let odds = |at: usize| found[at].unwrap().log_odds;
        assert!(odds(0) > 1.0 && odds(1) < -1.0);
        assert!(odds(2) > 0.0 && odds(2) < odds(0), "two of two is less than eighty of a hundred");
    }
}
