//! Charts for tests: as they usually are, with nothing in them, and as bad as data get.

use super::super::{
    Chart, FanMonth, ForecastFan, FunnelBar, FunnelBars, QuotaBar, ReliabilityCurve, StageBar, StageBars,
    VelocityBars, WinRateLine,
};
use crate::backtest::Bin;
use crate::calendar::Month;
use crate::intervals::wilson;
use crate::words::Words;

fn month(n: i32) -> Month {
    Month::new(2025, 8).plus(n)
}

fn fan(past: i32, months: i32, unit: f64, quota: Option<f64>) -> Chart {
    let wave = |n: i32| 1.0 + f64::from(n * 37 % 11) / 10.0;
    Chart::Forecast(ForecastFan {
        past: (0..past).map(|n| (month(n), unit * wave(n))).collect(),
        months: (past..past + months)
            .map(|n| FanMonth {
                month: month(n),
                booked: if n == past { unit * 0.3 } else { 0.0 },
                p10: unit * wave(n) * 0.6,
                p50: unit * wave(n),
                p90: unit * wave(n) * 1.7,
                quota,
            })
            .collect(),
    })
}

fn stages(names: &[&str], unit: f64) -> Chart {
    let stage = |(n, name): (usize, &&str)| StageBar {
        name: (*name).to_owned(),
        deals: 124 - (n as u64 % 100),
        value: unit / (n + 1) as f64,
        weighted: unit / (n + 1) as f64 * 0.4,
    };
    Chart::Stages(StageBars { stages: names.iter().enumerate().map(stage).collect() })
}

fn funnel(names: &[&str]) -> Chart {
    let step = |(n, name): (usize, &&str)| {
        let reached = 100_000 - n as u64 * 400;
        FunnelBar { name: (*name).to_owned(), reached, still_open: 150, lost: 250 }
    };
    Chart::Funnel(FunnelBars { steps: names.iter().enumerate().map(step).collect() })
}

fn velocity(bars: Vec<u64>) -> Chart {
    let days = u32::try_from(bars.len()).unwrap() * 10;
    let curve = (0..days).map(|day| (day, 1.0 - f64::from(day) / f64::from(days) * 0.9)).collect();
    Chart::Velocity(VelocityBars { bars, curve, median: Some(days / 2) })
}

fn rates(months: i32, closed: u64, skip: i32) -> Chart {
    let of = |n: i32| (month(n), if n % skip == skip - 1 { None } else { wilson(closed * 2 / 5, closed) });
    Chart::WinRate(WinRateLine { months: (0..months).map(of).collect(), overall: Some(0.41) })
}

fn reliability(bins: u64, n: u64) -> Chart {
    let bin = |at: u64| Bin {
        mean_probability: (at as f64 + 0.5) / bins as f64,
        won: wilson(n * (2 * at + 1) / (2 * bins), n).unwrap(),
    };
    Chart::Reliability(ReliabilityCurve { bins: (0..bins).map(bin).collect() })
}

fn quota(quota: f64, unit: f64) -> Chart {
    Chart::Quota(QuotaBar {
        quota: Some(quota),
        booked: unit * 0.1,
        p10: unit,
        expected: unit * 1.3,
        p90: unit * 1.9,
    })
}

const STAGES: [&str; 5] = ["Prospecting", "Qualification", "Proposal", "Negotiation", "Closed won"];

/// One of each, as a team of five would see it.
pub(super) fn usual(_: &Words) -> Vec<Chart> {
    vec![
        fan(12, 3, 2e7, Some(3e7)),
        stages(&STAGES[..4], 1.5e8),
        funnel(&STAGES),
        velocity((1..15).rev().map(|n| n * n).collect()),
        rates(18, 40, 7),
        reliability(10, 300),
        quota(9e7, 6e7),
    ]
}

/// Nothing of any kind, and zeros.
pub(super) fn empty() -> Vec<Chart> {
    vec![
        Chart::Forecast(ForecastFan::default()),
        fan(12, 3, 0.0, None),
        Chart::Stages(StageBars::default()),
        Chart::Funnel(FunnelBars::default()),
        Chart::Velocity(VelocityBars::default()),
        velocity(vec![0, 0, 0]),
        Chart::WinRate(WinRateLine::default()),
        rates(5, 0, 3),
        Chart::Reliability(ReliabilityCurve::default()),
        Chart::Quota(QuotaBar::default()),
        quota(0.0, 1e6),
    ]
}

/// Much, little, huge, lopsided, and names as nobody should give them.
pub(super) fn hostile(words: &Words) -> Vec<Chart> {
    let long = "Verhandlung über Rahmenverträge mit Lieferantenkonsortien ".repeat(6);
    let many: Vec<String> = (0..200).map(|n| format!("{n} {long}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let odd = ["<script>&\"'", "\0\u{7}\u{1b}[31m\u{ffff}", "株式会社", "", " ", "\u{202e}abc"];
    let mut late = vec![40; 12];
    late.resize(360, 0);
    late.push(1);
    vec![
        fan(0, 1, 1e17, None),
        fan(1, 1, 1.0, Some(1e17)),
        fan(12, 12, 1e15, Some(1.0)),
        fan(120, 12, 123_456_789.0, Some(2e8)),
        fan(12, 0, 1e6, Some(1e6)),
        stages(&many, 1e17),
        stages(&odd, 3.0),
        stages(&STAGES, 0.0),
        funnel(&many),
        funnel(&odd),
        funnel(&STAGES[..1]),
        velocity(vec![1]),
        velocity(late),
        velocity(vec![u64::MAX / 4_000; 366]),
        rates(1, 1, 9),
        rates(120, 3, 2),
        rates(240, 1_000_000, 50),
        reliability(1, 1),
        reliability(10, u64::from(u32::MAX)),
        quota(1.0, 1e17),
        quota(1e17, 1.0),
        Chart::Quota(QuotaBar { quota: Some(1e5), ..QuotaBar::default() }),
        Chart::Stages(StageBars {
            stages: vec![StageBar { name: words.won().to_owned(), deals: 1, value: -5e6, weighted: -1e6 }],
        }),
    ]
}
