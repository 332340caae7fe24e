//! Two devices and a server: what one writes the other sees, once, whatever is lost on the way.

use mycrm_sync::client::Request;
use mycrm_sync::{Kind, Role, Scope, Value};

use crate::world::device::Device;
use crate::world::{World, on_each_database};

on_each_database! {
    what_one_writes_the_other_sees;
    a_lost_answer_costs_nothing;
    a_long_log_is_paged;
    names_of_actions_travel;
    a_viewer_reads_and_does_not_write;
}

async fn what_one_writes_the_other_sees(world: &mut World) {
    let owner = world.workspace().await;
    let other = world.member(owner.workspace, Role::Member).await;
    let (mut a, mut b) = (Device::new(&owner), Device::new(&other));
    let row = a.contact("Ada");
    a.sync(&world.base()).await;
    b.sync(&world.base()).await;
    assert_eq!(b.value("contacts", row, "name"), Some(Value::from("Ada")));
    b.write("contacts", row, Scope::Workspace, Kind::Update, &[("name", Value::from("Ada L."))]);
    b.sync(&world.base()).await;
    a.sync(&world.base()).await;
    assert_eq!(a.value("contacts", row, "name"), Some(Value::from("Ada L.")));
    assert_eq!(a.replica.view(), b.replica.view());
    // What is kept is durable: the same after a restart, also for a device that comes anew.
    world.restart(|_| {}).await;
    let mut c = Device::new(&owner);
    c.sync(&world.base()).await;
    assert_eq!(c.replica.view(), a.replica.view());
}

async fn a_lost_answer_costs_nothing(world: &mut World) {
    let owner = world.workspace().await;
    let mut a = Device::new(&owner);
    a.sync(&world.base()).await;
    let rows: Vec<_> = (0..40).map(|n| a.contact(&format!("contact {n}"))).collect();
    for _ in 0..5 {
        let Some(Request::Push(push)) = a.session.next(&a.replica) else { panic!("something waits") };
        let (status, _) =
            a.ask(&world.base(), &Request::Push(push)).await.expect("an answer that is then lost");
        assert_eq!(status, 200);
    }
    a.sync(&world.base()).await;
    let mut b = Device::new(&owner);
    b.sync(&world.base()).await;
    assert!(rows.iter().all(|row| b.sees("contacts", *row)));
    assert_eq!(b.replica.cursor().0, 40, "each op has one number in the log");
}

async fn a_long_log_is_paged(world: &mut World) {
    let owner = world.workspace().await;
    let (mut a, mut b) = (Device::new(&owner), Device::new(&owner));
    b.sync(&world.base()).await;
    for n in 0..50 {
        let edits =
            (0..100).map(|m| crate::world::device::contact_edit(&format!("contact {n} {m}"))).collect();
        a.record(edits);
    }
    a.sync(&world.base()).await;
    let reports = b.sync(&world.base()).await;
    assert!(reports.len() >= 3, "5,000 ops in pages of 2,000: {}", reports.len());
    assert_eq!(a.replica.view(), b.replica.view());
    assert_eq!(b.replica.view().iter().count(), 5_000);
}

async fn names_of_actions_travel(world: &mut World) {
    use mycrm_sync::client::Answer;
    use mycrm_sync::{Action, Millis};
    let owner = world.workspace().await;
    let (mut a, b) = (Device::new(&owner), Device::new(&owner));
    a.sync(&world.base()).await;
    a.contact("Ada");
    let Some(Request::Push(mut push)) = a.session.next(&a.replica) else { panic!("something waits") };
    let mycrm_sync::push::Item::Op(op) = &push.items[0] else { panic!("an op") };
    let named = |label: &str, id| Action {
        id,
        label: label.to_owned(),
        actor: "user".to_owned(),
        started_at: Millis(1),
        undoes: None,
    };
    let stranger = mycrm_sync::ChangeSetId(uuid::Uuid::now_v7());
    push.actions = vec![named("Add Ada", op.change_set_id), named("Of nothing", stranger)];
    let request = Request::Push(push.clone());
    let (_, answered) = a.ask(&world.base(), &request).await.expect("an answer");
    a.take(&request, answered);
    push.actions = vec![named("Another name", push.actions[0].id)];
    a.ask(&world.base(), &Request::Push(push.clone())).await.expect("an answer");
    let mut b = b;
    while let Some(request) = b.session.next(&b.replica) {
        // From the beginning of the log, so that the op comes by page.
        let request = match request {
            Request::Pull(pull) => {
                Request::Pull(mycrm_sync::pull::Pull { from: mycrm_sync::Cursor(0), ..pull })
            }
            other => other,
        };
        let (_, answered) = b.ask(&world.base(), &request).await.expect("an answer");
        if let Answer::Pull(Ok(page)) = &answered.answer {
            let labels: Vec<&str> = page.actions.iter().map(|action| action.label.as_str()).collect();
            assert_eq!(labels, ["Add Ada"]);
            return;
        }
        b.take(&request, answered);
    }
    panic!("no page came");
}

async fn a_viewer_reads_and_does_not_write(world: &mut World) {
    let owner = world.workspace().await;
    let viewer = world.member(owner.workspace, Role::Viewer).await;
    let (mut a, mut b) = (Device::new(&owner), Device::new(&viewer));
    let row = a.contact("Ada");
    a.sync(&world.base()).await;
    b.sync(&world.base()).await;
    assert!(b.sees("contacts", row));
    let op = b.write("contacts", row, Scope::Workspace, Kind::Update, &[("name", Value::from("Eve"))]);
    let reports = b.sync(&world.base()).await;
    assert!(reports.iter().any(|report| report.parked.contains(&op)), "it is kept by its author");
    a.sync(&world.base()).await;
    assert_eq!(a.value("contacts", row, "name"), Some(Value::from("Ada")));
}
