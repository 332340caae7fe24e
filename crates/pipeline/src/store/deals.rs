//! Deals with their history: all of a pipeline, or those that were changed.

use mycrm_store::{Error, Result};
use sqlx::SqliteConnection;

use super::StoredBook;
use super::rows::{self, DealRow, HistoryRow};

/// Deals that are read at a time, so that memory holds their rows once.
const CHUNK: i64 = 10_000;

/// Which deals are read.
pub(super) enum Wanted {
    /// The next so many with a higher number.
    After(i64),
    /// Those with these numbers, deleted ones to be taken out.
    These(Vec<i64>),
}

// In the queries below, `+` keeps SQLite on the range of `no`, and CROSS JOIN on deals first: any other plan would go
// through all deals for each chunk.
macro_rules! deals_sql {
    ($which:literal) => {
        concat!(
            "SELECT o.no, o.id, o.created_at, o.stage_id, o.stage_entered_at, o.amount_minor, o.currency, o.probability,
               o.expected_close_date, o.actual_close_date, o.forecast_category, o.source, o.owner_id, o.last_activity_at,
               coalesce(trim(o.next_step), '') <> '' AS has_next_step,
               o.contact_id IS NOT NULL OR EXISTS (SELECT 1 FROM opportunity_contacts c
                 WHERE c.opportunity_id = o.id AND c.deleted_at IS NULL) AS has_contact,
               (SELECT l.product_id FROM opportunity_lines l
                 WHERE l.opportunity_id = o.id AND l.deleted_at IS NULL AND l.product_id IS NOT NULL
                 ORDER BY l.position, l.id LIMIT 1) AS product_id
             FROM opportunities o
             WHERE ",
            $which,
            " AND +o.pipeline_id = ?1 AND o.deleted_at IS NULL ORDER BY o.no LIMIT ?3"
        )
    };
}

macro_rules! history_sql {
    ($which:literal) => {
        concat!(
            "SELECT o.no, h.field, h.new_value, h.currency, h.effective_at FROM opportunities o
             CROSS JOIN opportunity_history h ON h.opportunity_id = o.id
             WHERE ",
            $which,
            " AND +o.pipeline_id = ?1 AND o.deleted_at IS NULL AND h.deleted_at IS NULL
             ORDER BY o.no, h.effective_at, h.no"
        )
    };
}

/// Reads deals into the book; the number of the last one, if there was any.
pub(super) async fn read(
    connection: &mut SqliteConnection,
    stored: &mut StoredBook,
    wanted: &Wanted,
) -> Result<Option<i64>> {
    let pipeline = stored.pipeline.clone();
    let (deals, history): (Vec<DealRow>, Vec<HistoryRow>) = match wanted {
        Wanted::After(after) => {
            let deals: Vec<DealRow> = sqlx::query_as(deals_sql!("o.no > ?2"))
                .bind(&pipeline)
                .bind(after)
                .bind(CHUNK)
                .fetch_all(&mut *connection)
                .await?;
            let Some(last) = deals.last().map(|deal| deal.no) else { return Ok(None) };
            let history = sqlx::query_as(history_sql!("o.no > ?2 AND o.no <= ?3"));
            let history = history.bind(&pipeline).bind(after).bind(last);
            (deals, history.fetch_all(&mut *connection).await?)
        }
        Wanted::These(numbers) => {
            for &no in numbers {
                stored.book.remove(no);
            }
            let list = sqlx::types::Json(numbers);
            let deals = sqlx::query_as(deals_sql!("o.no IN (SELECT value FROM json_each(?2))"));
            let deals = deals.bind(&pipeline).bind(list).bind(i64::MAX).fetch_all(&mut *connection).await?;
            let history = sqlx::query_as(history_sql!("o.no IN (SELECT value FROM json_each(?2))"));
            (deals, history.bind(&pipeline).bind(list).fetch_all(&mut *connection).await?)
        }
    };
    let last = deals.last().map(|deal| deal.no);
    let mut history = history.into_iter().peekable();
    for deal in deals {
        let mut own = Vec::new();
        while let Some(row) = history.next_if(|row| row.no == deal.no) {
            own.push(row);
        }
        let place = rows::Places {
            stages: &stored.places,
            kinds: &stored.book.stages,
            owner: deal.owner_id.as_deref().and_then(|id| stored.owners.place(id)),
            product: deal.product_id.as_deref().and_then(|id| stored.products.place(id)),
            source: deal.source.as_deref().filter(|s| !s.trim().is_empty()).map(|s| stored.sources.add(s)),
            currency: u16::try_from(stored.currencies.add(&deal.currency)).ok(),
        };
        if let Some(deal) = rows::deal(deal, &own, &place, &stored.rates, &stored.zone) {
            match wanted {
                Wanted::After(_) => stored.book.push(deal),
                Wanted::These(_) => stored.book.put(deal),
            }
        }
    }
    Ok(last)
}

/// The number of the last op in the log.
pub(super) async fn last_change(connection: &mut SqliteConnection) -> Result<i64> {
    sqlx::query_scalar("SELECT coalesce(max(seq), 0) FROM changes")
        .fetch_one(connection)
        .await
        .map_err(Error::from)
}

/// Numbers of the deals that ops after one are about. Nothing where something changed that all deals may rest on: a
/// stage, a person, a product, a rate.
pub(super) async fn changed_since(connection: &mut SqliteConnection, seq: i64) -> Result<Option<Vec<i64>>> {
    let shared: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM changes WHERE seq > ?1
           AND table_name IN ('stages', 'people', 'products', 'currency_rates'))",
    )
    .bind(seq)
    .fetch_one(&mut *connection)
    .await?;
    if shared {
        return Ok(None);
    }
    sqlx::query_scalar(
        "SELECT DISTINCT o.no FROM changes c
         JOIN opportunities o ON o.id = CASE c.table_name
           WHEN 'opportunities' THEN c.row_id
           WHEN 'opportunity_history' THEN (SELECT h.opportunity_id FROM opportunity_history h WHERE h.id = c.row_id)
           WHEN 'opportunity_lines' THEN (SELECT l.opportunity_id FROM opportunity_lines l WHERE l.id = c.row_id)
           WHEN 'opportunity_contacts' THEN (SELECT p.opportunity_id FROM opportunity_contacts p WHERE p.id = c.row_id)
         END
         WHERE c.seq > ?1 ORDER BY o.no",
    )
    .bind(seq)
    .fetch_all(connection)
    .await
    .map(Some)
    .map_err(Error::from)
}
