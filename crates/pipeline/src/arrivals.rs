//! How many deals are opened per month and where they enter: the business that is not yet in the pipeline.

use crate::calendar::{Calendar, Month};
use crate::deals::{Snapshot, StageKind};
use crate::hazard::Hazards;
use crate::season::Season;
use crate::shock::Shock;

/// Complete months that a level is taken from.
const WINDOW: usize = 36;

/// Arrivals as far as they are known at an instant.
#[derive(Debug, Clone)]
pub struct Arrivals {
    /// Mean per month over the window, without season.
    pub level: f64,
    pub season: Season,
    pub shock: Shock,
    /// Share of new deals by the open stage they enter.
    pub entering: Vec<f64>,
    /// Share that is entered as won at once.
    pub won_at_once: f64,
    /// Complete months seen.
    pub months: usize,
}

impl Arrivals {
    pub fn fit(snapshot: &Snapshot<'_>, calendar: &Calendar, hazards: &Hazards) -> Self {
        let current = calendar.month(snapshot.at.saturating_add(1));
        let oldest = snapshot.known.iter().map(|known| known.opened).min().unwrap_or(snapshot.at);
        // The month in which it began is not a whole one.
        let first = calendar.month(oldest).plus(1).max(current.plus(-120));
        let months = calendar.months(first, current);
        let mut counts = vec![0_u32; months.len()];
        let mut entering = vec![0.0; hazards.stages.len()];
        let (mut won_at_once, mut entered) = (0.0, 0.0);
        let recent = calendar.start(current.plus(-12));
        for known in &snapshot.known {
            if let Some(month) = months.position(known.opened) {
                counts[month] += 1;
            }
            if known.opened < recent {
                continue;
            }
            let stage = usize::from(snapshot.entries(known)[0].stage);
            entered += 1.0;
            match (hazards.place[stage], snapshot.book.stages[stage].kind) {
                (Some(place), _) => entering[place] += 1.0,
                (None, StageKind::Won) => won_at_once += 1.0,
                (None, _) => {}
            }
        }
        if entered > 0.0 {
            entering.iter_mut().for_each(|share| *share /= entered);
            won_at_once /= entered;
        }
        let used = &counts[counts.len().saturating_sub(WINDOW)..];
        let level = used.iter().map(|&n| f64::from(n)).sum::<f64>() / used.len().max(1) as f64;
        let (season, shock) = ratios_to(first, &counts, |_| level, |_| level);
        Self { level, season, shock, entering, won_at_once, months: counts.len() }
    }

    /// Expected arrivals of a whole month, apart from the shock.
    pub fn expected(&self, month: Month) -> f64 {
        self.level * self.season.factor(month)
    }
}

/// Season and shock of counts around what was expected of each month, of which chance alone has a variance.
pub(crate) fn ratios_to(
    first: Month,
    counts: &[u32],
    expected: impl Fn(usize) -> f64,
    variance: impl Fn(usize) -> f64,
) -> (Season, Shock) {
    // Half a count, so that an empty month has a logarithm; its error is within that of the count.
    let ratio = |n: usize| ((f64::from(counts[n]) + 0.5) / (expected(n) + 0.5)).ln();
    let all: Vec<f64> = (0..counts.len()).map(ratio).collect();
    let season = Season::fit(first, &all);
    let start = counts.len().saturating_sub(WINDOW);
    let ratios: Vec<f64> =
        (0..).zip(&all).map(|(n, ratio)| ratio - season.log(first.plus(n))).skip(start).collect();
    let mean = ratios.iter().sum::<f64>() / ratios.len().max(1) as f64;
    let ratios: Vec<f64> = ratios.iter().map(|ratio| mean + (ratio - mean) * season.stretch()).collect();
    // Of a logarithm, by the delta method.
    let noise: Vec<f64> =
        (start..counts.len()).map(|n| (variance(n) + 0.25) / (expected(n) + 0.5).powi(2)).collect();
    (season, Shock::fit(&ratios, &noise))
}
