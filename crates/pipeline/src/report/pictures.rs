//! Charts as the pictures of a report: for paper, and without a title because the section has one.

use mycrm_print::{Illustration, Picture, PictureFormat};

use crate::charts::{Chart, ChartError, Format, Frame, SMALLEST, Theme, draw};
use crate::words::Words;

/// Units across the text of a page. With these, letters in pictures are as large as in tables.
pub(super) const WIDTH: u32 = 640;

pub(super) fn picture(
    chart: &Chart,
    height: u32,
    caption: &str,
    words: &Words,
) -> Result<Option<Illustration>, ChartError> {
    let frame = Frame::new(WIDTH, height.max(SMALLEST)).untitled();
    let bytes = draw(chart, Format::Svg, Theme::Print, frame, words)?;
    let alt = format!("{}. {caption}", chart.title(words));
    Ok(Some(Illustration {
        picture: Picture { format: PictureFormat::Svg, bytes, alt },
        caption: caption.to_owned(),
    }))
}

/// The height of so many bars that lie.
pub(super) fn rows(count: usize) -> u32 {
    34 + 26 * u32::try_from(count.clamp(1, 15)).unwrap_or(15)
}
