//! What the app says about itself: version, where the data is, whether secrets can be kept.

use axum::Json;
use axum::extract::State;
use mycrm_store::Store;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::Vault;
use crate::error::Result;
use crate::settings;

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Status {
    version: &'static str,
    /// Nothing was done yet: the UI asks how to begin.
    first_start: bool,
    data_dir: String,
    sqlite_version: String,
    secrets: SecretsStatus,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SecretsKind {
    Keyring,
    File,
    Unavailable,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SecretsStatus {
    pub(crate) kind: SecretsKind,
    /// What is wrong and what to do, where they cannot be kept.
    pub(crate) message: Option<String>,
}

#[utoipa::path(get, path = "/api/core/status/", tag = "core", responses((status = 200, body = Status)))]
pub(crate) async fn get_status(
    State(store): State<Store>,
    State(vault): State<Vault>,
) -> Result<Json<Status>> {
    Ok(Json(Status {
        version: env!("CARGO_PKG_VERSION"),
        first_start: !settings::is_onboarded(&store).await?,
        data_dir: store.folder().display().to_string(),
        sqlite_version: mycrm_store::sqlite_version(&store).await?,
        secrets: vault.status().await,
    }))
}
