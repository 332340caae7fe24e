//! How large a picture is.

use super::ChartError;

/// The fewest and the most units of a side.
pub const SMALLEST: u32 = 100;
pub const LARGEST: u32 = 4_000;

/// Four bytes each while a PNG is made: 160 MB.
const MOST_PIXELS: u64 = 40_000_000;

/// The size of a picture in units, of which text of the interface is 11 high. 720 by 360 suits most charts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame {
    pub width: u32,
    pub height: u32,
    /// Pixels of a PNG per unit, 1 to 4; an SVG has none.
    pub scale: u32,
    /// Whether the picture carries its title and a margin. On a page that has a heading it needs neither.
    pub titled: bool,
}

impl Frame {
    /// A picture that stands alone.
    pub const fn new(width: u32, height: u32) -> Self {
        Self { width, height, scale: 1, titled: true }
    }

    /// With so many pixels per unit.
    #[must_use]
    pub const fn times(self, scale: u32) -> Self {
        Self { scale, ..self }
    }

    /// Part of a page.
    #[must_use]
    pub const fn untitled(self) -> Self {
        Self { titled: false, ..self }
    }

    pub(super) fn check(self) -> Result<(), ChartError> {
        let Self { width, height, scale, .. } = self;
        let sides = [width, height].iter().all(|side| (SMALLEST..=LARGEST).contains(side));
        let pixels = |side: u32| u64::from(side) * u64::from(scale);
        if sides && (1..=4).contains(&scale) && pixels(width) * pixels(height) <= MOST_PIXELS {
            Ok(())
        } else {
            Err(ChartError::Size { width, height, most: MOST_PIXELS })
        }
    }
}
