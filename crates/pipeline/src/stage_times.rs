//! How long deals stay in each stage and where they go from there.

use crate::deals::{Outcome, Snapshot, StageKind};
use crate::survival::{SurvivalCurve, Tally};

/// Longest stay that is counted to the day.
const LONGEST: u32 = 3_650;

/// Where a stay of a stage ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    Onward = 0,
    Back = 1,
    Won = 2,
    Lost = 3,
}

/// Stays in one open stage.
#[derive(Debug, Clone, PartialEq)]
pub struct StageTime {
    /// Place in the book's stages.
    pub stage: usize,
    /// Stays, those of deals still there among them.
    pub n: u64,
    pub still_there: u64,
    /// Mean days of the stays that ended.
    pub mean_days: Option<f64>,
    /// Kaplan-Meier median of all stays; nothing where fewer than half have left.
    pub median_days: Option<u32>,
    /// The longest stay seen, ended or not; 0 where there was none.
    pub longest_days: u32,
    pub curve: SurvivalCurve,
    /// Of the stays that ended.
    pub onward: u64,
    pub back: u64,
    pub won: u64,
    pub lost: u64,
}

/// Stays that began within the bounds, `from` included and `until` not; all open stages in order.
pub fn stage_times(snapshot: &Snapshot<'_>, from: i64, until: i64) -> Vec<StageTime> {
    let book = snapshot.book;
    let mut tallies: Vec<Option<(Tally, f64)>> = book
        .stages
        .iter()
        .map(|stage| (stage.kind == StageKind::Open).then(|| (Tally::new(4, LONGEST), 0.0)))
        .collect();
    for known in &snapshot.known {
        let entries = snapshot.entries(known);
        for (n, entry) in entries.iter().enumerate() {
            if !(from..until).contains(&entry.at) {
                continue;
            }
            let Some((tally, days)) = &mut tallies[usize::from(entry.stage)] else { continue };
            let Some(next) = entries.get(n + 1) else {
                tally.censored(snapshot.days_between(entry.at, snapshot.at));
                continue;
            };
            let stay = snapshot.days_between(entry.at, next.at);
            let exit = match book.stages[usize::from(next.stage)].kind {
                StageKind::Won => Exit::Won,
                StageKind::Lost => Exit::Lost,
                StageKind::Open if next.stage > entry.stage => Exit::Onward,
                StageKind::Open => Exit::Back,
            };
            tally.exit(stay, exit as usize);
            *days += f64::from(stay);
        }
    }
    let time =
        |(stage, tally): (usize, Option<(Tally, f64)>)| tally.map(|(tally, days)| of(stage, &tally, days));
    tallies.into_iter().enumerate().filter_map(time).collect()
}

fn of(stage: usize, tally: &Tally, days: f64) -> StageTime {
    let curve = tally.kaplan_meier();
    let total = |exit: Exit| tally.total(exit as usize);
    let ended = total(Exit::Onward) + total(Exit::Back) + total(Exit::Won) + total(Exit::Lost);
    StageTime {
        stage,
        n: tally.n(),
        still_there: tally.n() - ended,
        mean_days: (ended > 0).then(|| days / ended as f64),
        median_days: curve.median(),
        longest_days: u32::try_from(tally.len().saturating_sub(1)).unwrap_or(u32::MAX),
        onward: total(Exit::Onward),
        back: total(Exit::Back),
        won: total(Exit::Won),
        lost: total(Exit::Lost),
        curve,
    }
}

/// What lies in a stage now.
#[derive(Debug, Clone, PartialEq)]
pub struct StageNow {
    pub stage: usize,
    pub count: u64,
    /// Minor units; deals without amount add none.
    pub total_value: f64,
    /// Sum of amount times probability: set by hand, or the stage's. Omitted deals expect nothing.
    pub weighted_value: f64,
    pub without_amount: u64,
    pub unconverted: u64,
    pub median_age_days: Option<u32>,
    /// Longer there than the stage allows.
    pub stalled: u64,
}

/// Every stage in order, closed ones too: their age is since closing.
pub fn distribution(snapshot: &Snapshot<'_>) -> Vec<StageNow> {
    use crate::deals::{Amount, Category};
    let stages = &snapshot.book.stages;
    let mut ages: Vec<Vec<u32>> = vec![Vec::new(); stages.len()];
    let mut rows: Vec<StageNow> = (0..stages.len())
        .map(|stage| StageNow {
            stage,
            count: 0,
            total_value: 0.0,
            weighted_value: 0.0,
            without_amount: 0,
            unconverted: 0,
            median_age_days: None,
            stalled: 0,
        })
        .collect();
    for known in &snapshot.known {
        let stage = usize::from(known.stage);
        let (row, age) = (&mut rows[stage], snapshot.days_in_stage(known));
        row.count += 1;
        ages[stage].push(age);
        let deal = snapshot.deal(known);
        let percent = match known.outcome {
            Outcome::Open if deal.category == Some(Category::Omitted) => 0,
            Outcome::Open => deal.hand_probability.unwrap_or(stages[stage].probability).min(100),
            Outcome::Won | Outcome::Lost => stages[stage].probability.min(100),
        };
        match known.amount {
            Amount::Minor(minor) => {
                row.total_value += minor as f64;
                row.weighted_value += minor as f64 * f64::from(percent) / 100.0;
            }
            Amount::Missing => row.without_amount += 1,
            Amount::Unconverted => row.unconverted += 1,
        }
        let limit = stages[stage].stalled_after_days.filter(|_| known.outcome == Outcome::Open);
        row.stalled += u64::from(limit.is_some_and(|limit| age > limit));
    }
    for (row, ages) in rows.iter_mut().zip(&mut ages) {
        row.median_age_days = crate::quantiles::median(ages);
    }
    rows
}
