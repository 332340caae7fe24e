//! What a list shows of deals beside figures: their names.

use mycrm_store::{Id, Result};
use sqlx::SqliteConnection;
use sqlx::types::Json;

/// A deal as people know it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Card {
    pub id: Id,
    pub name: String,
    pub company_name: Option<String>,
}

/// The cards of deals, those that are gone left out, in no order.
///
/// # Errors
/// When the database cannot be read.
pub async fn cards(connection: &mut SqliteConnection, ids: &[Id]) -> Result<Vec<Card>> {
    Ok(sqlx::query_as(
        "SELECT o.id, o.name, c.name AS company_name FROM opportunities o
         LEFT JOIN companies c ON c.id = o.company_id AND c.deleted_at IS NULL
         WHERE o.id IN (SELECT value FROM json_each(?1)) AND o.deleted_at IS NULL",
    )
    .bind(Json(ids))
    .fetch_all(connection)
    .await?)
}
