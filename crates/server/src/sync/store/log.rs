//! The head of a workspace's log, and appending what is no op.

use mycrm_sync::{Cursor, Epoch, MemberId, Millis, RowId};

use crate::database::Tx;
use crate::{Database, DatabaseError, Id, wake};

/// What kind of entry a row of `log` is.
pub(crate) const OP: i64 = 0;
pub(crate) const BACKFILL: i64 = 1;
pub(crate) const PURGE: i64 = 2;

/// Where the log of a workspace stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) epoch: Epoch,
    pub(crate) head: Cursor,
    pub(crate) min_retained: Cursor,
}

/// Locks the head until the transaction ends, so that numbers of the log become visible in their order.
pub(crate) async fn lock(
    tx: &mut Tx,
    database: &Database,
    workspace: Id,
) -> Result<Option<Head>, DatabaseError> {
    read_with(tx, workspace, database.for_update()).await
}

/// Reads the head as the snapshot of the transaction has it.
pub(crate) async fn read(tx: &mut Tx, workspace: Id) -> Result<Option<Head>, DatabaseError> {
    read_with(tx, workspace, "").await
}

async fn read_with(tx: &mut Tx, workspace: Id, ending: &str) -> Result<Option<Head>, DatabaseError> {
    let text = format!("SELECT epoch, head, min_retained FROM logs WHERE workspace = $1{ending}");
    let found: Option<(i64, i64, i64)> =
        sqlx::query_as(sqlx::AssertSqlSafe(text)).bind(workspace).fetch_optional(&mut **tx).await?;
    found
        .map(|(epoch, head, min_retained)| {
            Ok(Head {
                epoch: Epoch(number(epoch)?),
                head: Cursor(number(head)?),
                min_retained: Cursor(number(min_retained)?),
            })
        })
        .transpose()
}

/// Makes what was appended visible, and wakes who waits for it. The last of a transaction that writes.
pub(crate) async fn advance(
    tx: &mut Tx,
    database: &Database,
    workspace: Id,
    head: Cursor,
) -> Result<(), DatabaseError> {
    sqlx::query("UPDATE logs SET head = $2 WHERE workspace = $1")
        .bind(workspace)
        .bind(column(head.0))
        .execute(&mut **tx)
        .await?;
    wake::notify(tx, database, workspace, head).await?;
    Ok(())
}

/// Appends that a member may no longer see a document, and returns the number it got.
pub(crate) async fn append_purge(
    tx: &mut Tx,
    workspace: Id,
    head: Cursor,
    from: MemberId,
    document: RowId,
    now: Millis,
) -> Result<Cursor, DatabaseError> {
    let seq = head.next();
    sqlx::query(
        "INSERT INTO log (workspace, seq, kind, member, scope, logged_at, size) VALUES ($1, $2, $3, $4, $5, $6, 0)",
    )
    .bind(workspace)
    .bind(column(seq.0))
    .bind(PURGE)
    .bind(Id(from.0))
    .bind(Id(document.0))
    .bind(now.0)
    .execute(&mut **tx)
    .await?;
    sqlx::query("UPDATE members SET purges = purges + 1 WHERE workspace = $1 AND id = $2")
        .bind(workspace)
        .bind(Id(from.0))
        .execute(&mut **tx)
        .await?;
    Ok(seq)
}

/// Appends that a member came to see each row of a document, and returns the last number it took.
pub(crate) async fn append_backfill(
    tx: &mut Tx,
    workspace: Id,
    head: Cursor,
    to: MemberId,
    document: RowId,
    now: Millis,
) -> Result<Cursor, DatabaseError> {
    // Not in the order of the primary key: SQLite would read all rows of the workspace in it rather than sort those few.
    let done = sqlx::query(
        "INSERT INTO log (workspace, seq, kind, member, scope, logged_at, table_name, row_id, size) \
         SELECT workspace, $3 + ROW_NUMBER() OVER (ORDER BY row_id, table_name), $4, $5, scope, $6, table_name, row_id, LENGTH(state) \
         FROM rows_now WHERE workspace = $1 AND scope = $2",
    )
    .bind(workspace)
    .bind(Id(document.0))
    .bind(column(head.0))
    .bind(BACKFILL)
    .bind(Id(to.0))
    .bind(now.0)
    .execute(&mut **tx)
    .await?;
    Ok(Cursor(head.0.saturating_add(done.rows_affected())))
}

/// A count as columns hold it. The protocol refuses what does not fit.
pub(crate) fn column(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A count out of a column.
pub(crate) fn number(column: i64) -> Result<u64, DatabaseError> {
    u64::try_from(column).map_err(|_| DatabaseError::Unreadable(format!("the count {column}")))
}
