//! What an import did or would do, as it is sent out.

use mycrm_crm::import::rows::RowError;
use mycrm_crm::import::{Summary, Tally};
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::MessageParts;

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImportSummary {
    /// Rows of the file looked at.
    rows: u64,
    created: ImportTally,
    updated: ImportTally,
    unchanged: ImportTally,
    /// Rows that mean what an earlier row means, and were left out.
    duplicates: u64,
    /// Rows that could not be imported.
    errors: u64,
    /// The first 100 of what is wrong with them.
    error_rows: Vec<ImportRowError>,
    /// The first 100 duplicates, with what they repeat.
    duplicate_rows: Vec<ImportRowError>,
}

/// Numbers of records by kind.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImportTally {
    opportunities: u64,
    companies: u64,
    contacts: u64,
    leads: u64,
    people: u64,
    products: u64,
    pipelines: u64,
    stages: u64,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImportRowError {
    /// As a spreadsheet counts, with the header as row 1.
    row: u64,
    column: Option<String>,
    value: Option<String>,
    /// In English.
    message: String,
    parts: MessageParts,
}

impl From<Summary> for ImportSummary {
    fn from(summary: Summary) -> Self {
        let Summary { rows, created, updated, unchanged, duplicates, errors, error_rows, duplicate_rows } =
            summary;
        Self {
            rows,
            created: created.into(),
            updated: updated.into(),
            unchanged: unchanged.into(),
            duplicates,
            errors,
            error_rows: error_rows.into_iter().map(ImportRowError::from).collect(),
            duplicate_rows: duplicate_rows.into_iter().map(ImportRowError::from).collect(),
        }
    }
}

impl From<Tally> for ImportTally {
    fn from(tally: Tally) -> Self {
        let Tally { opportunities, companies, contacts, leads, people, products, pipelines, stages } = tally;
        Self { opportunities, companies, contacts, leads, people, products, pipelines, stages }
    }
}

impl From<RowError> for ImportRowError {
    fn from(error: RowError) -> Self {
        let RowError { row, column, value, message } = error;
        Self { row, column, value, message: message.to_string(), parts: message.into() }
    }
}
