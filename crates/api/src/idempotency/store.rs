//! The table of kept answers.

use mycrm_store::{Id, Result, Store, Timestamp};

/// The answer to a request with a key.
#[derive(Debug)]
pub(super) struct Kept {
    /// Fingerprint of the request.
    pub(super) request: String,
    /// 0: done, but the answer may not be shown again or was lost.
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
    /// What was done; it was kept in the same transaction.
    pub(super) change_set: Option<Id>,
}

/// Request, status, headers, body and change set.
type KeptRow = (String, u16, String, Vec<u8>, Option<Id>);

/// The answer kept since `oldest` (UTC milliseconds).
pub(super) async fn find(store: &Store, key: &str, oldest: i64) -> Result<Option<Kept>> {
    let row: Option<KeptRow> = sqlx::query_as(
        "SELECT request, status, headers, body, change_set_id FROM idempotency_keys WHERE key = ?1 AND created_at >= ?2",
    )
    .bind(key)
    .bind(oldest)
    .fetch_optional(store.readers())
    .await?;
    row.map(|(request, status, headers, body, change_set)| {
        Ok(Kept { request, status, headers: serde_json::from_str(&headers)?, body, change_set })
    })
    .transpose()
}

/// Keeps an answer beside the key, which a change has kept already, and forgets those from before `oldest`.
pub(super) async fn keep(store: &Store, key: &str, kept: &Kept, now: Timestamp, oldest: i64) -> Result<()> {
    sqlx::query("DELETE FROM idempotency_keys WHERE created_at < ?1")
        .bind(oldest)
        .execute(store.bookkeeping())
        .await?;
    sqlx::query(
        "INSERT INTO idempotency_keys (key, request, status, headers, body, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (key) DO UPDATE SET status = excluded.status, headers = excluded.headers, body = excluded.body",
    )
    .bind(key)
    .bind(&kept.request)
    .bind(kept.status)
    .bind(serde_json::to_string(&kept.headers)?)
    .bind(&kept.body)
    .bind(now)
    .execute(store.bookkeeping())
    .await?;
    Ok(())
}
