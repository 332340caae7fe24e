//! Snapshots that many want at the same time.

use futures::StreamExt as _;
use futures::stream::FuturesUnordered;

use crate::world::device::{Device, contact_edit};
use crate::world::{SignedIn, World, on_each_database};

on_each_database! {
    many_snapshots_of_one_workspace_keep_no_other_waiting;
}

/// Asks for a snapshot with a new device.
async fn ask(base: String, who: SignedIn) -> u16 {
    let device = Device::new(&who);
    let request = device.session.next(&device.replica).expect("a new device asks for a snapshot");
    device.ask(&base, &request).await.expect("an answer").0.as_u16()
}

async fn many_snapshots_of_one_workspace_keep_no_other_waiting(world: &mut World) {
    const MANY: usize = 30;
    let (busy, other) = (world.workspace().await, world.workspace().await);
    let mut laptop = Device::new(&busy);
    laptop.sync(&world.base()).await;
    // Large enough that all have asked before the first is answered.
    for _ in 0..20 {
        laptop.record((0..100).map(|n| contact_edit(&format!("contact {n}"))).collect());
    }
    laptop.sync(&world.base()).await;
    let mut asked: FuturesUnordered<_> =
        (0..MANY).map(|_| tokio::spawn(ask(world.base(), busy.clone()))).collect();
    assert_eq!(asked.next().await.expect("one of them").expect("an answer"), 200);
    let mut answered = 1;
    let mut theirs = std::pin::pin!(ask(world.base(), other));
    let status = loop {
        tokio::select! {
            status = &mut theirs => break status,
            Some(status) = asked.next() => {
                assert_eq!(status.expect("an answer"), 200);
                answered += 1;
            }
        }
    };
    assert_eq!(status, 200);
    assert!(answered <= MANY / 2, "{answered} of {MANY} others were before it");
    while let Some(status) = asked.next().await {
        assert_eq!(status.expect("an answer"), 200, "all of them come");
    }
}
