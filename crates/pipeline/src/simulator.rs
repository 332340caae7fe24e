//! A sales team whose truth is known, to test forecasts on: seeded, with seasons, shocks, growth and deals gone stale.
//!
//! It is built on other ground than the forecast: stays are gamma distributed in continuous time, outcomes are chosen
//! at entry, arrivals drift, and nothing of it is told to the forecast but the histories that come out.

use crate::deals::{
    Amount, AmountChange, Book, CloseDateChange, DAY, DealHistory, Stage, StageEntry, StageKind,
};
use crate::shock::Draws;

/// The truth of one simulated team.
#[derive(Debug, Clone, PartialEq)]
pub struct World {
    pub months: usize,
    /// Deals opened per month at the beginning.
    pub arrivals: f64,
    /// Change of arrivals per year, as a share.
    pub growth: f64,
    /// Swing of arrivals and of closing over the year, as a share.
    pub season: f64,
    /// Standard deviation of the shock that all arrivals of a month share, in logs, and its persistence.
    pub arrival_shock: f64,
    /// The same for the pace at which deals move.
    pub pace_shock: f64,
    pub persistence: f64,
    /// Share of deals that stop moving in a stage and are never closed.
    pub stale: f64,
    /// Median amount in minor units, and its standard deviation in logs.
    pub amount: f64,
    pub amount_spread: f64,
    /// Probability that a deal passes a stage instead of being lost there.
    pub pass: [f64; 4],
    /// Mean days in each stage.
    pub stay: [f64; 4],
    /// How much owners differ, in log-odds.
    pub owners_differ: f64,
}

impl Default for World {
    fn default() -> Self {
        Self {
            months: 72,
            arrivals: 40.0,
            growth: 0.05,
            season: 0.25,
            arrival_shock: 0.15,
            pace_shock: 0.15,
            persistence: 0.5,
            stale: 0.12,
            amount: 800_000.0,
            amount_spread: 0.7,
            pass: [0.7, 0.75, 0.75, 0.8],
            stay: [12.0, 18.0, 20.0, 15.0],
            owners_differ: 0.4,
        }
    }
}

/// The first instant of every world: 2015-01-01 in UTC.
pub const BEGIN: i64 = 1_420_070_400_000;

/// Mean length of a month in days, by which the simulated year is divided.
const MONTH: f64 = 30.436_875;

/// The stages of every world, with the probabilities a user would have left as they came.
pub fn stages() -> Vec<Stage> {
    vec![
        Stage::new("prospecting", StageKind::Open, 10),
        Stage::new("qualification", StageKind::Open, 25),
        Stage::new("proposal", StageKind::Open, 50),
        Stage::new("negotiation", StageKind::Open, 75),
        Stage::new("closed_won", StageKind::Won, 100),
        Stage::new("closed_lost", StageKind::Lost, 0),
    ]
}

const WON: u16 = 4;
const LOST: u16 = 5;

/// The deals of a world from its first month to its last.
pub fn simulate(world: &World, seed: u64) -> Book {
    let mut draws = Draws::new(seed);
    let mut book = Book::new(stages());
    book.owners = ["Ada", "Ben", "Cho", "Dag", "Eva"].map(str::to_owned).into();
    book.products = ["Basic", "Plus", "Pro"].map(str::to_owned).into();
    book.sources = ["website", "referral", "cold_call"].map(str::to_owned).into();
    let skill: Vec<f64> = book.owners.iter().map(|_| world.owners_differ * draws.normal()).collect();
    let paces = course(world.months + 24, world.pace_shock, world.persistence, &mut draws);
    let crowds = course(world.months, world.arrival_shock, world.persistence, &mut draws);
    let mut id = 0;
    for (month, crowd) in (0..).zip(&crowds) {
        let year = f64::from(month) / 12.0;
        let expected = world.arrivals
            * (1.0 + world.growth).powf(year)
            * wave(world.season, f64::from(month), 0.0)
            * crowd;
        for _ in 0..draws.poisson(expected) as usize {
            id += 1;
            let opened = (f64::from(month) + draws.uniform()) * MONTH;
            book.push(deal(world, &mut draws, id, opened, &skill, &paces));
        }
    }
    book
}

/// Factors of months that persist.
fn course(months: usize, size: f64, persistence: f64, draws: &mut Draws) -> Vec<f64> {
    let mut x = size * draws.normal();
    let step = size * (1.0 - persistence * persistence).sqrt();
    (0..months)
        .map(|_| {
            x = persistence * x + step * draws.normal();
            (x - size * size / 2.0).exp()
        })
        .collect()
}

fn wave(size: f64, month: f64, shift: f64) -> f64 {
    1.0 + size * ((month + shift) * std::f64::consts::TAU / 12.0).sin()
}

fn deal(
    world: &World,
    draws: &mut Draws,
    id: u128,
    opened: f64,
    skill: &[f64],
    paces: &[f64],
) -> DealHistory {
    let owner = draws.place(skill.len());
    let product = draws.place(3);
    let instant = |day: f64| BEGIN + (day * DAY as f64) as i64;
    let mut entries = vec![StageEntry { at: instant(opened), stage: 0 }];
    let mut day = opened;
    let stale_in = if draws.uniform() < world.stale { draws.place(4) } else { 4 };
    let mut stage = 0_u16;
    for n in 0..4 {
        if stale_in == n {
            break;
        }
        // A gamma stay of shape 2 passes at the pace of the months it lies in.
        let mut work = world.stay[n] / 2.0 * (exponential(draws) + exponential(draws));
        loop {
            let month = (day / MONTH) as usize;
            let pace = paces.get(month).copied().unwrap_or(1.0) * wave(world.season, month as f64, 4.0);
            let end = (month + 1) as f64 * MONTH;
            if work <= (end - day) * pace {
                day += work / pace;
                break;
            }
            work -= (end - day) * pace;
            day = end + 1e-6;
        }
        let odds = (world.pass[n] / (1.0 - world.pass[n])).ln() + skill[owner];
        let passed = draws.uniform() < 1.0 / (1.0 + (-odds).exp());
        stage = if !passed {
            LOST
        } else if n == 3 {
            WON
        } else {
            stage + 1
        };
        entries.push(StageEntry { at: instant(day), stage });
        if !passed {
            break;
        }
    }
    let size = [0.6, 1.0, 1.7][product];
    let amount = (world.amount * size * (world.amount_spread * draws.normal()).exp()) as i64;
    // What users promise: the mean way through, give or take half of it.
    let promised = opened + world.stay.iter().sum::<f64>() * (0.5 + draws.uniform());
    let promised_day = i32::try_from(instant(promised) / DAY).ok();
    DealHistory {
        id,
        opened: instant(opened),
        stage,
        amounts: vec![AmountChange { at: instant(opened), amount: Amount::Minor(amount) }],
        close_dates: vec![CloseDateChange { at: instant(opened), day: promised_day }],
        entries,
        owner: u32::try_from(owner).ok(),
        source: u32::try_from(draws.place(3)).ok(),
        product: u32::try_from(product).ok(),
        has_next_step: draws.uniform() < 0.7,
        has_contact: draws.uniform() < 0.9,
        ..DealHistory::default()
    }
}

fn exponential(draws: &mut Draws) -> f64 {
    -(1.0 - draws.uniform()).ln()
}
