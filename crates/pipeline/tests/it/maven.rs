//! The Maven pipeline file, read straight into the model, where it is at hand.

use std::collections::HashMap;
use std::path::Path;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use mycrm_pipeline::backtest::{Baseline, Plan, backtest};
use mycrm_pipeline::deals::{AmountChange, StageEntry};
use mycrm_pipeline::forecast::{Options, forecast};
use mycrm_pipeline::probability::WinModel;
use mycrm_pipeline::{Amount, Book, Calendar, DealHistory, Month, Outcome, Stage, StageKind};

/// Beside the repository, or where the variable says.
fn file() -> Option<String> {
    let told = std::env::var_os("MYCRM_SHARED").map(std::path::PathBuf::from);
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let path = told.unwrap_or(beside).join("data/maven-crm/sales_pipeline.csv");
    let text = std::fs::read_to_string(&path).ok();
    if text.is_none() {
        eprintln!("SKIPPED: {} is not there, so the Maven pipeline was not checked", path.display());
    }
    text
}

fn instant(text: &str) -> Option<i64> {
    let date: Date = text.parse().ok()?;
    Some(date.to_zoned(TimeZone::UTC).unwrap().timestamp().as_millisecond())
}

/// Noon of the last day of the file.
fn end() -> i64 {
    instant("2017-12-31").unwrap() + 43_200_000
}

fn read(text: &str) -> Book {
    let mut book = Book::new(vec![
        Stage::new("Prospecting", StageKind::Open, 10),
        Stage::new("Engaging", StageKind::Open, 50),
        Stage::new("Won", StageKind::Won, 100),
        Stage::new("Lost", StageKind::Lost, 0),
    ]);
    let (mut owners, mut products) = (HashMap::new(), HashMap::new());
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    for (row, id) in reader.records().zip(1_u128..) {
        let row = row.unwrap();
        let place = |names: &mut Vec<String>, known: &mut HashMap<String, u32>, name: &str| {
            let next = u32::try_from(known.len()).unwrap();
            *known.entry(name.to_owned()).or_insert_with(|| {
                names.push(name.to_owned());
                next
            })
        };
        let owner = place(&mut book.owners, &mut owners, &row[1]);
        let product = place(&mut book.products, &mut products, &row[2]);
        let stage = u16::try_from(book.stages.iter().position(|s| s.name == row[4]).unwrap()).unwrap();
        let (engaged, closed) = (instant(&row[5]), instant(&row[6]));
        // A prospect has no date: it is known from the day the file was made.
        let mut entries =
            vec![StageEntry { at: engaged.unwrap_or(end()), stage: u16::from(engaged.is_some()) }];
        // Amounts are known from closing on.
        entries.extend(closed.map(|at| StageEntry { at, stage }));
        let amounts = closed
            .filter(|_| &row[4] == "Won")
            .map(|at| AmountChange { at, amount: Amount::Minor(row[7].parse::<i64>().unwrap() * 100) });
        book.push(DealHistory {
            id,
            opened: entries[0].at,
            stage,
            entries,
            amounts: amounts.into_iter().collect(),
            owner: Some(owner),
            product: Some(product),
            ..DealHistory::default()
        });
    }
    book
}

#[test]
fn the_file_has_the_counts_it_is_known_for() {
    let Some(text) = file() else { return };
    let book = read(&text);
    let now = book.as_of(end());
    let count = |stage| now.known.iter().filter(|known| known.stage == stage).count();
    assert_eq!([count(2), count(3), count(1), count(0)], [4_238, 2_473, 1_589, 500]);
    let longest = now.closed().filter_map(|known| known.days_to_close()).max();
    assert_eq!(longest, Some(138));
    assert_eq!(book.mended(), 0);
}

#[test]
fn engaging_deals_older_than_any_that_closed_keep_little_weight() {
    let Some(text) = file() else { return };
    let book = read(&text);
    let now = book.as_of(end());
    let model = WinModel::fit(&now, &[31]);
    let engaging: Vec<_> = now.known.iter().filter(|known| known.stage == 1).collect();
    let old: Vec<_> = engaging.iter().filter(|known| now.days_in_stage(known) > 138).collect();
    assert!((old.len() as f64 / engaging.len() as f64 - 0.81).abs() < 0.005);
    let likely = |known| model.of(&now, known);
    assert!(old.iter().all(|known| likely(known).older_than_any_closed));
    let weight: f64 = old.iter().map(|known| likely(known).probability).sum::<f64>() / old.len() as f64;
    let young: Vec<_> = engaging.iter().filter(|known| now.days_in_stage(known) <= 100).collect();
    let fresh: f64 = young.iter().map(|known| likely(known).probability).sum::<f64>() / young.len() as f64;
    println!(
        "mean win probability: {weight:.4} of {} old ones, {fresh:.3} of {} younger than 100 days",
        old.len(),
        young.len()
    );
    assert!(weight < 0.02, "{weight}");
    assert!(fresh > 0.25, "{fresh}");
}

#[test]
fn its_backtest_says_which_baselines_apply() {
    let Some(text) = file() else { return };
    let book = read(&text);
    let calendar = Calendar::utc();
    let now = book.as_of(end());
    let forecast = forecast(&now, &calendar, Options { months: 4, ..Options::default() });
    assert_eq!(forecast.valued_by_median, 1_589 + 500, "open deals carry no amount");
    assert!(forecast.season_months < 24, "ten months hold no season");
    for month in &forecast.months {
        println!(
            "{}: booked {:.0}, P10 {:.0}, P50 {:.0}, P90 {:.0}, new business {:.0}",
            month.month,
            month.booked / 100.0,
            month.revenue.p10 / 100.0,
            month.revenue.p50 / 100.0,
            month.revenue.p90 / 100.0,
            month.new_business / 100.0
        );
    }
    let plan =
        Plan { from: Month::new(2017, 6), until: Month::new(2018, 1), horizon: 3, paths: 2_000, seed: 1 };
    let tests = backtest(&book, &calendar, plan);
    println!("origin  month   P10      P50      P90      actual   weighted  last year  last three");
    for t in &tests.months {
        let k = |v: f64| format!("{:.0}k", v / 100_000.0);
        println!(
            "{} {}  {:8} {:8} {:8} {:8} {}",
            t.origin,
            t.origin.plus(i32::try_from(t.ahead).unwrap()),
            k(t.p10),
            k(t.p50),
            k(t.p90),
            k(t.actual),
            t.baselines.map(|b| b.map_or("-".into(), k)).join("  ")
        );
    }
    let scores = tests.scores(None);
    println!("{scores:#?}");
    assert!(
        scores.mase_beside[1].is_none(),
        "there is no last year: {:?} does not apply",
        Baseline::SeasonalNaive
    );
    let brier = scores.brier_beside[0].unwrap();
    assert!(brier.ours < brier.baseline);
    assert!(now.known.iter().filter(|known| known.outcome == Outcome::Open).count() == 2_089);
}
