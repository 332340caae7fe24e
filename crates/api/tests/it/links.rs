//! Records that link to something that was deleted since: they stay as usable as before.

use serde_json::{Value, json};

use crate::world::{World, world};

async fn delete(world: &World, one: &str) {
    world.send("DELETE", one, &[], "").await.success();
}

#[tokio::test]
async fn what_links_to_something_deleted_can_be_saved_whole() {
    let world = world().await;
    let owner = world.new_id("/api/people/", json!({"name": "Grace"})).await;
    let company = world.new_id("/api/companies/", json!({"name": "Acme"})).await;
    let contact = world.new_id("/api/contacts/", json!({"last_name": "Curie"})).await;
    let lead = world.new_id("/api/leads/", json!({"last_name": "Byron"})).await;
    let mut records = Vec::new();
    for (path, draft) in [
        ("/api/companies/", json!({"name": "Daughter", "parent": company, "owner": owner})),
        ("/api/contacts/", json!({"last_name": "Hopper", "company": company, "owner": owner})),
        ("/api/leads/", json!({"last_name": "Noether", "owner": owner, "assigned_to": owner})),
        (
            "/api/opportunities/",
            json!({"name": "Deal", "company": company, "contact": contact, "lead": lead,
            "owner": owner, "contacts": [contact]}),
        ),
        (
            "/api/tasks/",
            json!({"title": "Call", "company": company, "contact": contact, "lead": lead, "owner": owner}),
        ),
        ("/api/activities/", json!({"kind": "call", "contact": contact, "company": company, "owner": owner})),
    ] {
        let id = world.new_id(path, draft).await;
        records.push(format!("{path}{id}/"));
    }
    for (collection, id) in
        [("people", &owner), ("companies", &company), ("contacts", &contact), ("leads", &lead)]
    {
        delete(&world, &format!("/api/{collection}/{id}/")).await;
    }
    for one in &records {
        let mut shown: Value = world.get(one).await;
        let same = world.ask("PUT", one, shown.clone()).await;
        assert_eq!((same.status, same.change_set()), (200, None), "{one}: {}", same.text);
        shown["notes"] = "Still here".into();
        shown["body"] = "Still here".into();
        world.ask("PUT", one, shown).await.success();
    }
    let refused = world.ask("POST", "/api/contacts/", json!({"last_name": "New", "company": company})).await;
    assert!(refused.wrong("company").contains("deleted"));
    let other = world.new_id("/api/contacts/", json!({"last_name": "Other"})).await;
    let refused = world.ask("PATCH", &format!("/api/contacts/{other}/"), json!({"company": company})).await;
    assert!(refused.wrong("company").contains("deleted"));
}

#[tokio::test]
async fn a_lead_whose_owner_was_deleted_is_converted() {
    let world = world().await;
    let owner = world.new_id("/api/people/", json!({"name": "Grace"})).await;
    let draft =
        json!({"last_name": "Byron", "company_name": "Engines", "owner": owner, "assigned_to": owner});
    let lead = world.new_id("/api/leads/", draft).await;
    delete(&world, &format!("/api/people/{owner}/")).await;
    let made = world.post(&format!("/api/leads/{lead}/convert/"), json!({})).await;
    for record in ["contact", "company", "opportunity"] {
        assert!(
            made[record]["owner"].is_string() && made[record]["owner"] != owner.as_str(),
            "{record}: {made}"
        );
    }
    assert_eq!(made["contact"]["assigned_to"], Value::Null);
}
