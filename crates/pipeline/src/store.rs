//! Reading the deals of a pipeline from the database; everything else in this crate is computed from what this returns.

mod names;
mod rates;
mod rows;

use std::collections::HashMap;

use jiff::tz::TimeZone;
use mycrm_store::{Currency, Error, Id, Result};
use sqlx::{Connection, SqliteConnection};

use crate::deals::{Book, Stage, StageKind};
use names::Names;
use rates::Rates;
use rows::{DealRow, HistoryRow};

/// Deals that are read at a time, so that memory holds them once. In the queries, `+` keeps SQLite on the range of `no`,
/// and CROSS JOIN on deals first: any other plan would go through all deals for each chunk.
const CHUNK: i64 = 10_000;

/// A book with the ids of what its places stand for.
#[derive(Debug, Clone)]
pub struct StoredBook {
    pub book: Book,
    /// By place in [`Book::stages`].
    pub stage_ids: Vec<Id>,
    /// By place in [`Book::owners`].
    pub owner_ids: Vec<Id>,
    /// By place in [`Book::products`].
    pub product_ids: Vec<Id>,
}

/// The pipeline's deals that are not deleted, amounts in the base currency. One moment of the database is read.
///
/// An amount in another currency is converted by the rate of the day it was entered, else by the earliest rate after;
/// without any it is [`crate::Amount::Unconverted`].
///
/// # Errors
/// When the database cannot be read.
pub async fn read_book(
    connection: &mut SqliteConnection,
    pipeline: &Id,
    base: Currency,
    zone: &TimeZone,
) -> Result<StoredBook> {
    let mut tx = connection.begin().await?;
    let rates = Rates::read(&mut tx, base).await?;
    let (stage_ids, stages) = stages(&mut tx, pipeline).await?;
    let owners = Names::people(&mut tx).await?;
    let products = Names::products(&mut tx).await?;
    let mut sources = Names::default();
    let places: HashMap<String, u16> =
        (0..).zip(&stage_ids).map(|(place, id)| (id.as_str().to_owned(), place)).collect();
    let mut book = Book::new(stages);
    let mut after = 0;
    loop {
        let deals: Vec<DealRow> = deals(&mut tx, pipeline, after).await?;
        let Some(last) = deals.last().map(|deal| deal.no) else { break };
        let history = history(&mut tx, pipeline, after, last).await?;
        let mut history = history.into_iter().peekable();
        for deal in deals {
            let mut own = Vec::new();
            while let Some(row) = history.next_if(|row| row.no == deal.no) {
                own.push(row);
            }
            let place = rows::Places {
                stages: &places,
                kinds: &book.stages,
                owner: deal.owner_id.as_deref().and_then(|id| owners.place(id)),
                product: deal.product_id.as_deref().and_then(|id| products.place(id)),
                source: deal.source.as_deref().filter(|s| !s.trim().is_empty()).map(|s| sources.add(s)),
            };
            if let Some(deal) = rows::deal(deal, &own, &place, &rates, zone) {
                book.push(deal);
            }
        }
        after = last;
    }
    tx.rollback().await?;
    (book.owners, book.products, book.sources) = (owners.names, products.names, sources.names);
    Ok(StoredBook { book, stage_ids, owner_ids: owners.ids, product_ids: products.ids })
}

/// Stages in order; the ones removed, which histories still name, after the others.
async fn stages(connection: &mut SqliteConnection, pipeline: &Id) -> Result<(Vec<Id>, Vec<Stage>)> {
    type Row = (Id, String, String, String, i64, Option<i64>, bool);
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT id, slug, name, kind, probability, stalled_after_days, deleted_at IS NOT NULL FROM stages
         WHERE pipeline_id = ?1 ORDER BY deleted_at IS NOT NULL, position, id",
    )
    .bind(pipeline)
    .fetch_all(connection)
    .await?;
    let stage = |(id, key, name, kind, probability, stalled, removed): Row| {
        let kind = match kind.as_str() {
            "won" => StageKind::Won,
            "lost" => StageKind::Lost,
            _ => StageKind::Open,
        };
        let probability = u8::try_from(probability.clamp(0, 100)).unwrap_or(0);
        let stalled_after_days = stalled.and_then(|days| u32::try_from(days).ok());
        (id, Stage { key, name, kind, probability, stalled_after_days, removed })
    };
    Ok(rows.into_iter().map(stage).unzip())
}

async fn deals(connection: &mut SqliteConnection, pipeline: &Id, after: i64) -> Result<Vec<DealRow>> {
    sqlx::query_as(
        "SELECT o.no, o.id, o.created_at, o.stage_id, o.stage_entered_at, o.amount_minor, o.currency, o.probability,
           o.expected_close_date, o.actual_close_date, o.forecast_category, o.source, o.owner_id, o.last_activity_at,
           coalesce(trim(o.next_step), '') <> '' AS has_next_step,
           o.contact_id IS NOT NULL OR EXISTS (SELECT 1 FROM opportunity_contacts c
             WHERE c.opportunity_id = o.id AND c.deleted_at IS NULL) AS has_contact,
           (SELECT l.product_id FROM opportunity_lines l
             WHERE l.opportunity_id = o.id AND l.deleted_at IS NULL AND l.product_id IS NOT NULL
             ORDER BY l.position, l.id LIMIT 1) AS product_id
         FROM opportunities o
         WHERE o.no > ?2 AND +o.pipeline_id = ?1 AND o.deleted_at IS NULL ORDER BY o.no LIMIT ?3",
    )
    .bind(pipeline)
    .bind(after)
    .bind(CHUNK)
    .fetch_all(connection)
    .await
    .map_err(Error::from)
}

async fn history(
    connection: &mut SqliteConnection,
    pipeline: &Id,
    after: i64,
    until: i64,
) -> Result<Vec<HistoryRow>> {
    sqlx::query_as(
        "SELECT o.no, h.field, h.new_value, h.currency, h.effective_at FROM opportunities o
         CROSS JOIN opportunity_history h ON h.opportunity_id = o.id
         WHERE o.no > ?2 AND o.no <= ?3 AND +o.pipeline_id = ?1 AND o.deleted_at IS NULL AND h.deleted_at IS NULL
         ORDER BY o.no, h.effective_at, h.no",
    )
    .bind(pipeline)
    .bind(after)
    .bind(until)
    .fetch_all(connection)
    .await
    .map_err(Error::from)
}
