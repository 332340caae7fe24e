//! What the operations on many records have in common.

use mycrm_store::Id;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::{ApiError, Result};

/// Records that one request may change; the writing connection is held for all of them.
pub(crate) const MOST: usize = 10_000;
pub(crate) const MOST_CREATED: usize = 1_000;

/// Rows that one record may write: itself, its tags, addresses or lines.
pub(crate) const ROOM: i64 = 16;

#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = BulkIds)]
pub(crate) struct Ids {
    /// At most 10,000.
    #[schema(value_type = Vec<String>)]
    pub(crate) ids: Vec<Id>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BulkCount)]
pub(crate) struct Count {
    /// Records that were changed.
    pub(crate) count: u64,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BulkCreated)]
pub(crate) struct Created {
    /// In the order of the items.
    pub(crate) ids: Vec<String>,
}

pub(crate) fn check_number(field: &str, number: usize, most: usize) -> Result<()> {
    if number == 0 || number > most {
        return Err(ApiError::field(field, format!("has {number} entries, but can have 1 to {most}")));
    }
    Ok(())
}

/// Says which of the items it is about.
pub(crate) fn in_item(error: ApiError, at: usize) -> ApiError {
    match error {
        ApiError::Validation(fields) => ApiError::Validation(
            fields.into_iter().map(|(name, why)| (format!("items[{at}].{name}"), why)).collect(),
        ),
        other => other,
    }
}
