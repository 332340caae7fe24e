//! What the history of one device tells about what was done on another.

use mycrm_store::{Timestamp, change_sets, changes_of_row, redo, undo};

use crate::desk::{Desk, assert_equal, ctx, names};
use crate::two_devices::{all_sync, together};

#[tokio::test]
async fn labels_actors_and_values_arrive_with_the_ops() {
    let (mut server, mut ann, mut ben, company) = together().await;
    ben.device.know(names()).await.unwrap();
    let mut tx = ann.store.begin(ctx("Rename to Acme SE")).await.unwrap();
    tx.update("companies", &company, vec![("name", "Acme SE".into())]).await.unwrap();
    let set = tx.commit().await.unwrap();
    all_sync(&mut server, &mut [&mut ann, &mut ben]).await;
    let mut reader = ben.store.readers().acquire().await.unwrap();
    let changes = changes_of_row(&mut reader, &company, (Timestamp::MAX, i64::MAX), 10).await.unwrap();
    assert_eq!(changes[0].fields.get("name"), Some(&("Acme".into(), "Acme SE".into())));
    assert_eq!((changes[0].label.as_str(), changes[0].actor.as_str()), ("Rename to Acme SE", "Member 1"));
    assert_eq!(changes[0].change_set, set);
    let sets = change_sets(&mut reader, i64::MAX, 10).await.unwrap();
    assert_eq!((sets[0].label.as_str(), sets[0].op_count), ("Rename to Acme SE", 1));
}

#[tokio::test]
async fn what_came_late_stands_where_it_was_made() {
    let (mut server, mut ann, mut ben, company) = together().await;
    ann.set(&server, "companies", &company, "city", "Bonn").await;
    server.now.0 += 60_000;
    ben.set(&server, "companies", &company, "name", "Acme SE").await;
    all_sync(&mut server, &mut [&mut ann, &mut ben]).await;
    let mut reader = ben.store.readers().acquire().await.unwrap();
    let mut before = (Timestamp::MAX, i64::MAX);
    let mut seen = Vec::new();
    for _ in 0..2 {
        let page = changes_of_row(&mut reader, &company, before, 1).await.unwrap();
        before = (page[0].recorded_at, page[0].seq);
        seen.extend(page[0].fields.keys().find(|field| *field != "updated_at").cloned());
    }
    assert_eq!(seen, ["name", "city"], "newest first, page by page");
}

#[tokio::test]
async fn an_undo_and_a_redo_on_one_device_are_in_the_books_of_the_other() {
    let (mut server, mut ann, mut ben, company) = together().await;
    let edit = ann.set(&server, "companies", &company, "name", "Acme SE").await;
    all_sync(&mut server, &mut [&mut ann, &mut ben]).await;
    let undone_by = async |desk: &Desk| -> Option<String> {
        sqlx::query_scalar("SELECT undone_by FROM change_sets WHERE id = ?1")
            .bind(&edit)
            .fetch_one(desk.store.readers())
            .await
            .unwrap()
    };
    undo(&ann.store, Some(edit.clone()), "Ann").await.unwrap();
    all_sync(&mut server, &mut [&mut ann, &mut ben]).await;
    assert_equal(&server, &[&ann, &ben]).await;
    assert_eq!(ben.text("companies", &company, "name").await.as_deref(), Some("Acme"));
    assert!(undone_by(&ben).await.is_some());
    assert_eq!(undone_by(&ben).await, undone_by(&ann).await);
    redo(&ann.store, "Ann").await.unwrap();
    all_sync(&mut server, &mut [&mut ann, &mut ben]).await;
    assert_equal(&server, &[&ann, &ben]).await;
    assert_eq!(ben.text("companies", &company, "name").await.as_deref(), Some("Acme SE"));
    assert_eq!(undone_by(&ben).await, None, "it stands again");
}

#[tokio::test]
async fn the_last_action_to_undo_is_this_devices_own() {
    let (mut server, mut ann, mut ben, company) = together().await;
    let mine = ben.set(&server, "companies", &company, "city", "Bonn").await;
    ann.set(&server, "companies", &company, "name", "Acme SE").await;
    all_sync(&mut server, &mut [&mut ann, &mut ben]).await;
    assert_eq!(undo(&ben.store, None, "Ben").await.unwrap().change_set, mine);
    all_sync(&mut server, &mut [&mut ben, &mut ann]).await;
    assert_eq!(ann.text("companies", &company, "city").await.as_deref(), Some("Ulm"));
    assert_eq!(ann.text("companies", &company, "name").await.as_deref(), Some("Acme SE"));
    assert_equal(&server, &[&ann, &ben]).await;
}

#[tokio::test]
async fn listeners_hear_of_rows_that_came() {
    let (mut server, mut ann, mut ben, company) = together().await;
    let mut notices = ben.store.notices();
    ann.set(&server, "companies", &company, "name", "Acme SE").await;
    ann.sync(&mut server).await;
    ben.sync(&mut server).await;
    let notice = notices.recv().await.unwrap();
    assert_eq!(notice.touched, [("companies", Some(company.to_string()))]);
    assert!(notices.try_recv().is_err());
}

/// The rows that the log alone gives.
async fn replayed(desk: &Desk) -> crate::desk::Dump {
    let copy = Desk::alone(99).await;
    mycrm_store::replay(&desk.store, &copy.store).await.unwrap();
    copy.dump().await
}

#[tokio::test]
async fn replaying_the_log_of_a_synced_profile_gives_equal_rows() {
    let (mut server, mut ann, mut ben, company) = together().await;
    // Ben's arrives first and is the earlier one; one of Ann's is not accepted; and one was lost by the server.
    ann.skew = 2_000;
    ann.set(&server, "companies", &company, "name", "Ann's").await;
    ben.set(&server, "companies", &company, "name", "Ben's").await;
    server.back_up();
    all_sync(&mut server, &mut [&mut ben, &mut ann]).await;
    server.disk.members.insert(ann.member, mycrm_sync::Rights::Read);
    ann.set(&server, "companies", &company, "city", "Not accepted").await;
    all_sync(&mut server, &mut [&mut ben, &mut ann]).await;
    assert_equal(&server, &[&ann, &ben]).await;
    assert_eq!(replayed(&ann).await, ann.dump().await);
    assert_eq!(replayed(&ben).await, ben.dump().await);
    server.disk.members.insert(ann.member, mycrm_sync::Rights::Write);
    server.restore(0);
    ben.sync(&mut server).await;
    assert_eq!(replayed(&ben).await, ben.dump().await, "without what is gone");
    let mut eve = Desk::joined(3, &mut server).await;
    all_sync(&mut server, &mut [&mut ann, &mut ben, &mut eve]).await;
    assert_equal(&server, &[&ann, &ben, &eve]).await;
    for desk in [&ann, &ben, &eve] {
        assert_eq!(replayed(desk).await, desk.dump().await);
    }
    eve.device.leave().await.unwrap();
    assert_eq!(replayed(&eve).await, eve.dump().await);
}
