//! A probability set by hand is kept, and what is omitted expects nothing.

use mycrm_pipeline::deals::CloseDateChange;
use mycrm_pipeline::forecast::{Forecast, Options, forecast};
use mycrm_pipeline::stage_times::distribution;
use mycrm_pipeline::{Amount, Book, Calendar, Category};

use crate::world::{LEAD, OFFER, book, day, deal, steady_deal};

/// Days since 1970 of days after 2017-01-01.
const EPOCH: i32 = 17_167;

/// A history that is worth nothing beside `n` leads of 1,000 that a user gives a probability.
fn judged(n: u32, percent: u8, expected: Option<i32>) -> Book {
    let mut book = book();
    for i in 0..80 {
        let mut past = steady_deal(i);
        past.amounts[0].amount = Amount::Minor(1);
        book.push(past);
    }
    for i in 0..n {
        let mut sure = deal(900 + u128::from(i), &[(79, LEAD)], Some(100_000));
        sure.hand_probability = Some(percent);
        let dated = expected.map(|days| CloseDateChange { at: day(79), day: Some(EPOCH + days) });
        sure.close_dates = dated.into_iter().collect();
        book.push(sure);
    }
    book
}

/// From 2017-03-22 on.
fn forecast_of(book: &Book, months: usize) -> Forecast {
    forecast(&book.as_of(day(80)), &Calendar::utc(), Options { months, ..Options::default() })
}

fn expected(forecast: &Forecast) -> f64 {
    forecast.months.iter().map(|month| month.revenue.mean).sum()
}

#[test]
fn the_shared_shock_does_not_change_a_probability_set_by_hand() {
    let three_in_ten = expected(&forecast_of(&judged(5, 30, None), 12));
    assert!((three_in_ten - 150_000.0).abs() < 7_000.0, "30 % of five times 1,000: {three_in_ten}");
    let sure = expected(&forecast_of(&judged(5, 100, None), 12));
    assert!((sure - 500_000.0).abs() < 10_000.0, "all of five times 1,000: {sure}");
}

#[test]
fn it_counts_for_the_month_of_the_expected_close_date() {
    // One by one, and so many that most are drawn as a sum.
    for n in [5, 400] {
        let worth = f64::from(n) * 100_000.0;
        let forecast = forecast_of(&judged(n, 100, Some(134)), 4);
        for (at, month) in forecast.months.iter().enumerate() {
            let band = month.revenue;
            let here = if at == 2 { worth } else { 0.0 };
            assert!((band.p10 - here).abs() < 200.0 && (band.p90 - here).abs() < 200.0, "{n}: {month:?}");
        }
        let sooner = forecast_of(&judged(n, 100, Some(134)), 2);
        assert!(expected(&sooner) < 200.0, "nothing before its month, however far one looks");
    }
}

#[test]
fn an_omitted_deal_is_in_no_weighted_value() {
    let mut book = book();
    for (id, category) in [(1, None), (2, Some(Category::Omitted)), (3, Some(Category::Pipeline))] {
        let mut open = deal(id, &[(0, OFFER)], Some(100_000));
        open.category = category;
        open.hand_probability = (id != 1).then_some(50);
        book.push(open);
    }
    let offers = &distribution(&book.as_of(day(3)))[usize::from(OFFER)];
    assert_eq!((offers.count, offers.total_value, offers.weighted_value), (3, 300_000.0, 110_000.0));
}
