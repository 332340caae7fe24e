//! Settings of this installation: profile, base currency, time zone, language and looks.

use axum::Json;
use axum::extract::State;
use jiff::tz::TimeZone;
use mycrm_crm::Field;
use mycrm_crm::message;
use mycrm_crm::people::{self, PersonDraft};
use mycrm_store::{Currency, Store, settings};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::body::Body;
use crate::caller::{Admin, Caller};
use crate::error::{ApiError, Result};
use crate::events::Events;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Language {
    #[default]
    System,
    En,
    De,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Density {
    #[default]
    Comfortable,
    Compact,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Settings {
    profile_name: String,
    profile_email: String,
    /// ISO 4217.
    base_currency: String,
    /// IANA name.
    time_zone: String,
    language: Language,
    theme: Theme,
    density: Density,
    /// Whether the first start is behind the user.
    onboarded: bool,
}

/// What is not given stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct SettingsPatch {
    profile_name: Option<String>,
    profile_email: Option<String>,
    base_currency: Option<String>,
    time_zone: Option<String>,
    language: Option<Language>,
    theme: Option<Theme>,
    density: Option<Density>,
    onboarded: Option<bool>,
}

#[utoipa::path(get, path = "/api/core/settings/", tag = "core", responses((status = 200, body = Settings)))]
pub(crate) async fn get_settings(State(store): State<Store>) -> Result<Json<Settings>> {
    read(&store).await.map(Json)
}

#[utoipa::path(patch, path = "/api/core/settings/", tag = "core", request_body = SettingsPatch,
    responses((status = 200, body = Settings)))]
pub(crate) async fn update_settings(
    State(store): State<Store>,
    State(events): State<Events>,
    _: Admin,
    caller: Caller,
    Body(patch): Body<SettingsPatch>,
) -> Result<Json<Settings>> {
    let SettingsPatch {
        profile_name,
        profile_email,
        base_currency,
        time_zone,
        language,
        theme,
        density,
        onboarded,
    } = patch;
    // Everything is checked before anything is saved.
    let base_currency = base_currency.map(|code| currency(&code)).transpose()?;
    let time_zone = time_zone.map(zone).transpose()?;
    let profile_name = profile_name.map(|name| short("profile_name", &name)).transpose()?;
    let profile_email = profile_email.map(|email| short("profile_email", &email)).transpose()?;
    set(&store, "profile_name", profile_name.clone()).await?;
    set(&store, "profile_email", profile_email).await?;
    set(&store, "base_currency", base_currency).await?;
    set(&store, "time_zone", time_zone).await?;
    set(&store, "language", language).await?;
    set(&store, "theme", theme).await?;
    set(&store, "density", density).await?;
    set(&store, "onboarded", onboarded).await?;
    if let Some(name) = profile_name.filter(|name| !name.is_empty()) {
        call_the_user(&store, &caller, name).await?;
    }
    events.touched(vec!["settings".to_owned()]);
    read(&store).await.map(Json)
}

/// The user is also a person who owns records, and goes by the same name there.
async fn call_the_user(store: &Store, caller: &Caller, name: String) -> Result<()> {
    let Some(me) = mycrm_crm::setup::me(store).await? else { return Ok(()) };
    // Not open to undo by itself: the setting would keep the new name. Nor known by the request's key: it is one of
    // several changes, all of which may be made twice.
    let mut tx = store.begin(caller.ctx("Profile").permanent().for_request(None)).await?;
    people::update(&mut tx, &me, PersonDraft { name: Field::Set(name), ..PersonDraft::default() }).await?;
    tx.commit().await?;
    Ok(())
}

async fn read(store: &Store) -> Result<Settings> {
    Ok(Settings {
        profile_name: or_default(store, "profile_name").await?,
        profile_email: or_default(store, "profile_email").await?,
        base_currency: base_currency(store).await?.code().to_owned(),
        time_zone: match settings::get(store, "time_zone").await? {
            Some(zone) => zone,
            None => system_zone(),
        },
        language: or_default(store, "language").await?,
        theme: or_default(store, "theme").await?,
        density: or_default(store, "density").await?,
        onboarded: or_default(store, "onboarded").await?,
    })
}

/// The currency of new amounts and of totals.
pub(crate) async fn base_currency(store: &Store) -> Result<Currency> {
    Ok(settings::get(store, "base_currency").await?.unwrap_or(Currency::EUR))
}

/// What a time without an offset is in.
pub(crate) async fn zone_of(store: &Store) -> Result<TimeZone> {
    let name: Option<String> = settings::get(store, "time_zone").await?;
    Ok(name.and_then(|name| TimeZone::get(&name).ok()).unwrap_or_else(TimeZone::system))
}

/// The language that the user chose.
pub(crate) async fn language_of(store: &Store) -> Result<Language> {
    or_default(store, "language").await
}

/// Whether the first start is behind the user.
pub(crate) async fn is_onboarded(store: &Store) -> Result<bool> {
    or_default(store, "onboarded").await
}

async fn or_default<T: DeserializeOwned + Default>(store: &Store, key: &str) -> Result<T> {
    Ok(settings::get(store, key).await?.unwrap_or_default())
}

async fn set<T: Serialize>(store: &Store, key: &str, value: Option<T>) -> Result<()> {
    match value {
        Some(value) => Ok(settings::set(store, key, &value).await?),
        None => Ok(()),
    }
}

fn system_zone() -> String {
    TimeZone::system().iana_name().unwrap_or("UTC").to_owned()
}

fn currency(code: &str) -> Result<Currency> {
    code.parse().map_err(|error: mycrm_store::Error| ApiError::field("base_currency", error.to_string()))
}

fn zone(name: String) -> Result<String> {
    match TimeZone::get(name.trim()) {
        Ok(zone) => Ok(zone.iana_name().unwrap_or(name.trim()).to_owned()),
        Err(_) => Err(ApiError::field(
            "time_zone",
            format!("{name} is not a time zone of the IANA database, such as Europe/Berlin"),
        )),
    }
}

fn short(field: &str, text: &str) -> Result<String> {
    let text = text.trim();
    if text.chars().count() > 200 {
        return Err(ApiError::wrong(field, message!("may have at most {most} characters", most = 200)));
    }
    Ok(text.to_owned())
}
