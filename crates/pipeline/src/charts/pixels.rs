//! A picture in pixels.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use super::{ChartError, Frame};

static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    for file in mycrm_print::INTER {
        fonts.load_font_source(fontdb::Source::Binary(Arc::new(file)));
    }
    Arc::new(fonts)
});

/// The PNG has the size of the frame times its scale.
pub(super) fn png(svg: &str, frame: Frame) -> Result<Vec<u8>, ChartError> {
    let fault = |error: &dyn std::fmt::Display| ChartError::Drawing(error.to_string());
    let options = Options { fontdb: Arc::clone(&FONTS), ..Options::default() };
    let tree = Tree::from_str(svg, &options).map_err(|error| fault(&error))?;
    let mut pixels = Pixmap::new(frame.width * frame.scale, frame.height * frame.scale)
        .ok_or_else(|| fault(&"it has no size"))?;
    let scale = frame.scale as f32;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| fault(&error))
}
