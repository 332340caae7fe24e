//! Profiles that were copied or put back: both go on, each edit takes effect once, and none is lost.

use mycrm_store::Id;
use mycrm_sync::client::Event;

use crate::desk::{Desk, assert_equal};
use crate::server::Server;
use crate::two_devices::{all_sync, together};

async fn id(desk: &Desk) -> Id {
    desk.store.device_id().await.unwrap()
}

fn assert_once(server: &Server) {
    assert!(server.disk.effects.values().all(|times| *times == 1), "an edit took effect twice");
}

#[tokio::test]
async fn a_copy_that_meets_another_secret_goes_on_under_an_id_of_its_own() {
    let (mut server, mut ann, mut ben, company) = together().await;
    ann.set(&server, "companies", &company, "city", "Bonn").await;
    let mut copy = ann.copy(Some(77)).await;
    assert_ne!(id(&copy).await, id(&ann).await);
    ann.set(&server, "companies", &company, "name", "Original").await;
    copy.set(&server, "companies", &company, "phone", "123").await;
    all_sync(&mut server, &mut [&mut copy, &mut ann, &mut ben]).await;
    assert_equal(&server, &[&ann, &ben, &copy]).await;
    assert_once(&server);
    assert_eq!(server.disk.effects.len(), 4, "what both held was sent by both and counts once");
    copy = copy.reopen().await;
    copy.set(&server, "companies", &company, "domain", "acme.example").await;
    all_sync(&mut server, &mut [&mut copy, &mut ann]).await;
    assert_equal(&server, &[&ann, &copy]).await;
}

#[tokio::test]
async fn a_copied_disk_is_found_out_by_the_server_and_both_edits_survive() {
    for original_first in [true, false] {
        let (mut server, mut ann, mut ben, company) = together().await;
        let mut copy = ann.copy(None).await;
        assert_eq!(id(&copy).await, id(&ann).await);
        ann.set(&server, "companies", &company, "name", "Original").await;
        ann.set(&server, "companies", &company, "notes", "more").await;
        copy.set(&server, "companies", &company, "name", "Copy").await;
        let made = copy.insert(&server, "contacts", vec![("last_name", "Made".into())]).await;
        let mut order = [&mut ann, &mut copy];
        if !original_first {
            order.reverse();
        }
        let [first, second] = order;
        first.sync(&mut server).await;
        let received = second.sync(&mut server).await;
        assert!(received.is_copied, "the one that comes second hears of it");
        all_sync(&mut server, &mut [&mut ann, &mut copy, &mut ben]).await;
        assert_ne!(id(&copy).await, id(&ann).await);
        assert_equal(&server, &[&ann, &ben, &copy]).await;
        assert_once(&server);
        assert_eq!(ben.text("contacts", &made, "last_name").await.as_deref(), Some("Made"));
        let conflicts = "SELECT count(*) FROM sync_conflicts";
        assert!(ann.number(conflicts).await + copy.number(conflicts).await > 0, "one name of two");
        assert_eq!(ben.number(conflicts).await, 0, "who wrote neither is not asked");
    }
}

#[tokio::test]
async fn an_unsent_edit_that_two_copies_hold_takes_effect_once() {
    let (mut server, mut ann, mut ben, company) = together().await;
    let mut rival = ann.copy(None).await;
    ann.set(&server, "companies", &company, "name", "Held twice").await;
    let mut copy = ann.copy(None).await;
    rival.set(&server, "companies", &company, "phone", "1").await;
    rival.sync(&mut server).await;
    all_sync(&mut server, &mut [&mut ann, &mut copy, &mut rival, &mut ben]).await;
    assert_equal(&server, &[&ann, &copy, &rival, &ben]).await;
    assert_once(&server);
    assert_eq!(server.disk.effects.len(), 3);
    for desk in [&mut ann, &mut copy] {
        desk.set(&server, "companies", &company, "city", "Bonn").await;
        desk.sync(&mut server).await;
    }
    all_sync(&mut server, &mut [&mut ann, &mut copy, &mut rival, &mut ben]).await;
    assert_equal(&server, &[&ann, &copy, &rival, &ben]).await;
}

#[tokio::test]
async fn a_profile_put_back_from_a_backup_goes_on_under_another_id() {
    let (mut server, mut ann, mut ben, company) = together().await;
    let mut backup = ann.copy(None).await;
    ann.set(&server, "companies", &company, "name", "After the backup").await;
    ann.sync(&mut server).await;
    let before = id(&backup).await;
    drop(ann);
    let received = backup.sync(&mut server).await;
    assert!(received.is_copied, "it has seen its own future");
    assert_ne!(id(&backup).await, before);
    assert_eq!(backup.text("companies", &company, "name").await.as_deref(), Some("After the backup"));
    backup.set(&server, "companies", &company, "city", "Bonn").await;
    all_sync(&mut server, &mut [&mut backup, &mut ben]).await;
    assert_equal(&server, &[&backup, &ben]).await;
}

#[tokio::test]
async fn a_copy_that_bootstraps_keeps_its_unsent_edit_apart_from_the_one_under_the_same_number() {
    let (mut server, mut ann, mut ben, company) = together().await;
    let mut copy = ann.copy(None).await;
    ann.set(&server, "companies", &company, "name", "Original").await;
    ann.sync(&mut server).await;
    copy.set(&server, "companies", &company, "city", "Copy").await;
    server.prune();
    copy.device.note(Event::Stir);
    all_sync(&mut server, &mut [&mut copy, &mut ann, &mut ben]).await;
    assert_equal(&server, &[&ann, &ben, &copy]).await;
    assert_eq!(ben.text("companies", &company, "city").await.as_deref(), Some("Copy"));
    assert_eq!(ben.text("companies", &company, "name").await.as_deref(), Some("Original"));
    assert_once(&server);
}
