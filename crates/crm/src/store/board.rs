//! Exact totals of a board in one pass over a covering index.

use mycrm_store::{Currency, Id};
use sqlx::{QueryBuilder, SqliteConnection};

use super::opportunities::OPPORTUNITIES;
use crate::board::Total;
use crate::{ListQuery, Result};

/// Count, sum and weighted sum by stage and currency.
pub(crate) async fn totals(connection: &mut SqliteConnection, query: &ListQuery) -> Result<Vec<(Id, Total)>> {
    // Grouped by probability too, so that the weighting multiplies a few sums instead of every row.
    let mut sql = QueryBuilder::new(
        "SELECT t.stage_id, t.currency, sum(t.n), sum(t.amount),
           sum(t.amount * coalesce(t.probability, s.probability))
         FROM (SELECT t.stage_id, t.currency, t.probability, count(*) AS n, coalesce(sum(t.amount_minor), 0) AS amount
           FROM opportunities t",
    );
    OPPORTUNITIES.conditions(&mut sql, query)?;
    sql.push(
        " GROUP BY t.stage_id, t.currency, t.probability) t JOIN stages s ON s.id = t.stage_id
         GROUP BY t.stage_id, t.currency",
    );
    let rows: Vec<(Id, String, i64, i64, i64)> = sql.build_query_as().fetch_all(connection).await?;
    rows.into_iter()
        .map(|(stage, currency, count, amount_minor, percent)| {
            let currency: Currency = currency.parse()?;
            // Half a unit rounds up; amounts are not negative.
            let weighted_minor = percent.saturating_add(50).div_euclid(100);
            Ok((stage, Total { currency, count, amount_minor, weighted_minor }))
        })
        .collect()
}
