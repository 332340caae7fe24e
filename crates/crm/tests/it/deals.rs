//! Deals: stages, history, lines and what follows from a move.

use mycrm_crm::opportunities::{self, Line, Move, OpportunityDraft};
use mycrm_crm::products::{self, ProductDraft};
use mycrm_crm::{Error, Field, ListQuery, StageKind, pipelines, tasks};
use mycrm_store::{Id, Timestamp};
use sqlx::Row as _;

use crate::world::{World, count, set, world};

async fn history(world: &World) -> Vec<(String, Option<String>, Option<String>)> {
    sqlx::query_as(
        "SELECT h.field, coalesce(o.slug, h.old_value), coalesce(n.slug, h.new_value) FROM opportunity_history h
         LEFT JOIN stages o ON o.id = h.old_value LEFT JOIN stages n ON n.id = h.new_value
         WHERE h.deleted_at IS NULL ORDER BY h.no",
    )
    .fetch_all(world.store.readers())
    .await
    .unwrap()
}

fn to(stage: &str) -> Move {
    Move { stage: stage.into(), ..Default::default() }
}

#[tokio::test]
async fn every_change_of_stage_amount_and_date_is_kept_with_its_time() {
    let world = world().await;
    let deal = world.deal("Deal", "prospecting", Some(100_00)).await;
    world.act(async |tx| opportunities::update_stage(tx, &deal, to("proposal")).await).await;
    let change = OpportunityDraft {
        amount_minor: Field::Set(200_00),
        expected_close_date: Field::Set("2030-01-31".parse().unwrap()),
        ..Default::default()
    };
    world.act(async |tx| opportunities::update(tx, &deal, change).await).await;
    let some = |text: &str| Some(text.to_owned());
    let expected = vec![
        ("stage".to_owned(), None, some("prospecting")),
        ("amount".to_owned(), None, some("10000")),
        ("stage".to_owned(), some("prospecting"), some("proposal")),
        ("amount".to_owned(), some("10000"), some("20000")),
        ("close_date".to_owned(), None, some("2030-01-31")),
    ];
    assert_eq!(history(&world).await, expected);
    world.undo().await;
    assert_eq!(history(&world).await, expected[..3], "an undone change is no history");
}

#[tokio::test]
async fn winning_sets_the_close_date_and_reopening_clears_it() {
    let world = world().await;
    let deal = world.deal("Deal", "prospecting", Some(100_00)).await;
    world.act(async |tx| opportunities::update_stage(tx, &deal, to("closed_won")).await).await;
    let won = opportunities::get(&mut *world.read().await, &deal).await.unwrap().unwrap();
    assert_eq!(
        (won.stage_kind, won.effective_probability(), won.weighted_minor()),
        (StageKind::Won, 100, Some(100_00))
    );
    assert!(won.actual_close_date.is_some());
    let lost = Move {
        loss_reason: Some("price".into()),
        actual_close_date: Some("2026-02-03".parse().unwrap()),
        ..to("closed_lost")
    };
    world.act(async |tx| opportunities::update_stage(tx, &deal, lost).await).await;
    let lost = opportunities::get(&mut *world.read().await, &deal).await.unwrap().unwrap();
    assert_eq!(
        (lost.actual_close_date.unwrap().to_string().as_str(), lost.loss_reason.as_deref()),
        ("2026-02-03", Some("price"))
    );
    world.act(async |tx| opportunities::update_stage(tx, &deal, to("proposal")).await).await;
    let open = opportunities::get(&mut *world.read().await, &deal).await.unwrap().unwrap();
    assert_eq!((open.actual_close_date, open.loss_reason), (None, None));
    let events: Vec<String> = sqlx::query("SELECT event_type FROM domain_events ORDER BY seq")
        .fetch_all(world.store.readers())
        .await
        .unwrap()
        .iter()
        .map(|row| row.get(0))
        .collect();
    for event in ["opportunity.created", "opportunity.stage_changed", "opportunity.won", "opportunity.lost"] {
        assert!(events.iter().any(|e| e == event), "{event} in {events:?}");
    }
}

#[tokio::test]
async fn a_deal_with_lines_is_worth_their_sum() {
    let world = world().await;
    let deal = world.deal("Deal", "prospecting", Some(1)).await;
    let line = |quantity_milli, price, discount_bp| Line {
        product_id: None,
        description: Some("Drill".into()),
        quantity_milli,
        unit_price_minor: Some(price),
        discount_bp,
    };
    let lines = OpportunityDraft {
        lines: Field::Set(vec![line(2_500, 100_00, 0), line(1_000, 99_99, 3_333)]),
        ..Default::default()
    };
    world.act(async |tx| opportunities::update(tx, &deal, lines).await).await;
    let read = opportunities::get(&mut *world.read().await, &deal).await.unwrap().unwrap();
    assert_eq!((read.lines.len(), read.amount_minor), (2, Some(250_00 + 66_66)));
}

#[tokio::test]
async fn a_stage_of_another_pipeline_or_a_wrong_percentage_is_refused() {
    let world = world().await;
    let deal = world.deal("Deal", "prospecting", None).await;
    let unknown = world
        .try_act(async |tx| opportunities::update_stage(tx, &deal, to("dreaming")).await)
        .await
        .unwrap_err();
    assert!(unknown.to_string().contains("closed_won"), "it lists what can be: {unknown}");
    let wrong = OpportunityDraft { probability: Field::Set(101), ..Default::default() };
    assert!(matches!(
        world.try_act(async |tx| opportunities::update(tx, &deal, wrong).await).await,
        Err(Error::Invalid(_))
    ));
}

#[tokio::test]
async fn a_stage_with_deals_cannot_vanish() {
    let world = world().await;
    world.deal("Deal", "prospecting", None).await;
    let id = pipelines::default(&mut *world.read().await).await.unwrap().unwrap();
    let stages = vec![pipelines::StageDraft::new("Only", StageKind::Open, 10)];
    let draft = pipelines::PipelineDraft { stages: Field::Set(stages), ..Default::default() };
    assert!(matches!(
        world.try_act(async |tx| pipelines::update(tx, &id, draft).await).await,
        Err(Error::Conflict(_))
    ));
    assert!(matches!(
        world.try_act(async |tx| pipelines::delete(tx, &id).await).await,
        Err(Error::Conflict(_))
    ));
    let mut reader = world.read().await;
    assert_eq!(count(&mut reader, "SELECT count(*) FROM stages WHERE deleted_at IS NULL").await, 6);
}

#[tokio::test]
async fn the_amount_of_a_deal_with_lines_stays_what_they_add_up_to() {
    let world = world().await;
    let deal = world.deal("Deal", "prospecting", None).await;
    let line = |quantity_milli, price| Line {
        product_id: None,
        description: None,
        quantity_milli,
        unit_price_minor: Some(price),
        discount_bp: 0,
    };
    let lines = |lines| OpportunityDraft { lines: Field::Set(lines), ..Default::default() };
    let amount = |minor| OpportunityDraft { amount_minor: Field::Set(minor), ..Default::default() };
    world.act(async |tx| opportunities::update(tx, &deal, lines(vec![line(1_000, 100_00)])).await).await;
    world.act(async |tx| opportunities::update(tx, &deal, amount(150_00)).await).await;
    let read = opportunities::get(&mut *world.read().await, &deal).await.unwrap().unwrap();
    assert_eq!((read.amount_minor, read.lines[0].unit_price_minor), (Some(150_00), Some(150_00)));
    world
        .act(async |tx| opportunities::update(tx, &deal, lines(vec![line(1_000, 1), line(2_000, 2)])).await)
        .await;
    let refused = world.try_act(async |tx| opportunities::update(tx, &deal, amount(9)).await).await;
    assert!(matches!(refused, Err(Error::Invalid(_))));
    let huge = lines(vec![line(i64::MAX / 2, i64::MAX / 2)]);
    assert!(matches!(
        world.try_act(async |tx| opportunities::update(tx, &deal, huge).await).await,
        Err(Error::Invalid(_))
    ));
}

#[tokio::test]
async fn lines_and_amount_never_disagree() {
    let world = world().await;
    let deal = world.deal("Deal", "prospecting", None).await;
    let line = |minor: i64| Line {
        product_id: None,
        description: None,
        quantity_milli: 1000,
        unit_price_minor: Some(minor),
        discount_bp: 0,
    };
    let change = async |lines: Field<Vec<Line>>, amount_minor: Field<i64>| {
        let draft = OpportunityDraft { lines, amount_minor, ..Default::default() };
        world.try_act(async |tx| opportunities::update(tx, &deal, draft).await).await.is_ok()
    };
    assert!(change(Field::Set(vec![line(100), line(50)]), Field::Unset).await);
    assert!(!change(Field::Unset, Field::Null).await, "two lines are worth something");
    assert!(!change(Field::Set(vec![line(100), line(-150)]), Field::Unset).await, "less than nothing");
    assert!(change(Field::Set(vec![line(100), line(-50)]), Field::Unset).await, "a rebate is a line");
    assert!(change(Field::Set(vec![]), Field::Set(700)).await, "without lines the amount is free");
    let shown = opportunities::get(&mut *world.read().await, &deal).await.unwrap().unwrap();
    assert_eq!((shown.amount_minor, shown.lines.len()), (Some(700), 0));
    assert!(change(Field::Set(vec![line(100)]), Field::Unset).await);
    assert!(change(Field::Unset, Field::Null).await, "one plain line follows");
    let shown = opportunities::get(&mut *world.read().await, &deal).await.unwrap().unwrap();
    assert_eq!((shown.amount_minor, shown.lines[0].unit_price_minor), (None, None));
}

#[tokio::test]
async fn no_list_on_a_record_grows_without_bound() {
    let world = world().await;
    let deal = world.deal("Deal", "prospecting", None).await;
    let tags = |count: usize| Field::Set((0..count).map(|n| format!("Tag {n}")).collect::<Vec<_>>());
    let line = Line {
        product_id: None,
        description: None,
        quantity_milli: 1000,
        unit_price_minor: Some(1),
        discount_bp: 0,
    };
    let full = OpportunityDraft {
        tags: tags(200),
        lines: Field::Set(vec![line.clone(); 200]),
        ..Default::default()
    };
    world.act(async |tx| opportunities::update(tx, &deal, full).await).await;
    let largest = count(
        &mut *world.read().await,
        "SELECT max(ops) FROM (SELECT count(*) AS ops FROM changes GROUP BY tx)",
    )
    .await;
    assert!(largest <= 500, "{largest} ops in one unit");
    let contacts = Field::Set((0..201).map(|_| Id::new()).collect::<Vec<_>>());
    for (draft, field) in [
        (OpportunityDraft { tags: tags(201), ..Default::default() }, "tags"),
        (OpportunityDraft { lines: Field::Set(vec![line; 201]), ..Default::default() }, "products"),
        (OpportunityDraft { contact_ids: contacts, ..Default::default() }, "contacts"),
    ] {
        let refused = world.try_act(async |tx| opportunities::update(tx, &deal, draft).await).await;
        let Err(Error::Invalid(fields)) = refused else { panic!("{field} was taken") };
        assert!(fields[field].to_string().contains("at most 200"), "{fields:?}");
    }
}

#[tokio::test]
async fn a_product_that_is_no_longer_sold_stays_on_its_deal_and_is_put_on_no_other() {
    let world = world().await;
    let (deal, other) =
        (world.deal("Deal", "prospecting", None).await, world.deal("Other", "prospecting", None).await);
    let draft = ProductDraft { name: set("Old"), ..Default::default() };
    let product = world.act(async |tx| products::create(tx, draft).await).await;
    let line = |quantity_milli| Line {
        product_id: Some(product.clone()),
        description: None,
        quantity_milli,
        unit_price_minor: Some(100),
        discount_bp: 0,
    };
    let lines = |quantity| OpportunityDraft { lines: Field::Set(vec![line(quantity)]), ..Default::default() };
    world.act(async |tx| opportunities::update(tx, &deal, lines(1000)).await).await;
    world.act(async |tx| products::delete(tx, &product).await).await;
    world.act(async |tx| opportunities::update(tx, &deal, lines(2000)).await).await;
    let deal = opportunities::get(&mut *world.read().await, &deal).await.unwrap().unwrap();
    assert_eq!(deal.amount_minor, Some(200));
    let refused = world.try_act(async |tx| opportunities::update(tx, &other, lines(1000)).await).await;
    assert!(matches!(refused, Err(Error::Invalid(_))));
}

#[tokio::test]
async fn a_deal_is_stalled_by_itself_as_it_is_in_the_list() {
    let world = world().await;
    let (idle, planned) =
        (world.deal("Idle", "prospecting", None).await, world.deal("Planned", "prospecting", None).await);
    let long_ago = Timestamp::now().millis() - 400 * 86_400_000;
    let ahead = tasks::TaskDraft {
        title: set("Call"),
        due_at: Field::Set(Timestamp::from_millis(Timestamp::now().millis() + 86_400_000)),
        opportunity_id: Field::Set(planned.clone()),
        ..Default::default()
    };
    world.act(async |tx| tasks::create(tx, ahead).await).await;
    world
        .act(async |tx| {
            for deal in [&idle, &planned] {
                tx.update("opportunities", deal, vec![("stage_entered_at", long_ago.into())]).await?;
            }
            Ok(())
        })
        .await;
    let mut reader = world.read().await;
    let listed = opportunities::list(&mut reader, &ListQuery::default()).await.unwrap().results;
    for (deal, stalled) in [(idle, true), (planned, false)] {
        let one = opportunities::get(&mut reader, &deal).await.unwrap().unwrap();
        let other = listed.iter().find(|o| o.id == deal).unwrap();
        assert_eq!((one.is_stalled, &one), (stalled, other));
    }
}
