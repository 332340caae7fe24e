//! How often deals were won that were said to be so likely: on the diagonal is right.

use super::ChartError;
use super::axes::{fitting, steps, values};
use super::canvas::{Canvas, Rect};
use super::key::{Mark, key};
use super::lettering::{Align, Lettering};
use crate::backtest::{Bin, Reliability};
use crate::words::Words;

#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReliabilityCurve {
    /// By rising probability.
    pub bins: Vec<Bin>,
}

impl ReliabilityCurve {
    pub fn of(reliability: &Reliability) -> Self {
        Self { bins: reliability.bins.clone() }
    }

    pub(super) fn draw(&self, canvas: &Canvas<'_>, words: &Words) -> Result<(), ChartError> {
        let most = self.bins.iter().map(|bin| bin.won.n).max().unwrap_or(0);
        if most == 0 {
            return canvas.nothing(words.no_past_forecasts());
        }
        let palette = canvas.palette;
        let muted = Lettering::small(palette.muted);
        let marks =
            [(Mark::Line(palette.line), words.won_share()), (Mark::Dashes(palette.muted), words.exact())];
        let (height, _) = key(canvas, canvas.inner, &marks.map(|(mark, name)| (mark, name.to_owned())))?;
        let space = Rect {
            top: canvas.inner.top + height + 8.0,
            right: canvas.inner.right - 14.0,
            bottom: canvas.inner.bottom - 34.0,
            ..canvas.inner
        };
        let shares = steps(1.0, fitting(space.height()), 0.0);
        let (plot, scale) = values(canvas, space, &shares, |share| words.percent(share))?;
        let x = |share: f64| plot.left + plot.width() * share.clamp(0.0, 1.0);
        for &share in &shares {
            canvas.text(
                &words.percent(share),
                (x(share), plot.bottom + 16.0),
                muted.aligned(Align::Middle),
            )?;
        }
        canvas.text(
            words.predicted(),
            (plot.right + 14.0, plot.bottom + 31.0),
            muted.aligned(Align::Right),
        )?;
        canvas.dashes((x(0.0), scale.y(0.0)), (x(1.0), scale.y(1.0)), palette.muted, 1.0)?;
        let place = |bin: &Bin| (x(bin.mean_probability), scale.y(bin.won.rate));
        for bin in &self.bins {
            let (at, _) = place(bin);
            canvas.line(&[(at, scale.y(bin.won.low)), (at, scale.y(bin.won.high))], palette.main, 1.2)?;
        }
        let course: Vec<(f64, f64)> = self.bins.iter().map(place).collect();
        if course.len() > 1 {
            canvas.line(&course, palette.line, 2.0)?;
        }
        for bin in &self.bins {
            // The area of a dot is its number of deals.
            let radius = 2.5 + 4.0 * (bin.won.n as f64 / most as f64).sqrt();
            canvas.ringed(place(bin), radius, palette.line)?;
        }
        Ok(())
    }
}
