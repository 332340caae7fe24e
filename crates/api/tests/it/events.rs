//! What listeners inside the process are told.

use mycrm_api::{Change, Event, EventReceiver};
use serde_json::json;

use crate::world::world;

async fn change(events: &mut EventReceiver) -> Change {
    loop {
        if let Event::Change(change) = events.recv().await.unwrap() {
            return change;
        }
    }
}

#[tokio::test]
async fn a_write_is_told_with_the_tags_it_makes_stale() {
    let world = world().await;
    let mut events = world.app.events();
    let created = world.ask("POST", "/api/leads/", json!({"last_name": "A"})).await;
    let told = change(&mut events).await;
    let id = created.json()["id"].as_str().unwrap().to_owned();
    assert!(
        told.tags.contains(&"leads".to_owned()) && told.tags.contains(&format!("leads:{id}")),
        "{:?}",
        told.tags
    );
    assert_eq!(told.change_set.map(|id| id.to_string()).as_deref(), created.change_set());
    assert_eq!(told.origin, "user");
}

#[tokio::test]
async fn what_changes_nothing_is_not_told() {
    let world = world().await;
    let mut events = world.app.events();
    let id = world.new_id("/api/leads/", json!({"last_name": "A"})).await;
    assert_eq!(change(&mut events).await.tags[0], "leads");
    world.ask("PATCH", &format!("/api/leads/{id}/"), json!({"last_name": "A"})).await.success();
    world.ask("PATCH", "/api/core/settings/", json!({"theme": "dark"})).await.success();
    let told = change(&mut events).await;
    assert_eq!((told.tags, told.change_set), (vec!["settings".to_owned()], None));
}
