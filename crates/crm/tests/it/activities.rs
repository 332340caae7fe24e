//! What an activity moves in the records it was with, and how that goes back.

use mycrm_crm::activities::{self, ActivityDraft};
use mycrm_crm::contacts::{self, ContactDraft};
use mycrm_crm::{ActivityKind, Field, opportunities};
use mycrm_store::{Id, Timestamp};

use crate::world::{World, set, world};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

async fn last_contact(world: &World, contact: &Id) -> Option<Timestamp> {
    contacts::get(&mut *world.read().await, contact).await.unwrap().unwrap().last_contact_at
}

#[tokio::test]
async fn a_mistyped_day_does_not_stay_the_last_contact() {
    let world = world().await;
    let person = ContactDraft { last_name: set("Curie"), ..Default::default() };
    let contact = world.act(async |tx| contacts::create(tx, person).await).await;
    let deal = world.deal("Deal", "prospecting", None).await;
    let log = async |day: &str, kind: ActivityKind| {
        let draft = ActivityDraft {
            kind: Field::Set(kind),
            occurred_at: Field::Set(at(day)),
            contact_id: Field::Set(contact.clone()),
            opportunity_id: Field::Set(deal.clone()),
            ..Default::default()
        };
        world.act(async |tx| activities::create(tx, draft).await).await
    };
    log("2026-03-01T09:00:00Z", ActivityKind::Call).await;
    log("2026-04-01T09:00:00Z", ActivityKind::Note).await;
    let typo = log("2062-05-01T09:00:00Z", ActivityKind::Call).await;
    assert_eq!(last_contact(&world, &contact).await, Some(at("2062-05-01T09:00:00Z")));

    let mended = ActivityDraft { occurred_at: Field::Set(at("2026-05-01T09:00:00Z")), ..Default::default() };
    world.act(async |tx| activities::update(tx, &typo, mended).await).await;
    assert_eq!(last_contact(&world, &contact).await, Some(at("2026-05-01T09:00:00Z")));
    world.act(async |tx| activities::delete(tx, &typo).await).await;
    assert_eq!(
        last_contact(&world, &contact).await,
        Some(at("2026-03-01T09:00:00Z")),
        "a note is no contact"
    );
    let read = opportunities::get(&mut *world.read().await, &deal).await.unwrap().unwrap();
    assert_eq!(read.last_activity_at, Some(at("2026-04-01T09:00:00Z")));
    world.undo().await;
    assert_eq!(last_contact(&world, &contact).await, Some(at("2026-05-01T09:00:00Z")));
}

#[tokio::test]
async fn an_activity_that_moves_to_another_record_takes_its_time_along_and_a_day_set_by_hand_stays() {
    let world = world().await;
    let person = |name: &str| ContactDraft { last_name: set(name), ..Default::default() };
    let (ada, bob) = (person("Ada"), person("Bob"));
    let ada = world.act(async |tx| contacts::create(tx, ada).await).await;
    let bob = world.act(async |tx| contacts::create(tx, bob).await).await;
    let draft = ActivityDraft {
        kind: Field::Set(ActivityKind::Call),
        occurred_at: Field::Set(at("2026-05-01T09:00:00Z")),
        contact_id: Field::Set(ada.clone()),
        ..Default::default()
    };
    let call = world.act(async |tx| activities::create(tx, draft).await).await;
    let moved = ActivityDraft { contact_id: Field::Set(bob.clone()), ..Default::default() };
    world.act(async |tx| activities::update(tx, &call, moved).await).await;
    assert_eq!(last_contact(&world, &ada).await, None);
    assert_eq!(last_contact(&world, &bob).await, Some(at("2026-05-01T09:00:00Z")));

    let by_hand =
        ContactDraft { last_contact_at: Field::Set(at("2026-06-01T09:00:00Z")), ..Default::default() };
    world.act(async |tx| contacts::update(tx, &bob, by_hand).await).await;
    world.act(async |tx| activities::delete(tx, &call).await).await;
    assert_eq!(last_contact(&world, &bob).await, Some(at("2026-06-01T09:00:00Z")));
}
