//! How many deals came how far, and what became of the others.

use super::ChartError;
use super::canvas::Canvas;
use super::key::Mark;
use super::rows::{Row, rows};
use crate::deals::{Stage, StageKind};
use crate::funnel::Funnel;
use crate::words::Words;

#[derive(Debug, Clone, PartialEq, Default)]
pub struct FunnelBars {
    /// The first stage first, won deals last.
    pub steps: Vec<FunnelBar>,
}

/// Of the deals that reached a step, those that went no further; the others did.
#[derive(Debug, Clone, PartialEq)]
pub struct FunnelBar {
    pub name: String,
    pub reached: u64,
    pub still_open: u64,
    pub lost: u64,
}

impl FunnelBars {
    pub fn of(funnel: &Funnel, stages: &[Stage], words: &Words) -> Self {
        let won = stages.iter().find(|stage| stage.kind == StageKind::Won && !stage.removed);
        let won = won.map_or_else(|| words.won().to_owned(), |stage| stage.name.clone());
        let name = |stage: Option<usize>| match stage {
            Some(stage) => stages.get(stage).map_or_else(String::new, |stage| stage.name.clone()),
            None => won.clone(),
        };
        let bar = |step: &crate::funnel::Step| FunnelBar {
            name: name(step.stage),
            reached: step.reached,
            still_open: step.still_open,
            lost: step.lost,
        };
        Self { steps: funnel.steps.iter().map(bar).collect() }
    }

    pub(super) fn draw(&self, canvas: &Canvas<'_>, words: &Words) -> Result<(), ChartError> {
        if self.steps.iter().all(|step| step.reached == 0) {
            return canvas.nothing(words.no_deals_in_period());
        }
        let palette = canvas.palette;
        let last = self.steps.len() - 1;
        let row = |(at, step): (usize, &FunnelBar)| {
            let further = step.reached.saturating_sub(step.still_open).saturating_sub(step.lost);
            let share =
                (at < last && step.reached > 0).then(|| words.percent(further as f64 / step.reached as f64));
            let parts = [(further, palette.main), (step.still_open, palette.edge), (step.lost, palette.rest)];
            Row {
                name: step.name.clone(),
                parts: parts.map(|(deals, colour)| (deals as f64, colour)).into(),
                cells: vec![words.count(step.reached), share.unwrap_or_default()],
            }
        };
        let all: Vec<Row> = self.steps.iter().enumerate().map(row).collect();
        let marks = [
            (palette.main, words.went_on()),
            (palette.edge, words.still_open()),
            (palette.rest, words.lost()),
        ];
        let marks = marks.map(|(colour, name)| (Mark::Area(colour), name.to_owned()));
        rows(canvas, words, &marks, &[words.reached(), words.went_on()], &all)
    }
}
