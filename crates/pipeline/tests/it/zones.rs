//! Days and months are those of the user's zone, east of UTC too.

use jiff::tz::TimeZone;
use mycrm_pipeline::backtest::{Plan, backtest};
use mycrm_pipeline::deals::{CloseDateChange, StageEntry};
use mycrm_pipeline::{Calendar, Month};

use crate::world::{LEAD, OFFER, START, WON, book, deal, steady};

#[test]
fn a_baseline_puts_a_close_date_in_its_month_in_every_zone() {
    for zone in ["America/Los_Angeles", "UTC", "Europe/Berlin", "Pacific/Auckland"] {
        let mut book = steady(40);
        for (id, day) in [(900, "2017-03-31"), (901, "2017-04-01"), (902, "2017-04-30"), (903, "2017-05-01")]
        {
            let mut dated = deal(id, &[(0, OFFER)], Some(1_000_000));
            let date: jiff::civil::Date = day.parse().unwrap();
            let days = jiff::civil::date(1970, 1, 1).until(date).unwrap().get_days();
            dated.close_dates = vec![CloseDateChange { at: START, day: Some(days) }];
            book.push(dated);
        }
        let calendar = Calendar::new(TimeZone::get(zone).unwrap());
        let plan =
            Plan { from: Month::new(2017, 4), until: Month::new(2017, 7), horizon: 3, paths: 10, seed: 1 };
        let tests = backtest(&book, &calendar, plan);
        let weighted: Vec<f64> = tests.months.iter().map(|month| month.baselines[0].unwrap()).collect();
        // 60 % of what is dated there, and a third of the one whose date is past; the others were closed before.
        assert_eq!(weighted, [1_400_000.0, 800_000.0, 200_000.0], "{zone}");
    }
}

#[test]
fn days_are_those_of_the_calendar_however_long_they_are() {
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    let mut book = book().in_zone(&zone);
    let at = |text: &str| {
        let local: jiff::civil::DateTime = text.parse().unwrap();
        local.to_zoned(zone.clone()).unwrap().timestamp().as_millisecond()
    };
    // Over the day of 23 hours, over that of 25, and from an evening to the next morning.
    for (id, opened, closed) in [
        (1, "2017-03-20T00:00", "2017-03-30T00:00"),
        (2, "2017-10-20T00:00", "2017-10-30T00:00"),
        (3, "2017-06-01T18:00", "2017-06-11T09:00"),
    ] {
        let mut told = deal(id, &[(0, LEAD)], None);
        (told.opened, told.stage) = (at(opened), WON);
        told.entries =
            vec![StageEntry { at: at(opened), stage: LEAD }, StageEntry { at: at(closed), stage: WON }];
        book.push(told);
    }
    let now = book.as_of(at("2018-03-30T00:00"));
    let days: Vec<_> = now.known.iter().map(|known| known.days_to_close()).collect();
    assert_eq!(days, [Some(10); 3]);
    assert_eq!(now.days_in_stage(&now.known[0]), 365);
}
