//! Converting a lead: one action, one undo.

use mycrm_crm::leads::{self, Conversion, LeadDraft};
use mycrm_crm::opportunities::{self, OpportunityDraft};
use mycrm_crm::{Error, Field, LeadStatus, companies, contacts};

use crate::world::{count, set, world};

fn lead() -> LeadDraft {
    LeadDraft {
        first_name: set("Grace"),
        last_name: set("Hopper"),
        email: set("grace@example.com"),
        company_name: set("Navy"),
        estimated_value_minor: Field::Set(5_000_00),
        currency: set("USD"),
        tags: Field::Set(vec!["fair".into()]),
        ..Default::default()
    }
}

#[tokio::test]
async fn a_converted_lead_becomes_contact_company_and_deal_and_undo_takes_all_back() {
    let world = world().await;
    let id = world.act(async |tx| leads::create(tx, lead()).await).await;
    let conversion = Conversion { opportunity: Some(OpportunityDraft::default()), ..Default::default() };
    let converted = world.act(async |tx| leads::convert(tx, &id, conversion).await).await;
    let mut reader = world.read().await;
    let contact = contacts::get(&mut reader, &converted.contact).await.unwrap().unwrap();
    assert_eq!(
        (contact.name.as_str(), contact.company_name.as_deref(), contact.tags.0.as_slice()),
        ("Grace Hopper", Some("Navy"), &["fair".to_owned()][..])
    );
    let deal =
        opportunities::get(&mut reader, converted.opportunity.as_ref().unwrap()).await.unwrap().unwrap();
    assert_eq!(
        (deal.name.as_str(), deal.amount_minor, deal.currency.as_str()),
        ("Navy", Some(5_000_00), "USD")
    );
    assert_eq!(deal.contact_id.as_ref(), Some(&converted.contact));
    assert_eq!(leads::get(&mut reader, &id).await.unwrap().unwrap().status, LeadStatus::Converted);
    drop(reader);
    let twice = world.try_act(async |tx| leads::convert(tx, &id, Conversion::default()).await).await;
    assert!(matches!(twice, Err(Error::Conflict(_))));

    world.undo().await;
    let mut reader = world.read().await;
    for sql in [
        "SELECT count(*) FROM contacts WHERE deleted_at IS NULL",
        "SELECT count(*) FROM companies WHERE deleted_at IS NULL",
        "SELECT count(*) FROM opportunities WHERE deleted_at IS NULL",
    ] {
        assert_eq!(count(&mut reader, sql).await, 0, "{sql}");
    }
    assert_eq!(leads::get(&mut reader, &id).await.unwrap().unwrap().status, LeadStatus::New);
}

#[tokio::test]
async fn an_existing_company_is_linked_not_doubled() {
    let world = world().await;
    let navy = world.company("NAVY").await;
    let id = world.act(async |tx| leads::create(tx, lead()).await).await;
    let converted = world.act(async |tx| leads::convert(tx, &id, Conversion::default()).await).await;
    assert_eq!((converted.company, converted.opportunity), (Some(navy), None));
    assert_eq!(companies::list(&mut *world.read().await, &Default::default()).await.unwrap().count, 1);
}

#[tokio::test]
async fn only_converting_makes_a_lead_converted_and_nothing_but_undo_takes_it_back() {
    let world = world().await;
    let status = |status| LeadDraft { status: Field::Set(status), ..Default::default() };
    let by_hand = LeadDraft { status: Field::Set(LeadStatus::Converted), ..lead() };
    let made = world.try_act(async |tx| leads::create(tx, by_hand).await).await;
    assert!(matches!(made, Err(Error::Invalid { .. })), "{made:?}");
    let id = world.act(async |tx| leads::create(tx, lead()).await).await;
    world.act(async |tx| leads::update(tx, &id, status(LeadStatus::Qualified)).await).await;
    let set = world.try_act(async |tx| leads::update(tx, &id, status(LeadStatus::Converted)).await).await;
    assert!(matches!(set, Err(Error::Invalid { .. })), "{set:?}");

    world.act(async |tx| leads::convert(tx, &id, Conversion::default()).await).await;
    let unset = world.try_act(async |tx| leads::update(tx, &id, status(LeadStatus::New)).await).await;
    assert!(matches!(unset, Err(Error::Invalid { .. })), "{unset:?}");
    let twice = world.try_act(async |tx| leads::convert(tx, &id, Conversion::default()).await).await;
    assert!(matches!(twice, Err(Error::Conflict(_))));
    // Sent back whole, it says what it says.
    world.act(async |tx| leads::update(tx, &id, status(LeadStatus::Converted)).await).await;
}
