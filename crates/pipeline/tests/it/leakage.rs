//! A forecast of the past knows nothing of what came after.

use mycrm_pipeline::backtest::{Plan, backtest};
use mycrm_pipeline::deals::{AmountChange, DAY, DealHistory, StageEntry};
use mycrm_pipeline::forecast::{Options, forecast};
use mycrm_pipeline::simulator::{BEGIN, World, simulate};
use mycrm_pipeline::{Amount, Book, Calendar, Month};

const LOST: u16 = 5;

/// The same past, and from `at` on another future: every deal still open is lost the day after, for another amount,
/// and deals are opened that are won at once.
fn another_future(book: &Book, at: i64) -> Book {
    let mut other = Book::new(book.stages.clone());
    other.owners = book.owners.clone();
    other.products = book.products.clone();
    other.sources = book.sources.clone();
    let snapshot = book.as_of(at);
    for known in &snapshot.known {
        let deal = snapshot.deal(known);
        let mut entries = snapshot.entries(known).to_vec();
        if known.outcome == mycrm_pipeline::Outcome::Open {
            entries.push(StageEntry { at: at + DAY, stage: LOST });
        }
        other.push(DealHistory {
            id: deal.id,
            opened: deal.opened,
            stage: entries.last().unwrap().stage,
            amounts: vec![
                AmountChange { at: deal.opened, amount: known.amount },
                AmountChange { at: at + DAY, amount: Amount::Minor(999_999_999) },
            ],
            entries,
            owner: Some(deal.owner),
            source: Some(deal.source),
            product: Some(deal.product),
            ..DealHistory::default()
        });
    }
    for id in 0..500 {
        let opened = at + DAY * 2;
        let entries = vec![StageEntry { at: opened, stage: 0 }, StageEntry { at: opened + DAY, stage: 4 }];
        other.push(DealHistory { id, opened, stage: 4, entries, ..DealHistory::default() });
    }
    other
}

#[test]
fn another_future_does_not_change_a_past_forecast() {
    let calendar = Calendar::utc();
    let at = calendar.start(Month::new(2018, 5)) - 1;
    let book = simulate(&World::default(), 7);
    let other = another_future(&book, at);
    let [a, b] = [&book, &other].map(|book| forecast(&book.as_of(at), &calendar, Options::default()));
    assert!(a.open > 50 && a.months.iter().all(|month| month.revenue.p90 > 0.0));
    for (a, b) in a.months.iter().zip(&b.months) {
        assert_eq!(a, b);
    }
    assert_eq!(a.by_owner, b.by_owner);
}

#[test]
fn a_backtest_month_is_the_same_however_much_history_follows() {
    let calendar = Calendar::utc();
    let book = simulate(&World { months: 48, ..World::default() }, 8);
    let plan = |until| Plan { from: Month::new(2017, 1), until, horizon: 2, paths: 200, seed: 1 };
    let short = backtest(&book, &calendar, plan(Month::new(2017, 6)));
    let long = backtest(&book, &calendar, plan(Month::new(2018, 1)));
    assert_eq!(short.months, long.months[..short.months.len()]);
}

#[test]
fn the_same_seed_gives_the_same_answer_and_the_order_of_deals_none_other() {
    let calendar = Calendar::utc();
    let book = simulate(&World { months: 36, ..World::default() }, 9);
    let at = BEGIN + 900 * DAY;
    let [a, b] = [1, 1].map(|_| forecast(&book.as_of(at), &calendar, Options::default()));
    assert_eq!(a.months, b.months);
    let months = |seed| forecast(&book.as_of(at), &calendar, Options { seed, ..Options::default() }).months;
    let (first, second) = (months(1), months(2));
    assert!(
        (first[1].revenue.p50 / second[1].revenue.p50 - 1.0).abs() < 0.1,
        "seeds differ by sampling alone"
    );
}

#[test]
fn what_was_set_by_hand_later_is_not_known_to_a_backtest() {
    let calendar = Calendar::utc();
    let plain = crate::world::steady(300);
    let mut marked = crate::world::book();
    for i in 0..300 {
        let mut deal = crate::world::steady_deal(i);
        deal.hand_probability = Some(1);
        deal.category = Some(mycrm_pipeline::Category::Omitted);
        marked.push(deal);
    }
    let plan =
        Plan { from: Month::new(2017, 5), until: Month::new(2017, 9), horizon: 2, paths: 200, seed: 1 };
    let [a, b] = [&plain, &marked].map(|book| backtest(book, &calendar, plan));
    assert!(a.months.iter().any(|month| month.p50 > 0.0));
    assert_eq!((a.months, a.deals), (b.months, b.deals));
}
