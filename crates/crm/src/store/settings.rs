//! The settings that records are written by: base currency, time zone, who the user is.

use jiff::tz::TimeZone;
use mycrm_store::{Currency, Id};
use sqlx::SqliteConnection;

use crate::Result;

async fn text(connection: &mut SqliteConnection, key: &str) -> Result<Option<String>> {
    let json: Option<String> = sqlx::query_scalar("SELECT value FROM settings WHERE key = ?1")
        .bind(key)
        .fetch_optional(connection)
        .await?;
    Ok(json.and_then(|json| serde_json::from_str(&json).ok()))
}

pub(crate) async fn base_currency(connection: &mut SqliteConnection) -> Result<Currency> {
    Ok(text(connection, "base_currency").await?.and_then(|code| code.parse().ok()).unwrap_or(Currency::EUR))
}

pub(crate) async fn zone(connection: &mut SqliteConnection) -> Result<TimeZone> {
    let name = text(connection, "time_zone").await?;
    Ok(name.and_then(|name| TimeZone::get(&name).ok()).unwrap_or_else(TimeZone::system))
}

pub(crate) async fn me(connection: &mut SqliteConnection) -> Result<Option<Id>> {
    Ok(sqlx::query_scalar("SELECT id FROM people WHERE is_me = 1 AND deleted_at IS NULL ORDER BY no LIMIT 1")
        .fetch_optional(connection)
        .await?)
}
