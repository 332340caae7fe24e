//! Domain events: what webhooks and automations hear.

use super::Tx;
use crate::{Id, Result};

impl Tx<'_> {
    /// Appends a domain event: what webhooks and automations hear.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn event(
        &mut self,
        event: &'static str,
        record: &'static str,
        id: &Id,
        payload: serde_json::Value,
    ) -> Result<()> {
        sqlx::query(
            "INSERT INTO domain_events (tx, event_type, record_type, record_id, payload, recorded_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )
        .bind(self.current)
        .bind(event)
        .bind(record)
        .bind(id)
        .bind(payload.to_string())
        .bind(self.now)
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }

    /// Appends many domain events without a payload, each a name, a kind of record and its id, in one statement.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn events(&mut self, events: &[(&'static str, &'static str, Id)]) -> Result<()> {
        if events.is_empty() {
            return Ok(());
        }
        let data: Vec<_> =
            events.iter().map(|(name, record, id)| serde_json::json!([name, record, id.as_str()])).collect();
        sqlx::query(
            "INSERT INTO domain_events (tx, event_type, record_type, record_id, payload, recorded_at)
             SELECT ?1, value ->> 0, value ->> 1, value ->> 2, '{}', ?2 FROM json_each(?3)",
        )
        .bind(self.current)
        .bind(self.now)
        .bind(serde_json::Value::from(data).to_string())
        .execute(&mut *self.inner)
        .await?;
        Ok(())
    }
}
