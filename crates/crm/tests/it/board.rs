//! The board: exact totals, an order that is kept, and stalled deals.

use mycrm_crm::board::board;
use mycrm_crm::opportunities::{self, Move, OpportunityDraft};
use mycrm_crm::tasks::{self, TaskDraft};
use mycrm_crm::{Field, ListQuery};
use mycrm_store::{Ctx, Id, Origin, Timestamp};

use crate::world::{World, set, world};

async fn column(world: &World, slug: &str) -> Vec<String> {
    let board = board(&mut *world.read().await, None, ListQuery::default()).await.unwrap();
    let column = board.columns.into_iter().find(|c| c.stage.slug == slug).unwrap();
    column.cards.results.into_iter().map(|o| o.name).collect()
}

#[tokio::test]
async fn totals_are_exact_weighted_and_never_mix_currencies() {
    let world = world().await;
    for n in 1..=7 {
        world.deal(&format!("E{n}"), "proposal", Some(n * 100 + 1)).await;
    }
    let dollars = OpportunityDraft {
        name: set("D"),
        stage: set("proposal"),
        amount_minor: Field::Set(500),
        currency: set("usd"),
        ..Default::default()
    };
    world.act(async |tx| opportunities::create(tx, dollars).await).await;
    let by_hand = OpportunityDraft {
        name: set("H"),
        stage: set("proposal"),
        amount_minor: Field::Set(1000),
        probability: Field::Set(90),
        ..Default::default()
    };
    world.act(async |tx| opportunities::create(tx, by_hand).await).await;
    world.deal("No amount", "proposal", None).await;

    let question = ListQuery { page_size: 3, ..Default::default() };
    let board = board(&mut *world.read().await, None, question).await.unwrap();
    let proposal = board.columns.iter().find(|c| c.stage.slug == "proposal").unwrap();
    assert_eq!((board.currency.code(), proposal.count, proposal.cards.results.len()), ("EUR", 10, 3));
    assert_eq!(
        (proposal.total.amount_minor, proposal.total.weighted_minor),
        (2807 + 1000, (2807 / 2 + 1) + 900)
    );
    assert_eq!(
        proposal.others.iter().map(|o| (o.currency.code(), o.amount_minor, o.count)).collect::<Vec<_>>(),
        [("USD", 500, 1)]
    );
    assert!(proposal.cards.next.is_some());
    assert_eq!(board.columns.iter().map(|c| c.count).sum::<i64>(), 10);
}

#[tokio::test]
async fn totals_of_the_largest_deals_are_exact_too() {
    let world = world().await;
    let largest = mycrm_store::money::MAX_MINOR;
    for n in 0..100 {
        world.deal(&format!("Won {n}"), "closed_won", Some(largest)).await;
    }
    let board = board(&mut *world.read().await, None, ListQuery::default()).await.unwrap();
    let won = &board.columns.iter().find(|c| c.stage.slug == "closed_won").unwrap().total;
    assert_eq!((won.count, won.amount_minor, won.weighted_minor), (100, largest * 100, largest * 100));
}

#[tokio::test]
async fn a_card_stays_where_it_was_dropped() {
    let world = world().await;
    let mut ids = std::collections::HashMap::<&str, Id>::new();
    for name in ["C", "B", "A"] {
        ids.insert(name, world.deal(name, "prospecting", None).await);
    }
    assert_eq!(column(&world, "prospecting").await, ["A", "B", "C"]);
    let between = Move {
        stage: "prospecting".into(),
        after: Some(ids["A"].clone()),
        before: Some(ids["B"].clone()),
        ..Default::default()
    };
    world.act(async |tx| opportunities::update_stage(tx, &ids["C"], between).await).await;
    assert_eq!(column(&world, "prospecting").await, ["A", "C", "B"]);
    let last = Move { stage: "prospecting".into(), after: Some(ids["B"].clone()), ..Default::default() };
    world.act(async |tx| opportunities::update_stage(tx, &ids["A"], last).await).await;
    assert_eq!(column(&world, "prospecting").await, ["C", "B", "A"]);
    let other = Move { stage: "proposal".into(), ..Default::default() };
    world.act(async |tx| opportunities::update_stage(tx, &ids["B"], other).await).await;
    assert_eq!(
        (column(&world, "prospecting").await, column(&world, "proposal").await),
        (vec!["C".into(), "A".into()], vec!["B".to_owned()])
    );
    world.undo().await;
    assert_eq!(column(&world, "prospecting").await, ["C", "B", "A"], "undo puts it back in its place");
}

#[tokio::test]
async fn a_neighbour_that_has_left_the_column_does_not_lose_the_move() {
    let world = world().await;
    let (a, b) = (world.deal("A", "prospecting", None).await, world.deal("B", "prospecting", None).await);
    world.act(async |tx| opportunities::delete(tx, &a).await).await;
    let stale =
        Move { stage: "prospecting".into(), after: Some(a), before: Some(Id::new()), ..Default::default() };
    world.act(async |tx| opportunities::update_stage(tx, &b, stale).await).await;
    assert_eq!(column(&world, "prospecting").await, ["B"]);
}

#[tokio::test]
async fn a_deal_left_alone_is_stalled_until_a_task_lies_ahead() {
    let world = world().await;
    let long_ago = Timestamp::now().plus_days(-60);
    let mut tx = world.store.begin_at(Ctx::new("tester", Origin::User, "old deal"), long_ago).await.unwrap();
    let draft = OpportunityDraft { name: set("Old"), ..Default::default() };
    let old = opportunities::create(&mut tx, draft).await.unwrap();
    tx.commit().await.unwrap();
    world.deal("New", "prospecting", None).await;
    let stalled = async || {
        let page = opportunities::list(&mut *world.read().await, &ListQuery::default()).await.unwrap();
        page.results.into_iter().filter(|o| o.is_stalled).map(|o| o.name).collect::<Vec<_>>()
    };
    assert_eq!(stalled().await, ["Old"]);
    let task = TaskDraft {
        title: set("Call"),
        opportunity_id: Field::Set(old),
        due_at: Field::Set(Timestamp::now().plus_days(1)),
        ..Default::default()
    };
    world.act(async |tx| tasks::create(tx, task).await).await;
    assert!(stalled().await.is_empty());
}
