//! Reading the log: first what the entries are, then those that are delivered.

use std::collections::{BTreeMap, BTreeSet};

use futures::TryStreamExt as _;
use mycrm_sync::{Cursor, Hlc, Logged, MemberId, RowId, RowKey, TxId};
use sqlx::AssertSqlSafe;

use super::log::{BACKFILL, OP, PURGE, column, number};
use crate::database::{Tx, bulk};
use crate::{DatabaseError, Id};

/// An entry without what it holds.
#[derive(Debug, Clone)]
pub(crate) struct Outline {
    pub(crate) seq: Cursor,
    pub(crate) kind: Kind,
    pub(crate) scope: Option<RowId>,
    /// Bytes of what is delivered of it, about.
    pub(crate) size: usize,
}

#[derive(Debug, Clone)]
pub(crate) enum Kind {
    Op { tx: Option<TxId> },
    Backfill { to: MemberId, key: RowKey },
    Purge { from: MemberId, document: RowId },
}

type Columns = (i64, i64, Id, Option<Id>, Option<Id>, i64, Option<String>, Option<Id>);

/// The outlines of the entries after a number, at most `limit`.
pub(crate) async fn outlines(
    tx: &mut Tx,
    workspace: Id,
    after: Cursor,
    limit: usize,
) -> Result<Vec<Outline>, DatabaseError> {
    let rows: Vec<Columns> = sqlx::query_as(
        "SELECT seq, kind, member, scope, tx, size, table_name, row_id FROM log \
         WHERE workspace = $1 AND seq > $2 ORDER BY seq LIMIT $3",
    )
    .bind(workspace)
    .bind(column(after.0))
    .bind(column(limit as u64))
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter().map(outline).collect()
}

fn outline((seq, kind, member, scope, tx, size, table, row): Columns) -> Result<Outline, DatabaseError> {
    let scope = scope.map(|scope| RowId(scope.0));
    let member = MemberId(member.0);
    let kind = match (kind, table, row, scope) {
        (OP, ..) => Kind::Op { tx: tx.map(|tx| TxId(tx.0)) },
        (BACKFILL, Some(table), Some(row), Some(_)) => {
            Kind::Backfill { to: member, key: RowKey { table, row: RowId(row.0) } }
        }
        (PURGE, _, _, Some(document)) => Kind::Purge { from: member, document },
        _ => return Err(DatabaseError::Unreadable(format!("the entry {seq} of a log"))),
    };
    let size = usize::try_from(number(size)?).unwrap_or(usize::MAX);
    Ok(Outline { seq: Cursor(number(seq)?), kind, scope, size })
}

/// The ops after one number up to another that are the workspace's or of these documents.
pub(crate) async fn ops(
    tx: &mut Tx,
    workspace: Id,
    (after, last): (Cursor, Cursor),
    documents: &BTreeSet<RowId>,
) -> Result<BTreeMap<Cursor, Logged>, DatabaseError> {
    let scope = if documents.is_empty() {
        "scope IS NULL".to_owned()
    } else {
        format!("(scope IS NULL OR scope IN ({}))", bulk::Mark::of(tx).list(4, documents.len()))
    };
    let text = format!(
        "SELECT seq, member, admitted, op FROM log \
         WHERE workspace = $1 AND seq > $2 AND seq <= $3 AND kind = $4 AND {scope} ORDER BY seq"
    );
    let mut query = sqlx::query_as(AssertSqlSafe(text))
        .bind(workspace)
        .bind(column(after.0))
        .bind(column(last.0))
        .bind(OP);
    for document in documents {
        query = query.bind(Id(document.0));
    }
    let mut found = query.fetch(&mut **tx);
    let mut ops = BTreeMap::new();
    while let Some((seq, member, admitted, op)) = found.try_next().await? {
        let (seq, member, admitted, op): (i64, Id, i64, String) = (seq, member, admitted, op);
        let seq = Cursor(number(seq)?);
        let op = serde_json::from_str(&op)
            .map_err(|error| DatabaseError::Unreadable(format!("the op {seq} of a log: {error}")))?;
        ops.insert(seq, Logged { seq, member: MemberId(member.0), admitted: Hlc(admitted), op });
    }
    Ok(ops)
}
