//! Which backups may still be put back.

use mycrm_sync::Cursor;

use super::log::{Head, number};
use crate::database::Tx;
use crate::{DatabaseError, Id};

/// Acknowledged ops after this may be missing in a backup. Where no backup is known, somebody may still put back a copy
/// that nobody told of: devices keep what the log keeps.
pub(crate) async fn keep_after(tx: &mut Tx, workspace: Id, head: Head) -> Result<Cursor, DatabaseError> {
    let (backups, heads, oldest): (i64, i64, Option<i64>) = sqlx::query_as(
        "SELECT (SELECT COUNT(*) FROM backups), COUNT(*), MIN(head) FROM backup_heads WHERE workspace = $1",
    )
    .bind(workspace)
    .fetch_one(&mut **tx)
    .await?;
    match oldest {
        _ if backups == 0 => Ok(head.min_retained),
        Some(oldest) if heads == backups => Ok(Cursor(number(oldest)?)),
        // One of them is older than the workspace.
        _ => Ok(Cursor::ZERO),
    }
}
