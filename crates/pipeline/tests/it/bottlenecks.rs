//! A stage is called slow only by what was seen of it.

use mycrm_pipeline::analysis::analyse;
use mycrm_pipeline::bottlenecks::{Bottleneck, Severity, bottlenecks};
use mycrm_pipeline::forecast::Options;
use mycrm_pipeline::recommendations::Advice;
use mycrm_pipeline::{Book, Calendar};

use crate::world::{LEAD, OFFER, WON, book, day, deal};

/// 40 leads of last year that moved on after 10 days, and 30 that came some days ago and are all still there.
fn waiting(days: i64) -> Book {
    let mut book = book();
    (0..40).for_each(|i| {
        book.push(deal(i, &[(-300, LEAD), (-290, OFFER), (-285, WON)], Some(100)));
    });
    (100..130).for_each(|i| book.push(deal(i, &[(-days, LEAD)], Some(100))));
    book
}

fn slow_leads(days: i64) -> Option<Bottleneck> {
    let book = waiting(days);
    bottlenecks(&book.as_of(day(0))).into_iter().find(|slow| slow.stage == usize::from(LEAD))
}

#[test]
fn deals_that_have_only_come_are_no_sign_of_a_slow_stage() {
    assert_eq!(slow_leads(3), None, "three days so far say nothing against ten");
    assert_eq!(slow_leads(10), None);
    let twelve = slow_leads(12).unwrap();
    assert_eq!((twelve.days, twelve.at_least, twelve.severity), (12, true, None));
}

#[test]
fn where_most_are_still_there_it_is_at_least_the_longest_time_seen() {
    let forty = slow_leads(40).unwrap();
    assert_eq!(
        (forty.days, forty.at_least, forty.before_days, forty.severity),
        (40, true, 10, Some(Severity::High))
    );
    let book = waiting(40);
    let now = book.as_of(day(0));
    let analysis = analyse(&now, &Calendar::utc(), Options::default(), i64::MIN, i64::MAX);
    let said = analysis.recommendations.iter().map(|one| one.advice);
    let slow = Advice::Bottleneck { stage: usize::from(LEAD), days: 40, at_least: true, before_days: 10 };
    assert_eq!(said.filter(|advice| matches!(advice, Advice::Bottleneck { .. })).collect::<Vec<_>>(), [slow]);
}
