//! Text in pictures: Inter from the program, its look, and how wide it is.

use std::sync::LazyLock;

use plotters::style::{FontDesc, FontFamily, FontStyle, RGBColor, register_font};

use super::canvas::FINE;

/// plotters takes the height of a line for the size of a font and divides by this.
const LINE: f64 = 1.24;
/// How far plotters puts the baseline under the point it is given, in parts of the size.
pub(super) const BASELINE: f64 = 0.76;
/// A reader of the SVG may not have Inter.
const FAMILY: &str = "Inter, sans-serif";

static REGISTERED: LazyLock<()> = LazyLock::new(|| {
    let [regular, _, bold] = mycrm_print::INTER;
    // Widths of a font that cannot be read are guessed.
    let _ = register_font(FAMILY, FontStyle::Normal, regular);
    let _ = register_font(FAMILY, FontStyle::Bold, bold);
});

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Middle,
    Right,
}

/// How a piece of text looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lettering {
    pub(super) size: f64,
    pub(super) colour: RGBColor,
    pub(super) bold: bool,
    pub(super) align: Align,
}

impl Lettering {
    /// Labels of axes and marks.
    pub(super) const fn small(colour: RGBColor) -> Self {
        Self { size: 11.0, colour, bold: false, align: Align::Left }
    }

    pub(super) const fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    pub(super) const fn aligned(self, align: Align) -> Self {
        Self { align, ..self }
    }

    pub(super) fn font(&self) -> FontDesc<'static> {
        LazyLock::force(&REGISTERED);
        let style = if self.bold { FontStyle::Bold } else { FontStyle::Normal };
        FontDesc::new(FontFamily::Name(FAMILY), self.size * f64::from(FINE) * LINE, style)
    }

    pub(super) fn width_of(&self, text: &str) -> f64 {
        let guess = || text.chars().count() as f64 * self.size * 0.6;
        self.font()
            .layout_box(text)
            .map_or_else(|_| guess(), |(_, (width, _))| f64::from(width) / f64::from(FINE))
    }

    /// Of the widest.
    pub(super) fn widest<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> f64 {
        texts.into_iter().map(|text| self.width_of(text)).fold(0.0, f64::max)
    }

    /// The text, or as much of it as fits into a width, with an ellipsis.
    pub(super) fn fitted(&self, text: &str, width: f64) -> String {
        if self.width_of(text) <= width {
            return text.to_owned();
        }
        let letters: Vec<char> = text.chars().collect();
        let cut = |keep: usize| letters[..keep].iter().collect::<String>().trim_end().to_owned() + "…";
        // Widths grow with the letters, so the most that fit are found by halving.
        let (mut fits, mut too_many) = (0, letters.len());
        while too_many - fits > 1 {
            let middle = fits.midpoint(too_many);
            if self.width_of(&cut(middle)) <= width { fits = middle } else { too_many = middle }
        }
        if fits == 0 { String::new() } else { cut(fits) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Lettering = Lettering::small(RGBColor(0, 0, 0));

    #[test]
    fn text_is_measured_with_its_font() {
        let (narrow, wide) = (PLAIN.width_of("iiii"), PLAIN.width_of("MMMM"));
        assert!(wide > 2.0 * narrow, "{narrow} {wide}");
        assert!((30.0..45.0).contains(&wide), "{wide}");
        assert!(PLAIN.bold().width_of("Total") > PLAIN.width_of("Total"));
    }

    #[test]
    fn a_long_name_ends_in_an_ellipsis_that_fits() {
        assert_eq!(PLAIN.fitted("Proposal", 100.0), "Proposal");
        let cut = PLAIN.fitted(&"Verhandlung ".repeat(50), 100.0);
        assert!(cut.ends_with('…') && cut.len() > 12 && PLAIN.width_of(&cut) <= 100.0, "{cut}");
        assert_eq!(PLAIN.fitted("Proposal", 2.0), "");
    }
}
