//! Faults of templates, and what stands on the pages: the words are read from the set pages, before they are a PDF.

use super::*;
use crate::{Align, Column, Document, Fact, Figure, Form, Language, Paper, Report, Section, Table, Tone};

fn faults(main: &str) -> Vec<Fault> {
    let files = Files::new("a.typ", &[("a.typ", main)], Vec::new()).unwrap();
    let dated = "2026-03-31T12:00:00+02:00[Europe/Berlin]".parse().unwrap();
    match set(&files, &dated) {
        Err(PrintError::Template(faults)) => faults,
        other => panic!("expected faults of the template, got {other:?}"),
    }
}

#[test]
fn a_fault_names_the_line_of_the_template_and_a_hint() {
    let found = faults("#let a = 1\n\n#let b = a-b\n");
    assert_eq!((found[0].file.as_str(), found[0].line), ("a.typ", 3));
    assert!(!found[0].hints.is_empty());
    assert!(found[0].to_string().starts_with("a.typ, line 3: unknown variable"), "{}", found[0]);
}

#[test]
fn a_template_reaches_no_disk_no_package_and_no_clock() {
    for reaching in [
        "#read(\"/etc/passwd\")",
        "#read(\"Cargo.toml\")",
        "#image(\"../../../../etc/passwd\")",
        "#include \"/b.typ\"",
        "#import \"@preview/cetz:0.3.0\"",
        "#datetime.today()",
    ] {
        assert_eq!(faults(reaching).len(), 1, "{reaching}");
    }
}

#[test]
fn a_template_that_never_ends_is_stopped_by_typst() {
    let found = faults("#while true {}");
    assert!(found[0].message.contains("always true"), "{}", found[0]);
    assert!(!faults("#let f() = f()\n#f()").is_empty());
}

/// What stands on the pages, run by run.
fn words(frame: &Frame, found: &mut Vec<String>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => words(&group.frame, found),
            FrameItem::Text(text) => found.push(text.text.to_string()),
            _ => {}
        }
    }
}

fn pages(report: &Report, language: Language) -> Vec<String> {
    let dated = "2026-03-31T12:00:00+02:00[Europe/Berlin]".parse().unwrap();
    let (files, _) =
        Document::new(Form::Report(report), Paper::A4, language, &dated).job().unwrap().files().unwrap();
    let document = typst::compile::<PagedDocument>(&files).output.unwrap();
    let page = |page: &typst_layout::Page| {
        let mut found = Vec::new();
        words(&page.frame, &mut found);
        found.concat().replace('\u{200B}', "")
    };
    document.pages().iter().map(page).collect()
}

/// The same text wherever a report takes text.
fn everywhere(text: &str) -> Report {
    let text = || text.to_owned();
    Report {
        title: text(),
        subtitle: text(),
        facts: vec![Fact { label: text(), value: text() }],
        figures: vec![Figure { label: text(), value: text(), note: text(), tone: Tone::Plain }],
        sections: vec![Section {
            title: text(),
            text: vec![text()],
            illustration: None,
            table: Some(Table {
                columns: [Align::Left, Align::Right].map(|align| Column { title: text(), align }).into(),
                rows: vec![vec![text(), text()]],
                total: Some(vec![text(), text()]),
            }),
        }],
        notes: vec![text()],
        footer: text(),
    }
}

const PLACES: usize = 17;

#[test]
fn text_is_never_markup() {
    for text in [
        "#emoji",
        "#panic()",
        "$x^2$",
        "*Bold*",
        "_it_",
        "`raw`",
        "<label>",
        "@ref",
        "=Head",
        "-item",
        "+item",
        "/term:",
        "//note",
        "/*note*/",
        "a~b",
        "a--b",
        "a...b",
        "a\\b",
        "\\u{41}",
        "\"q\"",
        "'s",
        "#{1+1}",
        "[x]",
        "]",
        "}",
        ")",
        "https://a.b",
        "{{x}}",
        "\\",
    ] {
        let found = pages(&everywhere(text), Language::English).concat();
        assert_eq!(found.matches(text).count(), PLACES, "{text}: {found}");
    }
}

#[test]
fn text_may_be_empty_anywhere() {
    assert_eq!(pages(&everywhere(""), Language::English).len(), 1);
    assert_eq!(pages(&Report::default(), Language::German).len(), 1);
}

#[test]
fn the_template_speaks_the_language_of_the_document() {
    let report = everywhere("x");
    let found = pages(&report, Language::English).concat();
    assert!(found.contains("Page 1 of 1") && found.contains("Method and limits"), "{found}");
    let found = pages(&report, Language::German).concat();
    assert!(found.contains("Seite 1 von 1") && found.contains("Verfahren und Grenzen"), "{found}");
}

#[test]
fn words_are_hyphenated_by_the_rules_of_the_language() {
    let mut report = Report::default();
    let text = "Versicherungsvertreterversammlung ".repeat(60);
    report.sections.push(Section { text: vec![text], ..Section::default() });
    let german = pages(&report, Language::German).concat();
    let english = pages(&report, Language::English).concat();
    assert!(german.contains('-') || german.contains('\u{2010}') || german.contains('\u{AD}'), "{german}");
    assert_ne!(german, english);
}

#[test]
fn the_heads_of_a_table_and_the_page_number_are_on_each_of_its_pages() {
    let mut report = Report { footer: "Made by M. Weber".to_owned(), ..Report::default() };
    let columns = vec![Column { title: "Customer".to_owned(), align: Align::Left }];
    let rows = (1..=150).map(|number| vec![format!("Row {number}.")]).collect();
    report.sections.push(Section { table: Some(Table { columns, rows, total: None }), ..Section::default() });
    let found = pages(&report, Language::English);
    assert!(found.len() > 2);
    for (number, page) in found.iter().enumerate() {
        assert_eq!(page.matches("Customer").count(), 1);
        assert!(page.contains(&format!("Page {} of {}", number + 1, found.len())), "{page}");
        assert!(page.contains("Made by M. Weber"));
    }
    let all = found.concat();
    for number in 1..=150 {
        assert_eq!(all.matches(&format!("Row {number}.")).count(), 1);
    }
}
