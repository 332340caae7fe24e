//! The forecast fan: what was won by month, and the band of what is to come.

use super::ChartError;
use super::axes::{DOT_SLOT, MONTHS_HEIGHT, Scale, apart, fitting, months, steps, values};
use super::canvas::{Canvas, Rect};
use super::key::{Mark, key};
use super::lettering::{Align, Lettering};
use crate::calendar::Month;
use crate::forecast::Forecast;
use crate::words::Words;

/// Months of the past that are shown.
const PAST: usize = 12;

/// Minor units by month.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ForecastFan {
    /// Won in the months before, the oldest first.
    pub past: Vec<(Month, f64)>,
    /// The current month and those after it.
    pub months: Vec<FanMonth>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FanMonth {
    pub month: Month,
    /// Won already, and part of the quantiles.
    pub booked: f64,
    pub p10: f64,
    pub p50: f64,
    pub p90: f64,
    /// Nothing for a month without.
    pub quota: Option<f64>,
}

impl ForecastFan {
    /// `quotas` are those of the forecast's months in order, in minor units.
    pub fn of(forecast: &Forecast, quotas: &[Option<i64>]) -> Self {
        let quota = |at: usize| quotas.get(at).copied().flatten().map(|quota| quota as f64);
        let past = &forecast.past;
        let shown = past.revenue.len().saturating_sub(PAST);
        let month = |at: usize| past.first.plus(i32::try_from(at).unwrap_or(i32::MAX));
        Self {
            past: past.revenue.iter().enumerate().skip(shown).map(|(at, &won)| (month(at), won)).collect(),
            months: forecast
                .months
                .iter()
                .enumerate()
                .map(|(at, of)| FanMonth {
                    month: of.month,
                    booked: of.booked,
                    p10: of.revenue.p10,
                    p50: of.revenue.p50,
                    p90: of.revenue.p90,
                    quota: quota(at),
                })
                .collect(),
        }
    }

    /// Whether there is nothing to draw: nothing was won and nothing is expected.
    pub fn is_empty(&self) -> bool {
        self.largest() <= 0.0
    }

    fn largest(&self) -> f64 {
        let past = self.past.iter().map(|(_, won)| *won);
        past.chain(self.months.iter().flat_map(|of| [of.booked, of.p90])).fold(0.0, f64::max)
    }

    pub(super) fn draw(&self, canvas: &Canvas<'_>, words: &Words) -> Result<(), ChartError> {
        let largest = self.largest();
        if largest <= 0.0 {
            return canvas.nothing(words.nothing_to_forecast());
        }
        let notes = Lettering::small(canvas.palette.muted);
        let side = notes.bold().widest(["P90", words.quota()]) + 8.0;
        let space = Rect {
            top: canvas.inner.top + 24.0,
            right: canvas.inner.right - side,
            bottom: canvas.inner.bottom - MONTHS_HEIGHT,
            ..canvas.inner
        };
        let steps = steps(self.quotas().fold(largest, f64::max), fitting(space.height()), 0.0);
        let (plot, scale) = values(canvas, space, &steps, |minor| words.money_short(minor))?;
        let all: Vec<Month> =
            self.past.iter().map(|(month, _)| *month).chain(self.months.iter().map(|of| of.month)).collect();
        let slot = plot.width() / all.len() as f64;
        let now = plot.left + self.past.len() as f64 * slot;
        let to_come = Rect { left: now, ..plot };
        self.band(canvas, scale, to_come)?;
        let won = self.past.iter().map(|(_, won)| *won).chain(self.months.iter().map(|of| of.booked));
        for (at, won) in won.enumerate().filter(|(_, won)| *won > 0.0) {
            let (middle, half) = (plot.left + (at as f64 + 0.5) * slot, (slot * 0.3).min(18.0));
            let bar =
                Rect { left: middle - half, right: middle + half, top: scale.y(won), bottom: plot.bottom };
            canvas.rect(bar, canvas.palette.past)?;
        }
        canvas.line(&[(plot.left, plot.bottom), (plot.right, plot.bottom)], canvas.palette.axis, 1.0)?;
        self.marks(canvas, scale, to_come)?;
        self.names(canvas, words, scale, to_come)?;
        self.heads(canvas, words, to_come, plot.left)?;
        months(canvas, plot, &all, words)
    }

    /// Above the plot: what the bars are, and where the forecast begins.
    fn heads(&self, canvas: &Canvas<'_>, words: &Words, to_come: Rect, left: f64) -> Result<(), ChartError> {
        let style = Lettering::small(canvas.palette.muted);
        let now = to_come.left;
        let won = (Mark::Area(canvas.palette.past), words.won().to_owned());
        let mut free = canvas.inner.left;
        if !self.past.is_empty() {
            let (_, end) = key(canvas, Rect { left, ..canvas.inner }, &[won])?;
            free = end + 16.0;
        }
        if self.months.is_empty() {
            return Ok(());
        }
        let fits = now + 8.0 + style.width_of(words.forecast()) <= canvas.inner.right && free <= now;
        if !self.past.is_empty() {
            let top = if fits { canvas.inner.top } else { to_come.top };
            canvas.line(&[(now, top), (now, to_come.bottom)], canvas.palette.axis, 1.0)?;
        }
        let head = canvas.inner.top + 9.0;
        if fits {
            canvas.text(words.forecast(), (now + 8.0, head), style)
        } else {
            let right = style.fitted(words.forecast(), canvas.inner.right - free);
            canvas.text(&right, (canvas.inner.right, head), style.aligned(Align::Right))
        }
    }

    fn quotas(&self) -> impl Iterator<Item = f64> {
        self.months.iter().filter_map(|of| of.quota)
    }

    /// From P10 to P90 over the slots of its months.
    fn band(&self, canvas: &Canvas<'_>, scale: Scale, plot: Rect) -> Result<(), ChartError> {
        let upper = self.course(plot, scale, |of| of.p90);
        let lower = self.course(plot, scale, |of| of.p10);
        let outline: Vec<(f64, f64)> = upper.iter().chain(lower.iter().rev()).copied().collect();
        if !outline.is_empty() {
            canvas.area(&outline, canvas.palette.soft)?;
            canvas.line(&upper, canvas.palette.edge, 1.0)?;
            canvas.line(&lower, canvas.palette.edge, 1.0)?;
        }
        Ok(())
    }

    /// The median and the quota of each month.
    fn marks(&self, canvas: &Canvas<'_>, scale: Scale, plot: Rect) -> Result<(), ChartError> {
        let slot = plot.width() / self.months.len().max(1) as f64;
        let middle = |at: usize| plot.left + (at as f64 + 0.5) * slot;
        for (at, of) in self.months.iter().enumerate() {
            if let Some(quota) = of.quota {
                let (half, y) = (slot * 0.36, scale.y(quota));
                canvas.line(&[(middle(at) - half, y), (middle(at) + half, y)], canvas.palette.ink, 1.5)?;
            }
        }
        let median = self.course(plot, scale, |of| of.p50);
        if !median.is_empty() {
            canvas.line(&median, canvas.palette.line, 2.0)?;
        }
        for (at, of) in self.months.iter().enumerate().filter(|_| slot >= DOT_SLOT) {
            canvas.ringed((middle(at), scale.y(of.p50)), 3.0, canvas.palette.line)?;
        }
        Ok(())
    }

    /// What each line is called, at its right end.
    fn names(&self, canvas: &Canvas<'_>, words: &Words, scale: Scale, plot: Rect) -> Result<(), ChartError> {
        let Some(last) = self.months.last() else { return Ok(()) };
        let plain = Lettering::small(canvas.palette.muted);
        let median = Lettering::small(canvas.palette.line).bold();
        let mut names = vec![("P90", last.p90, plain), ("P50", last.p50, median), ("P10", last.p10, plain)];
        names.extend(
            self.quotas().last().map(|quota| (words.quota(), quota, Lettering::small(canvas.palette.ink))),
        );
        let mut baselines: Vec<f64> = names.iter().map(|(_, value, _)| scale.y(*value) + 4.0).collect();
        apart(&mut baselines, 13.0, plot.top, plot.bottom);
        for ((name, _, style), baseline) in names.into_iter().zip(baselines) {
            canvas.text(name, (plot.right + 8.0, baseline), style)?;
        }
        Ok(())
    }

    /// Through the middles of the slots, level to the outer edges, so that one month is a band too.
    fn course(&self, plot: Rect, scale: Scale, of: impl Fn(&FanMonth) -> f64) -> Vec<(f64, f64)> {
        let slot = plot.width() / self.months.len().max(1) as f64;
        let middles = self
            .months
            .iter()
            .enumerate()
            .map(|(at, month)| (plot.left + (at as f64 + 0.5) * slot, scale.y(of(month))));
        let inner: Vec<(f64, f64)> = middles.collect();
        let ends = inner
            .first()
            .map(|first| (plot.left, first.1))
            .zip(inner.last().map(|last| (plot.right, last.1)));
        let Some((first, last)) = ends else { return inner };
        std::iter::once(first).chain(inner).chain([last]).collect()
    }
}
