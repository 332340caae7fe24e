//! The history of one deal as it was recorded, and making it one that can have happened.

use super::{Amount, Category};

/// A deal came into a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StageEntry {
    /// UTC milliseconds.
    pub at: i64,
    /// Place in [`super::Book::stages`].
    pub stage: u16,
}

/// The amount holds from an instant on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AmountChange {
    pub at: i64,
    pub amount: Amount,
}

/// The expected close date holds from an instant on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CloseDateChange {
    pub at: i64,
    /// Days since 1970-01-01, a civil date.
    pub day: Option<i32>,
}

/// One deal as recorded: the input of [`super::Book::push`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DealHistory {
    /// The UUID of the record.
    pub id: u128,
    /// The number of its row, by which [`super::Book::put`] finds it.
    pub no: i64,
    /// When it was opened, at the latest; earlier entries of stages win.
    pub opened: i64,
    /// The stage it is in by now.
    pub stage: u16,
    /// In the order of recording.
    pub entries: Vec<StageEntry>,
    pub amounts: Vec<AmountChange>,
    pub close_dates: Vec<CloseDateChange>,
    /// Places in the name lists of the book.
    pub owner: Option<u32>,
    pub source: Option<u32>,
    pub product: Option<u32>,
    pub currency: Option<u16>,
    /// In percent, set by hand.
    pub hand_probability: Option<u8>,
    /// Set by hand.
    pub category: Option<Category>,
    pub has_next_step: bool,
    pub has_contact: bool,
    pub last_activity: Option<i64>,
}

impl DealHistory {
    /// Brings the entries into an order that can have happened; true where they could not (clocks that jumped,
    /// closed before opened).
    ///
    /// Entries are sorted by instant. Where the last one is then not the stage the deal is in, that stage was entered
    /// last all the same: at the instant of the latest entry, so time in one deal never runs backwards.
    pub(super) fn straighten(&mut self) -> bool {
        let sorted = self.entries.is_sorted_by_key(|entry| entry.at);
        if !sorted {
            self.entries.sort_by_key(|entry| entry.at);
        }
        self.amounts.sort_by_key(|change| change.at);
        self.close_dates.sort_by_key(|change| change.at);
        let Some(&last) = self.entries.last() else {
            self.entries.push(StageEntry { at: self.opened, stage: self.stage });
            return false;
        };
        self.opened = self.opened.min(self.entries[0].at);
        let mut mended = false;
        if last.stage != self.stage {
            if let Some(found) = self.entries.iter().rposition(|entry| entry.stage == self.stage) {
                self.entries.remove(found);
                mended = true;
            }
            self.entries.push(StageEntry { at: last.at.max(self.opened), stage: self.stage });
        }
        self.entries.dedup_by_key(|entry| entry.stage);
        mended || !sorted
    }
}
