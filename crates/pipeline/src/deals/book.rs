//! All deals of a pipeline in columns that hold a million of them in less than 400 MB.

use jiff::tz::TimeZone;

use super::days::Days;
use super::history::{AmountChange, CloseDateChange, DealHistory, StageEntry};
use super::snapshot::Snapshot;
use super::{Category, Stage, StageKind};

/// A deal: what has no history, and where its histories lie in the columns of the book.
#[derive(Debug, Clone)]
pub struct Deal {
    pub id: u128,
    /// As in [`DealHistory::no`].
    pub no: i64,
    pub opened: i64,
    pub last_activity: Option<i64>,
    pub(super) entries: Span,
    pub(super) amounts: Span,
    pub(super) close_dates: Span,
    pub owner: u32,
    pub source: u32,
    pub product: u32,
    /// Place in [`Book::currencies`].
    pub currency: u16,
    pub hand_probability: Option<u8>,
    pub category: Option<Category>,
    pub has_next_step: bool,
    pub has_contact: bool,
    /// Its history cannot have happened as it was recorded.
    pub mended: bool,
}

/// What [`Deal::currency`] is where none is told.
pub const NO_CURRENCY: u16 = u16::MAX;

/// What [`Deal::owner`], [`Deal::source`] and [`Deal::product`] are where there is none.
pub const NOBODY: u32 = u32::MAX;

#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    start: u32,
    len: u32,
}

impl Span {
    pub(super) fn of<T>(self, column: &[T]) -> &[T] {
        let start = self.start as usize;
        &column[start..start + self.len as usize]
    }

    /// Appends to a column. A book holds up to four thousand million entries.
    fn append<T>(column: &mut Vec<T>, items: Vec<T>) -> Self {
        let start = u32::try_from(column.len()).unwrap_or(u32::MAX);
        let len = u32::try_from(items.len()).unwrap_or(0);
        column.extend(items);
        Self { start, len }
    }
}

/// The deals of one pipeline.
#[derive(Debug, Clone, Default)]
pub struct Book {
    pub stages: Vec<Stage>,
    /// By which ages are counted.
    pub(super) days: Days,
    /// Names by the places that deals point to.
    pub owners: Vec<String>,
    pub sources: Vec<String>,
    pub products: Vec<String>,
    /// ISO 4217 codes of what amounts were entered in.
    pub currencies: Vec<String>,
    pub(super) deals: Vec<Deal>,
    pub(super) entries: Vec<StageEntry>,
    pub(super) amounts: Vec<AmountChange>,
    pub(super) close_dates: Vec<CloseDateChange>,
    /// Entries of deals that were replaced or taken out.
    loose: usize,
}

impl Book {
    pub fn new(stages: Vec<Stage>) -> Self {
        Self { stages, ..Self::default() }
    }

    /// Ages are counted in civil days of a zone instead of UTC.
    #[must_use]
    pub fn in_zone(self, zone: &TimeZone) -> Self {
        Self { days: Days::of(zone), ..self }
    }

    /// Adds a deal after all others. Entries of stages that the book does not have are left out.
    pub fn push(&mut self, history: DealHistory) {
        if let Some(deal) = self.deal_of(history) {
            self.deals.push(deal);
        }
    }

    /// Puts a deal in its place by [`DealHistory::no`], instead of the one that is there; needs deals in that order.
    pub fn put(&mut self, history: DealHistory) {
        let no = history.no;
        let Some(deal) = self.deal_of(history) else { return self.remove(no) };
        match self.deals.binary_search_by_key(&no, |deal| deal.no) {
            Ok(at) => {
                self.loose += self.deals[at].entries.len as usize;
                self.deals[at] = deal;
            }
            Err(at) => self.deals.insert(at, deal),
        }
    }

    /// Takes a deal out, if it is there.
    pub fn remove(&mut self, no: i64) {
        if let Ok(at) = self.deals.binary_search_by_key(&no, |deal| deal.no) {
            self.loose += self.deals[at].entries.len as usize;
            self.deals.remove(at);
        }
    }

    /// Whether so much was replaced that reading all anew saves memory.
    pub fn is_worn(&self) -> bool {
        self.loose > 10_000 && self.loose * 4 > self.entries.len()
    }

    fn deal_of(&mut self, mut history: DealHistory) -> Option<Deal> {
        let stages = self.stages.len();
        history.entries.retain(|entry| usize::from(entry.stage) < stages);
        if usize::from(history.stage) >= stages {
            return None;
        }
        let mended = history.straighten();
        Some(Deal {
            id: history.id,
            no: history.no,
            opened: history.opened,
            last_activity: history.last_activity,
            entries: Span::append(&mut self.entries, history.entries),
            amounts: Span::append(&mut self.amounts, history.amounts),
            close_dates: Span::append(&mut self.close_dates, history.close_dates),
            owner: history.owner.unwrap_or(NOBODY),
            source: history.source.unwrap_or(NOBODY),
            product: history.product.unwrap_or(NOBODY),
            currency: history.currency.unwrap_or(NO_CURRENCY),
            hand_probability: history.hand_probability,
            category: history.category,
            has_next_step: history.has_next_step,
            has_contact: history.has_contact,
            mended,
        })
    }

    pub fn deals(&self) -> &[Deal] {
        &self.deals
    }

    /// How many deals had a history that cannot have happened as recorded: closed before opened, clocks that jumped.
    pub fn mended(&self) -> usize {
        self.deals.iter().filter(|deal| deal.mended).count()
    }

    /// What was known at an instant: entries, amounts and dates up to then and nothing later.
    pub fn as_of(&self, at: i64) -> Snapshot<'_> {
        Snapshot::new(self, at)
    }

    /// Places of the open stages that the pipeline has, in order.
    pub fn open_stages(&self) -> Vec<usize> {
        (0..self.stages.len())
            .filter(|&s| self.stages[s].kind == StageKind::Open && !self.stages[s].removed)
            .collect()
    }

    pub(super) fn entries_of(&self, deal: &Deal) -> &[StageEntry] {
        deal.entries.of(&self.entries)
    }
}
