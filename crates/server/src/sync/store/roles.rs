//! What a new role of a member brings into the log, for all documents of the workspace at once.

use std::fmt::Write as _;

use mycrm_sync::{Cursor, Level, MemberId, Millis, Relation};
use sqlx::AssertSqlSafe;

use super::log::{BACKFILL, PURGE, column};
use crate::database::Tx;
use crate::sync::sharing::{RELATIONS, name_of};
use crate::{DatabaseError, Id};

/// Whom a change is about.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Change {
    pub(crate) workspace: Id,
    pub(crate) member: MemberId,
    pub(crate) now: Millis,
}

/// Appends for each document of these kinds that the member may no longer see it, and returns the last number that took.
pub(crate) async fn purge(
    tx: &mut Tx,
    change: Change,
    head: Cursor,
    kinds: &[(Level, Relation)],
) -> Result<Cursor, DatabaseError> {
    if kinds.is_empty() {
        return Ok(head);
    }
    let text = format!(
        "INSERT INTO log (workspace, seq, kind, member, scope, logged_at, size) \
         SELECT $1, $3 + ROW_NUMBER() OVER (ORDER BY document), $4, $2, document, $5, 0 FROM ({}) theirs",
        documents_of(kinds)
    );
    let count = append(tx, text, change, head, PURGE).await?;
    sqlx::query("UPDATE members SET purges = purges + $3 WHERE workspace = $1 AND id = $2")
        .bind(change.workspace)
        .bind(Id(change.member.0))
        .bind(column(count))
        .execute(&mut **tx)
        .await?;
    Ok(Cursor(head.0.saturating_add(count)))
}

/// Appends for each row of each document of these kinds that the member came to see it, and returns the last number that
/// took.
pub(crate) async fn backfill(
    tx: &mut Tx,
    change: Change,
    head: Cursor,
    kinds: &[(Level, Relation)],
) -> Result<Cursor, DatabaseError> {
    if kinds.is_empty() {
        return Ok(head);
    }
    let text = format!(
        "INSERT INTO log (workspace, seq, kind, member, scope, logged_at, table_name, row_id, size) \
         SELECT $1, $3 + ROW_NUMBER() OVER (ORDER BY r.scope, r.row_id, r.table_name), $4, $2, r.scope, $5, \
         r.table_name, r.row_id, LENGTH(r.state) FROM ({}) theirs \
         JOIN rows_now r ON r.workspace = $1 AND r.scope = theirs.document",
        documents_of(kinds)
    );
    let count = append(tx, text, change, head, BACKFILL).await?;
    Ok(Cursor(head.0.saturating_add(count)))
}

async fn append(
    tx: &mut Tx,
    text: String,
    change: Change,
    head: Cursor,
    kind: i64,
) -> Result<u64, DatabaseError> {
    let done = sqlx::query(AssertSqlSafe(text))
        .persistent(false)
        .bind(change.workspace)
        .bind(Id(change.member.0))
        .bind(column(head.0))
        .bind(kind)
        .bind(change.now.0)
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected())
}

/// The documents of the workspace `$1` whose level and whose relation to the member `$2` are one of these pairs. Of several relations the
/// closest counts, and a level that is not known is the narrowest, as everywhere.
fn documents_of(kinds: &[(Level, Relation)]) -> String {
    let cases = |names: Vec<(&str, i64)>| {
        names.into_iter().fold(String::new(), |mut text, (name, number)| {
            // Writing into a text never fails.
            let _ = write!(text, " WHEN '{name}' THEN {number}");
            text
        })
    };
    let levels = cases(Level::ALL.map(|level| (level.as_str(), level as i64)).to_vec());
    let relations = cases(RELATIONS.map(|relation| (name_of(relation), relation as i64)).to_vec());
    let narrowest = Level::Restricted as i64;
    let (nothing, owner) = (Relation::Nothing as i64, Relation::Owner as i64);
    let pairs: Vec<String> =
        kinds.iter().map(|(level, relation)| format!("({},{})", *level as i64, *relation as i64)).collect();
    format!(
        "SELECT document FROM (SELECT d.document, CASE d.level{levels} ELSE {narrowest} END AS level, \
         CASE WHEN d.owner = $2 THEN {owner} ELSE COALESCE(p.relation, {nothing}) END AS relation \
         FROM documents d LEFT JOIN (SELECT document, MAX(CASE relation{relations} ELSE {nothing} END) AS relation \
         FROM document_people WHERE workspace = $1 AND member = $2 GROUP BY document) p \
         ON p.document = d.document WHERE d.workspace = $1) kinds WHERE (level, relation) IN (VALUES {})",
        pairs.join(",")
    )
}
