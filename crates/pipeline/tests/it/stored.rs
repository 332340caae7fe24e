//! Books read from a real database hold what was done there.

use jiff::tz::TimeZone;
use mycrm_crm::currency_rates::{self, CurrencyRateDraft};
use mycrm_crm::opportunities::{self, Move, OpportunityDraft};
use mycrm_crm::{Field, pipelines, setup};
use mycrm_pipeline::forecast::{Options, forecast};
use mycrm_pipeline::store::StoredBook;
use mycrm_pipeline::{Amount, Calendar, Month, Outcome};
use mycrm_store::{Ctx, Currency, Id, OpenOptions, Origin, Store, Timestamp};

struct Desk {
    _folder: tempfile::TempDir,
    store: Store,
}

/// 2020-01-01 in UTC and days after.
fn day(n: i64) -> Timestamp {
    Timestamp::from_millis(1_577_836_800_000).plus_days(n)
}

impl Desk {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(OpenOptions { folder: folder.path().to_owned() }).await.unwrap();
        setup::prepare(&store, "Ada").await.unwrap();
        Self { _folder: folder, store }
    }

    async fn create(&self, at: Timestamp, draft: OpportunityDraft) -> Id {
        let mut tx = self.store.begin_at(Ctx::new("tester", Origin::User, "test"), at).await.unwrap();
        let id = opportunities::create(&mut tx, draft).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    async fn update(&self, at: Timestamp, id: &Id, draft: OpportunityDraft) {
        let mut tx = self.store.begin_at(Ctx::new("tester", Origin::User, "test"), at).await.unwrap();
        opportunities::update(&mut tx, id, draft).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn to_stage(&self, at: Timestamp, id: &Id, stage: &str) {
        let mut tx = self.store.begin_at(Ctx::new("tester", Origin::User, "test"), at).await.unwrap();
        let to = Move { stage: stage.into(), ..Move::default() };
        opportunities::update_stage(&mut tx, id, to).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn delete(&self, at: Timestamp, id: &Id) {
        let mut tx = self.store.begin_at(Ctx::new("tester", Origin::User, "test"), at).await.unwrap();
        opportunities::delete(&mut tx, id).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn read(&self) -> StoredBook {
        let mut reader = self.store.readers().acquire().await.unwrap();
        let pipeline = pipelines::default(&mut reader).await.unwrap().unwrap();
        StoredBook::read(&mut reader, &pipeline, Currency::EUR, &TimeZone::UTC).await.unwrap()
    }
}

fn draft(name: &str, amount: Option<i64>) -> OpportunityDraft {
    OpportunityDraft {
        name: Field::Set(name.into()),
        amount_minor: amount.map_or(Field::Unset, Field::Set),
        currency: Field::Set("EUR".into()),
        ..OpportunityDraft::default()
    }
}

#[tokio::test]
async fn what_was_done_to_a_deal_is_its_history() {
    let desk = Desk::new().await;
    let date = |text: &str| Field::Set(text.parse().unwrap());
    let planned = OpportunityDraft {
        expected_close_date: date("2020-02-01"),
        next_step: Field::Set("Call".into()),
        source: Field::Set("referral".into()),
        ..draft("One", Some(50_000))
    };
    let id = desk.create(day(0), planned).await;
    desk.to_stage(day(10), &id, "proposal").await;
    let pushed = OpportunityDraft { expected_close_date: date("2020-03-01"), ..OpportunityDraft::default() };
    desk.update(day(20), &id, pushed).await;
    desk.update(
        day(25),
        &id,
        OpportunityDraft { amount_minor: Field::Set(70_000), ..OpportunityDraft::default() },
    )
    .await;
    desk.to_stage(day(30), &id, "closed_won").await;
    let read = desk.read().await;
    let book = &read.book;
    assert_eq!(
        (book.owners.as_slice(), book.sources.as_slice()),
        (&["Ada".to_owned()][..], &["referral".to_owned()][..])
    );
    let then = book.as_of(day(15).millis());
    assert_eq!((then.known[0].outcome, then.known[0].amount), (Outcome::Open, Amount::Minor(50_000)));
    assert_eq!((then.days_in_stage(&then.known[0]), then.known[0].pushes), (5, 0));
    let now = book.as_of(day(40).millis());
    let known = &now.known[0];
    assert_eq!((known.outcome, known.amount, known.pushes), (Outcome::Won, Amount::Minor(70_000), 1));
    assert_eq!(known.days_to_close(), Some(30));
    assert_eq!(
        book.stages.iter().map(|stage| stage.key.as_str()).collect::<Vec<_>>()[..2],
        ["prospecting", "qualification"]
    );
    let text = format!("{:032x}", now.deal(known).id);
    assert_eq!(text, id.as_str().replace('-', ""));
}

#[tokio::test]
async fn a_currency_without_a_rate_a_deleted_deal_and_a_close_date_by_hand() {
    let desk = Desk::new().await;
    let foreign = OpportunityDraft { currency: Field::Set("USD".into()), ..draft("Foreign", Some(10_000)) };
    desk.create(day(0), foreign).await;
    let gone = desk.create(day(0), draft("Gone", Some(1))).await;
    let mut tx = desk.store.begin_at(Ctx::new("tester", Origin::User, "test"), day(1)).await.unwrap();
    opportunities::delete(&mut tx, &gone).await.unwrap();
    tx.commit().await.unwrap();
    let late = desk.create(day(0), draft("Entered late", Some(5))).await;
    desk.to_stage(day(60), &late, "closed_won").await;
    let closed = OpportunityDraft {
        actual_close_date: Field::Set("2020-01-31".parse().unwrap()),
        ..OpportunityDraft::default()
    };
    desk.update(day(61), &late, closed).await;
    let read = desk.read().await;
    let now = read.book.as_of(day(90).millis());
    assert_eq!(now.known.len(), 2);
    assert_eq!(now.known[0].amount, Amount::Unconverted);
    assert_eq!(now.known[1].days_to_close(), Some(30));
}

/// A deal that was entered on a day and moved through stages, each on its day; then closed as won with the day told.
async fn won_on(desk: &Desk, moves: &[(i64, &str)], recorded: i64, told: &str) {
    let id = desk.create(day(moves[0].0), draft("Told", Some(50_000))).await;
    for (at, stage) in &moves[1..] {
        desk.to_stage(day(*at), &id, stage).await;
    }
    let closed = OpportunityDraft {
        stage: Field::Set("closed_won".into()),
        actual_close_date: Field::Set(told.parse().unwrap()),
        ..OpportunityDraft::default()
    };
    desk.update(day(recorded), &id, closed).await;
}

#[tokio::test]
async fn the_day_a_deal_is_said_to_be_closed_on_wins_over_the_days_its_moves_were_entered() {
    let desk = Desk::new().await;
    won_on(&desk, &[(70, "prospecting")], 70, "2020-01-31").await;
    won_on(&desk, &[(20, "prospecting"), (65, "proposal")], 70, "2020-01-31").await;
    let read = desk.read().await;
    for at in [30, 69, 90] {
        let then = read.book.as_of(day(at).millis());
        for known in &then.known {
            assert_eq!(
                (known.outcome, known.entered, known.amount),
                (Outcome::Won, day(30).millis(), Amount::Minor(50_000)),
                "as of day {at}"
            );
        }
    }
    let now = read.book.as_of(day(90).millis());
    assert_eq!(now.known.iter().filter_map(|known| known.days_to_close()).collect::<Vec<_>>(), [0, 10]);
    assert_eq!(read.book.mended(), 0, "to enter late what was won before is nothing odd");
    let options = Options { months: 1, ..Options::default() };
    let past = forecast(&now, &Calendar::utc(), options).past;
    assert_eq!((past.first, past.revenue[0], past.booked), (Month::new(2020, 1), 100_000.0, 0.0));
}

#[tokio::test]
async fn what_was_entered_on_the_day_of_closing_came_before_it() {
    let desk = Desk::new().await;
    let noon = Timestamp::from_millis(day(30).millis() + 43_200_000);
    let id = desk.create(noon, draft("Same day", Some(5))).await;
    desk.to_stage(day(40), &id, "closed_won").await;
    let told = OpportunityDraft {
        actual_close_date: Field::Set("2020-01-31".parse().unwrap()),
        ..OpportunityDraft::default()
    };
    desk.update(day(40), &id, told).await;
    let read = desk.read().await;
    let known = &read.book.as_of(day(50).millis()).known[0];
    assert_eq!((known.opened, known.entered), (noon.millis(), noon.millis()));
}

#[tokio::test]
async fn an_open_deal_has_the_rate_of_its_entry_and_a_closed_one_that_of_its_closing() {
    let desk = Desk::new().await;
    let mut tx = desk.store.begin_at(Ctx::new("tester", Origin::User, "rates"), day(0)).await.unwrap();
    for (since, rate) in [(0, 900_000_000), (50, 800_000_000)] {
        let rate = CurrencyRateDraft {
            currency: Field::Set("USD".into()),
            base: Field::Set("EUR".into()),
            day: Field::Set(day(since).date_in(&TimeZone::UTC)),
            rate_nano: Field::Set(rate),
        };
        currency_rates::create(&mut tx, rate).await.unwrap();
    }
    tx.commit().await.unwrap();
    let dollars = || OpportunityDraft { currency: Field::Set("USD".into()), ..draft("Deal", Some(10_000)) };
    desk.create(day(10), dollars()).await;
    let won = desk.create(day(10), dollars()).await;
    desk.to_stage(day(60), &won, "closed_won").await;
    let correction = OpportunityDraft { amount_minor: Field::Set(20_000), ..OpportunityDraft::default() };
    desk.update(day(70), &won, correction).await;
    let read = desk.read().await;
    let amounts = |at: i64| -> Vec<Amount> {
        read.book.as_of(day(at).millis()).known.iter().map(|known| known.amount).collect()
    };
    assert_eq!(amounts(20), [Amount::Minor(9_000), Amount::Minor(9_000)]);
    assert_eq!(amounts(65), [Amount::Minor(9_000), Amount::Minor(8_000)], "closed at the later rate");
    assert_eq!(amounts(75), [Amount::Minor(9_000), Amount::Minor(16_000)], "corrected, at the same rate");
}

#[tokio::test]
async fn a_deal_that_is_won_is_won_however_late_the_day_it_is_said_to_be_closed_on() {
    let desk = Desk::new().await;
    // Tomorrow, as a colleague further east calls today; later this month; next year.
    for told in ["2020-01-12", "2020-01-30", "2021-01-30"] {
        won_on(&desk, &[(0, "prospecting")], 10, told).await;
    }
    // As an import writes it: the history itself says that the move is yet to come.
    let id = desk.create(day(0), draft("Imported", Some(50_000))).await;
    let mut tx = desk.store.begin_at(Ctx::new("tester", Origin::User, "test"), day(10)).await.unwrap();
    let stage: String = sqlx::query_scalar("SELECT id FROM stages WHERE slug = 'closed_won'")
        .fetch_one(tx.conn())
        .await
        .unwrap();
    let late = day(400);
    let moved = vec![
        ("stage_id", stage.clone().into()),
        ("stage_entered_at", late.into()),
        ("actual_close_date", late.date_in(&TimeZone::UTC).into()),
    ];
    tx.update("opportunities", &id, moved).await.unwrap();
    let change = vec![
        ("opportunity_id", id.clone().into()),
        ("field", "stage".into()),
        ("new_value", stage.into()),
        ("effective_at", late.into()),
    ];
    tx.insert("opportunity_history", &Id::new(), change).await.unwrap();
    tx.commit().await.unwrap();
    let read = desk.read().await;
    let then = read.book.as_of(day(10).millis());
    let told: Vec<_> = then.known.iter().map(|known| (known.outcome, known.entered)).collect();
    assert_eq!(told, [(Outcome::Won, day(10).millis()); 4]);
}

#[tokio::test]
async fn an_empty_pipeline_is_an_empty_book() {
    let read = Desk::new().await.read().await;
    assert!(read.book.deals().is_empty());
    assert_eq!(read.stage_ids.len(), read.book.stages.len());
}

/// What is known of every deal, by names instead of places that depend on the order of reading.
fn told(read: &StoredBook) -> Vec<String> {
    let now = read.book.as_of(day(4_000).millis());
    now.known
        .iter()
        .map(|known| {
            let deal = now.deal(known);
            let name = |list: &[String], at: u32| list.get(at as usize).cloned();
            format!(
                "{:032x} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
                deal.id,
                (known.stage, known.opened, known.entered, known.amount, known.expected_close),
                (known.pushes, known.amount_changes),
                now.entries(known),
                name(&read.book.sources, deal.source),
                name(&read.book.owners, deal.owner),
                read.book.currencies.get(usize::from(deal.currency)),
                (deal.has_next_step, deal.has_contact, deal.hand_probability, deal.category),
            )
        })
        .collect()
}

#[tokio::test]
async fn a_book_that_follows_the_database_is_the_book_read_anew() {
    let desk = Desk::new().await;
    let mut followed = desk.read().await;
    let seed = 7;
    println!("seed {seed}");
    let mut chance = fastrand::Rng::with_seed(seed);
    let (mut deals, mut gone, mut followings): (Vec<Id>, u32, u32) = (Vec::new(), 0, 0);
    let stages = ["prospecting", "qualification", "proposal", "closed_won", "closed_lost"];
    for step in 0..120 {
        let at = day(step * 3);
        let some = (!deals.is_empty()).then(|| deals[chance.usize(..deals.len())].clone());
        match (chance.u8(..7), some) {
            (0 | 1, _) | (_, None) => {
                let new = OpportunityDraft {
                    source: Field::Set(format!("source {}", chance.u8(..4))),
                    currency: Field::Set(if chance.bool() { "EUR" } else { "USD" }.into()),
                    ..draft(&format!("Deal {step}"), chance.bool().then_some(step * 100))
                };
                desk.create(at, new).await;
            }
            (2 | 3, Some(id)) => desk.to_stage(at, &id, stages[chance.usize(..stages.len())]).await,
            (4, Some(id)) => {
                let change = OpportunityDraft {
                    amount_minor: Field::Set(step * 7),
                    next_step: Field::Set("Call".into()),
                    ..OpportunityDraft::default()
                };
                desk.update(at, &id, change).await;
            }
            (5, Some(id)) => {
                desk.delete(at, &id).await;
                gone += 1;
            }
            (_, Some(_)) => {
                mycrm_store::undo(&desk.store, None, "tester").await.unwrap();
            }
        }
        let mut reader = desk.store.readers().acquire().await.unwrap();
        // A move to the stage it is in writes nothing.
        followings += u32::from(followed.follow(&mut reader).await.unwrap());
        assert!(!followed.follow(&mut reader).await.unwrap(), "step {step}: nothing more was");
        assert_eq!(told(&followed), told(&desk.read().await), "step {step}");
        // An undo may have brought one back, or taken one away.
        deals =
            followed.book.deals().iter().map(|deal| format!("{:032x}", deal.id).parse().unwrap()).collect();
    }
    assert!(gone > 0 && followings > 90 && followed.book.deals().len() > 5);
}
