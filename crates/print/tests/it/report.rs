//! The shapes a report may have: little, much, and everything at once.

use mycrm_print::{Align, Column, Figure, Report, Section, Table, pdf};

use super::sample::{chart, dated, document, report};
use mycrm_print::Illustration;

fn pages(report: &Report) -> usize {
    let printed = pdf(&document(report, &dated())).unwrap();
    assert_eq!(printed.warnings, []);
    printed.pages
}

#[test]
fn any_number_of_key_figures_stands_in_rows() {
    for count in 0..=13 {
        let figure =
            Figure { label: "Open".to_owned(), value: "1,234,567.00".to_owned(), ..Figure::default() };
        let report = Report { title: "R".to_owned(), figures: vec![figure; count], ..Report::default() };
        assert_eq!(pages(&report), 1, "{count} figures");
    }
}

#[test]
fn tables_of_text_of_numbers_and_of_both_fit() {
    for (texts, numbers) in [(0, 1), (1, 0), (0, 12), (12, 0), (1, 11), (3, 9), (2, 4), (0, 0)] {
        let column = |align| Column { title: "Amount in EUR".to_owned(), align };
        let columns: Vec<Column> = std::iter::repeat_n(column(Align::Left), texts)
            .chain(std::iter::repeat_n(column(Align::Right), numbers))
            .collect();
        let rows = vec![vec!["1,234,567.00".to_owned(); columns.len()]; 3];
        let table = Some(Table { columns, rows, total: None });
        let report = Report { sections: vec![Section { table, ..Section::default() }], ..Report::default() };
        assert_eq!(pages(&report), 1, "{texts} and {numbers}");
    }
}

#[test]
fn a_picture_that_is_higher_than_a_page_is_made_to_fit() {
    let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" width="100" height="900"><rect width="100" height="900"/></svg>"#;
    let mut picture = chart();
    picture.bytes = svg.as_bytes().to_vec();
    let mut report = Report { title: "R".to_owned(), ..Report::default() };
    let illustration = Some(Illustration { picture, caption: "High".to_owned() });
    report.sections.push(Section { illustration, ..Section::default() });
    assert_eq!(pages(&report), 1);
}

#[test]
fn notes_longer_than_a_page_go_on_on_the_next() {
    let mut report = report();
    report.notes =
        vec!["A note that explains one of the limits of the method at some length. ".repeat(20); 40];
    assert!(pages(&report) > 4);
}
