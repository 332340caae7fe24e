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

const LINE_HEIGHT: f64 = 18.0;
const MARK: f64 = 9.0;

/// Sets marks with their names into lines from the top of a space. Returns how high they are and where the last ends.
pub(super) fn key(
    canvas: &Canvas<'_>,
    space: Rect,
    entries: &[(Mark, String)],
) -> Result<(f64, f64), ChartError> {
    let style = Lettering::small(canvas.palette.muted);
    let (mut x, mut line) = (space.left, 0.0);
    for (mark, name) in entries {
        let length = if matches!(mark, Mark::Area(_)) { MARK } else { 2.0 * MARK };
        let name = style.fitted(name, (space.width() - length - 6.0).max(0.0));
        let end = x + length + 6.0 + style.width_of(&name);
        if end > space.right && x > space.left {
            (x, line) = (space.left, line + 1.0);
        }
        let base = space.top + line * LINE_HEIGHT + MARK;
        let (from, to) = ((x, base - 4.0), (x + length, base - 4.0));
        match *mark {
            Mark::Area(colour) => {
                canvas.rect(
                    Rect { left: x, right: x + MARK, top: base - MARK + 0.5, bottom: base + 0.5 },
                    colour,
                )?;
            }
            Mark::Line(colour) => canvas.line(&[from, to], colour, 2.0)?,
            Mark::Dashes(colour) => canvas.dashes(from, to, colour, 1.0)?,
        }
        canvas.text(&name, (x + length + 6.0, base), style)?;
        x += length + 6.0 + style.width_of(&name) + 16.0;
    }
    Ok(((line + 1.0) * LINE_HEIGHT, x - 16.0))
}
