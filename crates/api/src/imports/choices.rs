//! What the user changes about an import.

use mycrm_crm::import::{Choices, Import, Options};
use mycrm_store::Currency;
use serde::Deserialize;
use utoipa::ToSchema;

use super::shown::{DateOrder, DecimalSign, ImportKind};
use crate::error::{ApiError, Result};
use crate::records::given::draft;
use crate::records::links::Link;

/// What is not given stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct ImportPatch {
    /// What one row is. Another kind brings its own mapping.
    #[serde(default)]
    kind: Option<ImportKind>,
    /// The columns that change.
    #[serde(default)]
    mapping: Option<Vec<ColumnMapping>>,
    #[serde(default)]
    options: Option<ImportOptionsPatch>,
}

#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct ColumnMapping {
    /// From 0 on.
    index: usize,
    /// Key of one of the import's `targets`; null leaves the column out.
    target: Option<String>,
}

draft!(
    /// Null returns to what was detected.
    ImportOptionsPatch {
        /// Of amounts that name none; null is the base currency.
        currency: String,
        pipeline: Link,
        /// Made when there is none of that name.
        pipeline_name: String,
        create_missing: bool,
        date_order: DateOrder,
        decimal: DecimalSign,
        has_header: bool,
    }
);

impl ImportPatch {
    pub(super) fn resolve(self, import: &Import) -> Result<Choices> {
        let Self { kind, mapping, options } = self;
        let kind = kind.map(ImportKind::into_records);
        let same_kind = kind.is_none_or(|kind| kind == import.mapping.kind);
        let columns = mapping.map(|mapping| {
            // The mapping of another kind has other fields, so it begins empty.
            let old = &import.mapping.columns;
            let start = if same_kind { old.clone() } else { vec![None; old.len()] };
            columns(start, mapping)
        });
        let options = options.map(|patch| patch.over(&import.options)).transpose()?;
        Ok(Choices { kind, columns: columns.transpose()?, options })
    }
}

fn columns(mut columns: Vec<Option<String>>, mapping: Vec<ColumnMapping>) -> Result<Vec<Option<String>>> {
    let count = columns.len();
    for ColumnMapping { index, target } in mapping {
        let column = columns.get_mut(index).ok_or_else(|| {
            ApiError::field(
                "mapping",
                format!("there is no column {index}; the file has {count}, counted from 0"),
            )
        })?;
        *column = target.filter(|target| !target.is_empty());
    }
    Ok(columns)
}

impl ImportOptionsPatch {
    fn over(self, old: &Options) -> Result<Options> {
        let Self { currency, pipeline, pipeline_name, create_missing, date_order, decimal, has_header } =
            self;
        let old = old.clone();
        let code = |code: String| {
            code.parse::<Currency>().map_err(|error| ApiError::field("options.currency", error.to_string()))
        };
        Ok(Options {
            currency: currency.try_map(code)?.over(old.currency),
            pipeline: pipeline.id().over(old.pipeline),
            pipeline_name: pipeline_name.0.over(old.pipeline_name),
            create_missing: create_missing.0.set().unwrap_or(old.create_missing),
            date_order: date_order.map(DateOrder::into_records).over(old.date_order),
            decimal: decimal.map(DecimalSign::into_records).over(old.decimal),
            has_header: has_header.0.over(old.has_header),
        })
    }
}
