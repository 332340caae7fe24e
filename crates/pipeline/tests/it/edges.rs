//! Cases at the edge, each with the answer that docs/forecast.md states.

use mycrm_pipeline::analysis::analyse;
use mycrm_pipeline::deals::{AmountChange, CloseDateChange, StageEntry};
use mycrm_pipeline::forecast::{Forecast, Method, Options, forecast};
use mycrm_pipeline::funnel::funnel;
use mycrm_pipeline::health::health;
use mycrm_pipeline::probability::{Basis, WinModel};
use mycrm_pipeline::stage_times::{distribution, stage_times};
use mycrm_pipeline::velocity::velocity;
use mycrm_pipeline::win_rate::win_rate;
use mycrm_pipeline::{Amount, Book, Calendar, Category, Outcome};

use crate::world::{LEAD, LOST, OFFER, START, WON, book, day, deal, steady};

fn forecast_at(book: &Book, at: i64) -> Forecast {
    let forecast = forecast(&book.as_of(at), &Calendar::utc(), Options { months: 12, ..Options::default() });
    for month in &forecast.months {
        let band = month.revenue;
        assert!(band.p10 <= band.p50 && band.p50 <= band.p90 && band.p10 >= 0.0, "{month:?}");
        assert!(
            band.mean.is_finite() && month.expected_deals.is_finite() && month.cumulative.p90.is_finite()
        );
    }
    forecast
}

#[test]
fn no_data_is_said_and_not_scored() {
    let book = book();
    let now = book.as_of(START);
    let forecast = forecast_at(&book, START);
    assert_eq!(forecast.method, Method::NoData);
    assert!(forecast.months.iter().all(|month| month.revenue.p90 == 0.0));
    assert_eq!((forecast.new_business_share, forecast.past.average()), (None, None));
    let health = health(&now, &Calendar::utc(), None, 0.0);
    assert_eq!(health.overall, None);
    assert!(health.parts.iter().all(|part| part.score.is_none()));
    assert_eq!(velocity(&now, i64::MIN, i64::MAX).censored_median_days, None);
    assert_eq!(win_rate(&now, i64::MIN, i64::MAX).by_count(), None);
    assert_eq!(funnel(&now, i64::MIN, i64::MAX).overall, None);
}

#[test]
fn one_deal_counts_with_its_stages_probability() {
    let mut book = book();
    book.push(deal(1, &[(0, OFFER)], Some(100_000)));
    let forecast = forecast_at(&book, day(3));
    assert_eq!(forecast.method, Method::StageProbabilities);
    let total: f64 = forecast.months.iter().map(|month| month.revenue.mean).sum();
    assert!((total - 60_000.0).abs() < 15_000.0, "60 % of 1,000: {total}");
    assert!(forecast.months.iter().map(|month| month.expected_deals).sum::<f64>() < 0.601);
    assert!(forecast.months.last().unwrap().cumulative.p90 <= 100_000.0, "it cannot be won twice");
}

#[test]
fn a_close_date_places_a_deal_without_history() {
    let mut book = book();
    let mut dated = deal(1, &[(0, OFFER)], Some(100_000));
    dated.close_dates = vec![CloseDateChange { at: day(0), day: Some(17_167 + 70) }];
    book.push(dated);
    let forecast = forecast_at(&book, day(3));
    let with: Vec<String> =
        forecast.months.iter().filter(|m| m.expected_deals > 0.0).map(|m| m.month.to_string()).collect();
    assert_eq!(with, ["2017-03"]);
}

#[test]
fn no_closed_deals_means_stage_probabilities_and_no_new_business() {
    let mut book = book();
    (0..50).for_each(|i| book.push(deal(i, &[(i as i64, LEAD)], Some(10_000))));
    let now = book.as_of(day(60));
    let forecast = forecast_at(&book, day(60));
    assert_eq!((forecast.method, forecast.closed, forecast.open), (Method::StageProbabilities, 0, 50));
    assert!(forecast.months.iter().all(|month| month.new_business == 0.0));
    assert_eq!(velocity(&now, i64::MIN, i64::MAX).median_days, None);
    let model = WinModel::fit(&now, &[30]);
    assert!(now.open().all(|known| model.of(&now, known).basis == Basis::Stage));
}

#[test]
fn all_won_is_not_certain_to_be_won() {
    let mut book = book();
    (0..40).for_each(|i| book.push(deal(i, &[(i as i64, LEAD), (i as i64 + 9, WON)], Some(10_000))));
    book.push(deal(99, &[(45, LEAD)], Some(10_000)));
    let now = book.as_of(day(46));
    let open = now.open().next().unwrap();
    let likely = WinModel::fit(&now, &[30]).of(&now, open).probability;
    assert!((0.8..1.0).contains(&likely), "{likely}");
    let rate = win_rate(&now, i64::MIN, i64::MAX).by_count().unwrap();
    assert!(rate.rate == 1.0 && rate.low < 0.95, "{rate:?}");
    forecast_at(&book, day(46));
}

#[test]
fn amounts_that_are_missing_are_expected_to_be_the_median_of_their_product() {
    let mut book = steady(80);
    book.push(deal(900, &[(79, OFFER)], None));
    let mut foreign = deal(901, &[(79, OFFER)], None);
    foreign.amounts = vec![AmountChange { at: day(79), amount: Amount::Unconverted }];
    book.push(foreign);
    let forecast = forecast_at(&book, day(80));
    assert_eq!((forecast.valued_by_median, forecast.without_value), (1, 1));
    let now = book.as_of(day(80));
    let offer = &distribution(&now)[usize::from(OFFER)];
    assert_eq!((offer.without_amount, offer.unconverted), (1, 1));
    assert_eq!(
        offer.total_value,
        (offer.count - 2) as f64 * 100_000.0,
        "a currency without a rate is in no sum"
    );
}

#[test]
fn what_a_deal_without_an_amount_brings_is_the_median_that_is_named() {
    let mut book = book();
    // So long ago that nothing new is expected; three of four were small, the others a hundred times as large.
    for i in 0..20 {
        let amount = if i % 4 == 3 { 1_000_000 } else { 10_000 };
        book.push(deal(i as u128, &[(-2_000 + i, LEAD), (-1_990 + i, WON)], Some(amount)));
    }
    for id in 100..110 {
        let mut bare = deal(id, &[(1, OFFER)], None);
        bare.hand_probability = Some(100);
        bare.close_dates = vec![CloseDateChange { at: day(1), day: Some(17_167 + 40) }];
        book.push(bare);
    }
    let forecast = forecast_at(&book, day(5));
    assert_eq!((forecast.valued_by_median, forecast.months[1].new_business), (10, 0.0));
    let of_categories: f64 = forecast.by_category.iter().map(|row| row.expected_revenue).sum();
    assert_eq!(of_categories, 100_000.0, "ten times the median");
    let (drawn, band) = (forecast.months[1].revenue.mean, forecast.months[1].revenue);
    assert!((drawn - of_categories).abs() < 5_000.0, "{drawn} against {of_categories}");
    assert!(band.p10 < 60_000.0 && band.p90 > 150_000.0, "and as far apart as they were: {band:?}");
}

#[test]
fn coverage_takes_a_deal_without_an_amount_for_what_such_deals_brought() {
    let mut book = steady(80);
    (0..10).for_each(|n| book.push(deal(900 + n, &[(99, OFFER)], None)));
    // By then every deal of the steady ones is closed.
    let now = book.as_of(day(101));
    let options = Options { quota: Some(50_000_000), ..Options::default() };
    let analysis = analyse(&now, &Calendar::utc(), options, i64::MIN, i64::MAX);
    let missing = 50_000_000.0 - analysis.forecast.past.booked;
    let coverage = analysis.health.coverage.unwrap();
    assert!((coverage - 1_000_000.0 / missing).abs() < 1e-9, "ten deals of 1,000: {coverage}");
}

#[test]
fn closed_before_opened_took_no_time_and_is_counted() {
    let mut book = book();
    let mut odd = deal(1, &[(10, LEAD)], Some(5));
    odd.stage = WON;
    odd.entries.push(StageEntry { at: day(2), stage: WON });
    book.push(odd);
    let now = book.as_of(day(30));
    assert_eq!(
        (book.mended(), now.known[0].outcome, now.known[0].days_to_close()),
        (1, Outcome::Won, Some(8))
    );
    let mut future = deal(2, &[(400, LEAD)], Some(5));
    future.opened = day(400);
    book.push(future);
    assert_eq!(book.as_of(day(30)).known.len(), 1, "a clock that ran ahead: not there until then");
    forecast_at(&book, day(30));
}

#[test]
fn years_of_idle_deals_keep_little_weight() {
    let mut book = steady(120);
    (500..800).for_each(|i| book.push(deal(i, &[(-2_500, LEAD)], Some(100_000))));
    let now = book.as_of(day(121));
    let model = WinModel::fit(&now, &[30]);
    for known in now.open().filter(|known| known.opened < day(-1_000)) {
        let likely = model.of(&now, known);
        assert!(likely.older_than_any_closed && likely.probability < 0.01, "{likely:?}");
    }
    forecast_at(&book, day(121));
}

#[test]
fn a_single_idle_deal_keeps_little_weight_too() {
    let mut book = steady(120);
    book.push(deal(500, &[(-700, OFFER)], Some(100_000)));
    let now = book.as_of(day(121));
    let model = WinModel::fit(&now, &[30]);
    let idle = now.open().find(|known| known.opened < day(-1)).unwrap();
    let young = now.open().find(|known| known.opened > day(110)).unwrap();
    let (idle, young) = (model.of(&now, idle).probability, model.of(&now, young).probability);
    assert!(idle < 0.3 * young, "{idle} against {young}");
}

#[test]
fn a_few_idle_days_do_not_outweigh_all_the_deals_that_were_closed_sooner() {
    let mut book = book();
    for i in 0..60 {
        let end = if i % 2 == 0 { WON } else { LOST };
        book.push(deal(i as u128, &[(i, LEAD), (i + 3 + i % 11, end)], Some(100_000)));
    }
    book.push(deal(900, &[(32, LEAD)], Some(100_000)));
    let now = book.as_of(day(100));
    let model = WinModel::fit(&now, &[30]);
    let idle = now.open().next().unwrap();
    let likely = model.of(&now, idle).probability;
    assert_eq!((model.hazards.last_close, now.days_in_stage(idle)), (Some(13), 68));
    assert!(likely > 0.0 && likely < 0.01, "none of 60 was ever closed after 13 days: {likely}");
}

#[test]
fn a_deal_moved_to_and_fro_two_hundred_times_is_one_deal() {
    let mut book = steady(60);
    let mut entries: Vec<(i64, u16)> = (0..200).map(|i| (i / 4, [LEAD, OFFER][(i % 2) as usize])).collect();
    entries.push((51, LOST));
    book.push(deal(700, &entries, Some(100_000)));
    let now = book.as_of(day(70));
    let all = funnel(&now, i64::MIN, i64::MAX);
    assert_eq!((all.cohort, all.steps[0].reached), (61, 61));
    let with = WinModel::fit(&now, &[30]);
    let plain = steady(60);
    let without = WinModel::fit(&plain.as_of(day(70)), &[30]);
    let difference = with.table.fresh_within_a_year(0) - without.table.fresh_within_a_year(0);
    assert!(difference.abs() < 0.08, "one deal must not speak for all: {difference}");
    forecast_at(&book, day(70));
}

#[test]
fn the_largest_amounts_and_the_latest_dates_overflow_nothing() {
    let mut book = steady(80);
    for i in 0..500 {
        let mut huge = deal(1_000 + i, &[(70, OFFER)], Some(1_000_000_000_000_000));
        huge.close_dates = vec![CloseDateChange { at: day(70), day: Some(2_932_896) }];
        book.push(huge);
    }
    let mut latest = deal(2_000, &[(70, LEAD)], Some(i64::MAX));
    latest.last_activity = Some(i64::MAX);
    book.push(latest);
    let total: f64 = distribution(&book.as_of(day(80))).iter().map(|row| row.total_value).sum();
    assert!(total > 5e17 && total.is_finite());
    forecast_at(&book, day(80));
    for at in [i64::MIN, 0, i64::MAX] {
        forecast_at(&book, at);
    }
}

#[test]
fn a_probability_set_by_hand_is_kept_and_marked_and_an_omitted_deal_left_out() {
    let mut book = steady(80);
    let mut sure = deal(900, &[(79, LEAD)], Some(1_000_000));
    sure.hand_probability = Some(90);
    book.push(sure);
    let now = book.as_of(day(80));
    let known = now.known.iter().find(|known| now.deal(known).id == 900).unwrap();
    let likely = WinModel::fit(&now, &[30]).of(&now, known);
    assert_eq!((likely.basis, likely.probability), (Basis::Hand, 0.9));
    let with = forecast_at(&book, day(80));
    let mut left_out = steady(80);
    let mut omitted = deal(900, &[(79, LEAD)], Some(1_000_000));
    omitted.category = Some(Category::Omitted);
    left_out.push(omitted);
    let without = forecast_at(&left_out, day(80));
    // Of the open deals: new business is drawn, and another deal before it is another draw.
    let sum = |forecast: &Forecast| forecast.by_category.iter().map(|row| row.expected_revenue).sum::<f64>();
    assert!((sum(&with) - sum(&without) - 900_000.0).abs() < 20_000.0);
    assert_eq!(
        without.by_category.iter().find(|row| row.category == Some(Category::Omitted)).unwrap().deals,
        1
    );
}

#[test]
fn the_parts_of_a_funnel_and_of_stage_times_sum_to_the_whole() {
    let book = steady(60);
    let now = book.as_of(day(50));
    let all = funnel(&now, i64::MIN, i64::MAX);
    for pair in all.steps.windows(2) {
        assert_eq!(pair[0].reached, pair[1].reached + pair[0].still_open + pair[0].lost);
    }
    for time in stage_times(&now, i64::MIN, i64::MAX) {
        assert_eq!(time.n, time.still_there + time.onward + time.back + time.won + time.lost);
    }
    let count: u64 = distribution(&now).iter().map(|row| row.count).sum();
    assert_eq!(count, now.known.len() as u64);
}
