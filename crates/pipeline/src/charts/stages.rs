//! What lies in each open stage, and how much of it is to be expected.

use super::ChartError;
use super::canvas::Canvas;
use super::key::Mark;
use super::rows::{Row, rows};
use crate::deals::{Stage, StageKind};
use crate::stage_times::StageNow;
use crate::words::Words;

#[derive(Debug, Clone, PartialEq, Default)]
pub struct StageBars {
    /// In the order of the pipeline.
    pub stages: Vec<StageBar>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct StageBar {
    pub name: String,
    pub deals: u64,
    /// Minor units, and those times the probability.
    pub value: f64,
    pub weighted: f64,
}

impl StageBars {
    /// The open stages; one that the pipeline no longer has only where deals are left in it.
    pub fn of(now: &[StageNow], stages: &[Stage]) -> Self {
        let bar = |now: &StageNow| {
            let stage = stages.get(now.stage)?;
            let shown = stage.kind == StageKind::Open && (!stage.removed || now.count > 0);
            shown.then(|| StageBar {
                name: stage.name.clone(),
                deals: now.count,
                value: now.total_value,
                weighted: now.weighted_value,
            })
        };
        Self { stages: now.iter().filter_map(bar).collect() }
    }

    pub(super) fn draw(&self, canvas: &Canvas<'_>, words: &Words) -> Result<(), ChartError> {
        if self.stages.iter().all(|stage| stage.deals == 0) {
            return canvas.nothing(words.no_open_deals());
        }
        let palette = canvas.palette;
        // Where no deal carries an amount, the bars are the deals.
        let valued = self.stages.iter().any(|stage| stage.value > 0.0);
        let row = |stage: &StageBar| {
            let weighted = stage.weighted.clamp(0.0, stage.value.max(0.0));
            let parts = if valued {
                vec![(weighted, palette.main), (stage.value - weighted, palette.edge)]
            } else {
                vec![(stage.deals as f64, palette.main)]
            };
            let value = if valued { words.money_short(stage.value) } else { String::new() };
            let deals = words.count(stage.deals);
            let cells =
                if valued { vec![value, words.money_short(stage.weighted), deals] } else { vec![deals] };
            Row { name: stage.name.clone(), parts, cells }
        };
        let all: Vec<Row> = self.stages.iter().map(row).collect();
        if valued {
            let marks = [(palette.main, words.weighted()), (palette.edge, words.not_weighted())];
            let marks = marks.map(|(colour, name)| (Mark::Area(colour), name.to_owned()));
            rows(canvas, words, &marks, &[words.value(), words.weighted(), words.deals_head()], &all)
        } else {
            rows(canvas, words, &[], &[words.deals_head()], &all)
        }
    }
}
