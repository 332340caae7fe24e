//! Small books for tests.

use mycrm_pipeline::deals::{AmountChange, DAY, StageEntry};
use mycrm_pipeline::{Amount, Book, DealHistory, Stage, StageKind};

/// 2017-01-01 in UTC.
pub(crate) const START: i64 = 1_483_228_800_000;

pub(crate) const LEAD: u16 = 0;
pub(crate) const OFFER: u16 = 1;
pub(crate) const WON: u16 = 2;
pub(crate) const LOST: u16 = 3;

pub(crate) fn book() -> Book {
    let mut book = Book::new(vec![
        Stage::new("lead", StageKind::Open, 20),
        Stage::new("offer", StageKind::Open, 60),
        Stage::new("won", StageKind::Won, 100),
        Stage::new("lost", StageKind::Lost, 0),
    ]);
    book.owners = vec!["Ada".into()];
    book.products = vec!["Basic".into()];
    book
}

pub(crate) fn day(n: i64) -> i64 {
    START + n * DAY
}

/// A deal that entered stages on days after [`START`], worth an amount from its opening on.
pub(crate) fn deal(id: u128, entries: &[(i64, u16)], amount: Option<i64>) -> DealHistory {
    let opened = day(entries[0].0);
    DealHistory {
        id,
        opened,
        stage: entries[entries.len() - 1].1,
        entries: entries.iter().map(|&(n, stage)| StageEntry { at: day(n), stage }).collect(),
        amounts: amount
            .map(|minor| AmountChange { at: opened, amount: Amount::Minor(minor) })
            .into_iter()
            .collect(),
        owner: Some(0),
        product: Some(0),
        has_contact: true,
        has_next_step: true,
        ..DealHistory::default()
    }
}

/// `n` deals a day apart that are won after 20 days, each fourth lost after 10.
pub(crate) fn steady(n: u32) -> Book {
    let mut book = book();
    (0..n).for_each(|i| book.push(steady_deal(i)));
    book
}

/// One of them.
pub(crate) fn steady_deal(i: u32) -> DealHistory {
    let begin = i64::from(i);
    let closed = if i % 4 == 3 { (begin + 10, LOST) } else { (begin + 20, WON) };
    deal(u128::from(i), &[(begin, LEAD), (begin + 5, OFFER), closed], Some(100_000))
}
