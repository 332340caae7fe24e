//! Pictures of what the other modules compute, for sharing and for paper: plain data in, SVG or PNG out.
//!
//! plotters draws each picture once, as SVG with its text in Inter; a PNG is that SVG in pixels. Fonts are those of
//! `mycrm-print`, so nothing is asked of the system and the same data give the same bytes.

mod axes;
mod canvas;
mod forecast;
mod frame;
mod funnel;
mod key;
mod lettering;
mod pixels;
mod quota;
mod reliability;
mod rows;
mod stages;
#[cfg(test)]
mod tests;
mod theme;
mod velocity;
mod win_rate;

pub use forecast::{FanMonth, ForecastFan};
pub use frame::{Frame, LARGEST, SMALLEST};
pub use funnel::{FunnelBar, FunnelBars};
pub use quota::QuotaBar;
pub use reliability::ReliabilityCurve;
pub use stages::{StageBar, StageBars};
pub use theme::Theme;
pub use velocity::VelocityBars;
pub use win_rate::WinRateLine;

use plotters::drawing::IntoDrawingArea;
use plotters::prelude::SVGBackend;

use crate::words::Words;
use canvas::{Canvas, FINE};

/// What is drawn. Amounts are minor units of the currency of the words, shares lie in 0 to 1.
#[derive(Debug, Clone, PartialEq)]
pub enum Chart {
    Forecast(ForecastFan),
    Stages(StageBars),
    Funnel(FunnelBars),
    Velocity(VelocityBars),
    WinRate(WinRateLine),
    Reliability(ReliabilityCurve),
    Quota(QuotaBar),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Svg,
    Png,
}

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum ChartError {
    #[error(
        "a picture of {width} by {height} cannot be drawn: each side takes {SMALLEST} to {LARGEST}, and a PNG at most \
         {most} pixels"
    )]
    Size { width: u32, height: u32, most: u64 },
    #[error("the picture could not be drawn: {0}")]
    Drawing(String),
}

/// Draws a chart. Where there is nothing to show, the picture says so.
///
/// # Errors
/// [`ChartError::Size`] for a frame that is too small or too large; [`ChartError::Drawing`] is a fault of this module.
pub fn draw(
    chart: &Chart,
    format: Format,
    theme: Theme,
    frame: Frame,
    words: &Words,
) -> Result<Vec<u8>, ChartError> {
    frame.check()?;
    let mut drawn = String::new();
    let surface = SVGBackend::with_string(&mut drawn, (frame.width * FINE, frame.height * FINE));
    let canvas = Canvas::new(surface.into_drawing_area(), theme.palette(), frame, chart.title(words))?;
    match chart {
        Chart::Forecast(fan) => fan.draw(&canvas, words)?,
        Chart::Stages(bars) => bars.draw(&canvas, words)?,
        Chart::Funnel(bars) => bars.draw(&canvas, words)?,
        Chart::Velocity(bars) => bars.draw(&canvas, words)?,
        Chart::WinRate(line) => line.draw(&canvas, words)?,
        Chart::Reliability(curve) => curve.draw(&canvas, words)?,
        Chart::Quota(bar) => bar.draw(&canvas, words)?,
    }
    canvas.finish()?;
    let svg = whole(&drawn, frame, chart.title(words));
    match format {
        Format::Svg => Ok(svg.into_bytes()),
        Format::Png => pixels::png(&svg, frame),
    }
}

/// The SVG with a head of its own: the size in units, what it shows, round joints, and figures of equal width.
fn whole(drawn: &str, frame: Frame, title: &str) -> String {
    let Frame { width, height, .. } = frame;
    let body = drawn.split_once('>').map_or("", |(_, body)| body);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {} {}\" role=\"img\" stroke-linejoin=\"round\" \
         style=\"font-variant-numeric:tabular-nums\">\n<title>{title}</title>{body}",
        width * FINE,
        height * FINE
    )
}

impl Chart {
    /// What it shows, in a few words.
    pub fn title(&self, words: &Words) -> &'static str {
        match self {
            Self::Forecast(_) => words.forecast_title(),
            Self::Stages(_) => words.stages_title(),
            Self::Funnel(_) => words.funnel_title(),
            Self::Velocity(_) => words.velocity_title(),
            Self::WinRate(_) => words.win_rate_title(),
            Self::Reliability(_) => words.reliability_title(),
            Self::Quota(_) => words.quota_title(),
        }
    }
}
