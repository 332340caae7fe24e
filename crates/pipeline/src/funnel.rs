//! How many distinct deals of a cohort reached each stage: lost ones included, open ones apart.

use crate::deals::{Outcome, Snapshot};

/// One step of the funnel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// Place in the book's stages; nothing for the last step, won.
    pub stage: Option<usize>,
    /// Deals that came so far or further, each once however often it returned.
    pub reached: u64,
    /// Deals for which this was the furthest and that are open.
    pub still_open: u64,
    /// Deals for which this was the furthest and that are lost.
    pub lost: u64,
    /// Of those that reached it, the share that went further.
    pub conversion: Option<f64>,
    /// Of those that reached it, the share lost here.
    pub drop_off: Option<f64>,
}

/// The funnel of a cohort. Parts sum up: reached = reached further + still open + lost.
#[derive(Debug, Clone, PartialEq)]
pub struct Funnel {
    pub steps: Vec<Step>,
    pub cohort: u64,
    /// Won of all in the cohort; nothing for an empty one.
    pub overall: Option<f64>,
    /// Won of those that are closed.
    pub of_closed: Option<f64>,
}

/// The cohort is what was opened within the bounds, `from` included and `until` not. A deal that skipped a stage went
/// through it. A deal that was won and opened again counts as the stage it is in.
pub fn funnel(snapshot: &Snapshot<'_>, from: i64, until: i64) -> Funnel {
    let open = snapshot.book.open_stages();
    let mut place = vec![None; snapshot.book.stages.len()];
    for (at, &stage) in open.iter().enumerate() {
        place[stage] = Some(at);
    }
    // Furthest stage by outcome; deals that were won count at the end.
    let mut still_open = vec![0_u64; open.len()];
    let mut lost = vec![0_u64; open.len()];
    let (mut won, mut cohort) = (0, 0);
    for known in snapshot.known.iter().filter(|known| (from..until).contains(&known.opened)) {
        cohort += 1;
        let entries = snapshot.entries(known);
        let furthest = entries.iter().filter_map(|entry| place[usize::from(entry.stage)]).max().unwrap_or(0);
        match known.outcome {
            Outcome::Won => won += 1,
            Outcome::Open => bump(&mut still_open, furthest),
            Outcome::Lost => bump(&mut lost, furthest),
        }
    }
    let mut further = won;
    let share = |part: u64, of: u64| (of > 0).then(|| part as f64 / of as f64);
    let mut steps =
        vec![Step { stage: None, reached: won, still_open: 0, lost: 0, conversion: None, drop_off: None }];
    for at in (0..open.len()).rev() {
        let reached = further + still_open[at] + lost[at];
        steps.push(Step {
            stage: Some(open[at]),
            reached,
            still_open: still_open[at],
            lost: lost[at],
            conversion: share(further, reached),
            drop_off: share(lost[at], reached),
        });
        further = reached;
    }
    steps.reverse();
    let closed = won + lost.iter().sum::<u64>();
    Funnel { steps, cohort, overall: share(won, cohort), of_closed: share(won, closed) }
}

fn bump(counts: &mut [u64], at: usize) {
    if let Some(count) = counts.get_mut(at) {
        *count += 1;
    }
}
