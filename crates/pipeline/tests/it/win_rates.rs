//! Win rates by size and by month are of the deals asked about, and say nothing they cannot know.

use mycrm_pipeline::win_rate::{Group, by_group, by_month, win_rate};
use mycrm_pipeline::{Book, Calendar};

use crate::world::{LEAD, LOST, WON, book, day, deal};

/// So many won, worth 100, 200 and so on, and so many lost, worth what is told.
fn closed(won: i64, lost: i64, worth: impl Fn(i64) -> Option<i64>) -> Book {
    let mut book = book();
    (0..won).for_each(|i| book.push(deal(i as u128, &[(0, LEAD), (i, WON)], Some((i + 1) * 100))));
    (0..lost).for_each(|i| book.push(deal(1_000 + i as u128, &[(0, LEAD), (i, LOST)], worth(i))));
    book
}

#[test]
fn where_lost_deals_carry_no_amounts_nothing_is_said_by_size() {
    for (won, lost) in [(20, 10), (95, 5)] {
        for nothing in [None, Some(0)] {
            let book = closed(won, lost, |_| nothing);
            let now = book.as_of(day(200));
            assert_eq!(by_group(&now, i64::MIN, i64::MAX, Group::Size), [], "{won} won, {lost} lost");
            assert_eq!(win_rate(&now, i64::MIN, i64::MAX).by_value(), None);
        }
    }
}

#[test]
fn where_they_carry_amounts_a_deal_without_one_has_no_size() {
    let book = closed(20, 20, |i| (i > 0).then_some((i + 1) * 100 * i64::from(i != 1)));
    let now = book.as_of(day(200));
    let sizes = by_group(&now, i64::MIN, i64::MAX, Group::Size);
    assert_eq!(sizes.iter().filter(|size| size.key.is_some()).count(), 5);
    assert!(sizes.iter().all(|size| size.up_to.is_none_or(|up_to| up_to > 0)));
    let without = sizes.iter().find(|size| size.key.is_none()).unwrap();
    assert_eq!((without.rate.won, without.rate.lost), (0, 2), "one has no amount, one an amount of zero");
}

#[test]
fn months_of_the_win_rate_are_those_of_the_period() {
    let book = closed(200, 0, |_| None);
    let now = book.as_of(day(200));
    let months = |from, until, count| -> Vec<(String, u64)> {
        let rates = by_month(&now, &Calendar::utc(), from, until, count);
        rates.iter().map(|(month, rate)| (month.to_string(), rate.won)).collect()
    };
    let told = |month: &str, won| (month.to_owned(), won);
    assert_eq!(months(day(31), day(60), 24), [told("2017-02", 28), told("2017-03", 1)]);
    assert_eq!(months(i64::MIN, day(60), 1), [told("2017-03", 1)], "the last ones of the period");
    assert_eq!(months(day(180), i64::MAX, 24), [told("2017-06", 1), told("2017-07", 19)]);
    assert_eq!(months(day(300), i64::MAX, 24), [], "a period that is yet to come has no months");
}
