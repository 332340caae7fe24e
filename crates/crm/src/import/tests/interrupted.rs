//! Imports that are stopped, cut off or meet another file than the one that was mapped.

use std::fmt::Write as _;

use mycrm_store::undo;

use super::desk::Desk;
use crate::Error;
use crate::import::{self, Choices, Import, Status, Step};

fn contacts(count: usize) -> String {
    let mut text = "first name,last name,email,company\n".to_owned();
    for n in 0..count {
        // Every tenth repeats an earlier one, and every hundredth is broken.
        let (person, email) = (n - n % 10 / 9, if n % 100 == 50 { "broken" } else { "x.de" });
        let at = if email == "broken" { "" } else { "@" };
        writeln!(text, "F{person},L{person},p{person}{at}{email},Company {}", n % 40).unwrap();
    }
    text
}

#[tokio::test]
async fn a_cancelled_import_keeps_what_it_wrote_as_one_change_that_can_be_undone() {
    let desk = Desk::new().await;
    let before = desk.everything().await;
    let import = desk.prepare("contacts.csv", &contacts(2000)).await;
    let stopped = desk.run_until(&import.id, 500).await;
    assert_eq!(stopped.status, Status::Cancelled);
    assert!(stopped.message.unwrap().contains("kept"));
    let written = desk.number("SELECT count(*) FROM contacts").await;
    let summary = stopped.summary.unwrap();
    assert_eq!(u64::try_from(written).unwrap(), summary.created.contacts);
    assert!((400..2000).contains(&written));
    undo(&desk.store, stopped.change_set, "me").await.unwrap();
    assert_eq!(desk.everything().await, before);
}

/// Puts an import back to where a crash after `stopped` would have left it.
async fn crash(desk: &Desk, stopped: &Import) {
    let sql = "UPDATE imports SET status = 'running' WHERE id = ?1";
    sqlx::query(sql).bind(&stopped.id).execute(desk.store.bookkeeping()).await.unwrap();
}

#[tokio::test]
async fn an_import_that_was_cut_off_goes_on_and_ends_as_if_it_had_not_been() {
    let whole = Desk::new().await;
    let expected = whole.import("contacts.csv", &contacts(2000)).await.summary.unwrap();

    let desk = Desk::new().await;
    let before = desk.everything().await;
    let import = desk.prepare("contacts.csv", &contacts(2000)).await;
    let stopped = desk.run_until(&import.id, 700).await;
    crash(&desk, &stopped).await;
    assert_eq!(import::cut_off(&desk.store).await.unwrap().len(), 1);
    let done = desk.run(&import.id).await.unwrap();
    assert_eq!((done.status, done.change_set.clone()), (Status::Done, stopped.change_set));
    assert_eq!(done.summary.unwrap(), expected);
    let contacts = "SELECT name || email FROM contacts WHERE deleted_at IS NULL ORDER BY name";
    assert_eq!(desk.texts(contacts).await, whole.texts(contacts).await);
    undo(&desk.store, done.change_set, "me").await.unwrap();
    assert_eq!(desk.everything().await, before, "both parts are one change");
}

#[tokio::test]
async fn an_import_that_was_cut_off_and_undone_begins_anew() {
    let desk = Desk::new().await;
    let import = desk.prepare("contacts.csv", &contacts(2000)).await;
    let stopped = desk.run_until(&import.id, 700).await;
    crash(&desk, &stopped).await;
    undo(&desk.store, stopped.change_set.clone(), "me").await.unwrap();
    let done = desk.run(&import.id).await.unwrap();
    assert_ne!(done.change_set, stopped.change_set);
    assert_eq!(desk.number("SELECT count(*) FROM contacts WHERE deleted_at IS NULL").await, 1780);
}

#[tokio::test]
async fn a_file_that_was_changed_since_it_was_mapped_is_not_imported() {
    let desk = Desk::new().await;
    let import = desk.prepare("contacts.csv", &contacts(10)).await;
    desk.file("contacts.csv", &contacts(11));
    let error = desk.run(&import.id).await.unwrap_err().to_string();
    assert!(error.contains("was changed"), "{error}");
    let failed = import::get(&desk.store, &import.id).await.unwrap();
    assert_eq!((failed.status, failed.message), (Status::Failed, Some(error)));
    assert_eq!(desk.number("SELECT count(*) FROM contacts").await, 0);
}

#[tokio::test]
async fn an_import_under_way_cannot_be_changed() {
    let desk = Desk::new().await;
    let import = desk.prepare("contacts.csv", &contacts(10)).await;
    import::begin_run(&desk.store, &import.id).await.unwrap();
    let error = import::choose(&desk.store, &import.id, Choices::default()).await.unwrap_err();
    assert!(matches!(error, Error::Conflict(_)));
    assert!(matches!(desk.check(&import.id).await, Err(Error::Conflict(_))));
    assert_eq!(Status::Running.transition(Step::Choose), None);
}

#[tokio::test]
async fn an_import_that_was_cancelled_before_its_first_row_writes_nothing() {
    let desk = Desk::new().await;
    let before = desk.everything().await;
    let text = "deal,stage,amount,account\nBig,Quite new,100,Acme\nSmall,Almost won,200,Globex\n";
    let import = desk.prepare("deals.csv", text).await;
    let stopped = desk.run_until(&import.id, 0).await;
    assert_eq!((stopped.status, stopped.change_set), (Status::Cancelled, None));
    assert_eq!(desk.everything().await, before);
    let done = desk.run(&import.id).await.unwrap();
    assert_eq!(done.summary.unwrap().created.opportunities, 2);
}
