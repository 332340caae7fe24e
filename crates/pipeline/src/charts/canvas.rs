//! The surface charts are drawn on: plotters with finer units, and the few shapes that charts use.

use plotters::coord::Shift;
use plotters::element::{Circle, Drawable, PathElement, PointCollection, Polygon, Rectangle, Text};
use plotters::prelude::{DrawingArea, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, RGBColor, TextStyle};

use super::lettering::{Align, BASELINE, Lettering};
use super::theme::Palette;
use super::{ChartError, Frame};

/// plotters knows whole coordinates only; with ten to a unit, edges lie where they belong.
pub(super) const FINE: u32 = 10;

const MARGIN: f64 = 20.0;

pub(super) type Place = (f64, f64);

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rect {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Rect {
    pub(super) fn width(&self) -> f64 {
        self.right - self.left
    }

    pub(super) fn height(&self) -> f64 {
        self.bottom - self.top
    }
}

type Surface<'s> = DrawingArea<SVGBackend<'s>, Shift>;

/// One picture being drawn.
pub(super) struct Canvas<'s> {
    surface: Surface<'s>,
    pub(super) palette: &'static Palette,
    /// Where the chart goes.
    pub(super) inner: Rect,
}

impl<'s> Canvas<'s> {
    /// With the ground and, where the frame has one, the title.
    pub(super) fn new(
        surface: Surface<'s>,
        palette: &'static Palette,
        frame: Frame,
        title: &str,
    ) -> Result<Self, ChartError> {
        let (width, height) = (f64::from(frame.width), f64::from(frame.height));
        let margin = if frame.titled { MARGIN } else { 1.0 };
        let inner = Rect { left: margin, top: margin, right: width - margin, bottom: height - margin };
        let mut canvas = Self { surface, palette, inner };
        canvas.rect(Rect { left: 0.0, top: 0.0, right: width, bottom: height }, palette.ground)?;
        if frame.titled {
            let style = Lettering { size: 14.0, ..Lettering::small(palette.ink).bold() };
            canvas.text(&style.fitted(title, inner.width()), (inner.left, inner.top + 11.0), style)?;
            canvas.inner.top += 30.0;
        }
        Ok(canvas)
    }

    fn put<E>(&self, element: E) -> Result<(), ChartError>
    where
        for<'e> &'e E: PointCollection<'e, (i32, i32)>,
        E: Drawable<SVGBackend<'s>>,
    {
        self.surface.draw(&element).map_err(|error| ChartError::Drawing(error.to_string()))
    }

    pub(super) fn rect(&self, rect: Rect, colour: RGBColor) -> Result<(), ChartError> {
        let corners = [point((rect.left, rect.top)), point((rect.right, rect.bottom))];
        self.put(Rectangle::new(corners, colour.filled()))
    }

    pub(super) fn area(&self, outline: &[Place], colour: RGBColor) -> Result<(), ChartError> {
        self.put(Polygon::new(points(outline), colour.filled()))
    }

    pub(super) fn line(&self, course: &[Place], colour: RGBColor, width: f64) -> Result<(), ChartError> {
        self.put(PathElement::new(points(course), colour.stroke_width(tenths(width))))
    }

    /// A straight line of dashes.
    pub(super) fn dashes(
        &self,
        from: Place,
        to: Place,
        colour: RGBColor,
        width: f64,
    ) -> Result<(), ChartError> {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let length = dx.hypot(dy);
        // A dash of 4 and a gap of 3; the frame is at most a thousand of them across.
        let at = |way: f64| (from.0 + dx * way / length, from.1 + dy * way / length);
        let mut way = 0.0;
        while way < length {
            self.line(&[at(way), at((way + 4.0).min(length))], colour, width)?;
            way += 7.0;
        }
        Ok(())
    }

    pub(super) fn dot(&self, place: Place, radius: f64, colour: RGBColor) -> Result<(), ChartError> {
        self.put(Circle::new(point(place), tenths(radius), colour.filled()))
    }

    /// A dot that stands out from what lies under it.
    pub(super) fn ringed(&self, place: Place, radius: f64, colour: RGBColor) -> Result<(), ChartError> {
        self.dot(place, radius + 1.5, self.palette.ground)?;
        self.dot(place, radius, colour)
    }

    /// The place is on the baseline.
    pub(super) fn text(&self, text: &str, place: Place, style: Lettering) -> Result<(), ChartError> {
        if text.is_empty() {
            return Ok(());
        }
        let text: String = text.chars().map(|c| if fits_xml(c) { c } else { ' ' }).collect();
        let across = match style.align {
            Align::Left => HPos::Left,
            Align::Middle => HPos::Center,
            Align::Right => HPos::Right,
        };
        let look = TextStyle::from(style.font()).color(&style.colour).pos(Pos::new(across, VPos::Top));
        let top = place.1 - BASELINE * style.size;
        self.put(Text::new(text, point((place.0, top)), look))
    }

    /// In the middle of the chart, where there is nothing to draw.
    pub(super) fn nothing(&self, text: &str) -> Result<(), ChartError> {
        let Rect { left, right, top, bottom } = self.inner;
        let style = Lettering { size: 12.0, ..Lettering::small(self.palette.muted) }.aligned(Align::Middle);
        let text = style.fitted(text, right - left);
        self.text(&text, (f64::midpoint(left, right), f64::midpoint(top, bottom) + 4.0), style)
    }

    pub(super) fn finish(self) -> Result<(), ChartError> {
        self.surface.present().map_err(|error| ChartError::Drawing(error.to_string()))
    }
}

/// XML has no place for control characters and these two.
fn fits_xml(letter: char) -> bool {
    !letter.is_control() && !matches!(letter, '\u{fffe}' | '\u{ffff}')
}

/// Far outside is as good as any place outside, and a number that is none is at the origin.
fn point(place: Place) -> (i32, i32) {
    let fine = |value: f64| (value * f64::from(FINE)).round().clamp(-1e6, 1e6) as i32;
    (fine(place.0), fine(place.1))
}

fn points(places: &[Place]) -> Vec<(i32, i32)> {
    places.iter().copied().map(point).collect()
}

fn tenths(value: f64) -> u32 {
    (value * f64::from(FINE)).round() as u32
}
