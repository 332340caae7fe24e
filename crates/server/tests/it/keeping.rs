//! What is let go of and what is put back: a pruned log, a backup, a restored server.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use mycrm_server::{Clock, backups};
use mycrm_sync::{Kind, Millis, Scope, Value};

use crate::world::device::Device;
use crate::world::{World, on_each_database};

on_each_database! {
    a_pruned_log_sends_who_was_away_to_a_snapshot;
    a_snapshot_expires;
    devices_keep_what_a_backup_lacks_and_send_it_again;
    devices_keep_until_the_oldest_backup_is_forgotten;
}

#[tokio::test]
async fn a_database_that_cannot_be_read_is_replaced_all_the_same() {
    let mut world = World::with_sqlite().await;
    let owner = world.workspace().await;
    let mut a = Device::new(&owner);
    let row = a.contact("Ada");
    a.sync(&world.base()).await;
    let backup = world.config.data.join("kept.db");
    backups::make(world.server().database(), &backup, &world.config.clock).await.expect("a backup");
    world.stop().await;
    let file = world.config.data.join("mycrm-server.db");
    std::fs::write(&file, b"this is no database any more").expect("damage");
    let later = backups::restore(&world.config.data, &backup, &world.config.clock).await.expect("put back");
    assert!(later.is_none(), "what it knew of is not known");
    world.start_again().await;
    let mut b = Device::new(&owner);
    b.sync(&world.base()).await;
    assert!(b.sees("contacts", row));
    let names = std::fs::read_dir(&world.config.data).expect("the folder").flatten();
    let kept = names.filter(|entry| entry.file_name().to_string_lossy().contains("before-restore"));
    assert_eq!(kept.count(), 1, "the damaged one is kept");
}

/// A clock that a test moves.
fn clock(world: &World) -> (Clock, Arc<AtomicI64>) {
    let ahead = Arc::new(AtomicI64::new(0));
    let (shared, real) = (Arc::clone(&ahead), world.config.clock.clone());
    (Clock::from_fn(move || Millis(real.now().0 + shared.load(Ordering::Relaxed))), ahead)
}

const DAY: i64 = 86_400_000;

async fn a_pruned_log_sends_who_was_away_to_a_snapshot(world: &mut World) {
    let (clock, ahead) = clock(world);
    world.restart(|config| config.clock = clock).await;
    let owner = world.workspace().await;
    let (mut a, mut away, mut here) = (Device::new(&owner), Device::new(&owner), Device::new(&owner));
    let row = a.contact("Ada");
    for device in [&mut a, &mut away, &mut here] {
        device.sync(&world.base()).await;
    }
    let mine = away.contact("written while away");
    ahead.store(60 * DAY, Ordering::Relaxed);
    a.write("contacts", row, Scope::Workspace, Kind::Update, &[("name", Value::from("Ada L."))]);
    let second = a.contact("Bob");
    a.sync(&world.base()).await;
    here.sync(&world.base()).await;
    ahead.store(100 * DAY, Ordering::Relaxed);
    world.server().tidy().await.expect("it is tidied");
    // What was 40 days old is still there; one that has all of it goes on, one from before starts over.
    let third = a.contact("Cem");
    a.sync(&world.base()).await;
    let reports = here.sync(&world.base()).await;
    assert!(reports.iter().all(|report| !report.is_swapped));
    let mut late = Device::new(&owner);
    late.sync(&world.base()).await;
    ahead.store(200 * DAY, Ordering::Relaxed);
    world.server().tidy().await.expect("it is tidied");
    let reports = away.sync(&world.base()).await;
    assert!(reports.iter().any(|report| report.is_swapped));
    for device in [&mut a, &mut here, &mut late] {
        device.sync(&world.base()).await;
        assert_eq!(device.shown(), away.shown());
    }
    assert!([row, mine, second, third].iter().all(|row| away.sees("contacts", *row)));
    assert_eq!(away.value("contacts", row, "name"), Some(Value::from("Ada L.")));
}

async fn a_snapshot_expires(world: &mut World) {
    let (clock, ahead) = clock(world);
    world.restart(|config| config.clock = clock).await;
    let owner = world.workspace().await;
    let mut a = Device::new(&owner);
    let row = a.contact("Ada");
    a.sync(&world.base()).await;
    let mut b = Device::new(&owner);
    let ask = b.session.next(&b.replica).expect("a snapshot");
    let (_, answered) = b.ask(&world.base(), &ask).await.expect("a manifest");
    b.take(&ask, answered);
    let chunk = b.session.next(&b.replica).expect("its chunk");
    ahead.store(2 * DAY, Ordering::Relaxed);
    let (status, _) = b.ask(&world.base(), &chunk).await.expect("an answer");
    assert_eq!(status, 410);
    world.server().tidy().await.expect("it is tidied");
    let left = std::fs::read_dir(world.config.data.join("blobs/snapshots")).map_or(0, Iterator::count);
    assert_eq!(left, 0, "its chunks are removed");
    b.sync(&world.base()).await;
    assert!(b.sees("contacts", row));
}

async fn devices_keep_what_a_backup_lacks_and_send_it_again(world: &mut World) {
    let owner = world.workspace().await;
    let (mut a, mut b) = (Device::new(&owner), Device::new(&owner));
    let before = a.contact("before");
    a.sync(&world.base()).await;
    b.sync(&world.base()).await;
    let backup = world.back_up().await;
    let after = a.contact("after");
    a.write("contacts", before, Scope::Workspace, Kind::Update, &[("name", Value::from("changed"))]);
    a.sync(&world.base()).await;
    b.sync(&world.base()).await;
    let later = world.back_up().await;
    let last = b.contact("last");
    b.sync(&world.base()).await;
    a.sync(&world.base()).await;
    let head = a.replica.cursor();

    let dropped = world.put_back(&backup).await;
    assert_eq!(dropped, vec![later], "the later backup belongs to a past that is given up");
    for device in [&mut b, &mut a] {
        let reports = device.sync(&world.base()).await;
        assert!(reports.iter().any(|report| report.is_swapped), "another epoch");
        assert!(reports.iter().all(|report| report.parked.is_empty()));
    }
    b.sync(&world.base()).await;
    assert_eq!(a.shown(), b.shown());
    assert!([before, after, last].iter().all(|row| a.sees("contacts", *row)));
    assert_eq!(a.value("contacts", before, "name"), Some(Value::from("changed")));
    assert_eq!(a.replica.cursor(), head, "each op is in the log once");
}

async fn devices_keep_until_the_oldest_backup_is_forgotten(world: &mut World) {
    let owner = world.workspace().await;
    let mut a = Device::new(&owner);
    let database = world.server().database().clone();
    let now = world.config.clock.now();
    let oldest = backups::note(&database, "on tape", now).await.expect("a note");
    a.contact("Ada");
    a.sync(&world.base()).await;
    backups::note(&database, "on disk", now).await.expect("a note");
    a.contact("Bob");
    a.sync(&world.base()).await;
    let kept = |device: &Device| device.replica.outbox().kept().count();
    assert_eq!(kept(&a), 2, "the tape has neither");
    backups::forget(&database, oldest.0).await.expect("it was known");
    assert!(backups::forget(&database, oldest.0).await.is_err());
    a.contact("Cem");
    a.sync(&world.base()).await;
    assert_eq!(kept(&a), 2, "the disk has Ada");
}
