//! The main job on a real file: 8,800 opportunities of a hardware seller, imported by automatic mapping over the API.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::imports::{settled, taken_back};
use crate::world::{World, world};

/// Real input lies beside the checkout; it is too large, and not ours, to be in it.
fn file() -> Option<PathBuf> {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/maven-crm/sales_pipeline.csv");
    if !path.is_file() {
        eprintln!("SKIPPED: {} is not there, so the real pipeline was not imported", path.display());
        return None;
    }
    Some(path)
}

async fn import(world: &World, path: &Path) -> Value {
    let staged = world.app.stage_file(path).await.unwrap();
    let import = world.post("/api/imports/", json!({"staged": staged.staged})).await;
    let id = import["id"].as_str().unwrap().to_owned();
    world.post(&format!("/api/imports/{id}/run/"), json!({})).await;
    let done = settled(world, &id).await;
    assert_eq!(done["status"], "done", "{done}");
    done
}

/// A world with the whole file in it, where that is at hand.
pub(crate) async fn imported() -> Option<World> {
    let path = file()?;
    let world = world().await;
    import(&world, &path).await;
    Some(world)
}

async fn count(world: &World, address: &str) -> i64 {
    world.get(address).await["count"].as_i64().unwrap()
}

#[tokio::test]
async fn the_real_file_comes_in_whole_once_goes_and_comes_again() {
    let Some(path) = file() else { return };
    let world = world().await;
    let people_before = count(&world, "/api/people/").await;
    let first = import(&world, &path).await;
    let created = &first["summary"]["created"];
    assert_eq!(
        (&created["opportunities"], &created["companies"], &created["people"]),
        (&json!(8800), &json!(85), &json!(30))
    );
    assert_eq!((&first["summary"]["errors"], &created["pipelines"]), (&json!(0), &json!(1)));

    let board = world.get("/api/opportunities/pipeline/?page_size=1").await;
    assert_eq!(board["pipeline"]["is_default"], true);
    let columns: Vec<(&str, &str, i64)> = board["stages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| (s["name"].as_str().unwrap(), s["kind"].as_str().unwrap(), s["count"].as_i64().unwrap()))
        .collect();
    let expected = [
        ("Prospecting", "open", 500),
        ("Engaging", "open", 1589),
        ("Won", "won", 4238),
        ("Lost", "lost", 2473),
    ];
    assert_eq!(columns, expected);
    assert_eq!(board["stages"][2]["total_amount"], "10005534.00");
    let no_account =
        "/api/opportunities/?page_size=1&filter=%7B%22field%22%3A%22company%22%2C%22op%22%3A%22is_null%22%7D";
    assert_eq!(count(&world, no_account).await, 1425);
    let missing =
        "/api/opportunities/?page_size=1&filter=%7B%22field%22%3A%22amount%22%2C%22op%22%3A%22is_null%22%7D";
    assert_eq!(count(&world, missing).await, 500 + 1589, "missing amounts stay empty");

    let again = import(&world, &path).await;
    assert_eq!(again["summary"]["unchanged"]["opportunities"], 8800);
    assert!(again["change_set"].is_null(), "nothing was written: {again}");

    taken_back(&world, &first["change_set"]).await;
    for collection in ["opportunities", "companies", "products"] {
        assert_eq!(count(&world, &format!("/api/{collection}/")).await, 0, "{collection}");
    }
    assert_eq!(count(&world, "/api/people/").await, people_before);
    assert_eq!(count(&world, "/api/pipelines/").await, 1);

    let third = import(&world, &path).await;
    assert_eq!(&third["summary"]["created"], created);
}
