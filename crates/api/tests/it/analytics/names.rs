//! Scripts depend on these names.

use serde_json::Value;

use super::{DAY, forecast, overview, seller};

#[track_caller]
fn has(value: &Value, keys: &[&str]) {
    let Some(object) = value.as_object() else { panic!("{value} is no object") };
    for key in keys {
        assert!(object.contains_key(*key), "{key} is missing: {value}");
    }
}

#[tokio::test]
async fn pipeline_analytics_has_the_keys_that_scripts_read() {
    let world = seller().await;
    let answer = overview(&world, &format!("as_of={DAY}")).await;
    has(
        &answer,
        &["generated_at", "pipeline_health", "pipeline_forecast", "conversion_funnel", "deal_velocity"],
    );
    let health = &answer["pipeline_health"];
    has(
        health,
        &[
            "overall_health_score",
            "stage_distribution",
            "velocity_metrics",
            "bottlenecks",
            "win_rate",
            "average_deal_size",
            "pipeline_value",
            "coverage",
            "recommendations",
            "parts",
        ],
    );
    has(
        &health["stage_distribution"][0],
        &["stage", "count", "total_value", "weighted_value", "median_age_days"],
    );
    has(&health["velocity_metrics"], &["engaging"]);
    has(&health["parts"][0], &["name", "weight", "score", "why"]);
    has(&health["recommendations"][0], &["type", "priority", "message", "record_ids"]);
    let weights: u64 =
        health["parts"].as_array().unwrap().iter().map(|p| p["weight"].as_u64().unwrap()).sum();
    assert_eq!(weights, 100);
    assert!(health["win_rate"].as_f64().is_some_and(|rate| (0.0..=100.0).contains(&rate)));
    assert!(health["overall_health_score"].as_f64().is_some_and(|score| (0.0..=100.0).contains(&score)));

    has(
        &answer["pipeline_forecast"],
        &["by_stage", "by_month", "total_pipeline_value", "weighted_pipeline_value"],
    );
    has(
        &answer["pipeline_forecast"]["by_stage"]["engaging"],
        &["count", "total_value", "weighted_value", "expected_close_rate"],
    );
    has(
        &answer["pipeline_forecast"]["by_month"][11],
        &["month", "expected_deals", "expected_revenue", "p10", "p50", "p90"],
    );
    has(&answer["conversion_funnel"], &["funnel", "overall_conversion", "recommendations"]);
    has(
        &answer["conversion_funnel"]["funnel"][0],
        &["stage", "count", "conversion_rate", "drop_off_rate", "still_open"],
    );
    has(
        &answer["deal_velocity"],
        &["average_days", "median_days", "censored_median_days", "fastest", "slowest", "by_stage"],
    );
    for end in ["fastest", "slowest"] {
        has(&answer["deal_velocity"][end], &["id", "days", "amount", "stage"]);
    }
}

#[tokio::test]
async fn sales_forecast_has_the_keys_that_scripts_read() {
    let world = seller().await;
    let answer = forecast(&world, &format!("months=12&as_of={DAY}")).await;
    has(
        &answer,
        &[
            "generated_at",
            "by_month",
            "by_category",
            "by_owner",
            "new_business",
            "method",
            "n",
            "trend",
            "growth_rate",
            "confidence_interval",
            "recommendations",
            "forecast_amount",
            "historical_average",
        ],
    );
    assert_eq!(answer["by_month"].as_array().unwrap().len(), 12);
    assert_eq!(answer["by_month"][0]["month"], "2024-01");
    has(&answer["by_month"][0], &["expected_deals", "expected_revenue", "p10", "p50", "p90"]);
    assert_eq!(forecast(&world, "").await["by_month"].as_array().unwrap().len(), 3, "three by default");
}
