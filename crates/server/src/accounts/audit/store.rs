//! The table `audit`.

use mycrm_sync::Millis;
use sqlx::AnyConnection;
use uuid::Uuid;

use super::{Author, Entry, Written};
use crate::{Database, DatabaseError, Id};

pub(super) async fn write(to: &mut AnyConnection, entry: &Entry, now: Millis) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO audit (workspace, id, at, member, action, subject, role) VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(entry.workspace)
    .bind(Id(Uuid::now_v7()))
    .bind(now.0)
    .bind(entry.by.map(|member| Id(member.0)))
    .bind(entry.action.name())
    .bind(entry.subject.map(Id))
    .bind(entry.role.map(|role| role.as_str()))
    .execute(to)
    .await?;
    Ok(())
}

type Columns = (Id, i64, Option<Id>, Option<String>, String, Option<Id>, Option<String>);

/// Entries before one, the latest first: ids are UUIDv7 and so in the order of time.
pub(super) async fn before(
    database: &Database,
    workspace: Id,
    before: Option<Id>,
    limit: usize,
) -> Result<Vec<Written>, DatabaseError> {
    let found: Vec<Columns> = sqlx::query_as(
        "SELECT a.id, a.at, a.member, u.name, a.action, a.subject, a.role FROM audit a \
         LEFT JOIN members m ON m.workspace = a.workspace AND m.id = a.member \
         LEFT JOIN users u ON u.id = m.user_id \
         WHERE a.workspace = $1 AND a.id < $2 ORDER BY a.id DESC LIMIT $3",
    )
    .bind(workspace)
    .bind(before.unwrap_or(Id(Uuid::max())))
    .bind(i64::try_from(limit).unwrap_or(i64::MAX))
    .fetch_all(database.readers())
    .await?;
    let written = |(id, at, member, name, action, subject, role): Columns| Written {
        id: id.0,
        at: Millis(at),
        by: member.map(|member| Author { id: member.0, name: name.unwrap_or_default() }),
        action,
        subject: subject.map(|subject| subject.0),
        role,
    };
    Ok(found.into_iter().map(written).collect())
}
