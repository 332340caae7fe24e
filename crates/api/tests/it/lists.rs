//! Lists: pages that neither repeat nor lose a row, filters, orders.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::world::{World, world};

/// Follows `next` to the end; the names in the order they came.
async fn all(world: &World, path: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut next = Some(path.to_owned());
    while let Some(path) = next {
        let page = world.get(&path).await;
        names.extend(
            page["results"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()),
        );
        next = page["next"].as_str().map(str::to_owned);
        assert!(names.len() < 1000, "the pages do not end");
    }
    names
}

/// Deals with equal and missing amounts.
async fn deals(world: &World) {
    for n in 0..23 {
        let amount = match n % 3 {
            0 => Value::Null,
            1 => json!("100"),
            _ => json!(n.to_string()),
        };
        let draft = json!({"name": format!("Deal {n:02}"), "amount": amount, "tags": if n % 2 == 0 { vec!["even"] } else { vec![] }});
        world.post("/api/opportunities/", draft).await;
    }
}

#[tokio::test]
async fn pages_hold_every_row_once_with_ties_and_empty_values() {
    let world = world().await;
    deals(&world).await;
    for ordering in ["amount", "-amount", "name", "-created_at", "expected_close_date"] {
        for size in [1, 4, 7, 200] {
            let names =
                all(&world, &format!("/api/opportunities/?ordering={ordering}&page_size={size}")).await;
            assert_eq!(names.len(), 23, "{ordering} {size}");
            assert_eq!(
                names.iter().collect::<BTreeSet<_>>().len(),
                23,
                "{ordering} {size}: a row came twice"
            );
        }
    }
    let ordered = all(&world, "/api/opportunities/?ordering=-amount&page_size=5").await;
    assert_eq!(
        &ordered[..8].iter().filter(|name| name.ends_with("01") || name.ends_with("22")).count(),
        &2,
        "{ordered:?}"
    );
}

#[tokio::test]
async fn a_row_that_comes_between_two_pages_hides_no_other() {
    let world = world().await;
    deals(&world).await;
    let first = world.get("/api/opportunities/?ordering=name&page_size=10").await;
    world.post("/api/opportunities/", json!({"name": "AAA, before all others"})).await;
    let second = world.get(first["next"].as_str().unwrap()).await;
    assert_eq!(second["results"][0]["name"], "Deal 10");
    let back = world.get(second["previous"].as_str().unwrap()).await;
    assert_eq!(back["results"][9]["name"], "Deal 09");
}

#[tokio::test]
async fn fields_and_nested_filters_narrow_a_list() {
    let world = world().await;
    deals(&world).await;
    assert_eq!(world.get("/api/opportunities/?tags=even").await["count"], 12);
    assert_eq!(world.get("/api/opportunities/?stage=prospecting&stage=proposal").await["count"], 23);
    assert_eq!(world.get("/api/opportunities/?search=deal%2007").await["count"], 1);
    let filter = json!({"match": "all", "rules": [
        {"field": "tags", "op": "eq", "value": "even"},
        {"match": "any", "rules": [
            {"field": "amount", "op": "is_null"}, {"field": "amount", "op": "gte", "value": "100"}]}]});
    let query = serde_html_form::to_string([("filter", filter.to_string())]).unwrap();
    let names = all(&world, &format!("/api/opportunities/?{query}&page_size=3")).await;
    assert_eq!(names.len(), 8, "{names:?}");
}

#[tokio::test]
async fn what_a_list_cannot_do_is_named() {
    let world = world().await;
    for (query, named) in [
        ("ordering=shoe_size", "shoe_size"),
        ("shoe_size=44", "shoe_size"),
        ("filter=%7B", "JSON"),
        ("cursor=abc", "cursor"),
    ] {
        let reply = world.send("GET", &format!("/api/companies/?{query}"), &[], "").await;
        assert_eq!(reply.refusal(400), "bad_request", "{query}");
        assert!(reply.text.contains(named), "{query}: {}", reply.text);
    }
    assert!(
        world.send("GET", "/api/companies/?page_size=0", &[], "").await.wrong("page_size").contains("200")
    );
    assert!(
        world
            .send("GET", "/api/companies/?page_size=many", &[], "")
            .await
            .wrong("page_size")
            .contains("many")
    );
}
