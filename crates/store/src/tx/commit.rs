//! The end of a write: the books are brought up to date, everything becomes durable, and the listeners are told.

use super::Tx;
use crate::ctx::RequestKey;
use crate::{Id, Notice, Result, notice, registry};

impl Tx<'_> {
    /// Makes everything durable and tells the listeners. Returns the user action it belongs to.
    ///
    /// # Errors
    /// When the database cannot be written; then nothing of this transaction is.
    pub async fn commit(mut self) -> Result<Id> {
        self.cut_units().await?;
        let last_seq: i64 = sqlx::query_scalar("DELETE FROM write_context RETURNING device_seq")
            .fetch_one(&mut *self.inner)
            .await?;
        let ops = last_seq - self.last_seq;
        if ops > 0 || self.keep_action || self.has_events().await? {
            self.keep_books(ops).await?;
        } else {
            self.forget_empty().await?;
        }
        let touched = self.touched().await?;
        sqlx::query("UPDATE devices SET last_seq = ?1, last_hlc = ?2 WHERE id = ?3")
            .bind(last_seq)
            .bind(self.last_hlc.raw())
            .bind(self.device)
            .execute(&mut *self.inner)
            .await?;
        let Self { store, inner, ctx, change_set, .. } = self;
        inner.commit().await?;
        if !touched.is_empty() {
            store.publish(Notice { change_set: change_set.clone(), origin: ctx.origin, touched });
        }
        Ok(change_set)
    }

    async fn has_events(&mut self) -> Result<bool> {
        let last: Option<i64> = sqlx::query_scalar("SELECT tx FROM domain_events ORDER BY seq DESC LIMIT 1")
            .fetch_optional(&mut *self.inner)
            .await?;
        Ok(last.is_some_and(|tx| tx >= self.first))
    }

    /// Counts the ops of the action, and keeps the key of the request that asked for it.
    async fn keep_books(&mut self, ops: i64) -> Result<()> {
        sqlx::query("UPDATE change_sets SET op_count = op_count + ?1 WHERE id = ?2")
            .bind(ops)
            .bind(&self.change_set)
            .execute(&mut *self.inner)
            .await?;
        if let Some(RequestKey { key, fingerprint }) = self.ctx.request.take() {
            sqlx::query(
                "INSERT INTO idempotency_keys (key, request, status, headers, body, created_at, change_set_id)
                 VALUES (?1, ?2, 0, '[]', x'', ?3, ?4)
                 ON CONFLICT (key) DO UPDATE SET request = excluded.request, status = 0, headers = '[]', body = x'',
                   created_at = excluded.created_at, change_set_id = excluded.change_set_id",
            )
            .bind(key)
            .bind(fingerprint)
            .bind(self.now)
            .bind(&self.change_set)
            .execute(&mut *self.inner)
            .await?;
        }
        Ok(())
    }

    /// A transaction that changed nothing leaves no empty action in the history.
    async fn forget_empty(&mut self) -> Result<()> {
        sqlx::query("DELETE FROM transactions WHERE id >= ?1")
            .bind(self.first)
            .execute(&mut *self.inner)
            .await?;
        sqlx::query(
            "DELETE FROM change_sets WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM transactions WHERE change_set_id = ?1)",
        )
        .bind(&self.change_set)
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// The rows that changed; where they are many, only their tables.
    async fn touched(&mut self) -> Result<Vec<(&'static str, Option<String>)>> {
        let rows: Vec<(String, String)> = sqlx::query_as(
            "SELECT DISTINCT table_name, row_id FROM changes WHERE tx >= ?1 AND device_seq > ?2 LIMIT ?3",
        )
        .bind(self.first)
        .bind(self.last_seq)
        .bind(i64::try_from(notice::MAX_ROWS).unwrap_or(i64::MAX).saturating_add(1))
        .fetch_all(&mut *self.inner)
        .await?;
        if rows.len() <= notice::MAX_ROWS {
            let known = |(table, row): (String, String)| Some((registry::table(&table)?.name, Some(row)));
            return Ok(rows.into_iter().filter_map(known).collect());
        }
        let names: Vec<String> = sqlx::query_scalar("SELECT DISTINCT table_name FROM changes WHERE tx >= ?1")
            .bind(self.first)
            .fetch_all(&mut *self.inner)
            .await?;
        Ok(names.iter().filter_map(|name| Some((registry::table(name)?.name, None))).collect())
    }
}
