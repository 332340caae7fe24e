//! Whatever is ended by force in the middle of a push: what was acknowledged is there, and everything is there once.

use std::time::Duration;

use mycrm_sync::client::{Answer, Request};
use mycrm_tests::Postgres;

use crate::world::device::Device;
use crate::world::postgres;
use crate::world::process::Process;
use crate::world::{World, on_each_database};

on_each_database! {
    the_program_is_killed_in_the_middle_of_pushes;
    asked_to_end_it_finishes_what_is_under_way;
}

/// How often it is killed, each time a little later after a push was sent.
const TIMES: u64 = 24;

async fn the_program_is_killed_in_the_middle_of_pushes(world: &mut World) {
    let owner = world.workspace().await;
    world.stop().await;
    let url = world.config.database_url.clone();
    let start = || Process::start(&world.config.data, url.as_deref());
    let mut a = Device::new(&owner);
    let mut process = start();
    a.sync(&process.base).await;
    let mut rows = Vec::new();
    let mut acknowledged = 0;
    for round in 0..TIMES {
        rows.extend((0..50).map(|n| a.contact(&format!("{round} {n}"))));
        let request = a.session.next(&a.replica).expect("something waits");
        // The moment of the kill is what varies here; nothing is waited for.
        let moment = tokio::time::sleep(Duration::from_micros(round * 400));
        let answer = tokio::select! {
            answer = a.ask(&process.base, &request) => answer.ok(),
            () = moment => None,
        };
        process.kill();
        if let Some((_, answered)) = answer {
            acknowledged += u64::from(matches!(&answered.answer, Answer::Push(Ok(_))));
            a.take(&request, answered);
        }
        process = start();
        let mut reader = Device::new(&owner);
        reader.sync(&process.base).await;
        let settled = rows.len() - a.replica.outbox().waiting();
        assert!(rows[..settled].iter().all(|row| reader.sees("contacts", *row)), "acknowledged is kept");
    }
    assert!(acknowledged < TIMES, "it was never killed in the middle");
    a.sync(&process.base).await;
    let mut reader = Device::new(&owner);
    reader.sync(&process.base).await;
    assert!(rows.iter().all(|row| reader.sees("contacts", *row)));
    assert_eq!(reader.replica.cursor().0, rows.len() as u64, "each is in the log once");
    process.kill();
}

async fn asked_to_end_it_finishes_what_is_under_way(world: &mut World) {
    let owner = world.workspace().await;
    world.stop().await;
    let process = Process::start(&world.config.data, world.config.database_url.as_deref());
    let mut a = Device::new(&owner);
    a.sync(&process.base).await;
    for n in 0..400 {
        a.contact(&format!("contact {n}"));
    }
    let Some(Request::Push(push)) = a.session.next(&a.replica) else { panic!("something waits") };
    let base = process.base.clone();
    let under_way = {
        let request = Request::Push(push.clone());
        let mut device = Device::new(&owner);
        device.replica = a.replica.clone();
        tokio::spawn(async move { device.ask(&base, &request).await })
    };
    let ended = tokio::task::spawn_blocking(move || process.end());
    let answer = under_way.await.expect("it ends");
    assert!(ended.await.expect("it ends"), "in order");
    world.start_again().await;
    if let Ok((status, answered)) = answer {
        assert_eq!(status, 200);
        a.take(&Request::Push(push), answered);
        assert_eq!(a.replica.outbox().waiting(), 0);
    }
    let mut reader = Device::new(&owner);
    reader.sync(&world.base()).await;
    assert!(reader.shown().len() + a.replica.outbox().waiting() >= 400);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_crashes_in_the_middle_of_pushes() {
    // One of its own: others must not notice.
    let Some(cluster) = Postgres::start() else { return };
    let url = postgres::database_of(&cluster).await;
    let mut world = World::start(Some(url)).await;
    let owner = world.workspace().await;
    let mut a = Device::new(&owner);
    a.sync(&world.base()).await;
    let (mut written, mut failures) = (0, 0);
    for round in 0..6 {
        for n in 0..200 {
            a.contact(&format!("{round} {n}"));
            written += 1;
        }
        let cluster = &cluster;
        // It is away while the device goes on asking, as one with a bad network does.
        std::thread::scope(|scope| {
            let crashing = scope.spawn(move || {
                cluster.crash();
                cluster.start_again();
            });
            let runtime = tokio::runtime::Handle::current();
            tokio::task::block_in_place(|| {
                runtime.block_on(async {
                    while a.replica.outbox().waiting() > 0 || !crashing.is_finished() {
                        let Some(request) = a.session.next(&a.replica) else {
                            a.session.note(mycrm_sync::client::Event::Stir);
                            continue;
                        };
                        match a.ask(&world.base(), &request).await {
                            Ok((_, answered)) => {
                                a.take(&request, answered);
                            }
                            Err(error) => {
                                assert!(error.contains("503"), "it says to try again: {error}");
                                failures += 1;
                            }
                        }
                    }
                })
            });
        });
    }
    assert!(failures > 0, "it was never away");
    let mut reader = Device::new(&owner);
    reader.sync(&world.base()).await;
    assert_eq!(reader.shown().len(), written);
    assert_eq!(reader.replica.cursor().0, written as u64, "each is in the log once");
    world.stop().await;
}
