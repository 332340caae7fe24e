//! Analytics and forecast over the API, on deals whose history an import brought in.

mod edges;
mod figures;
mod files;
mod names;
mod plans;
mod real;

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::imports::settled;
use crate::world::{World, world};

/// The day after the last one of [`seller`]'s file.
const DAY: &str = "2023-12-31";

/// A salesperson with two years of deals: won after about 40 days, every third lost after about 20, the last ones open.
async fn seller() -> World {
    let world = world().await;
    let mut file = String::from(
        "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n",
    );
    let start = jiff::civil::date(2022, 1, 3);
    for n in 0..360_i64 {
        let opened = start + jiff::Span::new().days(n * 2);
        let (stage, days) = if n % 3 == 2 { ("Lost", 15 + n % 11) } else { ("Won", 30 + n % 21) };
        let closed = opened + jiff::Span::new().days(days);
        let (agent, product) = (["Ada", "Grace"][n as usize % 2], ["Basic", "Pro"][n as usize / 7 % 2]);
        let known = closed < jiff::civil::date(2023, 12, 31);
        let (stage, closed) = if known { (stage, closed.to_string()) } else { ("Engaging", String::new()) };
        let value = if !known {
            String::new()
        } else if stage == "Won" {
            (1000 + n * 10).to_string()
        } else {
            "0".into()
        };
        writeln!(file, "S{n},{agent},{product},Account {},{stage},{opened},{closed},{value}", n % 9).unwrap();
    }
    import(&world, &file).await;
    world
}

async fn import(world: &World, file: &str) -> Value {
    let path = world.folder.path().join("sold.csv");
    std::fs::write(&path, file).unwrap();
    let staged = world.app.stage_file(&path).await.unwrap();
    let made = world.post("/api/imports/", json!({"staged": staged.staged})).await;
    let id = made["id"].as_str().unwrap().to_owned();
    world.post(&format!("/api/imports/{id}/run/"), json!({})).await;
    let done = settled(world, &id).await;
    assert_eq!(done["status"], "done", "{done}");
    done
}

async fn overview(world: &World, query: &str) -> Value {
    world.get(&format!("/api/core/analytics/pipeline_analytics/?{query}")).await
}

async fn forecast(world: &World, query: &str) -> Value {
    world.get(&format!("/api/core/analytics/sales_forecast/?{query}")).await
}

async fn behind(world: &World, query: &str) -> Value {
    world.get(&format!("/api/core/analytics/deals/?{query}")).await
}
