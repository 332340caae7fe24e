//! Two devices that edit apart and meet at the server.

use mycrm_replica::inbox;
use mycrm_store::{Id, Timestamp, Value};
use mycrm_sync::Rights;

use crate::desk::{Desk, assert_equal};
use crate::server::Server;

/// Two members with one company, all caught up.
pub(crate) async fn together() -> (Server, Desk, Desk, Id) {
    let mut server = Server::new();
    let mut ann = Desk::joined(1, &mut server).await;
    let mut ben = Desk::joined(2, &mut server).await;
    let company = ann
        .insert(
            &server,
            "companies",
            vec![("name", "Acme".into()), ("city", "Ulm".into()), ("notes", "n".into())],
        )
        .await;
    ann.sync(&mut server).await;
    ben.sync(&mut server).await;
    assert_equal(&server, &[&ann, &ben]).await;
    (server, ann, ben, company)
}

pub(crate) async fn all_sync(server: &mut Server, desks: &mut [&mut Desk]) {
    for _ in 0..2 {
        for desk in desks.iter_mut() {
            desk.sync(server).await;
        }
    }
}

#[tokio::test]
async fn what_was_written_before_and_after_connecting_reaches_the_other_device() {
    let mut server = Server::new();
    let mut ann = Desk::alone(1).await;
    let early = ann.insert(&server, "companies", vec![("name", "Early".into())]).await;
    ann.join(&mut server, 1).await;
    ann.sync(&mut server).await;
    let late = ann
        .insert(&server, "contacts", vec![("last_name", "Late".into()), ("company_id", early.clone().into())])
        .await;
    ann.sync(&mut server).await;
    let mut ben = Desk::joined(2, &mut server).await;
    let received = ben.sync(&mut server).await;
    assert!(received.is_swapped);
    assert_eq!(ben.text("companies", &early, "name").await.as_deref(), Some("Early"));
    assert_eq!(ben.text("contacts", &late, "company_id").await.as_deref(), Some(early.as_str()));
    assert_eq!(ben.number("SELECT count(*) FROM search_words WHERE search_words MATCH 'early'").await, 1);
    let counts = inbox::counts(&ann.store).await.unwrap();
    assert_eq!((counts.waiting, counts.rejected, counts.conflicts), (0, 0, 0));
    assert_equal(&server, &[&ann, &ben]).await;
}

#[tokio::test]
async fn edits_of_different_fields_meet_without_a_conflict() {
    let (mut server, mut ann, mut ben, company) = together().await;
    ann.set(&server, "companies", &company, "name", "Acme SE").await;
    ben.set(&server, "companies", &company, "city", "Bonn").await;
    all_sync(&mut server, &mut [&mut ann, &mut ben]).await;
    assert_equal(&server, &[&ann, &ben]).await;
    assert_eq!(ann.text("companies", &company, "city").await.as_deref(), Some("Bonn"));
    assert_eq!(inbox::counts(&ben.store).await.unwrap().conflicts, 0);
}

#[tokio::test]
async fn an_edit_while_a_page_is_under_way_is_neither_lost_nor_shown_older() {
    let (mut server, mut ann, mut ben, company) = together().await;
    ben.set(&server, "companies", &company, "name", "Ben's").await;
    ben.sync(&mut server).await;
    ann.device.note(mycrm_sync::client::Event::Stir);
    let request = ann.ask().await.unwrap();
    let answered = server.answer(ann.member, &request);
    server.now.0 += 1_000;
    ann.set(&server, "companies", &company, "name", "Ann's").await;
    let now = ann.clock(&server);
    assert_eq!(ann.device.receive(&request, answered.clone(), now).await.unwrap().came, 1);
    assert_eq!(ann.text("companies", &company, "name").await.as_deref(), Some("Ann's"));
    let late = ann.device.receive(&request, answered, now).await.unwrap();
    assert_eq!(late.came, 0, "a page that comes too late fits nowhere");
    all_sync(&mut server, &mut [&mut ann, &mut ben]).await;
    assert_eq!(ben.text("companies", &company, "name").await.as_deref(), Some("Ann's"));
    assert_equal(&server, &[&ann, &ben]).await;
}

#[tokio::test]
async fn what_a_viewer_writes_is_put_aside_and_the_row_goes_back() {
    let (mut server, mut ann, mut ben, company) = together().await;
    server.disk.members.insert(ben.member, Rights::Read);
    ben.set(&server, "companies", &company, "name", "Mine").await;
    let made = ben.insert(&server, "companies", vec![("name", "Made".into())]).await;
    let received = ben.sync(&mut server).await;
    assert_eq!(received.rejected, 2);
    assert_eq!(ben.text("companies", &company, "name").await.as_deref(), Some("Acme"));
    assert_eq!(ben.text("companies", &made, "name").await, None);
    assert_equal(&server, &[&ann, &ben]).await;
    let page = mycrm_replica::Cut { after: 0, limit: 10 };
    let rejected = inbox::rejected(&ben.store, page).await.unwrap();
    assert_eq!(rejected.len(), 2, "kept for the user");
    // The history says what became of it.
    let mut reader = ben.store.readers().acquire().await.unwrap();
    let changes =
        mycrm_store::changes_of_row(&mut reader, &company, (Timestamp::MAX, i64::MAX), 10).await.unwrap();
    assert_eq!(changes[0].fields.get("name"), Some(&("Mine".into(), "Acme".into())));
    drop(reader);

    server.disk.members.insert(ben.member, Rights::Write);
    for parked in &rejected {
        inbox::retry(&ben.store, parked.no, crate::desk::ctx("Again")).await.unwrap();
    }
    assert!(inbox::rejected(&ben.store, page).await.unwrap().is_empty());
    assert!(inbox::dismiss(&ben.store, rejected[0].no).await.is_err(), "done already");
    all_sync(&mut server, &mut [&mut ben, &mut ann]).await;
    assert_eq!(ann.text("companies", &company, "name").await.as_deref(), Some("Mine"));
    assert_eq!(ann.text("companies", &made, "name").await.as_deref(), Some("Made"));
    assert_equal(&server, &[&ann, &ben]).await;
}

#[tokio::test]
async fn a_retry_of_an_edit_whose_row_is_gone_says_so() {
    let (mut server, _ann, mut ben, _) = together().await;
    server.disk.members.insert(ben.member, Rights::Read);
    let made = ben.insert(&server, "companies", vec![("name", "Made".into())]).await;
    ben.set(&server, "companies", &made, "city", "Ulm").await;
    ben.sync(&mut server).await;
    let page = mycrm_replica::Cut { after: 0, limit: 10 };
    let rejected = inbox::rejected(&ben.store, page).await.unwrap();
    let edit = inbox::retry(&ben.store, rejected[1].no, crate::desk::ctx("Again")).await;
    assert!(matches!(edit, Err(mycrm_replica::Error::NotFound)), "{edit:?}");
    inbox::retry(&ben.store, rejected[0].no, crate::desk::ctx("Again")).await.unwrap();
    inbox::retry(&ben.store, rejected[1].no, crate::desk::ctx("Again")).await.unwrap();
    assert_eq!(ben.text("companies", &made, "city").await.as_deref(), Some("Ulm"));
}

#[tokio::test]
async fn clearing_a_field_and_bulk_edits_arrive() {
    let (mut server, mut ann, mut ben, company) = together().await;
    ann.set(&server, "companies", &company, "city", Value::Null).await;
    ann.act(&server, "Bulk", async |tx| {
        for n in 0..1_200 {
            tx.make_room(1).await.unwrap();
            tx.insert("companies", &Id::new(), vec![("name", format!("Company {n}").into())]).await.unwrap();
        }
        sqlx::query("UPDATE companies SET industry = 'it' WHERE city IS NULL")
            .execute(tx.conn())
            .await
            .unwrap();
    })
    .await;
    server.limits = mycrm_sync::pull::Limits::default();
    all_sync(&mut server, &mut [&mut ann, &mut ben]).await;
    assert_equal(&server, &[&ann, &ben]).await;
}
