//! Leaving a workspace, coming back, and going to another one.

use mycrm_replica::{Error, inbox};
use mycrm_store::undo;
use mycrm_sync::client::Connection;

use crate::desk::{Desk, assert_equal, membership, workspace};
use crate::server::Server;
use crate::two_devices::{all_sync, together};

#[tokio::test]
async fn who_leaves_and_comes_back_loses_nothing_and_doubles_nothing() {
    let (mut server, mut ann, mut ben, company) = together().await;
    ben.set(&server, "companies", &company, "name", "Before").await;
    all_sync(&mut server, &mut [&mut ben, &mut ann]).await;
    let before = ben.dump().await;
    ben.device.leave().await.unwrap();
    assert_eq!(ben.device.connection(), Connection::Detached);
    assert_eq!(ben.dump().await, before, "all rows stay");
    assert_eq!(inbox::counts(&ben.store).await.unwrap().waiting, 0, "nothing waits for nobody");
    assert!(ben.device.next().await.unwrap().is_none());
    ben.set(&server, "companies", &company, "city", "Away").await;
    let made = ben.insert(&server, "contacts", vec![("last_name", "Away".into())]).await;
    ann.set(&server, "companies", &company, "phone", "Meanwhile").await;
    ann.sync(&mut server).await;
    ben = ben.reopen().await;
    ben.join(&mut server, 1).await;
    all_sync(&mut server, &mut [&mut ben, &mut ann]).await;
    assert_equal(&server, &[&ann, &ben]).await;
    assert_eq!(ann.text("contacts", &made, "last_name").await.as_deref(), Some("Away"));
    assert!(server.disk.effects.values().all(|times| *times == 1));
    assert_eq!(server.disk.effects.len(), 5);
    let other = ben.device.connect(membership(ben.member, workspace(2)), ben.install).await;
    assert!(matches!(other, Err(Error::AlreadyConnected(_))));
}

#[tokio::test]
async fn another_workspace_gets_the_rows_of_the_members_of_the_first_one_too() {
    let (mut server, mut ann, mut ben, company) = together().await;
    let contact = ben.insert(&server, "contacts", vec![("last_name", "Of Ben".into())]).await;
    all_sync(&mut server, &mut [&mut ben, &mut ann]).await;
    let edit = ben.set(&server, "companies", &company, "name", "Edited by Ben").await;
    ben.act(&server, "Delete", async |tx| assert!(tx.delete("contacts", &contact).await.unwrap())).await;
    all_sync(&mut server, &mut [&mut ben, &mut ann]).await;
    let before = ben.dump().await;
    ben.device.leave().await.unwrap();

    let mut elsewhere = Server::new();
    ben.join(&mut elsewhere, 2).await;
    assert_eq!(ben.dump().await, before);
    ben.sync(&mut elsewhere).await;
    assert_eq!(ben.dump().await, before);
    let mut eve = Desk::joined(3, &mut elsewhere).await;
    all_sync(&mut elsewhere, &mut [&mut ben, &mut eve]).await;
    assert_equal(&elsewhere, &[&ben, &eve]).await;
    assert_eq!(eve.dump().await, before);
    assert_eq!(elsewhere.disk.effects.len(), 2, "one insert for each row");
    assert_eq!(inbox::counts(&ben.store).await.unwrap().waiting, 0);

    // What was done before can be taken back, and that arrives.
    undo(&ben.store, Some(edit), "Ben").await.unwrap();
    all_sync(&mut elsewhere, &mut [&mut ben, &mut eve]).await;
    assert_eq!(eve.text("companies", &company, "name").await.as_deref(), Some("Acme"));
    assert_equal(&elsewhere, &[&ben, &eve]).await;

    // And back again: the first one gets what was done elsewhere.
    ben.device.leave().await.unwrap();
    ben.join(&mut server, 1).await;
    all_sync(&mut server, &mut [&mut ben, &mut ann]).await;
    assert_equal(&server, &[&ben, &ann]).await;
    assert_eq!(ann.text("companies", &company, "name").await.as_deref(), Some("Acme"));
}

#[tokio::test]
async fn a_profile_of_its_own_alone_takes_its_history_along() {
    let mut first = Server::new();
    let mut ann = Desk::joined(1, &mut first).await;
    let company = ann.insert(&first, "companies", vec![("name", "Acme".into())]).await;
    ann.set(&first, "companies", &company, "name", "Acme SE").await;
    ann.sync(&mut first).await;
    ann.device.leave().await.unwrap();
    let mut second = Server::new();
    ann.join(&mut second, 2).await;
    ann.sync(&mut second).await;
    assert_equal(&second, &[&ann]).await;
    assert_eq!(second.disk.effects.len(), 2, "the ops as they were");
}

#[tokio::test]
async fn units_of_what_is_taken_along_fit_into_a_push() {
    let (mut server, mut ann, mut ben, _) = together().await;
    ann.act(&server, "Large", async |tx| {
        for n in 0..40 {
            tx.make_room(1).await.unwrap();
            let fields = vec![("name", format!("{n}").into()), ("notes", "\u{1}\"x".repeat(30_000).into())];
            tx.insert("companies", &mycrm_store::Id::new(), fields).await.unwrap();
        }
    })
    .await;
    server.limits = mycrm_sync::pull::Limits::default();
    all_sync(&mut server, &mut [&mut ann, &mut ben]).await;
    ben.device.leave().await.unwrap();
    let mut elsewhere = Server::new();
    ben.join(&mut elsewhere, 2).await;
    ben.sync(&mut elsewhere).await;
    assert_eq!(inbox::counts(&ben.store).await.unwrap().rejected, 0);
    assert_equal(&elsewhere, &[&ben]).await;
}
