//! What is asked of the X server directly: to close a window, and what is on its screen.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use x11rb::protocol::xproto::{ClientMessageEvent, ConnectionExt, EventMask, ImageFormat};
use x11rb::rust_connection::RustConnection;

/// The server of one desk's screen.
pub struct Server(RustConnection);

impl Server {
    pub(crate) fn of(display: &str) -> Self {
        Self(x11rb::connect(Some(display)).expect("the X server answers").0)
    }

    /// Asks a window to close, as the button of its frame does.
    ///
    /// # Panics
    /// When the X server refuses.
    pub fn close(&self, window: &str) {
        let window = number(window);
        let event = ClientMessageEvent::new(
            32,
            window,
            self.atom(b"WM_PROTOCOLS"),
            [self.atom(b"WM_DELETE_WINDOW"), 0, 0, 0, 0],
        );
        let sent = self.0.send_event(false, window, EventMask::NO_EVENT, event);
        sent.expect("the X server answers").check().expect("the window is asked");
    }

    fn atom(&self, name: &[u8]) -> u32 {
        let asked = self.0.intern_atom(false, name).expect("the X server answers");
        asked.reply().expect("every name has an atom").atom
    }

    /// Writes what is on the screen where the window is.
    ///
    /// # Panics
    /// When it cannot be read or written.
    pub fn picture(&self, window: &str, file: &Path) {
        let window = number(window);
        let place = self
            .0
            .get_geometry(window)
            .expect("the X server answers")
            .reply()
            .expect("a window is somewhere");
        let image = self
            .0
            .get_image(ImageFormat::Z_PIXMAP, window, 0, 0, place.width, place.height, u32::MAX)
            .expect("the X server answers")
            .reply()
            .expect("the window is on the screen");
        // Four bytes a pixel at this depth: blue, green, red and one unused.
        let rgb: Vec<u8> =
            image.data.chunks_exact(4).flat_map(|pixel| [pixel[2], pixel[1], pixel[0]]).collect();
        let out = BufWriter::new(File::create(file).expect("a picture can be written"));
        let mut encoder = png::Encoder::new(out, u32::from(place.width), u32::from(place.height));
        encoder.set_color(png::ColorType::Rgb);
        let mut writer = encoder.write_header().expect("a picture can be written");
        writer.write_image_data(&rgb).expect("a picture can be written");
    }
}

fn number(window: &str) -> u32 {
    window.parse().expect("xdotool numbers windows")
}
