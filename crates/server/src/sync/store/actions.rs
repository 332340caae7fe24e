//! What user actions are called.

use std::collections::BTreeSet;

use mycrm_sync::{Action, ChangeSetId};
use sqlx::AssertSqlSafe;

use crate::database::{Tx, bulk};
use crate::{DatabaseError, Id};

/// Keeps names; for an action that has one already the new one is ignored.
pub(crate) async fn keep(tx: &mut Tx, workspace: Id, actions: &[Action]) -> Result<(), DatabaseError> {
    if actions.is_empty() {
        return Ok(());
    }
    let text = format!(
        "INSERT INTO actions (workspace, id, action) VALUES {} ON CONFLICT (workspace, id) DO NOTHING",
        bulk::Mark::of(tx).tuples(0, actions.len(), 3)
    );
    let mut query = sqlx::query(AssertSqlSafe(text)).persistent(false);
    for action in actions {
        let json =
            serde_json::to_string(action).map_err(|error| DatabaseError::Unreadable(error.to_string()))?;
        query = query.bind(workspace).bind(Id(action.id.0)).bind(json);
    }
    query.execute(&mut **tx).await?;
    Ok(())
}

/// How many are asked for in one statement.
const AT_ONCE: usize = 500;

/// The names of those that have one.
pub(crate) async fn find(
    tx: &mut Tx,
    workspace: Id,
    ids: &BTreeSet<ChangeSetId>,
) -> Result<Vec<Action>, DatabaseError> {
    let ids: Vec<ChangeSetId> = ids.iter().copied().collect();
    let mut actions = Vec::with_capacity(ids.len());
    for ids in ids.chunks(AT_ONCE) {
        let text = format!(
            "SELECT action FROM actions WHERE workspace = $1 AND id IN ({})",
            bulk::Mark::of(tx).list(1, ids.len())
        );
        let mut query =
            sqlx::query_scalar::<_, String>(AssertSqlSafe(text)).persistent(false).bind(workspace);
        for id in ids {
            query = query.bind(Id(id.0));
        }
        for json in query.fetch_all(&mut **tx).await? {
            let action = serde_json::from_str(&json)
                .map_err(|error| DatabaseError::Unreadable(format!("an action: {error}")))?;
            actions.push(action);
        }
    }
    Ok(actions)
}
