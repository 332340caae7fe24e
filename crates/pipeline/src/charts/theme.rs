//! The colours of pictures: those of the window in its light and dark theme, and a set for paper.

use plotters::style::RGBColor;

/// On what a picture is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    Light,
    Dark,
    /// White ground and dark ink; what lies side by side differs in lightness, so that it holds in greyscale.
    Print,
}

/// Colours by what they are for.
#[derive(Debug)]
pub(super) struct Palette {
    pub(super) ground: RGBColor,
    pub(super) ink: RGBColor,
    pub(super) muted: RGBColor,
    pub(super) grid: RGBColor,
    pub(super) axis: RGBColor,
    /// What was: bars of the past.
    pub(super) past: RGBColor,
    /// What is left of a whole.
    pub(super) rest: RGBColor,
    /// The thing the picture is about, as area and as line.
    pub(super) main: RGBColor,
    pub(super) line: RGBColor,
    /// Beside it: what is less sure. The soft one is for large areas, the edge bounds them.
    pub(super) edge: RGBColor,
    pub(super) soft: RGBColor,
}

const fn hex(rgb: u32) -> RGBColor {
    let [_, red, green, blue] = rgb.to_be_bytes();
    RGBColor(red, green, blue)
}

// The values of ui/src/app/styles/tokens.css; a test compares. Only the past has no token: the lines of the window are
// too faint for bars.
static LIGHT: Palette = Palette {
    ground: hex(0xff_ff_ff),
    ink: hex(0x1b_1b_19),
    muted: hex(0x55_55_4f),
    grid: hex(0xe7_e6_e2),
    axis: hex(0xcf_ce_c8),
    past: hex(0xae_ad_a6),
    rest: hex(0xcf_ce_c8),
    main: hex(0x2f_54_d6),
    line: hex(0x2f_54_d6),
    edge: hex(0xb9_c7_f6),
    soft: hex(0xed_f1_fd),
};

static DARK: Palette = Palette {
    ground: hex(0x17_17_1a),
    ink: hex(0xed_ed_f0),
    muted: hex(0xb2_b2_b9),
    grid: hex(0x29_29_2e),
    axis: hex(0x41_41_49),
    past: hex(0x5c_5c_66),
    rest: hex(0x41_41_49),
    main: hex(0x52_74_ee),
    line: hex(0x9d_b3_ff),
    edge: hex(0x37_48_8a),
    soft: hex(0x1f_28_46),
};

static PRINT: Palette = Palette {
    ground: hex(0xff_ff_ff),
    ink: hex(0x1b_1b_19),
    muted: hex(0x55_55_4f),
    grid: hex(0xe2_e1_dc),
    axis: hex(0xa9_a8_a1),
    past: hex(0xb9_b8_b1),
    rest: hex(0xdd_dc_d6),
    main: hex(0x2b_4c_c4),
    line: hex(0x2b_4c_c4),
    edge: hex(0x9f_b1_ee),
    soft: hex(0xe6_eb_fb),
};

impl Theme {
    pub(super) fn palette(self) -> &'static Palette {
        match self {
            Self::Light => &LIGHT,
            Self::Dark => &DARK,
            Self::Print => &PRINT,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens_of(palette: &Palette) -> [RGBColor; 10] {
        let Palette { ground, ink, muted, grid, axis, past: _, rest, main, line, edge, soft } = palette;
        [ground, ink, muted, grid, axis, rest, main, line, edge, soft].map(|colour| *colour)
    }

    #[test]
    fn light_and_dark_are_the_colours_of_the_window() {
        let tokens = include_str!("../../../../ui/src/app/styles/tokens.css");
        let (light, dark) = tokens.split_once("data-theme=\"dark\"").unwrap();
        for (palette, tokens) in [(&LIGHT, light), (&DARK, dark)] {
            for RGBColor(red, green, blue) in tokens_of(palette) {
                let hex = format!("#{red:02x}{green:02x}{blue:02x};");
                assert!(tokens.contains(&hex), "{hex} is no token");
            }
        }
    }

    #[test]
    fn on_paper_neighbours_differ_in_greyscale() {
        let grey = |RGBColor(red, green, blue): RGBColor| {
            0.299 * f64::from(red) + 0.587 * f64::from(green) + 0.114 * f64::from(blue)
        };
        let Palette { ground, past, rest, main, edge, soft, .. } = PRINT;
        for (one, other) in
            [(main, edge), (edge, rest), (edge, soft), (past, soft), (main, past), (rest, ground)]
        {
            assert!((grey(one) - grey(other)).abs() > 30.0, "{one:?} and {other:?}");
        }
    }
}
