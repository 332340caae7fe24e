//! Lost answers, killed processes, wrong clocks, pruned logs and servers put back.

use mycrm_replica::inbox;
use mycrm_store::Id;
use mycrm_sync::client::{Answer, Connection, Event, Request};

use crate::desk::{Desk, assert_equal};
use crate::server::Server;
use crate::two_devices::{all_sync, together};

#[tokio::test]
async fn an_answer_that_is_lost_ten_times_has_one_effect() {
    let (mut server, mut ann, mut ben, company) = together().await;
    ann.set(&server, "companies", &company, "name", "Once").await;
    for _ in 0..10 {
        let request = ann.ask().await.unwrap();
        assert!(matches!(request, Request::Push(_)));
        assert!(matches!(server.answer(ann.member, &request).answer, Answer::Push(Ok(_))));
        ann = ann.reopen().await;
    }
    all_sync(&mut server, &mut [&mut ann, &mut ben]).await;
    assert_equal(&server, &[&ann, &ben]).await;
    assert_eq!(server.disk.effects.len(), 2);
}

#[tokio::test]
async fn killed_between_any_two_messages_rows_outbox_and_cursor_agree() {
    let (mut server, mut ann, mut ben, company) = together().await;
    for round in 0..12 {
        ann.set(&server, "companies", &company, "name", format!("Ann {round}")).await;
        ben.set(&server, "companies", &company, "city", format!("Ben {round}")).await;
        for step in 0..4 {
            // Killed before the server heard it, before the answer was heard, and after.
            ann.device.note(Event::Stir);
            let kill = (round + step) % 3;
            if let Some(request) = ann.ask().await
                && kill > 0
            {
                let answered = server.answer(ann.member, &request);
                if kill > 1 {
                    let now = ann.clock(&server);
                    ann.device.receive(&request, answered, now).await.unwrap();
                }
            }
            ann = ann.reopen().await;
        }
        ben.sync(&mut server).await;
    }
    all_sync(&mut server, &mut [&mut ann, &mut ben]).await;
    assert_equal(&server, &[&ann, &ben]).await;
    assert_eq!(ben.text("companies", &company, "name").await.as_deref(), Some("Ann 11"));
}

const YEAR: i64 = 365 * 86_400_000;

#[tokio::test]
async fn clocks_that_are_wrong_by_a_year_never_stall_and_are_set_right() {
    let (mut server, mut ann, mut ben, company) = together().await;
    ann.skew = YEAR;
    ben.skew = -YEAR;
    ann.set(&server, "companies", &company, "name", "From next year").await;
    ben.set(&server, "companies", &company, "name", "From last year").await;
    all_sync(&mut server, &mut [&mut ann, &mut ben]).await;
    assert_equal(&server, &[&ann, &ben]).await;
    for round in 0..6 {
        server.now.0 += 120_000;
        for desk in [&mut ann, &mut ben] {
            desk.sync(&mut server).await;
            desk.set(&server, "companies", &company, "name", format!("Round {round} {}", desk.skew)).await;
            desk.set(&server, "companies", &company, "city", format!("Round {round}")).await;
            let last = desk.text("companies", &company, "name").await;
            desk.sync(&mut server).await;
            assert_eq!(desk.text("companies", &company, "name").await, last, "what was written last holds");
            desk.skew *= -1;
        }
        all_sync(&mut server, &mut [&mut ann, &mut ben]).await;
        assert_equal(&server, &[&ann, &ben]).await;
    }
}

#[tokio::test]
async fn two_edits_within_one_push_of_a_clock_that_ran_ahead_are_shown_in_their_order() {
    let (mut server, mut ann, _ben, company) = together().await;
    ann.skew = YEAR;
    ann.set(&server, "companies", &company, "name", "First").await;
    let request = ann.ask().await.unwrap();
    let answered = server.answer(ann.member, &request);
    let now = ann.clock(&server);
    ann.device.receive(&request, answered, now).await.unwrap();
    ann.set(&server, "companies", &company, "name", "Second").await;
    ann.sync(&mut server).await;
    assert_eq!(ann.text("companies", &company, "name").await.as_deref(), Some("Second"));
    assert_equal(&server, &[&ann]).await;
}

#[tokio::test]
async fn a_pruned_log_means_a_snapshot_and_what_waits_is_kept() {
    let (mut server, mut ann, mut ben, company) = together().await;
    ben.set(&server, "companies", &company, "name", "Ben's").await;
    ben.sync(&mut server).await;
    server.prune();
    ann.set(&server, "companies", &company, "city", "Waits").await;
    let made = ann.insert(&server, "contacts", vec![("last_name", "Waits".into())]).await;
    // A push first, whose answer is lost: the snapshot then holds what still waits.
    let request = ann.ask().await.unwrap();
    assert!(matches!(request, Request::Push(_)));
    server.answer(ann.member, &request);
    ann.set(&server, "companies", &company, "phone", "Not sent").await;
    ann.device.note(Event::Stir);
    ann = ann.reopen().await;
    let mut is_swapped = false;
    for _ in 0..40 {
        is_swapped |= ann.exchange(&mut server).await.is_some_and(|received| received.is_swapped);
        assert_eq!(ann.text("companies", &company, "phone").await.as_deref(), Some("Not sent"));
        assert_eq!(ann.text("contacts", &made, "last_name").await.as_deref(), Some("Waits"));
    }
    assert!(is_swapped);
    all_sync(&mut server, &mut [&mut ann, &mut ben]).await;
    assert_equal(&server, &[&ann, &ben]).await;
    assert_eq!(inbox::counts(&ann.store).await.unwrap().waiting, 0);
    assert_eq!(ann.number("SELECT count(*) FROM sync_chunks").await, 0);
}

async fn many(server: &Server, desk: &Desk, count: usize) {
    desk.act(server, "Many", async |tx| {
        for n in 0..count {
            tx.make_room(1).await.unwrap();
            let fields = vec![("last_name", format!("Contact {n}").into()), ("city", "Ulm".into())];
            tx.insert("contacts", &Id::new(), fields).await.unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn a_bootstrap_that_is_killed_at_each_chunk_goes_on_where_it_was() {
    let (mut server, mut ann, _ben, _) = together().await;
    many(&server, &ann, 60).await;
    ann.sync(&mut server).await;
    let mut eve = Desk::joined(3, &mut server).await;
    eve.insert(&server, "companies", vec![("name", "Of Eve".into())]).await;
    let mut chunks = 0;
    loop {
        let request = eve.ask().await.unwrap();
        let is_chunk = matches!(request, Request::Chunk(_));
        if !is_chunk && chunks > 0 {
            break;
        }
        chunks += usize::from(is_chunk);
        let answered = server.answer(eve.member, &request);
        let now = eve.clock(&server);
        eve.device.receive(&request, answered, now).await.unwrap();
        let shown = eve.number("SELECT count(*) FROM contacts").await;
        assert!(shown == 0 || shown == 60, "all rows at once");
        eve = eve.reopen().await;
    }
    assert!(chunks > 5, "{chunks}");
    all_sync(&mut server, &mut [&mut eve, &mut ann]).await;
    assert_equal(&server, &[&eve, &ann]).await;
}

#[tokio::test]
async fn a_snapshot_that_is_gone_or_damaged_is_asked_for_again() {
    let (mut server, mut ann, _ben, _) = together().await;
    many(&server, &ann, 40).await;
    ann.sync(&mut server).await;
    let mut eve = Desk::joined(3, &mut server).await;
    for _ in 0..4 {
        eve.exchange(&mut server).await;
    }
    server.forget_snapshots();
    let request = eve.ask().await.unwrap();
    assert!(matches!(request, Request::Chunk(_)));
    eve.exchange(&mut server).await;
    assert_eq!(
        eve.number("SELECT count(*) FROM sync_chunks").await,
        0,
        "chunks of another one are of no use"
    );
    assert!(matches!(eve.ask().await, Some(Request::Snapshot(_))));
    eve.exchange(&mut server).await;
    let request = eve.ask().await.unwrap();
    let mut answered = server.answer(eve.member, &request);
    if let Answer::Chunk(Ok(bytes)) = &mut answered.answer {
        bytes[10] ^= 1;
    }
    let now = eve.clock(&server);
    let received = eve.device.receive(&request, answered, now).await.unwrap();
    assert!(received.is_damaged);
    assert!(matches!(eve.ask().await, Some(Request::Snapshot(_))), "what is damaged there stays so");
    eve.sync(&mut server).await;
    assert_equal(&server, &[&eve, &ann]).await;
}

#[tokio::test]
async fn after_a_restore_of_the_server_what_was_acknowledged_returns_exactly_once() {
    let (mut server, mut ann, mut ben, company) = together().await;
    server.back_up();
    ann.set(&server, "companies", &company, "name", "Lost by the server").await;
    let made = ben.insert(&server, "contacts", vec![("last_name", "Lost too".into())]).await;
    all_sync(&mut server, &mut [&mut ann, &mut ben]).await;
    ann.set(&server, "contacts", &made, "city", "On another's row").await;
    all_sync(&mut server, &mut [&mut ann, &mut ben]).await;
    server.now.0 += 60_000;
    server.restore(0);
    // Ann is first: the row that she wrote into is not there yet.
    ann.sync(&mut server).await;
    assert_eq!(ann.text("contacts", &made, "city").await, None);
    all_sync(&mut server, &mut [&mut ben, &mut ann]).await;
    assert_equal(&server, &[&ann, &ben]).await;
    assert_eq!(ben.text("companies", &company, "name").await.as_deref(), Some("Lost by the server"));
    assert_eq!(ann.text("contacts", &made, "city").await.as_deref(), Some("On another's row"));
    assert!(server.disk.effects.values().all(|times| *times == 1));
    assert_eq!(server.disk.effects.len(), 4);
    server.restore(0);
    all_sync(&mut server, &mut [&mut ben, &mut ann]).await;
    assert_equal(&server, &[&ann, &ben]).await;
    assert_eq!(server.disk.effects.len(), 4, "and again");
}

#[tokio::test]
async fn a_workspace_without_a_row_is_entered_and_put_back_all_the_same() {
    let mut server = Server::new();
    let mut ann = Desk::joined(1, &mut server).await;
    server.back_up();
    assert!(ann.sync(&mut server).await.is_swapped);
    let company = ann.insert(&server, "companies", vec![("name", "Acme".into())]).await;
    ann.sync(&mut server).await;
    server.restore(0);
    let mut ben = Desk::joined(2, &mut server).await;
    all_sync(&mut server, &mut [&mut ann, &mut ben]).await;
    assert_eq!(ben.text("companies", &company, "name").await.as_deref(), Some("Acme"));
    assert_equal(&server, &[&ann, &ben]).await;
}

#[tokio::test]
async fn what_a_device_cannot_keep_it_has_not_heard() {
    let (mut server, mut ann, _ben, company) = together().await;
    ann.set(&server, "companies", &company, "name", "Waits").await;
    ann.device.note(Event::Stir);
    let request = ann.ask().await.unwrap();
    let answered = server.answer(ann.member, &request);
    sqlx::query("CREATE TRIGGER full BEFORE UPDATE ON sync_state BEGIN SELECT RAISE(ABORT, 'no room'); END")
        .execute(ann.store.bookkeeping())
        .await
        .unwrap();
    let now = ann.clock(&server);
    assert!(ann.device.receive(&request, answered, now).await.is_err());
    assert_eq!(inbox::counts(&ann.store).await.unwrap().waiting, 1);
    sqlx::query("DROP TRIGGER full").execute(ann.store.bookkeeping()).await.unwrap();
    assert_eq!(ann.device.connection(), Connection::Syncing);
    ann.sync(&mut server).await;
    assert_equal(&server, &[&ann]).await;
}
