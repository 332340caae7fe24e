//! Accuracy on simulated teams, each with its seeds, in Markdown.

use std::ops::Range;

use mycrm_pipeline::backtest::{Backtest, Plan, backtest};
use mycrm_pipeline::simulator::{World, simulate};
use mycrm_pipeline::{Calendar, Month};

pub(super) fn table() -> String {
    let team = World::default();
    let shocked = World { arrival_shock: 0.3, pace_shock: 0.3, persistence: 0.8, ..team.clone() };
    let worlds: [(&str, World, Range<u64>); 7] = [
        ("team of 40 deals a month", team.clone(), 1..16),
        ("the same, other seeds", team.clone(), 101..116),
        ("300 deals a month", World { arrivals: 300.0, ..team.clone() }, 201..213),
        ("strong, lasting shocks", shocked, 301..316),
        ("no season, no growth", World { season: 0.0, growth: 0.0, ..team.clone() }, 401..416),
        ("no stale deals", World { stale: 0.0, ..team.clone() }, 501..516),
        ("8 deals a month", World { arrivals: 8.0, ..team }, 601..616),
    ];
    let beside = "stage probability | last year | last three months";
    let mut lines = vec![
        format!("| team | seeds | forecasts | coverage | MASE | {beside} | Brier | {beside} |"),
        "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|".to_owned(),
    ];
    for (name, world, seeds) in worlds {
        let tests: Vec<Backtest> = seeds.clone().map(|seed| tested(&world, seed)).collect();
        lines.push(format!("| {name} | {}-{} | {} |", seeds.start, seeds.end - 1, row(&tests)));
    }
    lines.join("\n")
}

fn tested(world: &World, seed: u64) -> Backtest {
    let plan = Plan { from: Month::new(2018, 1), until: Month::new(2021, 1), horizon: 3, paths: 2_000, seed };
    backtest(&simulate(world, seed), &Calendar::utc(), plan)
}

fn row(tests: &[Backtest]) -> String {
    let all = Backtest {
        months: tests.iter().flat_map(|test| test.months.clone()).collect(),
        deals: tests.iter().flat_map(|test| test.deals.clone()).collect(),
        history: Vec::new(),
    };
    let scores = all.scores(None);
    // Each team has a scale of its own, so MASE is the mean over the teams.
    let mean = |of: &dyn Fn(&Backtest) -> Option<f64>| {
        let found: Vec<f64> = tests.iter().filter_map(of).collect();
        found.iter().sum::<f64>() / found.len() as f64
    };
    let mase = (0..3).map(|n| mean(&|test| test.scores(None).mase_beside[n].map(|c| c.baseline)));
    let brier = scores.brier_beside.map(|c| c.map_or(f64::NAN, |c| c.baseline));
    let numbers = std::iter::once(scores.coverage.map_or(f64::NAN, |share| share.rate))
        .chain([mean(&|test| test.scores(None).mase)])
        .chain(mase)
        .chain(scores.brier)
        .chain(brier);
    let numbers: Vec<String> = numbers.map(|number| format!("{number:.3}")).collect();
    format!("{} | {}", scores.months, numbers.join(" | "))
}
