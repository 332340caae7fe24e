//! What was known of all deals at an instant: the only thing analytics and forecasts get to see.

use super::history::StageEntry;
use super::{Amount, Book, Deal, Outcome, StageKind};

/// What was known of one deal.
#[derive(Debug, Clone)]
pub struct Known {
    /// Place in [`Book::deals`].
    pub deal: u32,
    /// Entries of stages up to then.
    entries: u32,
    /// The stage it was in.
    pub stage: u16,
    /// Close dates that were moved to a later day.
    pub pushes: u16,
    /// Amounts that were replaced by another.
    pub amount_changes: u16,
    pub outcome: Outcome,
    pub opened: i64,
    /// When it entered its stage; of a closed deal: when it was closed.
    pub entered: i64,
    pub amount: Amount,
    /// Days since 1970-01-01.
    pub expected_close: Option<i32>,
    /// Days from opening to its last entry of a stage.
    days_to_entry: u32,
}

/// The deals of a book as they were known at an instant.
#[derive(Debug, Clone)]
pub struct Snapshot<'b> {
    pub book: &'b Book,
    pub at: i64,
    pub known: Vec<Known>,
}

impl<'b> Snapshot<'b> {
    pub(super) fn new(book: &'b Book, at: i64) -> Self {
        let known = (0..).zip(&book.deals).filter_map(|(index, deal)| known(book, index, deal, at)).collect();
        Self { book, at, known }
    }

    pub fn deal(&self, known: &Known) -> &'b Deal {
        &self.book.deals[known.deal as usize]
    }

    /// The stages a deal entered up to the instant of the snapshot, oldest first; never empty.
    pub fn entries(&self, known: &Known) -> &'b [StageEntry] {
        &self.book.entries_of(self.deal(known))[..known.entries as usize]
    }

    pub fn open(&self) -> impl Iterator<Item = &Known> {
        self.known.iter().filter(|known| known.outcome == Outcome::Open)
    }

    pub fn closed(&self) -> impl Iterator<Item = &Known> {
        self.known.iter().filter(|known| known.outcome != Outcome::Open)
    }

    pub fn won(&self) -> impl Iterator<Item = &Known> {
        self.known.iter().filter(|known| known.outcome == Outcome::Won)
    }

    /// Days a deal has been in its stage; of a closed deal: since it was closed.
    pub fn days_in_stage(&self, known: &Known) -> u32 {
        self.days_between(known.entered, self.at)
    }

    /// Days of the user's calendar from one instant to another; 0 where the second is not later.
    pub fn days_between(&self, from: i64, to: i64) -> u32 {
        self.book.days.between(from, to)
    }

    /// Only the deals for which it holds.
    #[must_use]
    pub fn filtered(mut self, keep: impl Fn(&Deal, &Known) -> bool) -> Self {
        let book = self.book;
        self.known.retain(|known| keep(&book.deals[known.deal as usize], known));
        self
    }
}

impl Known {
    /// Days of the user's calendar from opening to closing.
    pub fn days_to_close(&self) -> Option<u32> {
        (self.outcome != Outcome::Open).then_some(self.days_to_entry)
    }
}

fn known(book: &Book, index: u32, deal: &Deal, at: i64) -> Option<Known> {
    let entries = book.entries_of(deal);
    let seen = entries.partition_point(|entry| entry.at <= at);
    let last = entries[..seen].last()?;
    let amounts = deal.amounts.of(&book.amounts);
    let amounts = &amounts[..amounts.partition_point(|change| change.at <= at)];
    let dates = deal.close_dates.of(&book.close_dates);
    let dates = &dates[..dates.partition_point(|change| change.at <= at)];
    let pushes =
        dates.windows(2).filter(|pair| matches!((pair[0].day, pair[1].day), (Some(a), Some(b)) if b > a));
    let outcome = match book.stages[usize::from(last.stage)].kind {
        StageKind::Open => Outcome::Open,
        StageKind::Won => Outcome::Won,
        StageKind::Lost => Outcome::Lost,
    };
    Some(Known {
        deal: index,
        entries: u32::try_from(seen).unwrap_or(u32::MAX),
        stage: last.stage,
        pushes: u16::try_from(pushes.count()).unwrap_or(u16::MAX),
        amount_changes: u16::try_from(amounts.len().saturating_sub(1)).unwrap_or(u16::MAX),
        outcome,
        opened: deal.opened,
        entered: last.at,
        amount: amounts.last().map_or(Amount::Missing, |change| change.amount),
        expected_close: dates.last().and_then(|change| change.day),
        days_to_entry: book.days.between(deal.opened, last.at),
    })
}
