//! The table of tokens.

use mycrm_store::{Id, Result, Store, Timestamp};

use super::Token;
use crate::caller::Scope;

/// What a token that was sent stands for.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct Known {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) scope: Scope,
    pub(crate) last_used_at: Option<Timestamp>,
}

pub(super) async fn list(store: &Store) -> Result<Vec<Token>> {
    let rows: Vec<(Id, String, Scope, Timestamp, Option<Timestamp>)> = sqlx::query_as(
        "SELECT id, name, scope, created_at, last_used_at FROM api_tokens WHERE revoked_at IS NULL ORDER BY name, id",
    )
    .fetch_all(store.readers())
    .await?;
    Ok(rows
        .into_iter()
        .map(|(id, name, scope, created_at, last_used_at)| Token {
            id,
            name,
            scope,
            created_at,
            last_used_at,
        })
        .collect())
}

/// Returns whether it was added: a name that is in use is not taken twice.
pub(super) async fn add(store: &Store, token: &Token, hash: &str) -> Result<bool> {
    let done = sqlx::query(
        "INSERT INTO api_tokens (id, name, hash, scope, created_at)
         SELECT ?1, ?2, ?3, ?4, ?5 WHERE NOT EXISTS (SELECT 1 FROM api_tokens WHERE name = ?2 AND revoked_at IS NULL)",
    )
    .bind(&token.id)
    .bind(&token.name)
    .bind(hash)
    .bind(token.scope)
    .bind(token.created_at)
    .execute(store.bookkeeping())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Returns whether there was one to revoke.
pub(super) async fn revoke(store: &Store, id: &Id, now: Timestamp) -> Result<bool> {
    let done = sqlx::query("UPDATE api_tokens SET revoked_at = ?1 WHERE id = ?2 AND revoked_at IS NULL")
        .bind(now)
        .bind(id)
        .execute(store.bookkeeping())
        .await?;
    Ok(done.rows_affected() > 0)
}

/// The token with this hash, if it stands.
pub(crate) async fn find(store: &Store, hash: &str) -> Result<Option<Known>> {
    Ok(sqlx::query_as(
        "SELECT id, name, scope, last_used_at FROM api_tokens WHERE hash = ?1 AND revoked_at IS NULL",
    )
    .bind(hash)
    .fetch_optional(store.readers())
    .await?)
}

/// Whether a token was not revoked.
pub(crate) async fn stands(store: &Store, id: &Id) -> Result<bool> {
    Ok(sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM api_tokens WHERE id = ?1 AND revoked_at IS NULL)")
        .bind(id)
        .fetch_one(store.readers())
        .await?)
}

pub(crate) async fn note_use(store: &Store, id: &Id, now: Timestamp) -> Result<()> {
    sqlx::query("UPDATE api_tokens SET last_used_at = ?1 WHERE id = ?2")
        .bind(now)
        .bind(id)
        .execute(store.bookkeeping())
        .await?;
    Ok(())
}
