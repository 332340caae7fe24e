//! A simulated team's deals in a database, written as an import writes them.

use std::collections::HashMap;
use std::path::Path;
use std::time::Instant;

use mycrm_crm::{rank, setup};
use mycrm_pipeline::deals::{DAY, uuid};
use mycrm_pipeline::simulator::{BEGIN, World, simulate};
use mycrm_store::{Ctx, Id, OpenOptions, Origin, Store, Timestamp, Value};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};

use crate::Result;

const MONTHS: usize = 60;
const SEED: u64 = 1;
const PER_COMMIT: usize = 20_000;

/// The last day of the simulated history, which begins with 2015.
pub(super) const LAST_DAY: &str = "2019-12-05";

/// Deals that are written as the app writes them; more are copies of these.
const WRITTEN: u32 = 100_000;

pub(super) async fn fill(folder: &Path, deals: u32) -> Result<()> {
    write(folder, deals.min(WRITTEN)).await?;
    multiply(folder, deals / WRITTEN).await
}

/// Copies all deals so often that there are `times` as many, without the log and the search index, which nothing here
/// looks at.
async fn multiply(folder: &Path, times: u32) -> Result<()> {
    if times < 2 {
        return Ok(());
    }
    let start = Instant::now();
    let options = SqliteConnectOptions::new().filename(folder.join("mycrm.db"));
    let mut connection = SqliteConnection::connect_with(&options).await?;
    let triggers: Vec<(String, String)> =
        sqlx::query_as("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
            .fetch_all(&mut connection)
            .await?;
    let mut tx = connection.begin().await?;
    for (name, _) in &triggers {
        sqlx::query(AssertSqlSafe(format!("DROP TRIGGER {name}"))).execute(&mut *tx).await?;
    }
    for (table, id) in [("opportunities", "id"), ("opportunity_history", "opportunity_id")] {
        let columns: Vec<String> = sqlx::query_scalar(
            "SELECT name FROM pragma_table_info(?1) WHERE name NOT IN ('no', 'id') ORDER BY cid",
        )
        .bind(table)
        .fetch_all(&mut *tx)
        .await?;
        let names = columns.join(", ");
        let taken: Vec<&str> = columns
            .iter()
            .map(|name| {
                if name == id {
                    "'0190' || printf('%04x', k.value) || substr(opportunity_id, 9)"
                } else {
                    name
                }
            })
            .collect();
        // The ids written begin with 01900000.
        let own = if id == "id" {
            "'0190' || printf('%04x', k.value) || substr(t.id, 9)"
        } else {
            "t.id || k.value"
        };
        let sql = format!(
            "INSERT INTO {table} (id, {names}) SELECT {own}, {} FROM {table} t, json_each(?1) k",
            taken.join(", ")
        );
        let copies: Vec<u32> = (1..times).collect();
        sqlx::query(AssertSqlSafe(sql)).bind(sqlx::types::Json(copies)).execute(&mut *tx).await?;
    }
    for (_, sql) in triggers {
        sqlx::query(AssertSqlSafe(sql)).execute(&mut *tx).await?;
    }
    tx.commit().await?;
    connection.close().await?;
    eprintln!("{times} times as many in {:.0} s", start.elapsed().as_secs_f64());
    Ok(())
}

async fn write(folder: &Path, deals: u32) -> Result<()> {
    let start = Instant::now();
    let store = Store::open(OpenOptions { folder: folder.to_owned() }).await?;
    setup::prepare(&store, "Ada").await?;
    let pipeline: Id = sqlx::query_scalar("SELECT id FROM pipelines").fetch_one(store.readers()).await?;
    let stages: HashMap<String, Id> =
        sqlx::query_as("SELECT slug, id FROM stages").fetch_all(store.readers()).await?.into_iter().collect();
    let arrivals = f64::from(deals) / MONTHS as f64;
    let world = World { months: MONTHS, arrivals, growth: 0.0, ..World::default() };
    let book = simulate(&world, SEED);
    let snapshot = book.as_of(BEGIN + 1_800 * DAY);
    let stage = |place: u16| -> Result<Id> {
        let key = &book.stages[usize::from(place)].key;
        Ok(stages.get(key).ok_or("the default pipeline has the simulator's stages")?.clone())
    };
    let mut ranks = 0_u32;
    for some in snapshot.known.chunks(PER_COMMIT) {
        let mut tx = store.begin(Ctx::new("bench", Origin::Import, "Simulated").permanent()).await?;
        for known in some {
            let deal = snapshot.deal(known);
            // The simulator counts from one; a version 7 UUID keeps that order.
            let id: Id = uuid(deal.id | 0x0190_0000_0000_7000_8000_0000_0000_0000).parse()?;
            let entries = snapshot.entries(known);
            let fields = vec![
                ("name", format!("Deal {}", deal.id).into()),
                ("pipeline_id", pipeline.clone().into()),
                ("stage_id", stage(known.stage)?.into()),
                ("stage_entered_at", Timestamp::from_millis(known.entered).into()),
                ("rank", rank::nth(ranks).into()),
                ("amount_minor", known.amount.minor().map_or(Value::Null, Value::from)),
                ("currency", "EUR".into()),
                ("source", book.sources.get(deal.source as usize).cloned().into()),
                ("created_at", Timestamp::from_millis(known.opened).into()),
            ];
            ranks += 1;
            tx.make_room(i64::try_from(entries.len())? + 1).await?;
            tx.insert("opportunities", &id, fields).await?;
            let mut before: Option<Id> = None;
            for entry in entries {
                let to = stage(entry.stage)?;
                let fields = vec![
                    ("opportunity_id", id.clone().into()),
                    ("field", "stage".into()),
                    ("old_value", before.replace(to.clone()).into()),
                    ("new_value", to.into()),
                    ("effective_at", Timestamp::from_millis(entry.at).into()),
                ];
                tx.insert("opportunity_history", &Id::new(), fields).await?;
            }
        }
        tx.commit().await?;
    }
    sqlx::query("PRAGMA optimize").execute(store.bookkeeping()).await?;
    store.close().await;
    let took = start.elapsed().as_secs_f64();
    eprintln!("seed {SEED}: {} simulated deals with their history in {took:.0} s", snapshot.known.len());
    Ok(())
}
