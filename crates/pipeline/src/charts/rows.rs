//! Bars that lie: a name at the left, the parts of a bar, and numbers at the right.

use plotters::style::RGBColor;

use super::ChartError;
use super::canvas::{Canvas, Rect};
use super::key::{Mark, key};
use super::lettering::{Align, Lettering};
use crate::words::Words;

const LOWEST_ROW: f64 = 18.0;
const HIGHEST_ROW: f64 = 40.0;
const GAP: f64 = 16.0;

pub(super) struct Row {
    pub(super) name: String,
    /// From the left, the parts of the bar.
    pub(super) parts: Vec<(f64, RGBColor)>,
    /// One for each column.
    pub(super) cells: Vec<String>,
}

/// Draws rows of equal height. Those that there is no room for are counted in the last.
pub(super) fn rows(
    canvas: &Canvas<'_>,
    words: &Words,
    marks: &[(Mark, String)],
    columns: &[&str],
    rows: &[Row],
) -> Result<(), ChartError> {
    let muted = Lettering::small(canvas.palette.muted);
    let ink = Lettering::small(canvas.palette.ink);
    let space = canvas.inner;
    // More than these are not shown, and measuring takes time.
    let visible = &rows[..rows.len().min((space.height() / LOWEST_ROW).max(1.0) as usize)];
    let width = |(at, head): (usize, &&str)| {
        let cells = visible.iter().filter_map(|row| row.cells.get(at)).map(String::as_str);
        ink.widest(cells.chain([*head])) + GAP
    };
    let widths: Vec<f64> = columns.iter().enumerate().map(width).collect();
    let names = ink.widest(visible.iter().map(|row| row.name.as_str())).min(space.width() * 0.3);
    let left = space.left + names + 12.0;
    let right = (space.right - widths.iter().sum::<f64>()).max(left + 1.0);
    // The key stands over the bars, the heads over their columns; where they would meet, the key goes first.
    let (key_height, key_end) = key(canvas, Rect { right: space.right, ..space }, marks)?;
    let head =
        if key_end + GAP > right || key_height > 20.0 { space.top + key_height } else { space.top } + 9.0;
    let ends: Vec<f64> = (1..=widths.len()).map(|n| right + widths[..n].iter().sum::<f64>()).collect();
    for (name, end) in columns.iter().zip(&ends) {
        canvas.text(name, (*end, head), muted.aligned(Align::Right))?;
    }
    let top = head + 10.0;
    let room = ((space.bottom - top) / LOWEST_ROW).max(1.0) as usize;
    let shown = if rows.len() > room { room - 1 } else { rows.len() };
    let height = ((space.bottom - top) / rows.len().min(room).max(1) as f64).clamp(LOWEST_ROW, HIGHEST_ROW);
    let largest = rows.iter().map(|row| row.parts.iter().map(|part| part.0).sum()).fold(0.0, f64::max);
    for (at, row) in rows.iter().take(shown).enumerate() {
        let middle = top + (at as f64 + 0.5) * height;
        canvas.text(&ink.fitted(&row.name, names), (space.left, middle + 4.0), ink)?;
        let half = (height * 0.32).min(11.0);
        let space = Rect { left, right, top: middle - half, bottom: middle + half };
        bar(canvas, row, space, largest)?;
        for (n, (cell, end)) in row.cells.iter().zip(&ends).enumerate() {
            let style = if n == 0 { ink } else { muted };
            canvas.text(cell, (*end, middle + 4.0), style.aligned(Align::Right))?;
        }
    }
    let bottom = top + shown as f64 * height;
    canvas.line(&[(left, top), (left, bottom)], canvas.palette.axis, 1.0)?;
    if shown < rows.len() {
        let more = words.more((rows.len() - shown) as u64);
        canvas.text(&more, (space.left, bottom + height / 2.0 + 4.0), muted)?;
    }
    Ok(())
}

/// The parts of a row, of which the largest row fills the space.
fn bar(canvas: &Canvas<'_>, row: &Row, space: Rect, largest: f64) -> Result<(), ChartError> {
    let mut x = space.left;
    for &(value, colour) in row.parts.iter().filter(|part| part.0 > 0.0) {
        let end = (x + space.width() * value / largest).min(space.right);
        // A hair of the ground parts it from the next.
        canvas.rect(Rect { left: x, right: (end - 1.0).max(x + 1.0), ..space }, colour)?;
        x = end;
    }
    Ok(())
}
