//! The deals behind a figure, so that every number leads to what it is made of.

use crate::analysis::Analysis;
use crate::calendar::{Calendar, Month};
use crate::deals::{Category, Known, NOBODY, Outcome, Snapshot};
use crate::forecast::category_of;
use crate::slippage::is_overdue;
use crate::win_rate::{Group, group_places};

/// A figure, or a part of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// What lies in a stage now, by place in the book.
    Stage(usize),
    /// A step of the funnel; nothing is won.
    Funnel {
        stage: Option<usize>,
        part: FunnelPart,
    },
    /// Bars of the histogram: closed from so many days after opening on, and before so many.
    Velocity {
        from_days: u32,
        until_days: u32,
    },
    /// Closed deals of a group: its key, and won, lost or both.
    WinRate {
        group: Group,
        key: Option<usize>,
        won: Option<bool>,
    },
    /// Closed in a month.
    ClosedIn {
        month: Month,
        won: Option<bool>,
    },
    /// Open deals that the forecast of a month rests on.
    Month(Month),
    /// Open deals of a category; nothing is won in the current month.
    Category(Option<Category>),
    /// Open deals of an owner.
    Owner(Option<u32>),
    /// What a recommendation is about, by its place in the list.
    Advice(usize),
    Overdue,
    Pushed,
    AmountChanged,
    /// Every open deal.
    Open,
}

/// Less than one in ten thousand is nothing that a figure rests on.
const LEAST: f64 = 1e-4;

/// The deals of a step of the funnel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FunnelPart {
    Reached,
    StillOpen,
    Lost,
}

/// Places in [`Snapshot::known`]. The bounds are those the analysis was made with.
pub fn behind(
    snapshot: &Snapshot<'_>,
    calendar: &Calendar,
    analysis: &Analysis,
    (from, until): (i64, i64),
    figure: Figure,
) -> Vec<usize> {
    let every = |holds: &dyn Fn(&Known) -> bool| -> Vec<usize> {
        (0..snapshot.known.len()).filter(|&place| holds(&snapshot.known[place])).collect()
    };
    let open = |known: &Known| known.outcome == Outcome::Open;
    let is = |known: &Known, won: Option<bool>| match won {
        None => known.outcome != Outcome::Open,
        Some(true) => known.outcome == Outcome::Won,
        Some(false) => known.outcome == Outcome::Lost,
    };
    let today = calendar.day(snapshot.at);
    let opened = |known: &Known| (from..until).contains(&known.opened);
    match figure {
        Figure::Stage(stage) => every(&|known| usize::from(known.stage) == stage),
        Figure::Funnel { stage, part } => {
            let order = snapshot.book.open_stages();
            let step =
                stage.map(|stage| order.iter().position(|&other| other == stage).unwrap_or(order.len()));
            every(&|known| opened(known) && in_step(snapshot, &order, known, step, part))
        }
        Figure::Velocity { from_days, until_days } => every(&|known| {
            let within = |days| (from_days..until_days).contains(&days);
            opened(known) && known.days_to_close().is_some_and(within)
        }),
        Figure::WinRate { group, key, won } => {
            let places = group_places(snapshot, from, until, group, key);
            places.into_iter().filter(|&place| is(&snapshot.known[place], won)).collect()
        }
        Figure::ClosedIn { month, won } => {
            let bounds = calendar.start(month)..calendar.start(month.plus(1));
            every(&|known| is(known, won) && bounds.contains(&known.entered))
        }
        Figure::Month(month) => {
            let Some(first) = analysis.forecast.months.first() else { return Vec::new() };
            let at = usize::try_from(month.since(first.month)).unwrap_or(usize::MAX);
            let deals = analysis.forecast.open_deals.iter();
            deals
                .filter(|deal| !deal.omitted && deal.wins.get(at).is_some_and(|&won| won > LEAST))
                .map(|deal| deal.place)
                .collect()
        }
        Figure::Category(None) => {
            let month = calendar.month(snapshot.at.saturating_add(1));
            let bounds = calendar.start(month)..calendar.start(month.plus(1));
            every(&|known| known.outcome == Outcome::Won && bounds.contains(&known.entered))
        }
        Figure::Category(Some(category)) => every(&|known| {
            let hand = snapshot.deal(known).category;
            open(known) && category_of(hand, analysis.fitted.likely(snapshot, known)) == category
        }),
        Figure::Owner(owner) => {
            let owner = owner.unwrap_or(NOBODY);
            every(&|known| open(known) && snapshot.deal(known).owner == owner)
        }
        Figure::Advice(place) => {
            analysis.recommendations.get(place).map(|advice| advice.places.clone()).unwrap_or_default()
        }
        Figure::Overdue => every(&|known| open(known) && is_overdue(known, today)),
        Figure::Pushed => every(&|known| open(known) && known.pushes > 0),
        Figure::AmountChanged => every(&|known| open(known) && known.amount_changes > 0),
        Figure::Open => every(&open),
    }
}

/// As [`crate::funnel::funnel`] counts.
fn in_step(
    snapshot: &Snapshot<'_>,
    order: &[usize],
    known: &Known,
    step: Option<usize>,
    part: FunnelPart,
) -> bool {
    let Some(step) = step else { return known.outcome == Outcome::Won && part == FunnelPart::Reached };
    let place = |stage: u16| order.iter().position(|&other| other == usize::from(stage));
    let entries = snapshot.entries(known);
    let furthest = entries.iter().filter_map(|entry| place(entry.stage)).max().unwrap_or(0);
    match part {
        FunnelPart::Reached => known.outcome == Outcome::Won || furthest >= step,
        FunnelPart::StillOpen => known.outcome == Outcome::Open && furthest == step,
        FunnelPart::Lost => known.outcome == Outcome::Lost && furthest == step,
    }
}
