//! Text that no font has, that no line holds, or that runs the other way: there is a PDF, and what does not show is named.

use mycrm_print::{Printed, pdf};

use super::sample::{dated, document, report};

fn with_text(text: &str) -> Printed {
    let mut report = report();
    report.title = text.to_owned();
    report.facts[0].value = text.to_owned();
    report.figures[0].value = text.to_owned();
    report.sections[0].title = text.to_owned();
    report.sections[0].text.push(text.to_owned());
    let table = report.sections[1].table.as_mut().unwrap();
    table.rows.truncate(3);
    for cell in table.rows.iter_mut().flatten() {
        text.clone_into(cell);
    }
    report.notes.push(text.to_owned());
    report.footer = text.to_owned();
    let printed = pdf(&document(&report, &dated())).unwrap();
    assert_eq!(printed.warnings, []);
    printed
}

#[test]
fn scripts_that_the_fonts_have_show_whole() {
    for text in [
        "Ćwikła Øresund ß ẞ ő ñ İı",
        "Ελληνικά",
        "Кириллица",
        "Tiếng Việt",
        "€ £ ₺ ₴ ₽ ¥",
        "→ ≤ ≥ − · – — … ’ „“",
    ] {
        assert_eq!(with_text(text).unshown, Vec::<char>::new(), "{text}");
    }
}

#[test]
fn scripts_that_no_font_has_are_boxes_and_named() {
    assert_eq!(with_text("株式会社").unshown, ['会', '式', '株', '社']);
    let hebrew = with_text("Acme שלום 42");
    assert!(hebrew.unshown.contains(&'ש') && !hebrew.unshown.contains(&'A'), "{:?}", hebrew.unshown);
    for text in ["مرحبا بالعالم", "नमस्ते", "👩‍👩‍👧‍👦 🏳️‍🌈", "\u{10FFFF}\u{E000}"]
    {
        assert!(!with_text(text).unshown.is_empty(), "{text}");
    }
}

#[test]
fn odd_characters_do_no_harm() {
    for text in [
        "\0\u{1}\u{7F}\u{85}",
        "\u{202E}reversed\u{202C} \u{2066}a\u{2069}",
        "\u{FEFF}\u{200B}\u{AD}\u{2060}",
        "e\u{301}\u{301}\u{301}\u{301}\u{301}",
        "a\nb\r\nc\td",
        "\u{2028}\u{2029}\u{FFFD}",
        " ",
    ] {
        assert!(with_text(text).pages >= 1, "{text:?}");
    }
}

#[test]
fn a_word_without_end_breaks_and_the_rest_of_the_page_stays() {
    let long = with_text(&"https://example.com/".repeat(40));
    assert!(long.pages < 20, "{} pages", long.pages);
    assert_eq!(long.unshown, Vec::<char>::new());
}
