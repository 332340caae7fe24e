//! What the app says about itself: version, where the data is, whether secrets can be kept.

use axum::Json;
use axum::extract::State;
use mycrm_crm::{ListQuery, companies, contacts, leads, opportunities, tasks};
use mycrm_store::Store;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::Vault;
use crate::error::Result;
use crate::records::sample;
use crate::settings;

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Status {
    version: &'static str,
    /// Nothing was done yet: the UI asks how to begin.
    first_start: bool,
    data_dir: String,
    sqlite_version: String,
    counts: RecordCounts,
    /// Sample data is loaded and can be removed.
    has_sample_data: bool,
    secrets: SecretsStatus,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RecordCounts {
    companies: i64,
    contacts: i64,
    leads: i64,
    opportunities: i64,
    tasks: i64,
}

impl RecordCounts {
    async fn of(store: &Store) -> Result<Self> {
        let mut connection = store.readers().acquire().await?;
        let one = ListQuery { page_size: 1, ..ListQuery::default() };
        Ok(Self {
            companies: companies::list(&mut connection, &one).await?.count,
            contacts: contacts::list(&mut connection, &one).await?.count,
            leads: leads::list(&mut connection, &one).await?.count,
            opportunities: opportunities::list(&mut connection, &one).await?.count,
            tasks: tasks::list(&mut connection, &one).await?.count,
        })
    }

    fn are_zero(&self) -> bool {
        let Self { companies, contacts, leads, opportunities, tasks } = self;
        [companies, contacts, leads, opportunities, tasks].into_iter().all(|count| *count == 0)
    }
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
    let counts = RecordCounts::of(&store).await?;
    Ok(Json(Status {
        version: env!("CARGO_PKG_VERSION"),
        first_start: counts.are_zero() && !settings::is_onboarded(&store).await?,
        data_dir: store.folder().display().to_string(),
        sqlite_version: mycrm_store::sqlite_version(&store).await?,
        has_sample_data: sample::is_loaded(&store).await?,
        counts,
        secrets: vault.status().await,
    }))
}
