//! An import as it is sent out.

mod detected;
mod summary;

use mycrm_crm::import as records;
use mycrm_store::Currency;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use self::detected::DetectedFile;
use self::summary::ImportSummary;
use super::work;
use crate::jobs::{JobStatus, Jobs};

/// A file on its way to becoming records.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Import {
    id: String,
    file_name: String,
    /// In bytes.
    file_size: u64,
    status: ImportStatus,
    kind: ImportKind,
    detected: DetectedFile,
    /// The fields that a column can become.
    targets: Vec<ImportTarget>,
    mapping: Vec<MappedColumn>,
    options: ImportOptions,
    /// Of the last dry run or import.
    summary: Option<ImportSummary>,
    /// Its latest job.
    job: Option<String>,
    /// What undo takes it back by.
    change_set: Option<String>,
    /// Why it failed or was stopped.
    message: Option<String>,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    updated_at: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImportTarget {
    key: &'static str,
    /// The key of its label among the texts of the UI.
    label_key: String,
    group: &'static str,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MappedColumn {
    index: usize,
    target: Option<String>,
}

/// What holds now: chosen by the user, or else detected.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImportOptions {
    currency: String,
    pipeline: Option<String>,
    pipeline_name: Option<String>,
    create_missing: bool,
    date_order: DateOrder,
    decimal: DecimalSign,
    has_header: bool,
}

/// Declares an enumeration of the wire that stands for one of the records, both ways.
macro_rules! stands_for {
    ($(#[$doc:meta])* $name:ident for $of:path { $($variant:ident = $text:tt),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
        pub(crate) enum $name { $(#[serde(rename = $text)] $variant),+ }

        impl $name {
            #[allow(dead_code, reason = "some of them are only sent out")]
            pub(super) fn into_records(self) -> $of {
                use $of as Of;
                match self { $(Self::$variant => Of::$variant),+ }
            }
        }

        impl crate::records::given::Sent for $name {}

        impl From<$of> for $name {
            fn from(of: $of) -> Self {
                use $of as Of;
                match of { $(Of::$variant => Self::$variant),+ }
            }
        }
    };
}

stands_for!(
    /// What one row of the file is.
    ImportKind for mycrm_crm::import::Kind {
        Opportunities = "opportunities", Contacts = "contacts", Leads = "leads", Companies = "companies",
    }
);
stands_for!(ImportStatus for mycrm_crm::import::Status {
    Mapping = "mapping", Checking = "checking", Checked = "checked", Running = "running", Done = "done",
    Cancelled = "cancelled", Failed = "failed",
});
stands_for!(
    /// Which number comes first in dates of numbers only.
    DateOrder for mycrm_crm::import::values::dates::DateOrder { Ymd = "ymd", Dmy = "dmy", Mdy = "mdy" }
);
stands_for!(
    /// The sign before the fraction of an amount.
    DecimalSign for mycrm_crm::import::values::amounts::DecimalSign { Point = ".", Comma = "," }
);

impl Import {
    pub(super) fn of(import: records::Import, base: Currency, jobs: &Jobs) -> Self {
        let records::Import {
            id,
            file_name,
            path: _,
            fingerprint: _,
            status,
            detected,
            mapping,
            options,
            summary,
            rows_done: _,
            change_set,
            message,
            created_at,
            updated_at,
        } = import;
        let job = work::latest(jobs, &id);
        // Work that broke down could not mark the import as failed itself.
        let busy = matches!(status, records::Status::Checking | records::Status::Running);
        let broken = job.as_ref().filter(|job| busy && job.status == JobStatus::Failed);
        let records::Options {
            currency,
            pipeline,
            pipeline_name,
            create_missing,
            date_order,
            decimal,
            has_header,
        } = options;
        Self {
            id: id.to_string(),
            file_name,
            file_size: detected.file_size,
            status: if broken.is_some() { ImportStatus::Failed } else { status.into() },
            kind: mapping.kind.into(),
            targets: targets(mapping.kind),
            options: ImportOptions {
                currency: currency.unwrap_or(base).to_string(),
                pipeline: pipeline.map(|id| id.to_string()),
                pipeline_name,
                create_missing,
                date_order: date_order.unwrap_or(detected.date_order).into(),
                decimal: decimal.unwrap_or(detected.decimal).into(),
                has_header: has_header.unwrap_or(detected.has_header),
            },
            detected: DetectedFile::of(detected, mapping.kind),
            mapping: mapping
                .columns
                .into_iter()
                .enumerate()
                .map(|(index, target)| MappedColumn { index, target })
                .collect(),
            summary: summary.map(ImportSummary::from),
            change_set: change_set.map(|id| id.to_string()),
            message: message.or_else(|| broken.and_then(|job| job.message.clone())),
            job: job.map(|job| job.id.to_string()),
            created_at: created_at.to_string(),
            updated_at: updated_at.to_string(),
        }
    }
}

fn targets(kind: records::Kind) -> Vec<ImportTarget> {
    kind.targets()
        .iter()
        .map(|target| ImportTarget { key: target.key, label_key: target.label_key(), group: target.group })
        .collect()
}
