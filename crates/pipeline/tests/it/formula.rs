//! The recursion over stages is the formula of Aalen and Johansen where a stage is only left by closing.

use mycrm_pipeline::hazard::{Hazards, Smoothing};
use mycrm_pipeline::probability::WinTable;
use mycrm_pipeline::survival::Tally;
use mycrm_pipeline::{Book, Outcome, Stage, StageKind};

use crate::world::{START, day, deal};

#[test]
fn without_shrinkage_a_single_stage_gives_the_textbook_formula() {
    let mut book = Book::new(vec![
        Stage::new("open", StageKind::Open, 50),
        Stage::new("won", StageKind::Won, 100),
        Stage::new("lost", StageKind::Lost, 0),
    ]);
    let mut rng = fastrand::Rng::with_seed(4);
    for id in 0..400 {
        let begin = rng.i64(0..200);
        let (stay, end) = (rng.i64(1..90), rng.u16(1..=2));
        book.push(deal(id, &[(begin, 0), (begin + stay, end)], None));
    }
    let now = book.as_of(day(150));
    let mut tally = Tally::new(2, 1_000);
    for known in &now.known {
        match known.outcome {
            Outcome::Won => tally.exit(known.days_to_close().unwrap(), 0),
            Outcome::Lost => tally.exit(known.days_to_close().unwrap(), 1),
            Outcome::Open => tally.censored(now.days_between(known.opened, now.at)),
        }
    }
    let incidence = tally.aalen_johansen();
    let smoothing = Smoothing { prior_deals: 0.0, daily: true };
    let hazards = Hazards::fit(&now, smoothing);
    let last = hazards.last_close.unwrap();
    let bounds = [5, 20, 60];
    let table = WinTable::new(&hazards, &bounds);
    let mut compared = 0;
    for age in 0..last {
        for (at, &within) in bounds.iter().enumerate() {
            if age + within > last || incidence.survival_at(age) < 0.05 {
                continue;
            }
            let formula = incidence.within(0, age, within).unwrap();
            let recursion = table.at_bounds(0, age)[at];
            assert!((formula - recursion).abs() < 1e-9, "age {age} within {within}: {formula} {recursion}");
            compared += 1;
        }
    }
    assert!(compared > 100 && now.at > START);
}
