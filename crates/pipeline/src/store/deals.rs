//! Deals with their history: all of a pipeline, or those that were changed.

use mycrm_store::{Error, Result};
use sqlx::SqliteConnection;

use super::StoredBook;
use super::rows::{self, DealRow};

/// Deals that are read at a time, so that memory holds their rows once.
const CHUNK: i64 = 10_000;

/// Which deals are read.
pub(super) enum Wanted {
    /// The next so many with a higher number.
    After(i64),
    /// Those with these numbers, deleted ones to be taken out.
    These(Vec<i64>),
}

// One text per deal, its history in it: a row of the driver costs more than all its values, and each value more than
// a long text (100,000 deals took twice as long value by value).
//
// `+` keeps SQLite on the range of `no`: any other plan would go through all deals for each chunk.
//
// A change holds no later than from when it was written: an import may tell a day that is yet to come.
macro_rules! deals_sql {
    ($which:literal) => {
        concat!(
            "SELECT o.no || char(31) || o.id || char(31) || o.created_at || char(31) || o.stage_id || char(31)
               || o.stage_entered_at || char(31) || coalesce(o.amount_minor, '') || char(31) || o.currency || char(31)
               || coalesce(o.probability, '') || char(31) || coalesce(o.expected_close_date, '') || char(31)
               || coalesce(o.actual_close_date, '') || char(31) || coalesce(o.forecast_category, '') || char(31)
               || coalesce(o.owner_id, '') || char(31) || coalesce(o.last_activity_at, '') || char(31)
               || (coalesce(trim(o.next_step), '') <> '') || char(31)
               || (o.contact_id IS NOT NULL OR EXISTS (SELECT 1 FROM opportunity_contacts c
                    WHERE c.opportunity_id = o.id AND c.deleted_at IS NULL)) || char(31)
               || coalesce((SELECT l.product_id FROM opportunity_lines l
                    WHERE l.opportunity_id = o.id AND l.deleted_at IS NULL AND l.product_id IS NOT NULL
                    ORDER BY l.position, l.id LIMIT 1), '') || char(31)
               || coalesce((SELECT group_concat(h.field || char(29) || coalesce(h.new_value, '') || char(29)
                      || coalesce(h.currency, '') || char(29) || min(h.effective_at, h.created_at), char(30)
                      ORDER BY min(h.effective_at, h.created_at), h.no)
                    FROM opportunity_history h
                    WHERE h.opportunity_id = o.id AND h.deleted_at IS NULL AND h.field <> 'category'), '') || char(31)
               || coalesce(o.source, '')
             FROM opportunities o
             WHERE ",
            $which,
            " AND +o.pipeline_id = ?1 AND o.deleted_at IS NULL ORDER BY o.no LIMIT ?3"
        )
    };
}

/// Reads deals into the book; the number of the last one, if there was any.
pub(super) async fn read(
    connection: &mut SqliteConnection,
    stored: &mut StoredBook,
    wanted: &Wanted,
) -> Result<Option<i64>> {
    let texts: Vec<String> = match wanted {
        Wanted::After(after) => {
            let query = sqlx::query_scalar(deals_sql!("o.no > ?2"));
            query.bind(&stored.pipeline).bind(after).bind(CHUNK).fetch_all(connection).await?
        }
        Wanted::These(numbers) => {
            for &no in numbers {
                stored.book.remove(no);
            }
            let query = sqlx::query_scalar(deals_sql!("o.no IN (SELECT value FROM json_each(?2))"));
            let list = sqlx::types::Json(numbers);
            query.bind(&stored.pipeline).bind(list).bind(i64::MAX).fetch_all(connection).await?
        }
    };
    let mut last = None;
    for text in &texts {
        let row = DealRow::read(text)
            .ok_or_else(|| sqlx::Error::Decode(format!("a deal cannot be read: {text}").into()))?;
        last = Some(row.no);
        let place = rows::Places {
            stages: &stored.places,
            kinds: &stored.book.stages,
            owner: stored.owners.place(row.owner_id),
            product: stored.products.place(row.product_id),
            source: (!row.source.trim().is_empty()).then(|| stored.sources.add(row.source)),
            currency: u16::try_from(stored.currencies.add(row.currency)).ok(),
        };
        if let Some(deal) = rows::deal(&row, &place, &stored.rates, &stored.zone) {
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
