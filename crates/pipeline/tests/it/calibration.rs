//! On teams whose truth is known, the forecast's band holds what it says and its errors beat all baselines.

use mycrm_pipeline::backtest::{Backtest, Baseline, Plan, backtest};
use mycrm_pipeline::simulator::{World, simulate};
use mycrm_pipeline::{Calendar, Month};

/// Three years of monthly origins after three years of history, on a team for each seed.
fn tested(world: &World, seeds: std::ops::Range<u64>) -> Vec<Backtest> {
    let plan =
        |seed| Plan { from: Month::new(2018, 1), until: Month::new(2021, 1), horizon: 3, paths: 1_000, seed };
    seeds.map(|seed| backtest(&simulate(world, seed), &Calendar::utc(), plan(seed))).collect()
}

fn check(name: &str, world: &World, seeds: std::ops::Range<u64>) {
    let tests = tested(world, seeds.clone());
    let all = Backtest {
        months: tests.iter().flat_map(|test| test.months.clone()).collect(),
        deals: tests.iter().flat_map(|test| test.deals.clone()).collect(),
        history: Vec::new(),
    };
    let scores = all.scores(None);
    let coverage = scores.coverage.unwrap();
    let simulated = tests.len() * 36;
    assert!(simulated >= 400 && coverage.n >= 1_000, "enough months: {simulated}");
    println!(
        "{name}, seeds {seeds:?}: coverage {:.3} of {} forecasts, Brier {:.4} of {} deals",
        coverage.rate,
        coverage.n,
        scores.brier.unwrap(),
        scores.deals
    );
    assert!((0.75..=0.85).contains(&coverage.rate), "{name}: P10 to P90 covers {coverage:?}");
    for ahead in 0..3 {
        let rate = all.scores(Some(ahead)).coverage.unwrap().rate;
        println!("  {ahead} months ahead: coverage {rate:.3}");
        assert!((0.70..=0.90).contains(&rate), "{name}, {ahead} months ahead: {rate}");
    }
    for (n, which) in Baseline::ALL.iter().enumerate() {
        // Each team has its own scale, so errors are averaged after scaling.
        let of = |pick: &dyn Fn(&Backtest) -> (f64, f64)| {
            tests.iter().map(pick).fold((0.0, 0.0), |sum, (a, b)| (sum.0 + a, sum.1 + b))
        };
        let (ours, theirs) =
            of(&|test| test.scores(None).mase_beside[n].map(|c| (c.ours, c.baseline)).unwrap());
        let brier = scores.brier_beside[n].unwrap();
        let teams = tests.len() as f64;
        println!(
            "  {which:?}: MASE {:.3} against {:.3}, Brier {:.4} against {:.4}",
            ours / teams,
            theirs / teams,
            brier.ours,
            brier.baseline
        );
        assert!(ours < theirs, "{name}: MASE against {which:?}");
        assert!(brier.ours < brier.baseline, "{name}: Brier against {which:?}");
    }
    for bin in all.reliability().bins.iter().filter(|bin| bin.won.n > 500) {
        let error = (bin.mean_probability - bin.won.rate).abs();
        assert!(error < 0.12, "{name}: predicted {:.2}, came {:?}", bin.mean_probability, bin.won);
    }
}

#[test]
fn the_band_covers_four_of_five_months_and_errors_beat_all_baselines() {
    check("team", &World::default(), 1..16);
    check("team", &World::default(), 101..116);
}

#[test]
fn that_holds_for_large_teams_and_for_strong_shocks() {
    check("large team", &World { arrivals: 300.0, ..World::default() }, 201..213);
    let shocked = World { arrival_shock: 0.3, pace_shock: 0.3, persistence: 0.8, ..World::default() };
    check("shocked team", &shocked, 301..316);
}

#[test]
fn that_holds_without_a_season_and_without_stale_deals() {
    check("even team", &World { season: 0.0, growth: 0.0, ..World::default() }, 401..416);
    check("tidy team", &World { stale: 0.0, ..World::default() }, 501..516);
}
