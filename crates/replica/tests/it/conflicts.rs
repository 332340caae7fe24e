//! Two people change the same thing: what holds, what is kept for choosing, and how a choice spreads.

use mycrm_replica::{ConflictRow, Cut, inbox};
use mycrm_store::{Ctx, Store, Value};
use mycrm_sync::Value as Held;
use mycrm_sync::merge::Conflict;

use crate::desk::{assert_equal, ctx};
use crate::two_devices::{all_sync, together};

async fn conflicts(store: &Store) -> Vec<ConflictRow> {
    inbox::conflicts(store, Cut { after: 0, limit: 50 }).await.unwrap()
}

/// As the app does it for a field from which nothing follows.
async fn take_other(store: &Store, no: i64, ctx: Ctx) -> Result<(), mycrm_replica::Error> {
    let mut tx = store.begin(ctx).await?;
    let choice = inbox::other_side(&mut tx, no).await?;
    inbox::write(&mut tx, &choice).await?;
    inbox::settle(&mut tx, &choice).await?;
    tx.commit().await?;
    Ok(())
}

#[tokio::test]
async fn the_same_field_edited_apart_is_a_conflict_for_all_and_the_other_choice_spreads() {
    let (mut server, mut ann, mut ben, company) = together().await;
    ann.set(&server, "companies", &company, "name", "Ann's").await;
    server.now.0 += 1_000;
    ben.set(&server, "companies", &company, "name", "Ben's").await;
    all_sync(&mut server, &mut [&mut ann, &mut ben]).await;
    assert_equal(&server, &[&ann, &ben]).await;
    assert_eq!(ann.text("companies", &company, "name").await.as_deref(), Some("Ben's"), "the later one");
    for desk in [&ann, &ben] {
        let found = conflicts(&desk.store).await;
        let [ConflictRow { conflict: Conflict::Field { kept, lost, field, .. }, .. }] = found.as_slice()
        else {
            panic!("{found:?}")
        };
        assert_eq!(field, "name");
        assert_eq!((&kept.value, &lost.value), (&Held::from("Ben's"), &Held::from("Ann's")));
        assert_eq!((kept.by, lost.by), (ben.member, ann.member));
    }

    let no = conflicts(&ann.store).await[0].no;
    take_other(&ann.store, no, ctx("Take the other")).await.unwrap();
    assert!(conflicts(&ann.store).await.is_empty());
    assert!(take_other(&ann.store, no, ctx("Again")).await.is_err(), "chosen already");
    all_sync(&mut server, &mut [&mut ann, &mut ben]).await;
    assert_equal(&server, &[&ann, &ben]).await;
    assert_eq!(ben.text("companies", &company, "name").await.as_deref(), Some("Ann's"));
    assert!(conflicts(&ben.store).await.is_empty(), "what was chosen there is chosen here");

    ann.set(&server, "companies", &company, "name", "Ann's again").await;
    server.now.0 += 1_000;
    ben.set(&server, "companies", &company, "name", "Ben's again").await;
    all_sync(&mut server, &mut [&mut ann, &mut ben]).await;
    let no = conflicts(&ben.store).await[0].no;
    inbox::keep(&ben.store, no).await.unwrap();
    assert!(conflicts(&ben.store).await.is_empty());
    assert!(inbox::keep(&ben.store, no).await.is_err());
}

#[tokio::test]
async fn an_edit_of_a_deleted_row_waits_in_every_inbox_until_the_row_is_restored() {
    let (mut server, mut ann, mut ben, company) = together().await;
    ann.act(&server, "Delete", async |tx| assert!(tx.delete("companies", &company).await.unwrap())).await;
    server.now.0 += 1_000;
    ben.set(&server, "companies", &company, "city", "Bonn").await;
    all_sync(&mut server, &mut [&mut ann, &mut ben]).await;
    assert_equal(&server, &[&ann, &ben]).await;
    assert_eq!(ben.text("companies", &company, "city").await, None, "it stays deleted");
    for desk in [&ann, &ben] {
        let found = conflicts(&desk.store).await;
        assert!(matches!(found[0].conflict, Conflict::EditOfDeleted { .. }), "{found:?}");
    }
    let no = conflicts(&ann.store).await[0].no;
    server.now.0 += 1_000;
    take_other(&ann.store, no, ctx("Restore")).await.unwrap();
    all_sync(&mut server, &mut [&mut ann, &mut ben]).await;
    assert_equal(&server, &[&ann, &ben]).await;
    assert_eq!(ben.text("companies", &company, "city").await.as_deref(), Some("Bonn"), "with the edit");
    assert!(conflicts(&ann.store).await.is_empty() && conflicts(&ben.store).await.is_empty());
}

#[tokio::test]
async fn deleted_on_both_sides_is_no_conflict_of_values_that_nobody_sees() {
    let (mut server, mut ann, mut ben, company) = together().await;
    for desk in [&ann, &ben] {
        desk.act(&server, "Delete", async |tx| assert!(tx.delete("companies", &company).await.unwrap()))
            .await;
    }
    all_sync(&mut server, &mut [&mut ann, &mut ben]).await;
    assert_equal(&server, &[&ann, &ben]).await;
}

#[tokio::test]
async fn values_that_are_fine_apart_and_not_together_are_noted_and_come_right_later() {
    let (mut server, mut ann, mut ben, _) = together().await;
    let fields = vec![
        ("title", Value::from("Demo")),
        ("start_at", 1_000.into()),
        ("end_at", 2_000.into()),
        ("time_zone", "Europe/Berlin".into()),
    ];
    let event = ann.insert(&server, "calendar_events", fields).await;
    all_sync(&mut server, &mut [&mut ann, &mut ben]).await;
    ann.set(&server, "calendar_events", &event, "end_at", 1_200).await;
    ben.set(&server, "calendar_events", &event, "start_at", 1_800).await;
    all_sync(&mut server, &mut [&mut ann, &mut ben]).await;
    for desk in [&ann, &ben] {
        let unfit = inbox::unfit(&desk.store).await.unwrap();
        assert_eq!(unfit.len(), 1);
        assert_eq!(
            (unfit[0].table_name.as_str(), unfit[0].row_id.as_str()),
            ("calendar_events", event.as_str())
        );
        assert_eq!(inbox::counts(&desk.store).await.unwrap().unfit, 1);
    }
    // Others are not held up.
    let company = ann.insert(&server, "companies", vec![("name", "Next".into())]).await;
    all_sync(&mut server, &mut [&mut ann, &mut ben]).await;
    assert_eq!(ben.text("companies", &company, "name").await.as_deref(), Some("Next"));
    ann.set(&server, "calendar_events", &event, "end_at", 3_000).await;
    all_sync(&mut server, &mut [&mut ann, &mut ben]).await;
    assert!(inbox::unfit(&ann.store).await.unwrap().is_empty());
    assert!(inbox::unfit(&ben.store).await.unwrap().is_empty());
    assert_equal(&server, &[&ann, &ben]).await;
}
