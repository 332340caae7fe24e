//! Settings of this installation: JSON values by key.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Result, Store};

/// The value of a key, or `None` where it was never set.
///
/// # Errors
/// When the stored value is not of the asked type.
pub async fn get<T: DeserializeOwned>(store: &Store, key: &str) -> Result<Option<T>> {
    let text: Option<String> = sqlx::query_scalar("SELECT value FROM settings WHERE key = ?1")
        .bind(key)
        .fetch_optional(store.readers())
        .await?;
    Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
}

/// Sets a key.
///
/// # Errors
/// When the database cannot be written.
pub async fn set<T: Serialize>(store: &Store, key: &str, value: &T) -> Result<()> {
    sqlx::query(
        "INSERT INTO settings (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2",
    )
    .bind(key)
    .bind(serde_json::to_string(value)?)
    .execute(store.bookkeeping())
    .await?;
    Ok(())
}
