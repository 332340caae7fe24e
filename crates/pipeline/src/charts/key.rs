//! What the colours of a picture stand for.

use plotters::style::RGBColor;

use super::ChartError;
use super::canvas::{Canvas, Rect};
use super::lettering::Lettering;

/// How a thing is drawn.
#[derive(Debug, Clone, Copy)]
pub(super) enum Mark {
    Area(RGBColor),
    Line(RGBColor),
    Dashes(RGBColor),
}

impl Mark {
    fn width(self) -> f64 {
        match self {
            Self::Area(_) => HEIGHT,
            Self::Line(_) | Self::Dashes(_) => 2.0 * HEIGHT,
        }
    }
}

const LINE_HEIGHT: f64 = 18.0;
/// Of a mark.
const HEIGHT: f64 = 9.0;
/// Between a mark and its name, and between entries.
const GAP: f64 = 6.0;
const APART: f64 = 16.0;

/// Where each entry begins: its line, and its place from the left.
fn places(entries: &[(Mark, String)], width: f64, style: Lettering) -> Vec<(f64, f64)> {
    let (mut x, mut line) = (0.0, 0.0);
    let place = |(mark, name): &(Mark, String)| {
        let wide = mark.width() + GAP + style.width_of(name);
        if x > 0.0 && x + wide > width {
            (x, line) = (0.0, line + 1.0);
        }
        let place = (line, x);
        x += wide + APART;
        place
    };
    entries.iter().map(place).collect()
}

/// How high a key of that width is.
pub(super) fn height(entries: &[(Mark, String)], width: f64, colour: RGBColor) -> f64 {
    let places = places(entries, width, Lettering::small(colour));
    places.last().map_or(0.0, |last| (last.0 + 1.0) * LINE_HEIGHT)
}

/// Sets marks with their names into lines from the top of a space. Returns how high they are and where the last ends.
pub(super) fn key(
    canvas: &Canvas<'_>,
    space: Rect,
    entries: &[(Mark, String)],
) -> Result<(f64, f64), ChartError> {
    let style = Lettering::small(canvas.palette.muted);
    let places = places(entries, space.width(), style);
    let mut end = space.left;
    for ((mark, name), (line, left)) in entries.iter().zip(&places) {
        let (x, base) = (space.left + left, space.top + line * LINE_HEIGHT + HEIGHT);
        let (from, to) = ((x, base - 4.0), (x + mark.width(), base - 4.0));
        match *mark {
            Mark::Area(colour) => {
                let square = Rect { left: x, right: to.0, top: base - HEIGHT + 0.5, bottom: base + 0.5 };
                canvas.rect(square, colour)?;
            }
            Mark::Line(colour) => canvas.line(&[from, to], colour, 2.0)?,
            Mark::Dashes(colour) => canvas.dashes(from, to, colour, 1.0)?,
        }
        let name = style.fitted(name, space.right - to.0 - GAP);
        canvas.text(&name, (to.0 + GAP, base), style)?;
        end = to.0 + GAP + style.width_of(&name);
    }
    Ok((height(entries, space.width(), canvas.palette.muted), end))
}
