//! Scales and their labels: values upwards with a thin grid, months and numbers along the foot.

use super::ChartError;
use super::canvas::{Canvas, Rect};
use super::lettering::{Align, Lettering};
use crate::calendar::Month;
use crate::words::Words;

/// Where values lie between the foot and the head of a plot.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    pub(super) most: f64,
    foot: f64,
    head: f64,
}

impl Scale {
    /// From 0 at the foot.
    pub(super) fn new(plot: Rect, most: f64) -> Self {
        Self { most, foot: plot.bottom, head: plot.top }
    }

    /// Values beyond lie on the bounds.
    pub(super) fn y(&self, value: f64) -> f64 {
        let share = if self.most > 0.0 { (value / self.most).clamp(0.0, 1.0) } else { 0.0 };
        self.foot + (self.head - self.foot) * share
    }
}

/// Round steps from 0 to the first that is not below the largest value: 1, 2 or 5 times a power of ten, at most so many.
pub(super) fn steps(largest: f64, most: usize, least_step: f64) -> Vec<f64> {
    let largest = if largest.is_finite() && largest > 0.0 { largest } else { 1.0 };
    let rough = largest / most.max(1) as f64;
    let power = 10_f64.powf(rough.log10().floor());
    let round = [1.0, 2.0, 5.0, 10.0].map(|factor| factor * power);
    // Rounding may leave the last one a hair too small.
    let step =
        round.into_iter().find(|step| *step >= rough * (1.0 - 1e-9)).unwrap_or(10.0 * power).max(least_step);
    let count = (largest / step - 1e-9).ceil().max(1.0) as usize;
    (0..=count).map(|n| n as f64 * step).collect()
}

/// The plot that is left of a space when values stand at its left, with their grid drawn.
pub(super) fn values(
    canvas: &Canvas<'_>,
    space: Rect,
    steps: &[f64],
    label: impl Fn(f64) -> String,
) -> Result<(Rect, Scale), ChartError> {
    let style = Lettering::small(canvas.palette.muted).aligned(Align::Right);
    let labels: Vec<String> = steps.iter().map(|&step| label(step)).collect();
    let room = style.widest(labels.iter().map(String::as_str)) + 8.0;
    let plot = Rect { left: space.left + room, ..space };
    let scale = Scale::new(plot, steps.last().copied().unwrap_or(1.0));
    for (at, (step, label)) in steps.iter().zip(&labels).enumerate() {
        let y = scale.y(*step);
        let colour = if at == 0 { canvas.palette.axis } else { canvas.palette.grid };
        canvas.line(&[(plot.left, y), (plot.right, y)], colour, 1.0)?;
        canvas.text(label, (plot.left - 8.0, y + 4.0), style)?;
    }
    Ok((plot, scale))
}

/// Slots that are narrower hold no dots of their own.
pub(super) const DOT_SLOT: f64 = 12.0;

/// How many steps a height holds without crowding.
pub(super) fn fitting(height: f64) -> usize {
    ((height / 33.0) as usize).clamp(1, 6)
}

/// What [`months`] takes of the height.
pub(super) const MONTHS_HEIGHT: f64 = 34.0;

/// Names of months under the middles of their slots, as many as fit, and each year once below: under its January, or
/// where the months begin unless that is too near to the next January.
pub(super) fn months(
    canvas: &Canvas<'_>,
    plot: Rect,
    months: &[Month],
    words: &Words,
) -> Result<(), ChartError> {
    let style = Lettering::small(canvas.palette.muted).aligned(Align::Middle);
    let slot = plot.width() / months.len().max(1) as f64;
    let room = style.widest(months.iter().map(|month| words.month_name(*month))) + 8.0;
    let every = [1, 2, 3, 6, 12].into_iter().find(|&every| every as f64 * slot >= room);
    let mut free = f64::INFINITY;
    for (at, month) in months.iter().enumerate().rev() {
        let middle = plot.left + (at as f64 + 0.5) * slot;
        if every.is_some_and(|every| month.of_year().is_multiple_of(every)) {
            canvas.text(words.month_name(*month), (middle, plot.bottom + 16.0), style)?;
        }
        let year = month.year().to_string();
        let half = style.width_of(&year) / 2.0;
        let middle = middle.max(plot.left + half);
        if (at == 0 || month.of_year() == 0) && middle + half + 8.0 <= free {
            canvas.text(&year, (middle, plot.bottom + 30.0), style)?;
            free = middle - half;
        }
    }
    Ok(())
}

/// Moves labels apart so that none is nearer to the next than a gap; their order stays. Within the bounds if they fit.
pub(super) fn apart(wanted: &mut [f64], gap: f64, top: f64, bottom: f64) {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&a, &b| wanted[a].total_cmp(&wanted[b]));
    let mut free = top;
    for &at in &order {
        wanted[at] = wanted[at].max(free);
        free = wanted[at] + gap;
    }
    let mut limit = bottom;
    for &at in order.iter().rev() {
        wanted[at] = wanted[at].min(limit);
        limit = wanted[at] - gap;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round_and_reach_the_largest_value() {
        assert_eq!(steps(87.0, 5, 0.0), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        assert_eq!(steps(100.0, 5, 0.0), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        assert_eq!(steps(3.0, 5, 1.0), [0.0, 1.0, 2.0, 3.0]);
        assert_eq!(steps(0.0, 4, 1.0), [0.0, 1.0]);
        for largest in [1e-9, 0.3, 7.0, 1e15, 1e17, f64::MAX / 1e10, f64::NAN, f64::INFINITY, -4.0] {
            let steps = steps(largest, 5, 0.0);
            assert!((2..=6).contains(&steps.len()), "{largest}: {steps:?}");
            assert!(!(largest.is_finite() && steps[steps.len() - 1] < largest * (1.0 - 1e-6)), "{largest}");
        }
    }

    #[test]
    fn labels_that_would_overlap_are_moved_apart() {
        let mut close = [50.0, 52.0, 49.0, 10.0];
        apart(&mut close, 12.0, 0.0, 100.0);
        assert_eq!(close, [61.0, 73.0, 49.0, 10.0]);
        let mut low = [99.0, 98.0];
        apart(&mut low, 12.0, 0.0, 100.0);
        assert_eq!(low, [100.0, 88.0]);
    }
}
