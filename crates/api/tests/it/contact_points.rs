//! Addresses and numbers of a contact: none is lost, and each keeps its label.

use serde_json::{Value, json};

use crate::world::world;

fn values(contact: &Value, list: &str) -> Vec<String> {
    contact[list]
        .as_array()
        .unwrap()
        .iter()
        .map(|point| point["value"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn the_primary_one_keeps_its_label() {
    let world = world().await;
    let draft = json!({"last_name": "Curie",
        "emails": [{"value": "a@x.example", "label": "work"}, {"value": "b@x.example", "label": "home"}],
        "phones": [{"value": "+49 731 1", "label": "office"}]});
    let contact = world.post("/api/contacts/", draft).await;
    assert_eq!(contact["emails"][0], json!({"value": "a@x.example", "label": "work", "is_primary": true}));
    assert_eq!(contact["phones"], json!([{"value": "+49 731 1", "label": "office", "is_primary": true}]));
    let one = format!("/api/contacts/{}/", contact["id"].as_str().unwrap());
    let same = world.ask("PUT", &one, contact.clone()).await;
    assert_eq!((same.change_set(), &same.success()), (None, &contact), "sent back, it is as it was");
    let mended = world.ask("PATCH", &one, json!({"email": "c@x.example"})).await.success();
    assert_eq!(mended["emails"][0], json!({"value": "c@x.example", "label": "work", "is_primary": true}));
    assert_eq!(values(&mended, "emails"), ["c@x.example", "b@x.example"]);
    assert_eq!(mended["phones"], contact["phones"]);
}

#[tokio::test]
async fn another_one_becomes_the_primary_one_and_none_is_lost() {
    let world = world().await;
    let contact = world
        .post("/api/contacts/", json!({"last_name": "Curie", "emails": ["a@x.example", "b@x.example"]}))
        .await;
    let one = format!("/api/contacts/{}/", contact["id"].as_str().unwrap());
    let mut swapped = contact.clone();
    swapped["emails"][0]["is_primary"] = false.into();
    swapped["emails"][1]["is_primary"] = true.into();
    let swapped = world.ask("PUT", &one, swapped).await.success();
    assert_eq!(
        (&swapped["email"], values(&swapped, "emails")),
        (&json!("b@x.example"), vec!["b@x.example".into(), "a@x.example".into()])
    );
    let back = world.ask("PATCH", &one, json!({"email": "a@x.example"})).await.success();
    assert_eq!(values(&back, "emails"), ["a@x.example", "b@x.example"]);
}
