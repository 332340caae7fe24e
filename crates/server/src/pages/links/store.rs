//! The key of a workspace for its public pages.

use mycrm_sync::page::PageKey;

use crate::{Database, DatabaseError, Id};

/// The name and the key of a workspace.
pub(super) async fn workspace(
    database: &Database,
    id: Id,
) -> Result<Option<(String, PageKey)>, DatabaseError> {
    let found: Option<(String, Vec<u8>)> =
        sqlx::query_as("SELECT name, page_key FROM workspaces WHERE id = $1")
            .bind(id)
            .fetch_optional(database.readers())
            .await?;
    let Some((name, key)) = found else { return Ok(None) };
    let key =
        key.try_into().map_err(|_| DatabaseError::Unreadable("the page key of a workspace".to_owned()))?;
    Ok(Some((name, PageKey::new(key))))
}
