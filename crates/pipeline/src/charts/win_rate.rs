//! The win rate by month of closing, with the interval that says how little a month tells.

use super::ChartError;
use super::axes::{DOT_SLOT, MONTHS_HEIGHT, Scale, apart, fitting, months, steps, values};
use super::canvas::{Canvas, Place, Rect};
use super::lettering::Lettering;
use crate::calendar::Month;
use crate::intervals::Share;
use crate::win_rate::WinRate;
use crate::words::Words;

#[derive(Debug, Clone, PartialEq, Default)]
pub struct WinRateLine {
    /// Nothing for a month in which nothing was closed.
    pub months: Vec<(Month, Option<Share>)>,
    /// Of the whole period.
    pub overall: Option<f64>,
}

impl WinRateLine {
    /// From [`crate::win_rate::by_month`].
    pub fn of(months: &[(Month, WinRate)], overall: &WinRate) -> Self {
        Self {
            months: months.iter().map(|(month, rate)| (*month, rate.by_count())).collect(),
            overall: overall.by_count().map(|share| share.rate),
        }
    }

    pub(super) fn draw(&self, canvas: &Canvas<'_>, words: &Words) -> Result<(), ChartError> {
        let highest =
            self.months.iter().filter_map(|(_, share)| share.map(|share| share.high)).fold(0.0, f64::max);
        if highest <= 0.0 {
            return canvas.nothing(words.no_closed_deals());
        }
        let plain = Lettering::small(canvas.palette.muted);
        let strong = Lettering::small(canvas.palette.line).bold();
        let last = self.months.iter().rev().find_map(|(_, share)| *share).map(|share| share.rate);
        let mut names: Vec<(String, f64, Lettering)> =
            last.map(|rate| (words.percent(rate), rate, strong)).into_iter().collect();
        names.extend(self.overall.map(|rate| (words.overall(rate), rate, plain)));
        let side = names.iter().map(|(name, _, style)| style.width_of(name)).fold(0.0, f64::max) + 10.0;
        let space = Rect {
            top: canvas.inner.top + 5.0,
            right: canvas.inner.right - side,
            bottom: canvas.inner.bottom - MONTHS_HEIGHT,
            ..canvas.inner
        };
        let (plot, scale) =
            values(canvas, space, &steps(highest.min(1.0), fitting(space.height()), 0.0), |rate| {
                words.percent(rate)
            })?;
        self.bands(canvas, plot, scale)?;
        if let Some(overall) = self.overall {
            let y = scale.y(overall);
            canvas.dashes((plot.left, y), (plot.right, y), canvas.palette.muted, 1.0)?;
        }
        self.rates(canvas, plot, scale)?;
        let mut baselines: Vec<f64> = names.iter().map(|(_, rate, _)| scale.y(*rate) + 4.0).collect();
        apart(&mut baselines, 13.0, plot.top, plot.bottom);
        for ((name, _, style), baseline) in names.iter().zip(baselines) {
            canvas.text(name, (plot.right + 10.0, baseline), *style)?;
        }
        let all: Vec<Month> = self.months.iter().map(|(month, _)| *month).collect();
        months(canvas, plot, &all, words)
    }

    /// Runs of months in which something was closed, as the places of their first and of the one after their last.
    fn runs(&self) -> Vec<std::ops::Range<usize>> {
        let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
        for at in (0..self.months.len()).filter(|&at| self.months[at].1.is_some()) {
            match runs.last_mut() {
                Some(run) if run.end == at => run.end = at + 1,
                _ => runs.push(at..at + 1),
            }
        }
        runs
    }

    fn bands(&self, canvas: &Canvas<'_>, plot: Rect, scale: Scale) -> Result<(), ChartError> {
        for run in self.runs() {
            let upper = self.course(plot, scale, run.clone(), |share| share.high);
            let lower = self.course(plot, scale, run, |share| share.low);
            let outline: Vec<Place> = upper.iter().chain(lower.iter().rev()).copied().collect();
            canvas.area(&outline, canvas.palette.soft)?;
            canvas.line(&upper, canvas.palette.edge, 1.0)?;
            canvas.line(&lower, canvas.palette.edge, 1.0)?;
        }
        Ok(())
    }

    fn rates(&self, canvas: &Canvas<'_>, plot: Rect, scale: Scale) -> Result<(), ChartError> {
        let slot = plot.width() / self.months.len().max(1) as f64;
        for run in self.runs() {
            let course = self.course(plot, scale, run, |share| share.rate);
            let middles = &course[1..course.len() - 1];
            if middles.len() > 1 {
                canvas.line(middles, canvas.palette.line, 2.0)?;
            }
            // A month alone has no line, so it keeps its dot.
            for &place in middles.iter().filter(|_| slot >= DOT_SLOT || middles.len() == 1) {
                canvas.ringed(place, slot.clamp(3.0, 6.0) / 2.0, canvas.palette.line)?;
            }
        }
        Ok(())
    }

    /// Through the middles of a run's slots, level to its outer edges.
    fn course(
        &self,
        plot: Rect,
        scale: Scale,
        run: std::ops::Range<usize>,
        of: impl Fn(&Share) -> f64,
    ) -> Vec<Place> {
        let slot = plot.width() / self.months.len().max(1) as f64;
        let x = |at: f64| plot.left + at * slot;
        let ys: Vec<f64> = self.months[run.clone()]
            .iter()
            .filter_map(|(_, share)| share.as_ref())
            .map(|s| scale.y(of(s)))
            .collect();
        let middles = ys.iter().enumerate().map(|(n, &y)| (x((run.start + n) as f64 + 0.5), y));
        let first = ys.first().map(|&y| (x(run.start as f64), y));
        let last = ys.last().map(|&y| (x(run.end as f64), y));
        first.into_iter().chain(middles).chain(last).collect()
    }
}
