//! What the user adds to the forecast: quotas, categories by hand, and the days that are kept.

use serde_json::{Value, json};

use super::{DAY, behind, forecast, import, overview, seller};
use crate::world::world;

const QUOTAS: &str = "/api/core/analytics/quotas/";

#[tokio::test]
async fn a_quota_is_set_for_months_shown_with_its_gap_and_taken_away() {
    let world = seller().await;
    let set =
        world.ask("PUT", QUOTAS, json!({"from": "2024-01", "until": "2024-03", "amount": "30000.00"})).await;
    let change = set.change_set().unwrap().to_owned();
    assert_eq!(set.success()["results"].as_array().unwrap().len(), 3);
    let answer = forecast(&world, &format!("months=3&as_of={DAY}")).await;
    let quota = &answer["quota"];
    assert_eq!((&quota["total"], &quota["months_without"]), (&json!(90000.0), &json!(0)));
    let gap = quota["gap"].as_f64().unwrap();
    let expected = answer["forecast_amount"].as_f64().unwrap();
    assert!((gap - (90_000.0 - expected)).abs() < 0.02, "{gap} beside {expected}");
    assert_eq!(answer["by_month"][2]["quota"], 30_000.0);
    let coverage = overview(&world, &format!("as_of={DAY}")).await["pipeline_health"]["parts"][2].clone();
    assert!(coverage["score"].as_f64().is_some(), "{coverage}");

    let longer = forecast(&world, &format!("months=6&as_of={DAY}")).await;
    assert_eq!((&longer["quota"]["gap"], &longer["quota"]["months_without"]), (&Value::Null, &json!(3)));
    let people = world.get("/api/people/?search=Ada").await;
    let ada = people["results"][0]["id"].as_str().unwrap();
    let hers = forecast(&world, &format!("months=3&as_of={DAY}&owner={ada}")).await;
    assert_eq!(hers["quota"]["total"], Value::Null, "the quota is of the whole pipeline");

    world.ask("PUT", QUOTAS, json!({"from": "2024-02", "amount": null})).await.success();
    let listed = world.get(&format!("{QUOTAS}?from=2024-01&until=2024-12")).await;
    let months: Vec<&str> =
        listed["results"].as_array().unwrap().iter().map(|quota| quota["month"].as_str().unwrap()).collect();
    assert_eq!(months, ["2024-01", "2024-03"]);
    assert!(!change.is_empty());
    world.post("/api/core/undo/", json!({})).await;
    let listed = world.get(&format!("{QUOTAS}?from=2024-01&until=2024-12")).await;
    assert_eq!(listed["results"].as_array().unwrap().len(), 3, "it came back");
}

#[tokio::test]
async fn a_wrong_quota_names_its_field_and_sets_nothing() {
    let world = world().await;
    for (body, field) in [
        (json!({"from": "2024-13", "amount": 1}), "from"),
        (json!({"from": "2024-02", "until": "2024-01", "amount": 1}), "until"),
        (json!({"from": "2024-01", "until": "2044-01", "amount": 1}), "until"),
        (json!({"from": "2024-01", "amount": "-5"}), "amount"),
        (json!({"from": "2024-01", "amount": "a lot"}), "amount"),
        (json!({"from": "2024-01", "amount": 1, "currency": "ABC"}), "currency"),
    ] {
        world.ask("PUT", QUOTAS, body).await.wrong(field);
    }
    assert_eq!(world.get(&format!("{QUOTAS}?from=2024-01")).await["results"], json!([]));
}

#[tokio::test]
async fn a_category_by_hand_holds_and_its_history_is_kept() {
    let world = seller().await;
    let first = behind(&world, "behind=open&page_size=1").await["results"][0].clone();
    assert_eq!(first["outlook"]["category_by_hand"], false);
    let path = format!("/api/opportunities/{}/", first["id"].as_str().unwrap());
    for category in [json!("commit"), json!("omitted"), Value::Null] {
        world.ask("PATCH", &path, json!({"forecast_category": category})).await.success();
        let told = behind(&world, "behind=open&page_size=200").await;
        let deals = told["results"].as_array().unwrap();
        let deal = deals.iter().find(|deal| deal["id"] == first["id"]).unwrap();
        assert_eq!(deal["outlook"]["category_by_hand"], !category.is_null(), "{deal}");
        if category.is_string() {
            assert_eq!(deal["outlook"]["category"], category);
        }
        if category == "omitted" {
            assert_eq!(deal["expected_value"], 0.0, "an omitted deal expects nothing");
        }
    }
    let history = world.get("/api/core/analytics/category_changes/").await;
    let steps: Vec<(&Value, &Value)> = history["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| (&change["from"], &change["to"]))
        .collect();
    assert_eq!(
        steps,
        [
            (&json!("omitted"), &Value::Null),
            (&json!("commit"), &json!("omitted")),
            (&Value::Null, &json!("commit"))
        ]
    );
    assert_eq!(history["results"][0]["opportunity_name"], first["name"]);
    assert_eq!(history["results"][0]["changed_by"], "me");
}

#[tokio::test]
async fn a_day_is_kept_once_and_never_changed() {
    let world = world().await;
    import(
        &world,
        "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n\
         A1,Ada,Basic,Acme,Won,2024-01-02,2024-02-01,1000\nA2,Ada,Basic,Acme,Engaging,2024-01-02,,\n",
    )
    .await;
    let path = "/api/core/analytics/snapshots/";
    let kept = world.post(path, json!({})).await;
    let open = |kept: &Value| kept["results"][0]["open"].as_u64().unwrap();
    assert_eq!((open(&kept), kept["results"].as_array().unwrap().len()), (1, 1));
    assert_eq!(kept["results"][0]["months"].as_array().unwrap().len(), 12);
    let deal = behind(&world, "behind=open").await["results"][0]["id"].as_str().unwrap().to_owned();
    world.post(&format!("/api/opportunities/{deal}/update_stage/"), json!({"stage": "won"})).await;
    assert_eq!(open(&world.post(path, json!({})).await), 1, "as it was shown that day");
    assert_eq!(world.get(path).await["results"].as_array().unwrap().len(), 1);
}
