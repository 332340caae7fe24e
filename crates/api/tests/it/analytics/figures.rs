//! What the figures say, and that each leads to the deals it is made of.

use serde_json::{Value, json};

use super::{DAY, behind, forecast, overview, seller};
use crate::world::World;

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

fn count(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("{value} is no count"))
}

#[tokio::test]
async fn the_figures_are_those_of_the_file() {
    let world = seller().await;
    let answer = overview(&world, &format!("as_of={DAY}")).await;
    let health = &answer["pipeline_health"];
    let (open, closed) = (count(&answer["open"]), count(&answer["closed"]));
    assert_eq!((open + closed, open > 5), (360, true));
    let rate = number(&health["win_rate"]);
    assert!((64.0..68.0).contains(&rate), "two of three are won: {rate}");
    let interval = &health["win_rate_interval"];
    assert!(number(&interval["low"]) < rate && rate < number(&interval["high"]));
    assert_eq!(count(&interval["n"]), closed);
    assert_eq!(health["win_rate_by_value"], Value::Null, "lost deals carry no amounts worth comparing");
    let funnel = answer["conversion_funnel"]["funnel"].as_array().unwrap();
    for pair in funnel.windows(2) {
        let (step, next) = (&pair[0], &pair[1]);
        let parts = count(&next["count"]) + count(&step["still_open"]) + count(&step["lost"]);
        assert_eq!(count(&step["count"]), parts, "the parts of a step sum to it: {step}");
    }
    let median = count(&answer["deal_velocity"]["median_days"]);
    assert!((20..45).contains(&median), "{median}");
}

#[tokio::test]
async fn months_sum_to_the_forecast_and_the_band_holds_the_median() {
    let world = seller().await;
    let answer = forecast(&world, &format!("months=6&as_of={DAY}")).await;
    let months = answer["by_month"].as_array().unwrap();
    let sum: f64 = months.iter().map(|month| number(&month["expected_revenue"])).sum();
    assert!((sum - number(&answer["forecast_amount"])).abs() < 1.0);
    for month in months {
        let [p10, p50, p90] = ["p10", "p50", "p90"].map(|name| number(&month[name]));
        assert!(0.0 <= p10 && p10 <= p50 && p50 <= p90, "{month}");
    }
    let average = number(&answer["historical_average"]);
    assert!((0.5..1.5).contains(&(sum / 6.0 / average)), "a steady seller goes on: {sum} of {average}");
    assert_eq!((&answer["method"], answer["n"].as_u64() > Some(300)), (&json!("competing_risks"), true));
    let again = forecast(&world, &format!("months=6&as_of={DAY}")).await;
    assert_eq!(answer, again, "the same question has the same answer");
    let notes = answer["notes"].to_string();
    assert!(notes.contains("median"), "open deals carry no amount, and it says so: {notes}");
}

async fn expect_behind(world: &World, query: &str, count_: u64) -> Value {
    let deals = behind(world, &format!("as_of={DAY}&{query}")).await;
    assert_eq!(count(&deals["count"]), count_, "{query}");
    deals
}

#[tokio::test]
async fn every_figure_leads_to_as_many_deals_as_it_counts() {
    let world = seller().await;
    let answer = overview(&world, &format!("as_of={DAY}")).await;
    for stage in answer["pipeline_health"]["stage_distribution"].as_array().unwrap() {
        let slug = stage["stage"].as_str().unwrap();
        expect_behind(&world, &format!("behind=stage&key={slug}"), count(&stage["count"])).await;
    }
    for step in answer["conversion_funnel"]["funnel"].as_array().unwrap() {
        let slug = step["stage"].as_str().unwrap();
        for (part, name) in [("reached", "count"), ("still_open", "still_open"), ("lost", "lost")] {
            expect_behind(&world, &format!("behind=funnel&key={slug}&part={part}"), count(&step[name])).await;
        }
    }
    for bar in answer["deal_velocity"]["histogram"].as_array().unwrap() {
        expect_behind(&world, &format!("behind=velocity&key={}", bar["from_days"]), count(&bar["count"]))
            .await;
    }
    for month in answer["win_rates"]["by_month"].as_array().unwrap() {
        let key = month["month"].as_str().unwrap();
        expect_behind(&world, &format!("behind=win_month&key={key}&part=won"), count(&month["won"])).await;
    }
    for group in ["stage", "owner", "product", "size", "source"] {
        for row in answer["win_rates"][format!("by_{group}")].as_array().unwrap() {
            let key = format!("{group}:{}", row["key"].as_str().unwrap_or_default());
            expect_behind(&world, &format!("behind=win_rate&key={key}&part=lost"), count(&row["lost"])).await;
        }
    }
    for advice in answer["pipeline_health"]["recommendations"].as_array().unwrap() {
        let query = format!(
            "behind=advice&months=12&key={}&part={}",
            advice["type"].as_str().unwrap(),
            advice["stage"].as_str().unwrap_or_default()
        );
        expect_behind(&world, &query, count(&advice["deals"])).await;
    }
    let forecast = forecast(&world, &format!("as_of={DAY}")).await;
    for row in forecast["by_category"].as_array().unwrap() {
        let query = format!("behind=category&key={}", row["category"].as_str().unwrap());
        expect_behind(&world, &query, count(&row["deals"])).await;
    }
    for row in forecast["by_owner"].as_array().unwrap() {
        let query = format!("behind=owner&key={}", row["owner"].as_str().unwrap_or("none"));
        expect_behind(&world, &query, count(&row["deals"])).await;
    }
    for kind in ["overdue", "pushed", "amount_changed"] {
        expect_behind(&world, &format!("behind={kind}"), count(&answer["slippage"][kind])).await;
    }
}

#[tokio::test]
async fn pages_of_deals_show_each_once_with_the_reasons() {
    let world = seller().await;
    let whole = behind(&world, &format!("as_of={DAY}&behind=open&page_size=200")).await;
    let ids = |page: &Value| -> Vec<String> {
        page["results"].as_array().unwrap().iter().map(|deal| deal["id"].to_string()).collect()
    };
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = behind(&world, &format!("as_of={DAY}&behind=open&page_size=4&cursor={cursor}")).await;
        seen.extend(ids(&page));
        match page["next"].as_str() {
            Some(next) => next.clone_into(&mut cursor),
            None => break,
        }
    }
    assert_eq!((seen.len() as u64, &seen), (count(&whole["count"]), &ids(&whole)));
    let deal = &whole["results"][0];
    assert!(deal["name"].as_str().is_some_and(|name| !name.is_empty()));
    let reasons = deal["outlook"]["reasons"].as_array().unwrap();
    assert!(reasons.iter().any(|reason| reason["feature"] == "stage"), "{deal}");
    assert_eq!(deal["has_amount"], false);
    assert!(number(&deal["value"]) > 1_000.0, "the median of what its product brought");
}

#[tokio::test]
async fn a_filter_keeps_the_others_out() {
    let world = seller().await;
    let people = world.get("/api/people/?search=Grace").await;
    let grace = people["results"][0]["id"].as_str().unwrap();
    let all = overview(&world, &format!("as_of={DAY}")).await;
    let hers = overview(&world, &format!("as_of={DAY}&owner={grace}")).await;
    let total = |answer: &Value| count(&answer["open"]) + count(&answer["closed"]);
    assert_eq!((total(&hers), total(&all)), (180, 360));
    assert_eq!(hers["win_rates"]["by_owner"].as_array().unwrap().len(), 1);
    assert_eq!(total(&overview(&world, &format!("as_of={DAY}&owner=none")).await), 0);

    let year = overview(&world, &format!("as_of={DAY}&from=2023-01-01&until=2023-12-31")).await;
    let cohort = count(&year["conversion_funnel"]["cohort"]);
    assert!(cohort < 360 && cohort > 150, "{cohort}");

    let dollars = overview(&world, &format!("as_of={DAY}&currency=USD")).await;
    assert_eq!((total(&dollars), &dollars["currency"]), (0, &json!("USD")));
    assert_eq!(total(&overview(&world, &format!("as_of={DAY}&currency=eur")).await), 360);

    let earlier = overview(&world, "as_of=2022-06-30").await;
    assert!(total(&earlier) < 100, "what came later was not known then");
}

#[tokio::test]
async fn an_edit_is_in_the_next_answer() {
    let world = seller().await;
    let before = overview(&world, "").await;
    let first = behind(&world, "behind=open&page_size=1").await;
    let id = first["results"][0]["id"].as_str().unwrap().to_owned();
    world.post(&format!("/api/opportunities/{id}/update_stage/"), json!({"stage": "won"})).await;
    let after = overview(&world, "").await;
    assert_eq!(count(&after["open"]) + 1, count(&before["open"]));
    let told = world.get(&format!("/api/core/analytics/win_probability/?opportunity={id}")).await;
    assert_eq!(told["outlook"], Value::Null, "it is closed");
    world.post("/api/core/undo/", json!({})).await;
    assert_eq!(count(&overview(&world, "").await["open"]), count(&before["open"]));
    let told = world.get(&format!("/api/core/analytics/win_probability/?opportunity={id}&language=de")).await;
    assert!(told["outlook"]["reasons"].to_string().contains("Phase"), "{told}");
}
