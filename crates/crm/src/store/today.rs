//! Reading what wants to be done now.

use mycrm_store::{Date, Timestamp};
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Encode, FromRow, Sqlite, SqliteConnection, Type};

use super::leads::LEADS;
use super::list::Listing;
use super::opportunities::{OPPORTUNITIES, stalled_sql};
use super::tasks::TASKS;
use crate::Result;
use crate::leads::Lead;
use crate::opportunities::Opportunity;
use crate::tasks::Task;
use crate::today::{Few, SHOWN};

pub(crate) async fn tasks(
    connection: &mut SqliteConnection,
    from: Timestamp,
    before: Timestamp,
) -> Result<Few<Task>> {
    let condition =
        "t.status IN ('pending', 'in_progress') AND t.due_at >= ?1 AND t.due_at < ?2 ORDER BY t.due_at, t.id";
    few(connection, &TASKS, "tasks t", condition, from, before).await
}

pub(crate) async fn follow_ups(connection: &mut SqliteConnection, day: Date) -> Result<Few<Lead>> {
    let condition = "t.next_follow_up <= ?1 AND ?2 AND t.status NOT IN ('converted', 'lost', 'unqualified') ORDER BY t.next_follow_up, t.id";
    few(connection, &LEADS, "leads t", condition, day, true).await
}

/// Stalled deals, the largest first: those hurt most.
pub(crate) async fn stalled(connection: &mut SqliteConnection) -> Result<Few<Opportunity>> {
    // One pass over an index that holds all it asks for; only the rows that are shown are read whole.
    let worst: Vec<(String, i64)> = sqlx::query_as(AssertSqlSafe(format!(
        "SELECT t.id, count(*) OVER () FROM stages s CROSS JOIN opportunities t INDEXED BY opportunities_stalled ON t.stage_id = s.id
         WHERE t.deleted_at IS NULL AND {} ORDER BY t.amount_minor DESC NULLS LAST, t.stage_entered_at, t.id LIMIT {SHOWN}",
        stalled_sql!()
    )))
    .fetch_all(&mut *connection)
    .await?;
    let mut first = Vec::with_capacity(worst.len());
    for (id, _) in &worst {
        let sql = format!("SELECT {} WHERE t.id = ?1", OPPORTUNITIES.select);
        first.push(sqlx::query_as(AssertSqlSafe(sql)).bind(id).fetch_one(&mut *connection).await?);
    }
    Ok(Few { count: worst.first().map_or(0, |(_, count)| *count), first })
}

pub(crate) async fn closing(connection: &mut SqliteConnection, last: Date) -> Result<Few<Opportunity>> {
    let condition =
        "s.kind = 'open' AND t.expected_close_date <= ?1 AND ?2 AND coalesce(t.next_step, '') = ''
         ORDER BY t.expected_close_date, t.id";
    few(
        connection,
        &OPPORTUNITIES,
        "opportunities t JOIN stages s ON s.id = t.stage_id",
        condition,
        last,
        true,
    )
    .await
}

async fn few<'q, T, A, B>(
    connection: &mut SqliteConnection,
    listing: &Listing,
    from: &str,
    condition: &str,
    first: A,
    second: B,
) -> Result<Few<T>>
where
    T: for<'r> FromRow<'r, SqliteRow> + Send + Unpin,
    A: Type<Sqlite> + Encode<'q, Sqlite> + Copy + Send + 'q,
    B: Type<Sqlite> + Encode<'q, Sqlite> + Copy + Send + 'q,
{
    let filter = format!("WHERE t.deleted_at IS NULL AND {condition}");
    let count = sqlx::query_scalar(AssertSqlSafe(format!("SELECT count(*) FROM {from} {filter}")))
        .bind(first)
        .bind(second)
        .fetch_one(&mut *connection)
        .await?;
    let first = sqlx::query_as(AssertSqlSafe(format!("SELECT {} {filter} LIMIT {SHOWN}", listing.select)))
        .bind(first)
        .bind(second)
        .fetch_all(connection)
        .await?;
    Ok(Few { count, first })
}
