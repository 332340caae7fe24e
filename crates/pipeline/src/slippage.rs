//! Close dates that were pushed, amounts that changed, and deals past their date.

use crate::calendar::Calendar;
use crate::deals::{Known, Snapshot};

/// How the plans of deals slip.
#[derive(Debug, Clone, PartialEq)]
pub struct Slippage {
    pub open: u64,
    /// Open deals with an expected close date.
    pub dated: u64,
    /// Open deals whose date was moved to a later day at least once.
    pub pushed: u64,
    pub pushes: u64,
    /// Mean pushes per dated open deal.
    pub mean_pushes: Option<f64>,
    /// Pushed three times or more.
    pub pushed_often: Vec<usize>,
    /// Open deals whose expected close date is past, by place in [`Snapshot::known`].
    pub overdue: Vec<usize>,
    /// Minor units of those.
    pub overdue_value: f64,
    /// Open deals whose amount changed.
    pub amount_changed: u64,
}

/// A date is past when its day is over in the user's zone.
pub fn slippage(snapshot: &Snapshot<'_>, calendar: &Calendar) -> Slippage {
    let today = calendar.day(snapshot.at);
    let mut slip = Slippage {
        open: 0,
        dated: 0,
        pushed: 0,
        pushes: 0,
        mean_pushes: None,
        pushed_often: Vec::new(),
        overdue: Vec::new(),
        overdue_value: 0.0,
        amount_changed: 0,
    };
    let open = snapshot.known.iter().enumerate().filter(|(_, known)| known.outcome == crate::Outcome::Open);
    for (place, known) in open {
        slip.open += 1;
        slip.dated += u64::from(known.expected_close.is_some());
        slip.pushed += u64::from(known.pushes > 0);
        slip.pushes += u64::from(known.pushes);
        slip.amount_changed += u64::from(known.amount_changes > 0);
        if known.pushes >= 3 {
            slip.pushed_often.push(place);
        }
        if is_overdue(known, today) {
            slip.overdue.push(place);
            slip.overdue_value += known.amount.minor().unwrap_or(0) as f64;
        }
    }
    slip.mean_pushes = (slip.dated > 0).then(|| slip.pushes as f64 / slip.dated as f64);
    slip
}

/// Whether the expected day of an open deal is over.
pub(crate) fn is_overdue(known: &Known, today: i32) -> bool {
    known.expected_close.is_some_and(|day| day < today)
}
