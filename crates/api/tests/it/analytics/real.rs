//! The real pipeline file over the API: its counts, its stale deals, and how good the forecast would have been on it.

use serde_json::{Value, json};

use super::{behind, forecast, overview};
use crate::real_pipeline::imported;

#[tokio::test]
async fn the_real_pipeline_is_forecast_and_tested_as_of_its_last_day() {
    let Some(world) = imported().await else { return };
    let last = "as_of=2017-12-31";
    let answer = overview(&world, last).await;
    let now = overview(&world, "").await;
    let in_stage = |answer: &Value, name: &str| {
        let stages = answer["pipeline_health"]["stage_distribution"].as_array().unwrap();
        stages.iter().find(|stage| stage["name"] == name).map(|stage| stage["count"].as_u64().unwrap())
    };
    let all = ["Won", "Lost", "Engaging", "Prospecting"].map(|name| in_stage(&now, name));
    assert_eq!(all, [Some(4_238), Some(2_473), Some(1_589), Some(500)]);
    assert_eq!(answer["deal_velocity"]["slowest"]["days"], 138);
    let months: Vec<&str> = answer["win_rates"]["by_month"]
        .as_array()
        .unwrap()
        .iter()
        .map(|month| month["month"].as_str().unwrap())
        .collect();
    assert_eq!((months.first(), months.last()), (Some(&"2017-03"), Some(&"2017-12")));

    // 81 % of the engaging ones are older than any deal that was closed.
    let stale = behind(&world, &format!("{last}&behind=advice&key=stale&page_size=200")).await;
    let share = stale["count"].as_f64().unwrap() / 1_589.0;
    assert!((share - 0.81).abs() < 0.005, "{share}");
    let weights = stale["results"].as_array().unwrap();
    assert!(weights.iter().all(|deal| deal["outlook"]["win_probability"].as_f64().unwrap() < 1.0));

    let told = forecast(&world, &format!("{last}&months=12")).await;
    assert_eq!(told["valued_by_median"], 1_589, "open deals carry no amount");
    assert!(told["season_months"].as_u64().unwrap() < 24);

    let accuracy = world.get(&format!("/api/core/analytics/accuracy/?{last}")).await;
    assert_eq!(accuracy["state"], "ready");
    let baselines = accuracy["baselines"].as_array().unwrap();
    let applies: Vec<&Value> = baselines.iter().map(|baseline| &baseline["applies"]).collect();
    assert_eq!(applies, [&json!(true), &json!(false), &json!(true)], "ten months hold no year before");
    let brier = accuracy["scores"]["brier"].as_f64().unwrap();
    assert!(brier < baselines[0]["brier"].as_f64().unwrap(), "{accuracy}");
    println!("{}", serde_json::to_string_pretty(&accuracy["scores"]).unwrap());
    println!("{}", serde_json::to_string_pretty(&accuracy["baselines"]).unwrap());
}
