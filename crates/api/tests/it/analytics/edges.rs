//! Little data, odd data and wrong questions each have an answer.

use serde_json::{Value, json};

use super::{behind, forecast, import, overview};
use crate::world::world;

#[tokio::test]
async fn a_pipeline_without_deals_says_so_and_scores_nothing() {
    let world = world().await;
    let answer = overview(&world, "").await;
    let health = &answer["pipeline_health"];
    assert_eq!((&health["overall_health_score"], &health["win_rate"]), (&Value::Null, &Value::Null));
    assert_eq!(health["pipeline_value"], 0.0);
    let parts = health["parts"].as_array().unwrap();
    assert!(parts.iter().all(|part| part["score"].is_null() && !part["why"].as_str().unwrap().is_empty()));
    assert_eq!(answer["deal_velocity"]["fastest"], Value::Null);
    assert_eq!(answer["conversion_funnel"]["overall_conversion"], Value::Null);
    let told = forecast(&world, "months=12").await;
    assert_eq!((&told["method"], &told["forecast_amount"]), (&json!("no_data"), &json!(0.0)));
    assert_eq!(told["new_business"], Value::Null);
    let accuracy = world.get("/api/core/analytics/accuracy/").await;
    assert_eq!((&accuracy["state"], &accuracy["scores"]), (&json!("too_little"), &Value::Null));
    assert_eq!(behind(&world, "behind=open").await["count"], 0);
}

#[tokio::test]
async fn a_database_where_every_deal_is_open_is_forecast_by_its_stages() {
    let world = world().await;
    let pipeline = world.get("/api/pipelines/").await["results"][0]["id"].clone();
    for n in 0..6 {
        let amount = if n == 0 { "10000000000000.00".to_owned() } else { format!("{n}000.00") };
        world
            .post(
                "/api/opportunities/",
                json!({"name": format!("Deal {n}"), "pipeline": pipeline, "amount": amount, "currency": "EUR",
                       "expected_close_date": if n == 1 { "9999-12-31" } else { "2030-01-15" }}),
            )
            .await;
    }
    let told = forecast(&world, "months=12").await;
    assert_eq!(
        (&told["method"], &told["n"], &told["open"]),
        (&json!("stage_probabilities"), &json!(0), &json!(6))
    );
    let answer = overview(&world, "").await;
    assert_eq!(answer["pipeline_health"]["pipeline_value"], 10_000_000_015_000.0);
    assert_eq!(answer["deal_velocity"]["closed"], 0);
    let late = behind(&world, "behind=open&page_size=200").await;
    let far =
        late["results"].as_array().unwrap().iter().any(|deal| deal["expected_close_date"] == "9999-12-31");
    assert!(far, "{late}");
}

#[tokio::test]
async fn currencies_are_converted_or_told_apart_and_never_added_blindly() {
    let world = world().await;
    for (name, currency) in [("Home", "EUR"), ("Abroad", "USD")] {
        let deal = json!({"name": name, "amount": "1000.00", "currency": currency});
        world.post("/api/opportunities/", deal).await;
    }
    let answer = overview(&world, "").await;
    assert_eq!(
        (&answer["unconverted"], &answer["pipeline_health"]["pipeline_value"]),
        (&json!(1), &json!(1000.0))
    );
    let advice = answer["pipeline_health"]["recommendations"].as_array().unwrap();
    assert!(advice.iter().any(|advice| advice["type"] == "unconverted"), "{advice:?}");
    let rates = "/api/currency_rates/";
    let rate = world.post(rates, json!({"currency": "usd", "rate": "0.92", "day": "2020-01-01"})).await;
    assert_eq!(
        (&rate["currency"], &rate["base"], &rate["rate"]),
        (&json!("USD"), &json!("EUR"), &json!("0.92"))
    );
    let answer = overview(&world, "").await;
    assert_eq!(
        (&answer["unconverted"], &answer["pipeline_health"]["pipeline_value"]),
        (&json!(0), &json!(1920.0))
    );
    for (body, field) in [
        (json!({"currency": "EUR", "rate": "1"}), "currency"),
        (json!({"currency": "USD", "rate": "0"}), "rate"),
        (json!({"currency": "USD", "rate": "0.1234567891"}), "rate"),
        (json!({"currency": "USD"}), "rate"),
        (json!({"rate": "1"}), "currency"),
        (json!({"currency": "USD", "rate": "1", "day": "soon"}), "day"),
    ] {
        world.ask("POST", rates, body).await.wrong(field);
    }
    let dollars = overview(&world, "currency=USD").await;
    assert_eq!(
        (&dollars["open"], &dollars["pipeline_health"]["pipeline_value"]),
        (&json!(1), &json!(1000.0))
    );
}

#[tokio::test]
async fn a_deal_closed_before_it_was_opened_and_one_moved_back_and_forth_are_each_one_deal() {
    let world = world().await;
    import(
        &world,
        "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n\
         A1,Ada,Basic,Acme,Won,2024-03-02,2024-02-01,1000\nA2,Ada,Basic,Acme,Engaging,2024-01-02,,\n",
    )
    .await;
    let before = overview(&world, "").await;
    assert_eq!((&before["open"], &before["closed"]), (&json!(1), &json!(1)));
    let deal = behind(&world, "behind=open").await["results"][0]["id"].as_str().unwrap().to_owned();
    let path = format!("/api/opportunities/{deal}/update_stage/");
    for n in 0..200 {
        let stage = if n % 2 == 0 { "prospecting" } else { "engaging" };
        let moved = world.ask("POST", &path, json!({"stage": stage})).await;
        // The file's pipeline may have no stage before this one; won and back is moving to and fro as well.
        if moved.status >= 400 {
            world.post(&path, json!({"stage": if n % 2 == 0 { "won" } else { "engaging" }})).await;
        }
    }
    let after = overview(&world, "").await;
    assert_eq!(after["conversion_funnel"]["cohort"], 2, "each counts once however often it returns");
}

#[tokio::test]
async fn wrong_questions_name_what_is_wrong() {
    let world = world().await;
    let ask = async |path: &str| world.send("GET", &format!("/api/core/analytics/{path}"), &[], "").await;
    for (path, field) in [
        ("sales_forecast/?months=0", "months"),
        ("sales_forecast/?months=13", "months"),
        ("sales_forecast/?months=many", "months"),
        ("sales_forecast/?currency=EURO", "currency"),
        ("sales_forecast/?language=fr", "language"),
        ("pipeline_analytics/?owner=nobody", "owner"),
        ("pipeline_analytics/?from=yesterday", "from"),
        ("pipeline_analytics/?from=2024-02-01&until=2024-01-01", "until"),
        ("pipeline_analytics/?as_of=soon", "as_of"),
        ("accuracy/?horizon=0", "horizon"),
        ("deals/?behind=everything", "behind"),
        ("deals/?behind=stage", "key"),
        ("deals/?behind=stage&key=nowhere", "key"),
        ("deals/?behind=funnel&key=won&part=half", "part"),
        ("deals/?behind=month&key=2024", "key"),
        ("deals/?behind=open&page_size=0", "page_size"),
    ] {
        ask(path).await.wrong(field);
    }
    let nowhere = "01900000-0000-7000-8000-000000000000";
    for path in [
        format!("sales_forecast/?pipeline={nowhere}"),
        "pipeline_analytics/?pipeline=mine".to_owned(),
        format!("win_probability/?opportunity={nowhere}"),
        "win_probability/?opportunity=mine".to_owned(),
    ] {
        assert_eq!(ask(&path).await.refusal(404), "not_found");
    }
    assert_eq!(ask("deals/?behind=open&cursor=there").await.refusal(400), "bad_request");
}
