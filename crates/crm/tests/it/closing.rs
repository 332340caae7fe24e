//! Deals that are won or lost have the day they were closed on, however they came to be.

use mycrm_crm::opportunities::{self, OpportunityDraft};
use mycrm_crm::pipelines::{self, PipelineDraft, StageDraft};
use mycrm_crm::{Field, StageKind};
use mycrm_store::{Date, Id};

use crate::world::{World, set, world};

async fn closed_on(world: &World, deal: &Id) -> Option<Date> {
    opportunities::get(&mut *world.read().await, deal).await.unwrap().unwrap().actual_close_date
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

#[tokio::test]
async fn an_emptied_close_date_stays_on_a_deal_that_is_closed() {
    let world = world().await;
    let draft = OpportunityDraft {
        name: set("Deal"),
        stage: set("closed_won"),
        actual_close_date: Field::Null,
        ..Default::default()
    };
    let deal = world.act(async |tx| opportunities::create(tx, draft).await).await;
    assert!(closed_on(&world, &deal).await.is_some());
    let dated = OpportunityDraft { actual_close_date: Field::Set(day("2026-03-01")), ..Default::default() };
    world.act(async |tx| opportunities::update(tx, &deal, dated).await).await;
    let emptied = OpportunityDraft { actual_close_date: Field::Null, ..Default::default() };
    world.act(async |tx| opportunities::update(tx, &deal, emptied.clone()).await).await;
    assert_eq!(closed_on(&world, &deal).await, Some(day("2026-03-01")));
    let reopened = OpportunityDraft { stage: set("proposal"), ..emptied };
    world.act(async |tx| opportunities::update(tx, &deal, reopened).await).await;
    assert_eq!(closed_on(&world, &deal).await, None);
}

#[tokio::test]
async fn deals_of_a_stage_that_becomes_won_are_closed_on_the_day_they_came_into_it() {
    let world = world().await;
    let deal = world.deal("Deal", "negotiation", None).await;
    let entered =
        opportunities::get(&mut *world.read().await, &deal).await.unwrap().unwrap().stage_entered_at;
    let pipeline = pipelines::default(&mut *world.read().await).await.unwrap().unwrap();
    let stages = pipelines::get(&mut *world.read().await, &pipeline).await.unwrap().unwrap().stages.0;
    let wanted = stages
        .into_iter()
        .map(|stage| {
            let kind = if stage.slug == "negotiation" { StageKind::Won } else { stage.kind };
            StageDraft { id: Some(stage.id), ..StageDraft::new(&stage.name, kind, stage.probability) }
        })
        .collect();
    let draft = PipelineDraft { stages: Field::Set(wanted), ..Default::default() };
    world.act(async |tx| pipelines::update(tx, &pipeline, draft).await).await;
    assert_eq!(closed_on(&world, &deal).await, Some(entered.date_in(&jiff::tz::TimeZone::system())));
    world.undo().await;
    assert_eq!(closed_on(&world, &deal).await, None);
}
