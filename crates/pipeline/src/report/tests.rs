//! Reports on a team and on edge cases, set on paper: whole, without warnings, and with nothing invented.

use jiff::tz::TimeZone;
use mycrm_print::{Document, Form, Paper, Printed, pdf};
use mycrm_store::Currency;

use super::*;
use crate::analysis::analyse;
use crate::backtest::{Plan, backtest};
use crate::calendar::{Calendar, Month};
use crate::deals::{Amount, AmountChange, Book, DAY, DealHistory, StageEntry};
use crate::forecast::Options;
use crate::simulator::{BEGIN, World, simulate, stages};
use crate::words::NOTHING;

const ENGLISH: Words = Words::new(Language::English, Currency::EUR);
const GERMAN: Words = Words::new(Language::German, Currency::EUR);

struct Made {
    report: Report,
    generated: Zoned,
}

fn made(book: &Book, day: i64, quotas: &[Option<i64>], tests: Option<&Backtest>, words: &Words) -> Made {
    let now = book.as_of(BEGIN + day * DAY);
    let quota = quotas.iter().try_fold(0, |sum, quota| Some(sum + (*quota)?)).filter(|_| !quotas.is_empty());
    let options = Options { months: quotas.len().max(3), paths: 200, quota, ..Options::default() };
    let analysis = analyse(&now, &Calendar::utc(), options, i64::MIN, i64::MAX);
    let generated = Timestamp::from_millisecond(now.at).unwrap().to_zoned(TimeZone::UTC);
    let subject = Subject {
        pipeline: "New business",
        owner: None,
        snapshot: &now,
        analysis: &analysis,
        backtest: tests,
        quotas,
        from: i64::MIN,
        until: i64::MAX,
        generated: &generated,
    };
    Made { report: report(&subject, words).unwrap(), generated }
}

fn print(made: &Made, paper: Paper, language: Language) -> Printed {
    let document = Document::new(Form::Report(&made.report), paper, language.into(), &made.generated);
    let printed = pdf(&document).unwrap();
    assert_eq!(printed.warnings, []);
    printed
}

fn team() -> Book {
    simulate(&World::default(), 1)
}

/// All that a reader reads, one part a line.
fn all_text(report: &Report) -> String {
    let Report { title, subtitle, facts, figures, sections, notes, footer } = report;
    let mut text = vec![title.clone(), subtitle.clone(), footer.clone()];
    text.extend(facts.iter().flat_map(|fact| [fact.label.clone(), fact.value.clone()]));
    text.extend(figures.iter().flat_map(|card| [card.label.clone(), card.value.clone(), card.note.clone()]));
    for section in sections {
        text.push(section.title.clone());
        text.extend(section.text.clone());
        text.extend(section.illustration.iter().map(|shown| shown.caption.clone()));
        let tables = section.table.iter();
        text.extend(tables.flat_map(|table| table.rows.iter().chain(&table.total).flatten().cloned()));
    }
    text.extend(notes.clone());
    text.join("\n").replace('\u{a0}', " ")
}

#[test]
fn a_teams_report_is_set_in_both_languages() {
    let book = team();
    let plan = Plan { from: Month::new(2019, 1), until: Month::new(2019, 7), horizon: 3, paths: 50, seed: 1 };
    let tests = backtest(&book, &Calendar::utc(), plan);
    for (words, paper) in [(ENGLISH, Paper::A4), (GERMAN, Paper::UsLetter)] {
        let made = made(&book, 1_952, &[Some(14_000_000); 6], Some(&tests), &words);
        let figures = &made.report.figures;
        assert!(figures.iter().all(|figure| figure.value != NOTHING), "{figures:?}");
        let printed = print(&made, paper, words.language);
        assert_eq!(printed.unshown, Vec::<char>::new());
        assert!((4..=7).contains(&printed.pages), "{} pages", printed.pages);
    }
}

#[test]
fn the_forecast_of_the_report_is_that_of_the_analysis() {
    let book = team();
    let report = made(&book, 1_952, &[Some(40_000_000); 3], None, &ENGLISH).report;
    let months = report.sections[0].table.as_ref().unwrap();
    assert_eq!((months.rows.len(), months.rows[0][0].as_str()), (3, "May\u{a0}2020"));
    let total = months.total.as_ref().unwrap();
    assert_eq!(total[1], report.figures[0].value, "the key figure is what is expected of all months");
    assert_eq!(total[7], "€1,200,000");
    let gap = &report.figures[5].value;
    let money = |text: &str| text.replace(['€', ','], "").parse::<i64>().unwrap();
    assert!((money(gap) + money(&total[1]) - 1_200_000).abs() <= 1, "{gap} are missing beside {}", total[1]);
    assert!(
        all_text(&report)
            .contains("How good past forecasts of this pipeline were is not part of this report.")
    );
}

#[test]
fn an_empty_pipeline_shows_dashes_with_their_reasons_and_no_number_of_its_own() {
    let book = Book::new(stages());
    for words in [ENGLISH, GERMAN] {
        let made = made(&book, 100, &[], None, &words);
        let figures = &made.report.figures;
        assert!(
            figures[1..].iter().all(|card| card.value == NOTHING && !card.note.is_empty()),
            "{figures:?}"
        );
        assert!(made.report.sections.iter().all(|section| section.illustration.is_none()));
        assert!(print(&made, Paper::A4, words.language).pages <= 2);
    }
    let text = all_text(&made(&book, 100, &[], None, &ENGLISH).report);
    for said in ["Nothing to forecast yet.", "No open deals.", "No closed deals yet.", "No quota is set"] {
        assert!(text.contains(said), "{said}: {text}");
    }
}

#[test]
fn a_quota_that_not_every_month_has_is_no_quota_of_the_whole() {
    let report = made(&team(), 1_952, &[Some(14_000_000), None, Some(1)], None, &ENGLISH).report;
    let card = report.figures.last().unwrap();
    assert_eq!((card.value.as_str(), card.note.as_str()), (NOTHING, "Not every month has a quota"));
    assert!(report.sections.iter().all(|section| section.title != "Quota"));
    let months = report.sections[0].table.as_ref().unwrap();
    assert_eq!([&months.rows[0][7], &months.rows[1][7]], ["€140,000", NOTHING]);
}

#[test]
fn a_deal_without_history_and_amount_is_a_report_too() {
    let mut book = Book::new(stages());
    let entries = vec![StageEntry { at: BEGIN, stage: 1 }];
    book.push(DealHistory { id: 1, opened: BEGIN, stage: 1, entries, ..DealHistory::default() });
    let made = made(&book, 10, &[], None, &GERMAN);
    let text = all_text(&made.report);
    assert!(text.contains("1 offene Chance hat keinen Betrag"), "{text}");
    assert!(text.contains("Zu wenig Daten"), "{text}");
    assert!(print(&made, Paper::A4, Language::German).pages <= 4);
}

#[test]
fn hundreds_of_owners_and_odd_names_and_amounts_fit_on_paper() {
    let mut book = team();
    book.owners =
        (0..300).map(|n| format!("{n} Dr. Maximiliane {}", "Freifrau von und zu ".repeat(9))).collect();
    book.stages[0].name = "#set page(width: 1pt) $x$ <&> \\ ".repeat(20);
    for n in 0..900_u32 {
        let stage = [0, 4, 5][n as usize % 3];
        let mut entries = vec![StageEntry { at: BEGIN, stage: 0 }];
        entries.push(StageEntry { at: BEGIN + 400 * DAY, stage });
        let amounts = vec![AmountChange { at: BEGIN, amount: Amount::Minor(1_000_000_000_000_000) }];
        let owner = Some(n % 300);
        book.push(DealHistory {
            id: u128::from(n) << 64,
            opened: BEGIN,
            stage,
            entries,
            amounts,
            owner,
            ..DealHistory::default()
        });
    }
    for words in [ENGLISH, GERMAN] {
        let made = made(&book, 1_952, &[Some(1), Some(i64::MAX / 4), Some(0)], None, &words);
        let long: Vec<_> = made.report.sections.iter().filter_map(|section| section.table.as_ref()).collect();
        let long: Vec<_> = long.into_iter().filter(|table| table.rows.len() > 8).collect();
        assert_eq!(long.len(), 2, "the forecast and the win rate by owner");
        for table in long {
            assert_eq!(table.rows.len(), tables::MOST_ROWS + 1);
            let others = table.rows.last().unwrap()[0].as_str();
            assert!(others.starts_with(words.others(0).split('(').next().unwrap()), "{others}");
        }
        assert!(print(&made, Paper::UsLetter, words.language).pages < 15);
    }
}

#[test]
fn the_same_report_is_the_same_bytes() {
    let book = team();
    let bytes = || print(&made(&book, 900, &[], None, &GERMAN), Paper::A4, Language::German).pdf;
    assert!(bytes() == bytes());
}
