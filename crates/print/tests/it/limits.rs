//! What is too large, uneven or unreadable is refused with a reason, before time goes into it where that can be.

use std::time::Duration;

use mycrm_print::{Illustration, Picture, PictureFormat, PrintError, Section, pdf};

use super::sample::{chart, dated, deals, document, report};

#[test]
fn more_than_the_limits_allow_is_refused_and_says_how_much_fits() {
    let (mut report, dated) = (report(), dated());
    report.sections[1] = deals(61);
    let tight = |change: fn(&mut mycrm_print::Limits)| {
        let mut document = document(&report, &dated);
        change(&mut document.limits);
        match pdf(&document) {
            Err(PrintError::TooLarge { what, found, limit }) => (what, found, limit),
            other => panic!("expected a refusal, got {other:?}"),
        }
    };
    assert_eq!(tight(|limits| limits.cells = 304), ("cells in its tables", 305, 304));
    assert_eq!(tight(|limits| limits.columns = 4), ("columns in a table", 5, 4));
    assert_eq!(tight(|limits| limits.pictures = 0), ("pictures", 1, 0));
    assert_eq!(tight(|limits| limits.parts = 3), ("key figures", 4, 3));
    assert_eq!(tight(|limits| limits.text = 1_000).0, "bytes of text");
    assert_eq!(tight(|limits| limits.picture_bytes = 100).0, "bytes of pictures");
}

#[test]
fn a_row_with_too_few_cells_is_named() {
    let (mut report, dated) = (report(), dated());
    report.sections[1].table.as_mut().unwrap().rows[4].pop();
    let error = pdf(&document(&report, &dated)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "row 5 of a table in \"Deals behind the numbers\" has 4 cells for 5 columns"
    );
}

#[test]
fn a_document_that_takes_too_long_is_given_up() {
    let (report, dated) = (report(), dated());
    let mut document = document(&report, &dated);
    document.deadline = Duration::from_millis(1);
    assert!(matches!(pdf(&document), Err(PrintError::Deadline(_))));
}

fn with_picture(format: PictureFormat, bytes: &[u8]) -> PrintError {
    let (mut report, dated) = (report(), dated());
    let picture = Picture { format, bytes: bytes.to_vec(), alt: "Logo".to_owned() };
    let illustration = Some(Illustration { picture, caption: String::new() });
    report.sections = vec![Section { illustration, ..Section::default() }];
    pdf(&document(&report, &dated)).unwrap_err()
}

#[test]
fn a_picture_that_is_none_is_refused_by_name() {
    let error = with_picture(PictureFormat::Png, &chart().bytes);
    assert_eq!(error.to_string(), "the picture \"Logo\" cannot be printed: it is not a PNG file");
}

#[test]
fn a_broken_picture_is_a_fault_and_not_a_crash() {
    for broken in ["<svg", "<svg xmlns='http://www.w3.org/2000/svg'><g></svg>", "", "not a picture"] {
        let error = with_picture(PictureFormat::Svg, broken.as_bytes());
        assert!(matches!(error, PrintError::Template(_)), "{broken}: {error}");
    }
    let cut_off =
        [&b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x05\0\0\0\x05\x08\x06\0\0\0"[..], b"12345678"].concat();
    assert!(matches!(with_picture(PictureFormat::Png, &cut_off), PrintError::Template(_)));
}

#[test]
fn an_svg_that_refers_to_a_file_is_refused() {
    let error = with_picture(PictureFormat::Svg, b"<svg><image href=\"file:///etc/passwd\"/></svg>");
    assert!(matches!(error, PrintError::Picture { .. }), "{error}");
}
