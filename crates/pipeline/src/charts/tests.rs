//! Pictures as a reader meets them: whole, legible, the same each time, and none that panics.

mod samples;

use mycrm_store::Currency;
use resvg::tiny_skia::Pixmap;
use resvg::usvg::roxmltree::{Document, Node};

use super::lettering::Lettering;
use super::*;
use crate::words::Language;
use samples::{empty, hostile, usual};

const ENGLISH: Words = Words::new(Language::English, Currency::EUR);
const GERMAN: Words = Words::new(Language::German, Currency::EUR);
const THEMES: [Theme; 3] = [Theme::Light, Theme::Dark, Theme::Print];

fn svg(chart: &Chart, frame: Frame, words: &Words) -> String {
    String::from_utf8(draw(chart, Format::Svg, Theme::Light, frame, words).unwrap()).unwrap()
}

/// Each text with its box in units: left, top, right, bottom.
fn texts(svg: &str) -> Vec<(String, [f64; 4])> {
    let document = Document::parse(svg).unwrap();
    let number = |node: Node<'_, '_>, name| {
        node.attribute(name).map_or(0.0, |text: &str| text.parse::<f64>().unwrap())
    };
    let boxed = |node: Node<'_, '_>| {
        let text = node.text().unwrap_or_default().trim().to_owned();
        let size = number(node, "font-size") / f64::from(FINE);
        let style = Lettering { size, ..Lettering::small(Theme::Light.palette().ink) };
        let bold = node.attribute("font-weight").is_some();
        let width = if bold { style.bold() } else { style }.width_of(&text);
        let x = number(node, "x") / f64::from(FINE);
        let left = match node.attribute("text-anchor") {
            Some("middle") => x - width / 2.0,
            Some("end") => x - width,
            _ => x,
        };
        let top = number(node, "y") / f64::from(FINE);
        (text, [left, top, left + width, top + size])
    };
    document.descendants().filter(|node| node.has_tag_name("text")).map(boxed).collect()
}

#[test]
fn text_is_in_the_picture_and_none_lies_on_another() {
    let frames = [(720, 360), (720, 180), (480, 300), (1_200, 500)];
    for (words, (width, height)) in [ENGLISH, GERMAN].into_iter().flat_map(|w| frames.map(|frame| (w, frame)))
    {
        for chart in usual(&words).into_iter().chain(hostile(&words)) {
            let texts = texts(&svg(&chart, Frame::new(width, height), &words));
            let name = chart.title(&words);
            for (at, (text, [left, top, right, bottom])) in texts.iter().enumerate() {
                let (wide, high) = (f64::from(width) + 0.5, f64::from(height) + 0.5);
                let inside = *left >= -0.5 && *top >= -0.5 && *right <= wide && *bottom <= high;
                assert!(inside, "{name} {width}x{height}: {text} at {left} {top} {right} {bottom}");
                for (other, [l, t, r, b]) in &texts[..at] {
                    let apart = right <= l || r <= left || bottom <= t || b <= top;
                    assert!(apart, "{name} {width}x{height}: {text} lies on {other}");
                }
            }
        }
    }
}

#[test]
fn text_is_set_in_inter_and_an_svg_says_what_it_shows() {
    for chart in usual(&GERMAN) {
        let svg = svg(&chart, Frame::new(720, 360), &GERMAN);
        let document = Document::parse(&svg).unwrap();
        let texts = || document.descendants().filter(|node| node.has_tag_name("text"));
        assert!(texts().count() > 3);
        assert!(texts().all(|node| node.attribute("font-family").unwrap().starts_with("Inter,")));
        let title = document.descendants().find(|node| node.has_tag_name("title")).unwrap();
        assert_eq!(title.text(), Some(chart.title(&GERMAN)));
        assert!(!svg.contains("href"), "print refuses what refers elsewhere");
    }
}

#[test]
fn the_same_data_are_the_same_bytes() {
    for chart in usual(&ENGLISH) {
        for format in [Format::Svg, Format::Png] {
            let bytes = || draw(&chart, format, Theme::Dark, Frame::new(400, 240), &ENGLISH).unwrap();
            assert!(bytes() == bytes(), "{}", chart.title(&ENGLISH));
        }
    }
}

#[test]
fn a_png_has_the_pixels_that_were_asked_for() {
    for (theme, scale) in THEMES.into_iter().zip(1..) {
        let frame = Frame::new(400, 240).times(scale);
        let png = draw(&usual(&ENGLISH)[0], Format::Png, theme, frame, &ENGLISH).unwrap();
        let pixels = Pixmap::decode_png(&png).unwrap();
        assert_eq!((pixels.width(), pixels.height()), (400 * scale, 240 * scale));
        let corner = pixels.pixel(0, 0).unwrap();
        let ground = theme.palette().ground;
        assert_eq!(
            (corner.red(), corner.green(), corner.blue(), corner.alpha()),
            (ground.0, ground.1, ground.2, 255)
        );
        assert!(pixels.pixels().iter().any(|pixel| *pixel != corner), "nothing is drawn");
    }
}

#[test]
fn letters_of_a_png_come_from_the_program() {
    let with =
        draw(&empty()[0], Format::Png, Theme::Light, Frame::new(400, 240).untitled(), &ENGLISH).unwrap();
    let pixels = Pixmap::decode_png(&with).unwrap();
    assert!(pixels.pixels().iter().any(|pixel| pixel.red() < 120), "the sentence is not to be seen");
}

#[test]
fn where_there_is_nothing_the_picture_says_so() {
    for words in [ENGLISH, GERMAN] {
        for chart in empty() {
            let texts = texts(&svg(&chart, Frame::new(720, 360).untitled(), &words));
            assert_eq!(texts.len(), 1, "{texts:?}");
        }
    }
    let said = |chart: &Chart| texts(&svg(chart, Frame::new(720, 360).untitled(), &ENGLISH))[0].0.clone();
    assert_eq!(said(&Chart::Velocity(VelocityBars::default())), "No closed deals yet");
    assert_eq!(said(&Chart::Quota(QuotaBar::default())), "No quota is set");
}

#[test]
fn nothing_panics_however_small_the_frame_or_odd_the_data() {
    for words in [ENGLISH, GERMAN] {
        for chart in usual(&words).into_iter().chain(hostile(&words)).chain(empty()) {
            for (width, height) in [(100, 100), (100, 900), (2_000, 100), (240, 160)] {
                for frame in [Frame::new(width, height), Frame::new(width, height).untitled()] {
                    let svg = svg(&chart, frame, &words);
                    assert!(Document::parse(&svg).is_ok() && !svg.contains("NaN"));
                }
            }
            assert!(draw(&chart, Format::Png, Theme::Print, Frame::new(100, 100), &words).is_ok());
        }
    }
}

#[test]
fn a_frame_that_no_memory_holds_is_refused() {
    let try_with = |frame| draw(&empty()[0], Format::Png, Theme::Light, frame, &ENGLISH);
    for frame in [
        Frame::new(0, 0),
        Frame::new(99, 200),
        Frame::new(4_001, 200),
        Frame::new(4_000, 4_000).times(2),
        Frame::new(200, 200).times(0),
        Frame::new(u32::MAX, u32::MAX).times(u32::MAX),
    ] {
        assert!(matches!(try_with(frame), Err(ChartError::Size { .. })), "{frame:?}");
    }
}
