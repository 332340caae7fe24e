//! What analytics are computed from: deals with the history of their stage, amount and close date.

mod book;
mod days;
mod history;
mod snapshot;

pub use book::{Book, Deal, NO_CURRENCY, NOBODY};
pub use history::{AmountChange, CloseDateChange, DealHistory, StageEntry};
pub use snapshot::{Known, Snapshot};

/// Milliseconds of a day of 24 hours. How old something is, is told by civil days.
pub const DAY: i64 = 86_400_000;

/// What being in a stage means for a deal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StageKind {
    Open,
    Won,
    Lost,
}

/// A stage of the pipeline; its place in [`Book::stages`] is its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// The slug by which scripts know it.
    pub key: String,
    pub name: String,
    pub kind: StageKind,
    /// In percent, as the user set it for the stage.
    pub probability: u8,
    /// Days without a move after which a deal counts as stalled.
    pub stalled_after_days: Option<u32>,
    /// A stage that histories still name although the pipeline no longer has it.
    pub removed: bool,
}

impl Stage {
    pub fn new(key: &str, kind: StageKind, probability: u8) -> Self {
        Self {
            key: key.to_owned(),
            name: key.to_owned(),
            kind,
            probability,
            stalled_after_days: (kind == StageKind::Open).then_some(30),
            removed: false,
        }
    }
}

/// Where a deal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    Open,
    Won,
    Lost,
}

/// The value of a deal in minor units of the base currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// Nobody entered one.
    Missing,
    /// It is in a currency that no rate is known for, so it is in no sum.
    Unconverted,
    Minor(i64),
}

impl Amount {
    pub const fn minor(self) -> Option<i64> {
        match self {
            Self::Minor(minor) => Some(minor),
            Self::Missing | Self::Unconverted => None,
        }
    }
}

/// How sure the user is of a deal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Category {
    Commit,
    BestCase,
    Pipeline,
    /// Left out of the forecast.
    Omitted,
}

/// The id of a record as it is written.
pub fn uuid(id: u128) -> String {
    let hex = format!("{id:032x}");
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}
