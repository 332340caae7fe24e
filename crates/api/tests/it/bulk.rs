//! Many records in one request: one action, one undo.

use serde_json::json;

use crate::world::world;

#[tokio::test]
async fn many_records_are_created_changed_and_deleted_as_one_action_each() {
    let world = world().await;
    let items: Vec<_> =
        (0..300).map(|n| json!({"name": format!("Company {n}"), "tags": ["batch"]})).collect();
    let ids = world.post("/api/companies/bulk_create/", json!({"items": items})).await["ids"].clone();
    assert_eq!(ids.as_array().unwrap().len(), 300);

    let changed = world
        .ask("POST", "/api/companies/bulk_update/", json!({"ids": ids, "changes": {"city": "Ulm"}}))
        .await;
    assert_eq!(changed.success()["count"], 300);
    assert_eq!(world.get("/api/companies/?city=Ulm").await["count"], 300);
    let again = world
        .ask("POST", "/api/companies/bulk_update/", json!({"ids": ids, "changes": {"city": "Ulm"}}))
        .await;
    assert_eq!(
        (again.success()["count"].as_i64(), again.change_set()),
        (Some(0), None),
        "nothing was left to change"
    );
    world.post("/api/core/undo/", json!({"change_set": changed.change_set()})).await;
    assert_eq!(world.get("/api/companies/?city=Ulm").await["count"], 0);

    let deleted = world.ask("POST", "/api/companies/bulk_delete/", json!({"ids": ids})).await;
    assert_eq!(deleted.success()["count"], 300);
    let again = world.ask("POST", "/api/companies/bulk_delete/", json!({"ids": ids})).await;
    assert_eq!((again.success()["count"].as_i64(), again.change_set()), (Some(0), None));
    world.post("/api/core/undo/", json!({"change_set": deleted.change_set()})).await;
    assert_eq!(world.get("/api/companies/").await["count"], 300);
}

#[tokio::test]
async fn records_that_are_as_wished_already_are_neither_counted_nor_announced() {
    let world = world().await;
    let ulm = world.new_id("/api/companies/", json!({"name": "Acme", "city": "Ulm"})).await;
    let bonn = world.new_id("/api/companies/", json!({"name": "Globex", "city": "Bonn"})).await;
    let changes = json!({"ids": [ulm, bonn], "changes": {"city": "Ulm"}});
    assert_eq!(world.post("/api/companies/bulk_update/", changes).await["count"], 1);
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(world.folder.path().join("mycrm.db"));
    let pool = sqlx::SqlitePool::connect_with(options).await.unwrap();
    let announced: Vec<String> =
        sqlx::query_scalar("SELECT record_id FROM domain_events WHERE event_type = 'company.updated'")
            .fetch_all(&pool)
            .await
            .unwrap();
    assert_eq!(announced, [bonn]);
}

#[tokio::test]
async fn one_wrong_item_is_named_and_none_is_created() {
    let world = world().await;
    let items = json!({"items": [{"last_name": "A"}, {"last_name": "B", "email": "nowhere"}]});
    assert!(
        world
            .ask("POST", "/api/contacts/bulk_create/", items)
            .await
            .wrong("items[1].email")
            .contains("email")
    );
    assert_eq!(world.get("/api/contacts/").await["count"], 0);
    assert!(
        world
            .ask("POST", "/api/contacts/bulk_delete/", json!({"ids": []}))
            .await
            .wrong("ids")
            .contains("1 to")
    );
}
