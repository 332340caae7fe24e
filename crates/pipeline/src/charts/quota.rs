//! How far the quota is reached: what is won already, what is to be expected, and what is missing.

use super::ChartError;
use super::canvas::{Canvas, Rect};
use super::key::{Mark, height as key_height, key};
use super::lettering::{Align, Lettering};
use super::theme::{Palette, Theme};
use crate::forecast::Forecast;
use crate::words::Words;

/// Minor units of the whole period.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct QuotaBar {
    /// Nothing where none is set.
    pub quota: Option<f64>,
    /// Won already, and part of the others.
    pub booked: f64,
    pub p10: f64,
    /// The mean.
    pub expected: f64,
    pub p90: f64,
}

impl QuotaBar {
    /// `quota` is that of all months of the forecast together, in minor units.
    pub fn of(forecast: &Forecast, quota: Option<i64>) -> Self {
        let all = forecast.months.last().map(|last| last.cumulative).unwrap_or_default();
        Self {
            quota: quota.map(|quota| quota as f64),
            booked: forecast.past.booked,
            p10: all.p10,
            expected: all.mean,
            p90: all.p90,
        }
    }

    /// The height at which an untitled picture of that width holds all of it and no more.
    pub fn height(&self, width: u32, words: &Words) -> u32 {
        let palette = Theme::Print.palette();
        let marks = self.marks(palette, words, self.quota.unwrap_or(1.0));
        66 + key_height(&marks, f64::from(width), palette.muted).ceil() as u32
    }

    fn marks(&self, palette: &Palette, words: &Words, quota: f64) -> [(Mark, String); 3] {
        [
            (Mark::Area(palette.main), words.booked_of(self.booked)),
            (Mark::Area(palette.edge), words.expected_of(self.expected, self.expected / quota)),
            (Mark::Line(palette.ink), words.range_of(self.p10, self.p90)),
        ]
    }

    pub(super) fn draw(&self, canvas: &Canvas<'_>, words: &Words) -> Result<(), ChartError> {
        let Some(quota) = self.quota.filter(|quota| *quota > 0.0) else {
            return canvas.nothing(words.no_quota());
        };
        let palette = canvas.palette;
        let Rect { left, right, top, bottom } = canvas.inner;
        let reach = quota.max(self.p90).max(self.booked) * 1.04;
        let x = |minor: f64| left + (right - left) * (minor / reach).clamp(0.0, 1.0);
        let strong = Lettering::small(palette.ink).bold();
        let text = words.quota_of(quota);
        let half = strong.width_of(&text) / 2.0;
        let middle = x(quota).clamp(left + half, (right - half).max(left + half));
        canvas.text(&text, (middle, top + 9.0), strong.aligned(Align::Middle))?;
        let bar = Rect { left, right, top: top + 20.0, bottom: (top + 52.0).min(bottom) };
        canvas.rect(bar, palette.grid)?;
        canvas.rect(Rect { right: x(self.expected), ..bar }, palette.edge)?;
        canvas.rect(Rect { right: x(self.booked), ..bar }, palette.main)?;
        let (level, from, to) = (f64::midpoint(bar.top, bar.bottom), x(self.p10), x(self.p90));
        canvas.line(&[(from, level), (to, level)], palette.ink, 1.0)?;
        for end in [from, to] {
            canvas.line(&[(end, level - 4.0), (end, level + 4.0)], palette.ink, 1.0)?;
        }
        canvas.line(&[(x(quota), bar.top - 5.0), (x(quota), bar.bottom + 5.0)], palette.ink, 2.0)?;
        key(canvas, Rect { top: bar.bottom + 14.0, ..canvas.inner }, &self.marks(palette, words, quota))?;
        Ok(())
    }
}
