//! What was found out about a file, as it is sent out.

use mycrm_crm::import::values::dates::Certainty;
use mycrm_crm::import::{Detected, DetectedColumn as Column, Kind};
use serde::Serialize;
use utoipa::ToSchema;

use super::{DateOrder, DecimalSign};

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DetectedFile {
    encoding: String,
    delimiter: String,
    has_header: bool,
    row_count: u64,
    columns: Vec<DetectedColumn>,
    date_order: DateOrder,
    /// Whether the order of day and month is a guess that the user should look at.
    date_order_is_guessed: bool,
    decimal: DecimalSign,
    /// What was odd about the file and how it was dealt with, in sentences.
    notices: Vec<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DetectedColumn {
    index: usize,
    header: String,
    samples: Vec<String>,
    /// The field that is suggested for it.
    target: Option<String>,
    /// 0 to 1.
    confidence: f32,
}

impl DetectedFile {
    pub(super) fn of(detected: Detected, for_kind: Kind) -> Self {
        let Detected {
            file_size: _,
            encoding,
            delimiter,
            has_header,
            row_count,
            columns,
            date_order,
            date_certainty,
            decimal,
            kind: _,
            notices,
        } = detected;
        Self {
            encoding,
            delimiter: char::from(delimiter.byte()).to_string(),
            has_header,
            row_count,
            columns: columns.into_iter().enumerate().map(|(at, row)| column(at, row, for_kind)).collect(),
            date_order: date_order.into(),
            date_order_is_guessed: date_certainty != Certainty::Decided,
            decimal: decimal.into(),
            notices,
        }
    }
}

fn column(index: usize, column: Column, kind: Kind) -> DetectedColumn {
    let suggestion = column.suggestion(kind).cloned();
    let Column { header, samples, suggestions: _ } = column;
    DetectedColumn {
        index,
        header,
        samples,
        confidence: suggestion.as_ref().map_or(0.0, |suggestion| suggestion.confidence),
        target: suggestion.and_then(|suggestion| suggestion.target),
    }
}
