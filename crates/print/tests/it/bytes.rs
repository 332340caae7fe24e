//! The bytes of the PDF: the same each time, whole, with its fonts inside.

use mycrm_print::{Language, Paper, Printed, pdf};

use super::sample::{chart, dated, document, report};

fn count(printed: &Printed, word: &str) -> usize {
    printed.pdf.windows(word.len()).filter(|part| *part == word.as_bytes()).count()
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let (report, dated) = (report(), dated());
    let first = pdf(&document(&report, &dated)).unwrap();
    // Between them another one, whose leftovers must not show.
    let mut other = report.clone();
    other.title = "Another one".to_owned();
    let other = pdf(&document(&other, &dated)).unwrap();
    let second = pdf(&document(&report, &dated)).unwrap();
    assert!(first.pdf == second.pdf, "the bytes differ");
    assert!(first.pdf != other.pdf);
}

#[test]
fn a_report_is_a_whole_pdf_with_its_three_fonts_and_no_box() {
    let report = report();
    let printed = pdf(&document(&report, &dated())).unwrap();
    assert!(printed.pdf.starts_with(b"%PDF-1.7"));
    assert!(printed.pdf.ends_with(b"%%EOF"));
    for font in ["Inter-Regular", "Inter-Medium", "Inter-SemiBold"] {
        assert!(count(&printed, font) > 0, "{font} is not in the PDF");
    }
    assert_eq!(printed.pages, 3);
    assert_eq!(printed.unshown, Vec::<char>::new());
    assert_eq!(printed.warnings, []);
    assert!(printed.pdf.len() < 200_000, "{} bytes", printed.pdf.len());
}

#[test]
fn the_date_and_the_language_are_those_of_the_document() {
    let (report, dated) = (report(), dated());
    let mut document = document(&report, &dated);
    let printed = pdf(&document).unwrap();
    assert!(count(&printed, "2026-03-31T17:05:00+02:00") > 0);
    assert!(count(&printed, "<rdf:li>en</rdf:li>") > 0);
    document.language = Language::German;
    assert!(count(&pdf(&document).unwrap(), "<rdf:li>de</rdf:li>") > 0);
}

#[test]
fn the_paper_is_a4_or_letter() {
    let (report, dated) = (report(), dated());
    let mut document = document(&report, &dated);
    let a4 = pdf(&document).unwrap();
    document.paper = Paper::UsLetter;
    let letter = pdf(&document).unwrap();
    assert_eq!((count(&a4, "[0 0 595.2756 841.8898]"), count(&a4, "[0 0 612 792]")), (3, 0));
    assert_eq!(
        (count(&letter, "[0 0 595.2756 841.8898]"), count(&letter, "[0 0 612 792]")),
        (0, letter.pages)
    );
}

#[test]
fn a_picture_is_drawn_and_says_what_it_shows() {
    let (mut report, dated) = (report(), dated());
    let with = pdf(&document(&report, &dated)).unwrap();
    report.sections[0].illustration = None;
    let without = pdf(&document(&report, &dated)).unwrap();
    assert_eq!((count(&with, &chart().alt), count(&without, &chart().alt)), (1, 0));
}
