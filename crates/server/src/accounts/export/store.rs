//! What an export reads, in pages by key.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::{Database, DatabaseError, Id};

/// Rows and ops may take a megabyte each.
const PAGE: i64 = 100;

/// Lines, and after which key the next page begins, if there may be one.
type Page<K> = Result<(Vec<Value>, Option<K>), DatabaseError>;

fn page<K>(lines: Vec<Value>, last: Option<K>) -> (Vec<Value>, Option<K>) {
    let is_full = i64::try_from(lines.len()).is_ok_and(|length| length >= PAGE);
    (lines, last.filter(|_| is_full))
}

fn json_of(text: &str) -> Result<Value, DatabaseError> {
    serde_json::from_str(text)
        .map_err(|error| DatabaseError::Unreadable(format!("what is exported: {error}")))
}

pub(super) async fn head(database: &Database, workspace: Id) -> sqlx::Result<i64> {
    let text = "SELECT head FROM logs WHERE workspace = $1";
    sqlx::query_scalar(text).bind(workspace).fetch_one(database.readers()).await
}

pub(super) async fn name(database: &Database, workspace: Id) -> sqlx::Result<String> {
    let text = "SELECT name FROM workspaces WHERE id = $1";
    sqlx::query_scalar(text).bind(workspace).fetch_one(database.readers()).await
}

/// Everybody who is or was in the workspace: what they wrote names them.
pub(super) async fn members(database: &Database, workspace: Id) -> sqlx::Result<Vec<Value>> {
    type Columns = (Id, String, String, String, i64, Option<i64>);
    let found: Vec<Columns> = sqlx::query_as(
        "SELECT m.id, u.name, u.email, m.role, m.joined_at, m.removed_at FROM members m \
         JOIN users u ON u.id = m.user_id WHERE m.workspace = $1 ORDER BY m.id",
    )
    .bind(workspace)
    .fetch_all(database.readers())
    .await?;
    let line = |(id, name, email, role, joined_at, removed_at): Columns| {
        json!({
            "type": "member", "id": id.0, "name": name, "email": email, "role": role,
            "joined_at": joined_at, "removed_at": removed_at,
        })
    };
    Ok(found.into_iter().map(line).collect())
}

/// Who was invited and what became of it. The hash of the link's token stays here: it is of use to nobody.
pub(super) async fn invites(database: &Database, workspace: Id, after: Option<Id>) -> Page<Id> {
    type Columns = (Id, String, String, Id, i64, i64, Option<i64>);
    let found: Vec<Columns> = sqlx::query_as(
        "SELECT id, email, role, invited_by, created_at, expires_at, closed_at FROM invites \
         WHERE workspace = $1 AND id > $2 ORDER BY id LIMIT $3",
    )
    .bind(workspace)
    .bind(after.unwrap_or(Id(Uuid::nil())))
    .bind(PAGE)
    .fetch_all(database.readers())
    .await?;
    let last = found.last().map(|(id, ..)| *id);
    let line = |(id, email, role, by, created_at, expires_at, closed_at): Columns| {
        json!({
            "type": "invitation", "id": id.0, "email": email, "role": role, "invited_by": by.0,
            "created_at": created_at, "expires_at": expires_at, "closed_at": closed_at,
        })
    };
    Ok(page(found.into_iter().map(line).collect(), last))
}

/// The rows after one, as they are now.
pub(super) async fn rows(
    database: &Database,
    workspace: Id,
    after: Option<(String, Id)>,
) -> Page<(String, Id)> {
    let (table, row) = after.unwrap_or((String::new(), Id(Uuid::nil())));
    let found: Vec<(String, Id, Option<Id>, String)> = sqlx::query_as(
        "SELECT table_name, row_id, scope, state FROM rows_now \
         WHERE workspace = $1 AND (table_name, row_id) > ($2, $3) ORDER BY table_name, row_id LIMIT $4",
    )
    .bind(workspace)
    .bind(table)
    .bind(row)
    .bind(PAGE)
    .fetch_all(database.readers())
    .await?;
    let mut lines = Vec::with_capacity(found.len());
    for (table, row, scope, state) in &found {
        let (document, state) = (scope.map(|scope| scope.0), json_of(state)?);
        lines
            .push(json!({"type": "row", "table": table, "row": row.0, "document": document, "state": state}));
    }
    Ok(page(lines, found.into_iter().next_back().map(|(table, row, ..)| (table, row))))
}

/// The ops of the log after a number, up to its head.
pub(super) async fn ops(database: &Database, workspace: Id, after: i64, head: i64) -> Page<i64> {
    let found: Vec<(i64, Id, i64, String)> = sqlx::query_as(
        "SELECT seq, member, logged_at, op FROM log \
         WHERE workspace = $1 AND seq > $2 AND seq <= $3 AND op IS NOT NULL ORDER BY seq LIMIT $4",
    )
    .bind(workspace)
    .bind(after)
    .bind(head)
    .bind(PAGE)
    .fetch_all(database.readers())
    .await?;
    let mut lines = Vec::with_capacity(found.len());
    for (seq, member, logged_at, op) in &found {
        let op = json_of(op)?;
        lines.push(json!({"type": "op", "seq": seq, "member": member.0, "logged_at": logged_at, "op": op}));
    }
    Ok(page(lines, found.last().map(|(seq, ..)| *seq)))
}

/// What the change sets of ops are called.
pub(super) async fn actions(database: &Database, workspace: Id, after: Option<Id>) -> Page<Id> {
    let found: Vec<(Id, String)> = sqlx::query_as(
        "SELECT id, action FROM actions WHERE workspace = $1 AND id > $2 ORDER BY id LIMIT $3",
    )
    .bind(workspace)
    .bind(after.unwrap_or(Id(Uuid::nil())))
    .bind(PAGE)
    .fetch_all(database.readers())
    .await?;
    let mut lines = Vec::with_capacity(found.len());
    for (id, action) in &found {
        lines.push(json!({"type": "action", "id": id.0, "action": json_of(action)?}));
    }
    Ok(page(lines, found.last().map(|(id, _)| *id)))
}

/// The files of the workspace, by the roots that they are fetched with.
pub(super) async fn files(database: &Database, workspace: Id) -> sqlx::Result<Vec<Value>> {
    let text = "SELECT root, scope, length FROM blobs WHERE workspace = $1 ORDER BY root, scope";
    let found: Vec<(Vec<u8>, Id, i64)> =
        sqlx::query_as(text).bind(workspace).fetch_all(database.readers()).await?;
    let line = |(root, scope, length): (Vec<u8>, Id, i64)| {
        let root: String = root.iter().map(|byte| format!("{byte:02x}")).collect();
        let document = (!scope.0.is_nil()).then_some(scope.0);
        json!({"type": "file", "root": root, "length": length, "document": document})
    };
    Ok(found.into_iter().map(line).collect())
}

/// What was done, the oldest first.
pub(super) async fn audit(database: &Database, workspace: Id, after: Option<Id>) -> Page<Id> {
    type Columns = (Id, i64, Option<Id>, String, Option<Id>, Option<String>);
    let found: Vec<Columns> = sqlx::query_as(
        "SELECT id, at, member, action, subject, role FROM audit \
         WHERE workspace = $1 AND id > $2 ORDER BY id LIMIT $3",
    )
    .bind(workspace)
    .bind(after.unwrap_or(Id(Uuid::nil())))
    .bind(PAGE)
    .fetch_all(database.readers())
    .await?;
    let last = found.last().map(|(id, ..)| *id);
    let line = |(_, at, by, action, subject, role): Columns| {
        let (by, subject) = (by.map(|by| by.0), subject.map(|subject| subject.0));
        json!({"type": "audit", "at": at, "by": by, "action": action, "subject": subject, "role": role})
    };
    Ok(page(found.into_iter().map(line).collect(), last))
}
