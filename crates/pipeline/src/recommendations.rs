//! What to do next, with the deals it is about.

use crate::bottlenecks::{Bottleneck, Severity};
use crate::calendar::Calendar;
use crate::deals::{Amount, Outcome, Snapshot};
use crate::health::{Health, Why};
use crate::probability::WinModel;
use crate::slippage::Slippage;

/// How pressing it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    Low,
    Medium,
    High,
}

/// What it says; the text is made where it is shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Advice {
    /// Longer in their stage than it allows.
    Stalled,
    /// Older than any deal that was ever closed: close them or start them anew.
    Stale {
        last_close_days: u32,
    },
    /// The expected close date is past.
    Overdue,
    /// Pushed three times or more.
    PushedOften,
    NoNextStep,
    NoContact,
    NoAmount,
    /// A currency without a rate.
    Unconverted,
    /// Deals leave a stage more slowly than before.
    Bottleneck {
        stage: usize,
        days: u32,
        /// Whether it takes longer than `days`, by an unknown time.
        at_least: bool,
        before_days: u32,
    },
    /// The open value does not cover what is missing to the target.
    LowCoverage {
        coverage: f64,
        needed: f64,
    },
    /// Fewer deals are won than before.
    WinRateFell {
        recent: f64,
        before: f64,
    },
}

/// One recommendation.
#[derive(Debug, Clone, PartialEq)]
pub struct Recommendation {
    pub advice: Advice,
    pub priority: Priority,
    /// How many deals it is about.
    pub deals: u64,
    /// The largest of them by amount: at most [`MAX_RECORDS`] ids.
    pub record_ids: Vec<u128>,
    /// All of them, by place in [`Snapshot::known`].
    pub places: Vec<usize>,
}

/// Ids that a recommendation names; `deals` counts all.
pub const MAX_RECORDS: usize = 100;

/// The most pressing first.
pub fn recommendations(
    snapshot: &Snapshot<'_>,
    calendar: &Calendar,
    model: &WinModel,
    health: &Health,
    bottlenecks: &[Bottleneck],
    slippage: &Slippage,
) -> Vec<Recommendation> {
    let places = |holds: &dyn Fn(usize) -> bool| -> Vec<usize> {
        let open = |place: &usize| snapshot.known[*place].outcome == Outcome::Open;
        (0..snapshot.known.len()).filter(open).filter(|&place| holds(place)).collect()
    };
    let known = |place: usize| &snapshot.known[place];
    let today = calendar.day(snapshot.at);
    let mut all = Vec::new();
    let mut about = |advice, priority, places: Vec<usize>| {
        if !places.is_empty() {
            all.push(of_deals(snapshot, advice, priority, places));
        }
    };
    let stalled = |place: usize| {
        let limit = snapshot.book.stages[usize::from(known(place).stage)].stalled_after_days;
        limit.is_some_and(|limit| snapshot.days_in_stage(known(place)) > limit)
    };
    if let Some(last) = model.hazards.last_close.filter(|_| model.from_history) {
        let stale = places(&|place| snapshot.days_in_stage(known(place)) > last);
        about(Advice::Stale { last_close_days: last }, Priority::High, stale);
        about(
            Advice::Stalled,
            Priority::Medium,
            places(&|place| stalled(place) && snapshot.days_in_stage(known(place)) <= last),
        );
    } else {
        about(Advice::Stalled, Priority::Medium, places(&stalled));
    }
    about(Advice::Overdue, Priority::High, places(&|place| crate::slippage::is_overdue(known(place), today)));
    about(Advice::PushedOften, Priority::Medium, slippage.pushed_often.clone());
    about(Advice::NoNextStep, Priority::Medium, places(&|place| !snapshot.deal(known(place)).has_next_step));
    about(Advice::NoContact, Priority::Low, places(&|place| !snapshot.deal(known(place)).has_contact));
    about(Advice::NoAmount, Priority::Medium, places(&|place| known(place).amount == Amount::Missing));
    about(Advice::Unconverted, Priority::High, places(&|place| known(place).amount == Amount::Unconverted));
    for slow in bottlenecks {
        let Some(severity) = slow.severity else { continue };
        let priority = match severity {
            Severity::Low => Priority::Low,
            Severity::Medium => Priority::Medium,
            Severity::High => Priority::High,
        };
        let Bottleneck { stage, days, at_least, before_days, .. } = *slow;
        let advice = Advice::Bottleneck { stage, days, at_least, before_days };
        about(advice, priority, places(&|place| usize::from(known(place).stage) == slow.stage));
    }
    let whole = |advice, priority| Recommendation {
        advice,
        priority,
        deals: 0,
        record_ids: Vec::new(),
        places: Vec::new(),
    };
    for part in &health.parts {
        match part.why {
            Why::Coverage { coverage, needed } if coverage < needed => {
                all.push(whole(Advice::LowCoverage { coverage, needed }, Priority::High));
            }
            Why::WinRate { recent, before: Some(before), .. } if recent < 0.8 * before => {
                all.push(whole(Advice::WinRateFell { recent, before }, Priority::Medium));
            }
            _ => {}
        }
    }
    all.sort_by_key(|advice| std::cmp::Reverse(advice.priority));
    all
}

fn of_deals(
    snapshot: &Snapshot<'_>,
    advice: Advice,
    priority: Priority,
    places: Vec<usize>,
) -> Recommendation {
    let amount = |place: &usize| std::cmp::Reverse(snapshot.known[*place].amount.minor());
    let mut largest = places.clone();
    if largest.len() > MAX_RECORDS {
        largest.select_nth_unstable_by_key(MAX_RECORDS, amount);
        largest.truncate(MAX_RECORDS);
    }
    largest.sort_by_key(amount);
    let record_ids = largest.iter().map(|&place| snapshot.deal(&snapshot.known[place]).id).collect();
    Recommendation { advice, priority, deals: places.len() as u64, record_ids, places }
}
