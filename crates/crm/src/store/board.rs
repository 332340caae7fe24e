//! Exact totals of a board in one pass over a covering index.

use mycrm_store::{Currency, Id};
use sqlx::{QueryBuilder, SqliteConnection};

use super::opportunities::OPPORTUNITIES;
use crate::board::Total;
use crate::{ListQuery, Result};

/// Amounts are summed in two parts: as whole numbers SQLite adds few large ones before it fails, and as floats they would
/// not be exact.
const PART: i64 = 1_000_000_000;

/// Deals of one stage, currency and probability.
#[derive(sqlx::FromRow)]
struct Sum {
    stage_id: Id,
    currency: String,
    percent: i64,
    n: i64,
    high: i64,
    low: i64,
}

impl Sum {
    fn amount(&self) -> i128 {
        i128::from(self.high) * i128::from(PART) + i128::from(self.low)
    }
}

/// Count, sum and weighted sum by stage and currency.
pub(crate) async fn totals(connection: &mut SqliteConnection, query: &ListQuery) -> Result<Vec<(Id, Total)>> {
    // Grouped by probability too, so that the weighting multiplies a few sums instead of every row.
    let mut sql = QueryBuilder::new(format!(
        "SELECT t.stage_id, t.currency, coalesce(t.probability, s.probability) AS percent, t.n, t.high, t.low
         FROM (SELECT t.stage_id, t.currency, t.probability, count(*) AS n,
             coalesce(sum(t.amount_minor / {PART}), 0) AS high, coalesce(sum(t.amount_minor % {PART}), 0) AS low
           FROM opportunities t",
    ));
    OPPORTUNITIES.conditions(&mut sql, query)?;
    sql.push(
        " GROUP BY t.stage_id, t.currency, t.probability) t JOIN stages s ON s.id = t.stage_id
         ORDER BY t.stage_id, t.currency",
    );
    let sums: Vec<Sum> = sql.build_query_as().fetch_all(connection).await?;
    sums.chunk_by(|one, next| (&one.stage_id, &one.currency) == (&next.stage_id, &next.currency))
        .map(|same| {
            let currency: Currency = same[0].currency.parse()?;
            let amount: i128 = same.iter().map(Sum::amount).sum();
            let percent: i128 = same.iter().map(|sum| sum.amount() * i128::from(sum.percent)).sum();
            let total = Total {
                currency,
                count: same.iter().map(|sum| sum.n).sum(),
                amount_minor: within(amount),
                // Half a unit rounds up; amounts are not negative.
                weighted_minor: within((percent + 50).div_euclid(100)),
            };
            Ok((same[0].stage_id.clone(), total))
        })
        .collect()
}

/// More than can be shown is shown as the most that can be.
fn within(minor: i128) -> i64 {
    i64::try_from(minor).unwrap_or(if minor < 0 { i64::MIN } else { i64::MAX })
}
