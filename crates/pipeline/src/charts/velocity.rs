//! How long deals took to close, and which share is still open by age.

use super::ChartError;
use super::axes::{Scale, fitting, steps, values};
use super::canvas::{Canvas, Place, Rect};
use super::lettering::{Align, Lettering};
use crate::velocity::Velocity;
use crate::words::Words;

/// Days of a bar of [`Velocity::histogram`].
const BAR: u32 = 10;
/// More bars than this are too thin to tell apart.
const MOST_BARS: usize = 36;

#[derive(Debug, Clone, PartialEq, Default)]
pub struct VelocityBars {
    /// Closed deals by their days, ten to a bar from 0.
    pub bars: Vec<u64>,
    /// Share still open after so many days, closed and open deals taken together; in order.
    pub curve: Vec<(u32, f64)>,
    /// After so many days half are closed.
    pub median: Option<u32>,
}

/// Bars as they are drawn.
struct Binned {
    counts: Vec<u64>,
    /// Of one bar.
    days: u32,
    /// Deals that took longer than the last bar reaches.
    beyond: u64,
}

impl VelocityBars {
    pub fn of(velocity: &Velocity) -> Self {
        Self {
            bars: velocity.histogram.clone(),
            curve: velocity.curve.points.iter().map(|point| (point.time, point.survival)).collect(),
            median: velocity.censored_median_days,
        }
    }

    /// A few deals that took years must not press all others into one bar: where the last fiftieth takes more than half
    /// as much room again, it stands in a bar of its own.
    fn binned(&self) -> Binned {
        let sum = |bars: &[u64]| bars.iter().fold(0_u64, |sum, &bar| sum.saturating_add(bar));
        let most = sum(&self.bars) as f64 * 0.98;
        let enough = (1..=self.bars.len()).find(|&kept| sum(&self.bars[..kept]) as f64 >= most);
        let enough = enough.unwrap_or(self.bars.len());
        let kept = if self.bars.len() * 2 > enough * 3 { enough } else { self.bars.len() };
        let together = [1, 2, 3, 5, 10, 20, 50, 100].into_iter().find(|of| kept.div_ceil(*of) <= MOST_BARS);
        let together = together.unwrap_or(kept.div_ceil(MOST_BARS));
        let kept = (kept.div_ceil(together) * together).min(self.bars.len());
        Binned {
            counts: self.bars[..kept].chunks(together).map(sum).collect(),
            days: BAR * u32::try_from(together).unwrap_or(1),
            beyond: sum(&self.bars[kept..]),
        }
    }

    pub(super) fn draw(&self, canvas: &Canvas<'_>, words: &Words) -> Result<(), ChartError> {
        if self.bars.iter().all(|&bar| bar == 0) {
            return canvas.nothing(words.no_closed_deals());
        }
        let binned = self.binned();
        let muted = Lettering::small(canvas.palette.muted);
        let curve = Lettering::small(canvas.palette.line);
        let shares = [0.0, 0.5, 1.0].map(|share| words.percent(share));
        let side = muted.widest(shares.iter().map(String::as_str)) + 8.0;
        let space = Rect {
            top: canvas.inner.top + 24.0,
            right: canvas.inner.right - side,
            bottom: canvas.inner.bottom - 34.0,
            ..canvas.inner
        };
        let most = binned.counts.iter().chain([&binned.beyond]).max().copied().unwrap_or(0);
        let steps = steps(most as f64, fitting(space.height()), 1.0);
        let (plot, scale) = values(canvas, space, &steps, |deals| words.short(deals))?;
        let drawn = self.bars(canvas, words, &binned, plot, scale)?;
        let share = Scale::new(plot, 1.0);
        for (at, label) in [0.0, 0.5, 1.0].into_iter().zip(&shares) {
            canvas.text(label, (plot.right + 8.0, share.y(at) + 4.0), muted)?;
        }
        self.survival(canvas, words, drawn, binned.days * u32::try_from(binned.counts.len()).unwrap_or(1))?;
        let head = canvas.inner.top + 9.0;
        let right = (canvas.inner.right, head);
        canvas.text(words.closed_deals(), (canvas.inner.left, head), muted)?;
        canvas.text(words.share_still_open(), right, curve.aligned(Align::Right))?;
        canvas.text(words.days_to_close(), (plot.right, plot.bottom + 30.0), muted.aligned(Align::Right))
    }

    /// Returns the part of the plot over which days run evenly.
    fn bars(
        &self,
        canvas: &Canvas<'_>,
        words: &Words,
        binned: &Binned,
        plot: Rect,
        scale: Scale,
    ) -> Result<Rect, ChartError> {
        let muted = Lettering::small(canvas.palette.muted);
        // The bar of what lies beyond stands apart by its own width.
        let slots = binned.counts.len() as f64 + if binned.beyond > 0 { 2.0 } else { 0.0 };
        let slot = plot.width() / slots;
        let even = Rect { right: plot.left + slot * binned.counts.len() as f64, ..plot };
        let bar = |left: f64, deals: u64| {
            let gap = (slot * 0.05).min(1.0);
            let rect = Rect {
                left: left + gap,
                right: left + slot - gap,
                top: scale.y(deals as f64),
                bottom: plot.bottom,
            };
            if deals > 0 { canvas.rect(rect, canvas.palette.edge) } else { Ok(()) }
        };
        for (at, deals) in binned.counts.iter().enumerate() {
            bar(plot.left + at as f64 * slot, *deals)?;
        }
        let reach = binned.days * u32::try_from(binned.counts.len()).unwrap_or(1);
        let widest = muted.width_of(&words.count(u64::from(reach))) + 24.0;
        let every =
            [1, 2, 3, 5, 6, 10, 20].into_iter().find(|&every| every as f64 * slot >= widest).unwrap_or(50);
        for at in (0..=binned.counts.len()).step_by(every) {
            let days = words.count(u64::from(binned.days) * at as u64);
            let place = (plot.left + at as f64 * slot, plot.bottom + 16.0);
            canvas.text(&days, place, muted.aligned(if at == 0 { Align::Left } else { Align::Middle }))?;
        }
        if binned.beyond > 0 {
            bar(plot.right - slot, binned.beyond)?;
            let more = format!("> {}", words.count(u64::from(reach)));
            canvas.text(&more, (plot.right, plot.bottom + 16.0), muted.aligned(Align::Right))?;
        }
        canvas.line(&[(plot.left, plot.bottom), (plot.right, plot.bottom)], canvas.palette.axis, 1.0)?;
        Ok(even)
    }

    /// The share still open as a staircase, and the day on which it is a half.
    fn survival(&self, canvas: &Canvas<'_>, words: &Words, plot: Rect, reach: u32) -> Result<(), ChartError> {
        let share = Scale::new(plot, 1.0);
        let x = |days: u32| plot.left + plot.width() * f64::from(days.min(reach)) / f64::from(reach.max(1));
        let mut course: Vec<Place> = vec![(plot.left, share.y(1.0))];
        let mut before = 1.0;
        for &(days, left) in self.curve.iter().take_while(|(days, _)| *days <= reach) {
            course.extend([(x(days), share.y(before)), (x(days), share.y(left))]);
            before = left;
        }
        course.push((plot.right, share.y(before)));
        canvas.line(&course, canvas.palette.line, 2.0)?;
        let Some(median) = self.median.filter(|days| *days <= reach) else { return Ok(()) };
        let place = (x(median), share.y(0.5));
        canvas.dashes(place, (place.0, plot.bottom), canvas.palette.ink, 1.0)?;
        canvas.ringed(place, 3.5, canvas.palette.ink)?;
        let text = words.half_closed(median);
        let style = Lettering::small(canvas.palette.ink).bold();
        let beside = place.0 + 10.0;
        let left = beside.min(canvas.inner.right - style.width_of(&text)).max(plot.left);
        canvas.text(&text, (left, place.1 - 8.0), style)
    }
}
