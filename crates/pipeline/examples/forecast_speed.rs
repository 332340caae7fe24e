//! Prints how long analytics and a 12-month forecast take at three sizes, and how much memory.
//!
//! `cargo run --release -p mycrm-pipeline --example forecast_speed`

use std::time::Instant;

use mycrm_pipeline::Calendar;
use mycrm_pipeline::analysis::analyse;
use mycrm_pipeline::deals::DAY;
use mycrm_pipeline::forecast::Options;
use mycrm_pipeline::simulator::{BEGIN, World, simulate};

fn main() {
    println!("| deals | target ms | first ms | median ms | peak MiB so far |");
    println!("|--:|--:|--:|--:|--:|");
    for (deals, target) in [(10_000.0, 60), (100_000.0, 300), (1_000_000.0, 3_000)] {
        let world = World { months: 60, arrivals: deals / 60.0, growth: 0.0, ..World::default() };
        let book = simulate(&world, 1);
        let at = BEGIN + 60 * 30 * DAY;
        let options = Options { months: 12, ..Options::default() };
        let mut took: Vec<f64> = (0..7)
            .map(|_| {
                let start = Instant::now();
                let snapshot = book.as_of(at);
                let analysis = analyse(&snapshot, &Calendar::utc(), options, i64::MIN, i64::MAX);
                assert_eq!(analysis.forecast.months.len(), 12);
                start.elapsed().as_secs_f64() * 1e3
            })
            .collect();
        let first = took[0];
        took.sort_by(f64::total_cmp);
        println!("| {} | {target} | {first:.1} | {:.1} | {:.0} |", book.deals().len(), took[3], peak());
    }
}

/// The largest resident memory so far in MiB, where the system tells.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse::<f64>().ok());
    kib.map_or(f64::NAN, |kib| kib / 1024.0)
}
